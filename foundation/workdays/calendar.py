"""Working days in mainland China: public holidays and the make-up days that are worked for them (R14).

The State Council announces a year's holidays in the autumn before; a year that is not yet announced has weekends and fixed holidays
only, and is called provisional.
"""

from datetime import date, timedelta
from functools import lru_cache

from foundation.common import clock


@lru_cache(maxsize=64)
def _year(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """Days off and make-up working days of a year."""
    import holidays
    from holidays.constants import PUBLIC

    calendar = holidays.country_holidays("CN", years=year, categories=(PUBLIC,))
    return frozenset(calendar), frozenset(day for day in calendar.weekend_workdays if day.year == year)


def is_workday(day: date) -> bool:
    off, made_up = _year(day.year)
    if day in made_up:
        return True
    return day.weekday() < 5 and day not in off


def is_provisional(year: int) -> bool:
    """Whether the year's make-up days are not known yet."""
    return not _year(year)[1]


def add_workdays(day: date, count: int) -> date:
    """The date `count` working days after `day`; the day itself does not count. Negative counts go back."""
    step = timedelta(days=1 if count >= 0 else -1)
    left = abs(count)
    while left:
        day += step
        left -= is_workday(day)
    return day


def workdays_between(start: date, end: date) -> int:
    """Working days after `start` up to and with `end`; negative when `end` is earlier."""
    if end < start:
        return -workdays_between(end, start)
    return sum(is_workday(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))


def on_or_before(day: date) -> date:
    """The day itself if it is worked, otherwise the last working day before it (a standing report is never late)."""
    while not is_workday(day):
        day -= timedelta(days=1)
    return day


def workdays_left(due: date) -> int:
    """Working days from today to the date; negative: late by so many."""
    return workdays_between(clock.today(), due)
