"""When a customer is called again, and when they are given up (R15). Pure but for working days.

Calls that go unanswered are tried at another part of another half-day: whoever is at work in the morning may be free in the afternoon.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from assessments.enums import CLOSING, CallOutcome
from foundation.common import clock
from foundation.workdays.calendar import add_workdays, is_workday

# The hours at which one calls of one's own accord, without the time of the midday rest; and those which a customer may wish.
MORNING, AFTERNOON = (9, 12), (14, 18)
EARLIEST, LATEST = 8, 21
BUSY_FOR = timedelta(minutes=30)
# Three calls within an hour are one attempt: they reach nobody whom the first one did not.
FEWEST_DAYS = 2


def next_attempt(outcome: str, at: datetime, call_back_at: datetime | None = None) -> datetime | None:
    """When to call again after a call `at` that time; None where nobody calls again. In UTC."""
    if outcome == CallOutcome.COMPLETED or outcome in CLOSING:
        return None
    if outcome == CallOutcome.LATER and call_back_at is not None:
        return call_back_at
    if outcome == CallOutcome.BUSY:
        return in_hours(at + BUSY_FOR)
    return _other_half_day(at)


def in_hours(moment: datetime) -> datetime:
    """The moment, or the next one within working hours."""
    here = clock.local(moment)
    day = here.date()
    if not is_workday(day):
        return clock.at_local(_next_workday(day), MORNING[0])
    for opens, closes in (MORNING, AFTERNOON):
        if here.hour < opens:
            return clock.at_local(day, opens)
        if here.hour < closes:
            return moment
    return clock.at_local(_next_workday(day), MORNING[0])


def _other_half_day(at: datetime) -> datetime:
    """After a morning the afternoon, after an afternoon the next working day's morning, an hour into it."""
    here = clock.local(at)
    day = here.date()
    if is_workday(day) and here.hour < MORNING[1]:
        return clock.at_local(day, AFTERNOON[0], 30)
    return clock.at_local(_next_workday(day), MORNING[0], 30)


def _next_workday(day: date) -> date:
    return add_workdays(day, 1)


def may_be_wished(moment: datetime) -> bool:
    """Whether a customer can be called then at all, as far as they wish it: not in the evening or at night."""
    return EARLIEST <= clock.local(moment).hour < LATEST


def attempts_left(times: Iterable[datetime], wanted: int) -> int:
    """How many further attempts are needed before the customer is given up, after attempts at these `times` that gave no interview.

    All on one day need another one on another day, unless one attempt is enough.
    """
    times = list(times)
    left = max(0, wanted - len(times))
    if left == 0 and wanted > 1 and len({clock.local(one).date() for one in times}) < FEWEST_DAYS:
        return 1
    return left
