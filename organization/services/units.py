"""Units: made, changed, ended by a date, never deleted."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.engine import lock_for_transaction
from foundation.common.errors import Invalid, require
from foundation.common.states import swap
from organization.enums import UnitKind
from organization.models import Person, RoleAssignment, Unit
from organization.rules import can_administer_organization
from organization.tree import Tree
from organization.validators import clean_line, clean_unit_code

CHANGEABLE = ("name_zh", "name_en", "kind", "parent", "peer_group", "is_assessed", "is_customer_service")


@transaction.atomic
def create_unit(
    *,
    code: str,
    name_zh: str,
    kind: str,
    parent: Unit | None = None,
    name_en: str = "",
    peer_group: str = "",
    is_assessed: bool = True,
    is_customer_service: bool = False,
    valid_from: date | None = None,
    actor: Person | None = None,
) -> Unit:
    """Add a unit below `parent`; the first of all, without a parent, is the head office. Raises Invalid or NotAllowed."""
    _require_administrator(actor)
    code = clean_unit_code(code)
    if Unit.objects.filter(code__iexact=code).exists():
        raise Invalid({"code": _("There is a unit with this code.")})
    unit = Unit(code=code, valid_from=valid_from or clock.today())
    _fill(
        unit,
        name_zh=name_zh,
        name_en=name_en,
        kind=kind,
        parent=parent,
        peer_group=peer_group,
        is_assessed=is_assessed,
        is_customer_service=is_customer_service,
    )
    unit.save(force_insert=True)
    record_event(
        actor=actor, action="organization.unit.create", target=unit, after={"kind": kind, "parent": _id(parent)}
    )
    return unit


@transaction.atomic
def change_unit(*, unit: Unit, version: int, actor: Person | None, **changes) -> Unit:
    """Change any of `CHANGEABLE`. Raises Conflict if somebody has changed the unit since `version`."""
    _require_administrator(actor)
    if unknown := set(changes) - set(CHANGEABLE):
        raise TypeError(f"A unit's {', '.join(sorted(unknown))} cannot be changed.")
    unit.version = version
    before = {name: getattr(unit, name) for name in CHANGEABLE}
    _fill(unit, **{**before, **changes})
    changed = [name for name in CHANGEABLE if getattr(unit, name) != before[name]]
    if not changed:
        return unit
    swap(unit, expected={}, **{name: getattr(unit, name) for name in changed})
    details = {"before": _id(before["parent"]), "after": _id(unit.parent)} if "parent" in changed else {}
    record_event(actor=actor, action="organization.unit.change", target=unit, fields=changed, **details)
    return unit


@transaction.atomic
def retire_unit(*, unit: Unit, actor: Person | None, on: date | None = None) -> Unit:
    """End the unit from a date on (today). Raises Invalid while it has units below it, people in it or roles for it."""
    _require_administrator(actor)
    lock_for_transaction("organization")
    on = on or clock.today()
    if unit.is_retired:
        return unit
    if reasons := blockers_of_retiring(unit):
        raise Invalid(reasons)
    swap(unit, expected={"valid_to": unit.valid_to}, valid_to=on)
    record_event(actor=actor, action="organization.unit.retire", target=unit, after=on)
    return unit


@transaction.atomic
def restore_unit(*, unit: Unit, actor: Person | None) -> Unit:
    """Take back that a unit was ended. Raises Invalid if the one above it is gone."""
    _require_administrator(actor)
    if unit.parent is not None and unit.parent.is_retired:
        raise Invalid(_("The unit above it, %(unit)s, is retired.") % {"unit": unit.parent})
    swap(unit, expected={"valid_to": unit.valid_to}, valid_to=None)
    record_event(actor=actor, action="organization.unit.restore", target=unit)
    return unit


def blockers_of_retiring(unit: Unit) -> list[str]:
    """Sentences for what still hangs on the unit."""
    today = clock.today()
    below = unit.children.filter(valid_to=None).count()
    people = unit.people.filter(left_on=None).count()
    roles = RoleAssignment.objects.filter(unit=unit, valid_to=None).exclude(person__unit=unit).count()
    found = []
    if below:
        found.append(_("Units below it: %(count)d. Retire or move them first.") % {"count": below})
    if people:
        found.append(_("People who work in it: %(count)d. Move them first.") % {"count": people})
    if roles:
        found.append(_("Roles held for it by people of other units: %(count)d. End them first.") % {"count": roles})
    if unit.valid_from > today:
        found.append(_("It begins only on %(day)s.") % {"day": unit.valid_from.isoformat()})
    return found


def _fill(
    unit: Unit, *, name_zh: str, name_en: str, kind: str, parent: Unit | None, peer_group: str, **flags: bool
) -> None:
    """Set the fields after checking them together."""
    problems = {}
    if kind not in UnitKind.values:
        problems["kind"] = _("There is no such kind of unit.")
    if parent is None and Unit.objects.filter(parent=None).exclude(pk=unit.pk).exists():
        problems["parent"] = _("There is one head office. Choose the unit that this one belongs to.")
    if parent is not None and parent.is_retired:
        problems["parent"] = _("%(unit)s is retired.") % {"unit": parent}
    if parent is not None and unit.pk and parent.pk in Tree.read().below({unit.pk}):
        problems["parent"] = _("A unit cannot belong to itself or to a unit below it.")
    if problems:
        raise Invalid(problems)
    unit.name_zh = clean_line(name_zh, "name_zh", 60)
    unit.name_en = clean_line(name_en, "name_en", 80, required=False)
    unit.peer_group = clean_line(peer_group, "peer_group", 30, required=False)
    unit.kind, unit.parent = kind, parent
    for name, value in flags.items():
        setattr(unit, name, value)


def _require_administrator(actor: Person | None) -> None:
    if actor is not None:
        require(can_administer_organization, actor)


def _id(unit: Unit | None) -> str | None:
    return str(unit.public_id) if unit is not None else None
