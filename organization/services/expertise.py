"""What people may take on and what units ask for: set by leads, with dates, nobody for themselves (R13)."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, require
from organization.expertise import kinds
from organization.models import Expertise, Person, Unit, UnitNeed
from organization.rules import can_set_expertise, can_set_needs


@transaction.atomic
def give_expertise(
    *,
    person: Person,
    kind: str,
    value: str,
    actor: Person | None,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Expertise:
    """From the day on (today) the person may take this; the first entry of a limit (a method, a touchpoint) closes all else of its kind.

    Raises NotAllowed, Invalid for what no room knows, for dates turned round and for what they have already.
    """
    if actor is not None:
        require(can_set_expertise, actor, person)
    _require_known(kind, value)
    since = valid_from or clock.today()
    _require_order(since, valid_to)
    try:
        with transaction.atomic():
            entry = Expertise.objects.create(
                person=person, kind=kind, value=value, valid_from=since, valid_to=valid_to, given_by=actor
            )
    except IntegrityError:
        raise Invalid({"value": _("They have this already.")}) from None
    record_event(
        actor=actor,
        action="organization.expertise.give",
        target=person,
        kind=kind,
        value=value,
        on=since,
        until=valid_to,
    )
    return entry


@transaction.atomic
def end_expertise(*, entry: Expertise, actor: Person | None, take_back: bool = False) -> Expertise:
    """It ends today; or, entered by mistake, it is taken back as if it had never been. Raises NotAllowed, Conflict where it has ended."""
    if actor is not None:
        require(can_set_expertise, actor, entry.person)
    _end(entry, take_back)
    action = "organization.expertise.take_back" if take_back else "organization.expertise.end"
    record_event(actor=actor, action=action, target=entry.person, kind=entry.kind, value=entry.value)
    return entry


@transaction.atomic
def set_need(*, unit: Unit, kind: str, value: str, actor: Person | None, valid_from: date | None = None) -> UnitNeed:
    """From the day on (today) whoever assesses the unit, or one below it, must know this. Raises NotAllowed, Invalid."""
    if actor is not None:
        require(can_set_needs, actor, unit)
    _require_known(kind, value, knowledge=True)
    try:
        with transaction.atomic():
            need = UnitNeed.objects.create(
                unit=unit, kind=kind, value=value, valid_from=valid_from or clock.today(), set_by=actor
            )
    except IntegrityError:
        raise Invalid({"value": _("The unit asks for this already.")}) from None
    record_event(
        actor=actor, action="organization.unit.set_need", target=unit, kind=kind, value=value, on=need.valid_from
    )
    return need


@transaction.atomic
def end_need(*, need: UnitNeed, actor: Person | None) -> UnitNeed:
    """The unit asks for it no more from today on. Raises NotAllowed, Conflict where it has ended."""
    if actor is not None:
        require(can_set_needs, actor, need.unit)
    _end(need, take_back=False)
    record_event(actor=actor, action="organization.unit.end_need", target=need.unit, kind=need.kind, value=need.value)
    return need


def _end(entry: Expertise | UnitNeed, take_back: bool) -> None:
    """An entry that has not begun ends on its first day, which is to take it back."""
    today = clock.today()
    if entry.valid_to is not None and (entry.valid_to <= today and not take_back or entry.valid_to <= entry.valid_from):
        raise Conflict(_("This has ended already."))
    until = entry.valid_from if take_back else max(today, entry.valid_from)
    if not type(entry).objects.filter(pk=entry.pk, valid_to=entry.valid_to).update(valid_to=until):
        raise Conflict
    entry.valid_to = until


def _require_known(kind: str, value: str, *, knowledge: bool = False) -> None:
    known = kinds.get(kind)
    if known is None or value not in dict(known.choices()) or (knowledge and not known.is_knowledge):
        raise Invalid({"value": _("Choose what it is.")})


def _require_order(since: date, until: date | None) -> None:
    if until is not None and until <= since:
        raise Invalid({"valid_to": _("It would end before it begins.")})
