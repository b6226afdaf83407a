"""Working days in mainland China: public holidays and the make-up days that are worked for them (R14).

The State Council announces a year's holidays in the autumn before; a year that is not yet announced has weekends and fixed holidays
only, and is called provisional. An administrator enters the announcement; what was counted before it is counted again (`recounting`).
"""

from datetime import date, timedelta

from foundation.common import clock
from foundation.workdays import kept


def is_workday(day: date) -> bool:
    return kept.current().is_workday(day)


def is_provisional(year: int) -> bool:
    """Whether the year's days off have not been announced yet, as far as the portal knows."""
    return not kept.current().year(year).is_announced


def add_workdays(day: date, count: int) -> date:
    """The date `count` working days after `day`; the day itself does not count. Negative counts go back."""
    calendar = kept.current()
    step = timedelta(days=1 if count >= 0 else -1)
    left = abs(count)
    while left:
        day += step
        left -= calendar.is_workday(day)
    return day


def workdays_between(start: date, end: date) -> int:
    """Working days after `start` up to and with `end`; negative when `end` is earlier."""
    if end < start:
        return -workdays_between(end, start)
    calendar = kept.current()
    return sum(calendar.is_workday(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))


def on_or_before(day: date) -> date:
    """The day itself if it is worked, otherwise the last working day before it (a standing report is never late)."""
    while not is_workday(day):
        day -= timedelta(days=1)
    return day


def on_or_after(day: date) -> date:
    """The day itself if it is worked, otherwise the first working day after it: when what begins on it is really taken up."""
    return day if is_workday(day) else add_workdays(day, 1)


def due_after(day: date, count: int) -> date:
    """The due date `count` working days after `day`; for 0 the day itself, or the working day before it."""
    return add_workdays(day, count) if count else on_or_before(day)


def workdays_left(due: date) -> int:
    """Working days from today to the date; negative: late by so many."""
    return workdays_between(clock.today(), due)


class DueDays:
    """What `common.dates` asks when it puts a due date in words."""

    @staticmethod
    def between(start: date, end: date) -> int:
        return workdays_between(start, end)

    @staticmethod
    def is_provisional(day: date) -> bool:
        return is_provisional(day.year)

    @staticmethod
    def stamp() -> str:
        return kept.current().stamp

    @staticmethod
    def page(day: date) -> str:
        from django.urls import reverse

        return reverse("workdays:year_detail", kwargs={"year": day.year})
