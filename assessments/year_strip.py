"""The year as a strip: quarters, the planned days of their gates, and today. Positions in whole units of a drawing that is 1,000 wide. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from assessments.selectors.calendar import Entry

WIDTH = 1000


@dataclass(frozen=True)
class Band:
    """A quarter, or the time after it in which its gates are passed."""

    x: int
    width: int
    label: str
    middle: int


@dataclass(frozen=True)
class Mark:
    x: int
    label: str
    is_passed: bool
    is_late: bool


@dataclass(frozen=True)
class Strip:
    """`months`: (x, number); `today`: x, None in another year."""

    months: list[tuple[int, int]]
    bands: list[Band]
    marks: list[Mark]
    today: int | None


def place_of(day: date, year: int) -> int:
    """Where the day stands in the year; before and after it at its ends."""
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    share = (day - first).days / (after - first).days
    return round(WIDTH * min(max(share, 0), 1))


def strip_of(year: int, quarters: Iterable[Entry], today: date) -> Strip:
    quarters = list(quarters)
    months = [(place_of(date(year, month, 1), year), month) for month in range(1, 13)]
    bands = []
    for one in quarters:
        left, right = place_of(one.start, year), place_of(one.last_day, year)
        bands.append(Band(left, right - left, one.code, (left + right) // 2))
    marks = [
        Mark(
            place_of(gate.planned_on, year),
            f"{one.code} · {gate.label}",
            gate.passed_on is not None,
            one.cycle is not None and gate.is_late,
        )
        for one in quarters
        for gate in one.gates
        if gate.planned_on.year == year
    ]
    return Strip(months, bands, marks, place_of(today, year) if today.year == year else None)
