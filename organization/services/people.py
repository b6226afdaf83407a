"""People: made, moved between units, gone. A person who has left stays as a name on what they did."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.engine import lock_for_transaction
from foundation.common.errors import Invalid, NotAllowed, require
from foundation.common.states import swap
from organization.enums import Role, RoleRequestState
from organization.models import FormerUnit, Person, Unit
from organization.pinyin import sort_key
from organization.rules import can_administer_organization
from organization.selectors import administrators
from organization.services.access import clean_email, give_access
from organization.services.roles import assign_role, close_assignments
from organization.validators import clean_line, clean_staff_number

RoleWanted = str | tuple[str, Unit | None]


@transaction.atomic
def create_person(
    *,
    staff_number: str,
    name: str,
    unit: Unit,
    roles: Iterable[RoleWanted] = (),
    username: str | None = None,
    password: str | None = None,
    name_en: str = "",
    email: str = "",
    valid_from: date | None = None,
    actor: Person | None = None,
) -> Person:
    """Add a person to a unit, with roles (`Role` or `(Role, unit)`; no unit: their own) held from `valid_from` (today) on.

    `username` makes an account (`give_access`). A privileged role given by an administrator may wait for a second one (`assign_role`).
    Raises Invalid or NotAllowed.
    """
    if actor is not None:
        require(can_administer_organization, actor)
    number = clean_staff_number(staff_number)
    if Person.objects.filter(staff_number__iexact=number).exists():
        raise Invalid({"staff_number": _("There is a person with this staff number.")})
    if unit.is_retired:
        raise Invalid({"unit": _("%(unit)s is retired.") % {"unit": unit}})
    name = clean_line(name, "name", 60)
    person = Person.objects.create(
        staff_number=number,
        name=name,
        name_en=clean_line(name_en, "name_en", 80, required=False),
        sort_key=sort_key(name),
        unit=unit,
    )
    if (password or email) and not username:
        raise Invalid({"username": _("A password and an e-mail address belong to an account: give it a user name.")})
    if username:
        give_access(person=person, username=username, password=password, email=email, actor=actor)
    for wanted in roles:
        role, for_unit = (wanted, None) if isinstance(wanted, str) else wanted
        assign_role(person=person, role=role, unit=for_unit or unit, since=valid_from, actor=actor)
    record_event(actor=actor, action="organization.person.create", target=person, after={"unit": str(unit.public_id)})
    return person


@transaction.atomic
def change_person(*, person: Person, version: int, name: str, name_en: str, email: str, actor: Person | None) -> Person:
    """Change the names and the address for mail. Raises Conflict if somebody has changed the person since `version`."""
    if actor is not None:
        require(can_administer_organization, actor)
    name = clean_line(name, "name", 60)
    wanted = {"name": name, "name_en": clean_line(name_en, "name_en", 80, required=False), "sort_key": sort_key(name)}
    email = clean_email(email)
    changed = [field for field, value in wanted.items() if getattr(person, field) != value]
    person.version = version
    swap(person, expected={}, **wanted)
    if person.user is not None and person.user.email != email:
        person.user.email = email
        person.user.save(update_fields=["email"])
        changed.append("email")
    record_event(
        actor=actor,
        action="organization.person.change",
        target=person,
        fields=[field for field in changed if field != "sort_key"],
    )
    return person


@transaction.atomic
def move_person(*, person: Person, unit: Unit, actor: Person | None, on: date | None = None) -> Person:
    """Move a person to another unit from a date on (today or before). Roles for the old unit end, others stay.

    The old unit is remembered: nobody assesses what it did while they belonged to it.
    """
    if actor is not None:
        require(can_administer_organization, actor)
    lock_for_transaction("organization")
    today = clock.today()
    on = on or today
    if unit.is_retired:
        raise Invalid({"unit": _("%(unit)s is retired.") % {"unit": unit}})
    if on > today:
        raise Invalid({"on": _("The day lies in the future.")})
    old = person.unit
    if unit.pk == old.pk:
        return person
    last = person.former_units.last()
    since = last.until if last else None
    if since is not None and on < since:
        raise Invalid({"on": _("They have been in the present unit since %(day)s.") % {"day": since.isoformat()}})
    swap(person, expected={"unit": old}, unit=unit)
    FormerUnit.objects.create(person=person, unit=old, since=since, until=on)
    ended = close_assignments(person.role_assignments.filter(unit=old), on=today)
    person.forget_roles()
    record_event(
        actor=actor,
        action="organization.person.move",
        target=person,
        before=str(old.public_id),
        after=str(unit.public_id),
        on=on,
        roles_ended=ended,
    )
    return person


@transaction.atomic
def deactivate_person(*, person: Person, actor: Person | None) -> Person:
    """The person leaves: no sign-in from the next request on, all roles end. One administrator suffices, for it may be urgent.

    Raises NotAllowed for oneself, Invalid for the last administrator.
    """
    if actor is not None:
        require(can_administer_organization, actor)
        if actor.pk == person.pk:
            raise NotAllowed(_("Nobody deactivates themselves."))
    lock_for_transaction("organization")
    if person.left_on is not None:
        return person
    refuse_losing_the_last_administrator(person)
    ended = close_assignments(person.role_assignments.all(), on=clock.today())
    person.role_requests.filter(state=RoleRequestState.OPEN).update(
        state=RoleRequestState.REFUSED, decided_at=clock.now()
    )
    swap(person, expected={"left_on": None}, left_on=clock.today())
    if person.user is not None:
        person.user.is_active = False
        person.user.save(update_fields=["is_active"])
    person.forget_roles()
    record_event(actor=actor, action="organization.person.deactivate", target=person, roles_ended=ended)
    return person


@transaction.atomic
def reactivate_person(*, person: Person, actor: Person | None) -> Person:
    """The person is back and may sign in; roles are given anew."""
    if actor is not None:
        require(can_administer_organization, actor)
    if person.left_on is None:
        return person
    if person.unit.is_retired:
        raise Invalid(_("%(unit)s is retired.") % {"unit": person.unit})
    swap(person, expected={"left_on": person.left_on}, left_on=None)
    if person.user is not None:
        person.user.is_active = True
        person.user.save(update_fields=["is_active"])
    record_event(actor=actor, action="organization.person.reactivate", target=person)
    return person


def refuse_losing_the_last_administrator(person: Person) -> None:
    """Raise Invalid if nobody else could administer the portal."""
    if not person.has_role(Role.ADMINISTRATOR):
        return
    if not administrators().exclude(pk=person.pk).exists():
        raise Invalid(_("This is the only administrator. Appoint another one first."))
