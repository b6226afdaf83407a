"""The year as a strip: quarters, the days of their gates, rest days, and today. Positions in whole units of a drawing that is 1,000 wide."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from assessments.selectors.calendar import Entry
from assessments.selectors.gates import Gate
from foundation.common.dates import day_text

WIDTH = 1000


@dataclass(frozen=True)
class Band:
    """A quarter, or days in a row on which nobody works."""

    x: int
    width: int
    label: str
    middle: int


@dataclass(frozen=True)
class Mark:
    """A gate on the day on which it was passed, before that on the day for which it is planned."""

    x: int
    label: str
    is_passed: bool
    is_late: bool


@dataclass(frozen=True)
class Strip:
    """`months`: (x, number); `worked`: (x, label) of weekend days that are worked; `today`: x, None in another year."""

    months: list[tuple[int, int]]
    bands: list[Band]
    marks: list[Mark]
    holidays: list[Band]
    worked: list[tuple[int, str]]
    today: int | None


def place_of(day: date, year: int) -> int:
    """Where the day stands in the year; before and after it at its ends."""
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    share = (day - first).days / (after - first).days
    return round(WIDTH * min(max(share, 0), 1))


def strip_of(
    year: int,
    quarters: Iterable[Entry],
    today: date,
    holidays: Iterable[tuple[date, date, str]] = (),
    worked: Iterable[tuple[date, str]] = (),
) -> Strip:
    """`holidays`: (first day, last day, label); `worked`: (day, label)."""
    quarters = list(quarters)
    months = [(place_of(date(year, month, 1), year), month) for month in range(1, 13)]
    bands = []
    for one in quarters:
        left, right = place_of(one.start, year), place_of(one.last_day, year)
        bands.append(Band(left, right - left, one.code, (left + right) // 2))
    marks = [
        Mark(
            place_of(gate.passed_on or gate.planned_on, year),
            f"{one.code} · {gate.label} · {_days_of(gate)}",
            gate.passed_on is not None,
            one.cycle is not None and gate.is_late,
        )
        for one in quarters
        for gate in one.gates
        if (gate.passed_on or gate.planned_on).year == year and (one.cycle is not None or gate.planned_on >= today)
    ]
    off = []
    for first, last, label in holidays:
        left, right = place_of(first, year), place_of(last + timedelta(days=1), year)
        off.append(Band(left, max(right - left, 2), label, (left + right) // 2))
    return Strip(
        months,
        bands,
        marks,
        off,
        [(place_of(day, year), label) for day, label in worked],
        place_of(today, year) if today.year == year else None,
    )


def _days_of(gate: Gate) -> str:
    planned = _("planned for %(day)s") % {"day": day_text(gate.planned_on)}
    if gate.passed_on is None:
        return planned
    return _("%(planned)s, passed on %(day)s") % {"planned": planned, "day": day_text(gate.passed_on)}
