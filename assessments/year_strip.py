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
    is_special: bool = False


@dataclass(frozen=True)
class Strip:
    """`months`: (x, number); `worked`: (x, label) of weekend days that are worked; `today`: x, None in another year. `later`: how many gates
    of the quarters and of the special assessments that end in the year lie in the next one."""

    months: list[tuple[int, int]]
    bands: list[Band]
    marks: list[Mark]
    holidays: list[Band]
    worked: list[tuple[int, str]]
    today: int | None
    later: int = 0

    @property
    def has_specials(self) -> bool:
        return any(mark.is_special for mark in self.marks)


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
    others: Iterable[Entry] = (),
) -> Strip:
    """`holidays`: (first day, last day, label); `worked`: (day, label); `others`: what has no band of its own but gates that may lie in the
    year: special assessments, and cycles of the years before."""
    quarters, others = list(quarters), list(others)
    months = [(place_of(date(year, month, 1), year), month) for month in range(1, 13)]
    bands = []
    for one in quarters:
        left, right = place_of(one.start, year), place_of(one.last_day, year)
        bands.append(Band(left, right - left, one.code, (left + right) // 2))
    marks = [
        Mark(
            place_of(gate.passed_on or gate.planned_on, year),
            f"{one.code} · {gate.label} · {_days_of(gate, one.start.year)}",
            gate.passed_on is not None,
            one.cycle is not None and gate.is_late,
            one.is_special,
        )
        for one, gate in _drawn([*quarters, *others], today)
        if (gate.passed_on or gate.planned_on).year == year
    ]
    later = sum(
        (gate.passed_on or gate.planned_on).year == year + 1
        for one, gate in _drawn([*quarters, *others], today)
        if one.last_day.year == year
    )
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
        later,
    )


def _drawn(entries: Iterable[Entry], today: date) -> list[tuple[Entry, Gate]]:
    """Nothing is drawn of what lies behind and was never opened."""
    return [(one, gate) for one in entries for gate in one.gates if one.cycle is not None or gate.planned_on >= today]


def _days_of(gate: Gate, year: int) -> str:
    """`year`: that of the cycle; a gate of the next one says so, since it stands beside the code of the cycle."""
    planned = _("planned for %(day)s") % {"day": day_text(gate.planned_on, year=year)}
    if gate.passed_on is None:
        return planned
    return _("%(planned)s, passed on %(day)s") % {"planned": planned, "day": day_text(gate.passed_on, year=year)}
