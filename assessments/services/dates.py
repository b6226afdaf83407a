"""Setting the planned days of a cycle's gates."""

from collections.abc import Mapping
from datetime import date
from itertools import pairwise

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.enums import CycleState
from assessments.models import Cycle, GateDate
from assessments.rules.cycles import can_set_dates
from assessments.schedule import PLANNED_GATES, counted_date
from assessments.selectors.gates import is_behind
from assessments.services.passing import locked
from foundation.audit.services import record_event
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.states import swap
from foundation.workdays.calendar import is_workday
from organization.models import Person


@transaction.atomic
def set_gate_dates(*, cycle: Cycle, actor: Person, days: Mapping[str, date | None], version: int) -> Cycle:
    """Set the days of the gates that are not passed yet; None, or the counted day, means the counted day. `version`: of the cycle on the page.

    Raises NotAllowed, Invalid ({gate: sentence}) for a rest day, a day before the cycle's beginning or before the gate ahead of it, Conflict
    where the cycle has moved or somebody was quicker.
    """
    require(can_set_dates, actor, cycle)
    cycle = locked(cycle.pk)
    if cycle.version != version:
        raise Conflict
    kept = {row.gate: row for row in GateDate.objects.filter(cycle=cycle)}
    planned: dict[str, date] = {}
    for gate in PLANNED_GATES:
        present = kept[gate].planned_on if gate in kept else counted_date(cycle.end, gate)
        planned[gate] = present if is_behind(cycle, gate) else days.get(gate) or counted_date(cycle.end, gate)
    if wrong := _problems_of(cycle, planned):
        raise Invalid(wrong)
    swap(cycle, expected={"state": cycle.state})
    changed = {}
    for gate, day in planned.items():
        if is_behind(cycle, gate) or _keep(cycle, gate, day, kept.get(gate)):
            continue
        changed[str(gate)] = day
    if changed:
        record_event(actor=actor, action="assessments.cycle.set_dates", target=cycle, **changed)
    return cycle


def _keep(cycle: Cycle, gate: str, day: date, row: GateDate | None) -> bool:
    """Write the day down; True where it was so before."""
    if day == counted_date(cycle.end, gate):
        if row is not None:
            row.delete()
        return row is None
    if row is None:
        GateDate.objects.create(cycle=cycle, gate=gate, planned_on=day)
        return False
    if row.planned_on == day:
        return True
    swap(row, expected={}, planned_on=day)
    return False


def _problems_of(cycle: Cycle, planned: Mapping[str, date]) -> dict[str, str]:
    wrong = {}
    for gate, day in planned.items():
        if is_behind(cycle, gate):
            continue
        if day < cycle.start:
            wrong[gate] = _("This is before the beginning of the cycle.")
        elif not is_workday(day):
            wrong[gate] = _("This is not a working day.")
    for earlier, later in pairwise(planned):
        if planned[later] < planned[earlier] and later not in wrong and not is_behind(cycle, later):
            wrong[later] = _("This is before “%(gate)s” is meant to be passed.") % {"gate": CycleState(earlier).label}
    return wrong
