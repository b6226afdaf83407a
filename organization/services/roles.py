"""Roles: given and ended by date. A privileged one takes two administrators (where the installation asks for that)."""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.engine import lock_for_transaction
from foundation.common.errors import Invalid, NotAllowed, require
from foundation.common.states import advance
from organization.enums import PRIVILEGED, Role, RoleAct, RoleRequestState
from organization.models import Person, RoleAssignment, RoleRequest, Unit
from organization.rules import can_administer_organization, can_change_roles_of, can_decide_role_request, excluded_roles
from organization.selectors import administrators, current


@transaction.atomic
def assign_role(
    *,
    person: Person,
    role: str,
    unit: Unit,
    actor: Person | None = None,
    since: date | None = None,
    until: date | None = None,
) -> RoleAssignment | RoleRequest:
    """Give a role for a unit in `[since, until)`; held already: nothing changes.

    Returns the assignment, or a RoleRequest where a second administrator has to agree. Raises NotAllowed for one's own roles, Invalid for
    roles that exclude each other (`rules.EXCLUDES`).
    """
    _require_right(actor, person)
    if person.is_outside and role != Role.ASSESSOR:
        raise Invalid({"role": _("An outside assessor assesses, and holds no other role.")})
    lock_for_transaction("organization")
    today = clock.today()
    since = since or today
    _check(person, role, unit, since, until)
    held = current(person.role_assignments.filter(role=role, unit=unit), since).first()
    if held is not None:
        return held
    if needs_second_administrator(role, actor, person):
        return _ask(person, role, unit, RoleAct.GIVE, actor, until)
    return _give(person, role, unit, since, until, actor)


@transaction.atomic
def end_role(*, assignment: RoleAssignment, actor: Person | None = None) -> RoleAssignment | RoleRequest:
    """End a role; it is lost at the next request. Returns a RoleRequest where a second administrator has to agree."""
    person = assignment.person
    _require_right(actor, person)
    lock_for_transaction("organization")
    if not assignment.holds_on(clock.today()) and assignment.valid_to is not None:
        return assignment
    if assignment.role == Role.ADMINISTRATOR and not administrators().exclude(pk=person.pk).exists():
        raise Invalid(_("This is the only administrator. Appoint another one first."))
    if needs_second_administrator(assignment.role, actor, person):
        return _ask(person, assignment.role, assignment.unit, RoleAct.END, actor, None)
    return _end(assignment, actor)


@transaction.atomic
def decide_role_request(*, request: RoleRequest, approve: bool, actor: Person) -> RoleRequest:
    """A second administrator agrees or refuses. Raises NotAllowed for who asked or whom it is about, Conflict if it is decided already."""
    require(can_decide_role_request, actor, request)
    lock_for_transaction("organization")
    state = RoleRequestState.APPROVED if approve else RoleRequestState.REFUSED
    advance(request, state, decided_by=actor, decided_at=clock.now())
    action = "approve_role" if approve else "refuse_role"
    record_event(
        actor=actor, action=f"organization.person.{action}", target=request.person, **_what(request.role, request.unit)
    )
    if approve and request.act == RoleAct.GIVE:
        today = clock.today()
        _check(request.person, request.role, request.unit, today, request.until)
        if not current(request.person.role_assignments.filter(role=request.role, unit=request.unit), today).exists():
            _give(request.person, request.role, request.unit, today, request.until, actor)
    elif approve:
        for assignment in current(request.person.role_assignments.filter(role=request.role, unit=request.unit)):
            _end(assignment, actor)
    return request


def needs_second_administrator(role: str, actor: Person | None, person: Person) -> bool:
    """Whether the change waits for another administrator. The first administrator acts alone, there being nobody to ask; so does the system."""
    if actor is None or role not in PRIVILEGED or not settings.TWO_PERSON_ROLE_CHANGES:
        return False
    return administrators().exclude(pk__in=[actor.pk, person.pk]).exists()


def close_assignments(assignments: QuerySet[RoleAssignment], *, on: date) -> int:
    """End what is still held or yet to come; for people who move or leave. Returns how many."""
    open_ones = assignments.exclude(valid_to__lte=on)
    return sum(
        bool(RoleAssignment.objects.filter(pk=row.pk).update(valid_to=max(on, row.valid_from))) for row in open_ones
    )


def _require_right(actor: Person | None, person: Person) -> None:
    if actor is None:
        return
    require(can_administer_organization, actor)
    if not can_change_roles_of(actor, person):
        raise NotAllowed(_("Nobody changes their own roles. Ask another administrator."))


def _check(person: Person, role: str, unit: Unit, since: date, until: date | None) -> None:
    if role not in Role.values:
        raise Invalid({"role": _("There is no such role.")})
    if person.left_on is not None:
        raise Invalid(_("%(person)s has left.") % {"person": person})
    if unit.is_retired:
        raise Invalid({"unit": _("%(unit)s is retired.") % {"unit": unit}})
    if until is not None and until <= since:
        raise Invalid({"until": _("The end lies before the beginning.")})
    held = person.role_assignments.exclude(valid_to__lte=since).values_list("role", flat=True)
    if clash := excluded_roles(role, held):
        raise Invalid(
            {
                "role": _("%(person)s is %(held)s, which excludes being %(role)s.")
                % {"person": person, "held": _listed(clash), "role": Role(role).label}
            }
        )


def _listed(roles: list[str]) -> str:
    return _(", ").join(str(Role(role).label) for role in roles)


def _ask(person: Person, role: str, unit: Unit, act: str, actor: Person, until: date | None) -> RoleRequest:
    request, is_new = RoleRequest.objects.get_or_create(
        person=person,
        role=role,
        unit=unit,
        act=act,
        state=RoleRequestState.OPEN,
        defaults={"asked_by": actor, "until": until},
    )
    if is_new:
        record_event(actor=actor, action=f"organization.person.ask_{act}_role", target=person, **_what(role, unit))
    return request


def _give(
    person: Person, role: str, unit: Unit, since: date, until: date | None, actor: Person | None
) -> RoleAssignment:
    assignment = RoleAssignment.objects.create(person=person, role=role, unit=unit, valid_from=since, valid_to=until)
    person.forget_roles()
    record_event(actor=actor, action="organization.person.give_role", target=person, **_what(role, unit), until=until)
    return assignment


def _end(assignment: RoleAssignment, actor: Person | None) -> RoleAssignment:
    close_assignments(RoleAssignment.objects.filter(pk=assignment.pk), on=clock.today())
    assignment.refresh_from_db()
    assignment.person.forget_roles()
    record_event(
        actor=actor,
        action="organization.person.end_role",
        target=assignment.person,
        **_what(assignment.role, assignment.unit),
    )
    return assignment


def _what(role: str, unit: Unit) -> dict:
    return {"role": str(role), "unit": str(unit.public_id)}
