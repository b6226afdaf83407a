"""When each gate of a cycle is meant to be passed: counted in working days from its last day, unless a lead has set a day.

Counted days are not stored: when a year's holidays are announced they move by themselves. Pure but for the calendar of working days.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from assessments.enums import CycleState
from foundation.workdays.calendar import add_workdays, on_or_before

# So long before its first day the portal opens a quarter.
AHEAD = timedelta(days=14)
# Working days after the last day of the cycle; 0: the last working day within it.
WORKDAYS_AFTER_END = {
    CycleState.COLLECTING: 0,
    CycleState.INITIAL: 10,
    CycleState.REVIEW: 15,
    CycleState.APPROVAL: 18,
    CycleState.FEEDBACK: 28,
}
PLANNED_GATES = tuple(WORKDAYS_AFTER_END)


def counted_date(end: date, gate: str) -> date:
    """`end` is the first day that no longer belongs to the cycle."""
    last, days = end - timedelta(days=1), WORKDAYS_AFTER_END[CycleState(gate)]
    return add_workdays(last, days) if days else on_or_before(last)


def planned_dates(end: date, chosen: Mapping[str, date]) -> dict[str, date]:
    """{gate: the day by which it is meant to be passed}, in order."""
    return {gate.value: chosen.get(gate) or counted_date(end, gate) for gate in PLANNED_GATES}
