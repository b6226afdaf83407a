"""What an announcement would change, before it is entered."""

from dataclasses import dataclass
from datetime import date, timedelta

from foundation.workdays import kept
from foundation.workdays.builtin import known_year
from foundation.workdays.enums import DayKind, Kind
from foundation.workdays.names import BETWEEN, EVES, NAMES, day_name
from foundation.workdays.reading import Day


@dataclass(frozen=True)
class Change:
    day: date
    becomes_worked: bool
    name: str


@dataclass(frozen=True)
class Changes:
    """`before` and `after`: working days of the year."""

    days: list[Change]
    before: int
    after: int


def left_out(kind: str, year: int, days: list[Day]) -> list[str]:
    """The holidays by law of which an announcement of public holidays gives no day off, in the year's order: most likely a part of the notice
    was forgotten, and their days would be worked."""
    if kind != Kind.PUBLIC:
        return []
    off = {one.day for one in days if one.kind == DayKind.OFF}
    by_name: dict[str, set[date]] = {}
    for day, text in sorted(known_year(year).off.items()):
        for name in BETWEEN.split(text):
            by_name.setdefault(name, set()).add(day)
    return [name for name, own in by_name.items() if name in NAMES and name not in EVES and not own & off]


def changes_by(kind: str, year: int, days: list[Day]) -> Changes:
    present = kept.current()
    edition = kept.Edition("", str(kind), year, tuple((one.day, one.kind, one.name) for one in days))
    future = kept.Calendar("", {**present.editions, (kind, year): edition})
    every = [
        date(year - 1, 12, 1) + timedelta(days=n) for n in range((date(year + 1, 1, 1) - date(year - 1, 12, 1)).days)
    ]
    names = {one.day: day_name(one.name) for one in days}
    changed = [
        Change(day, future.is_workday(day), names.get(day, ""))
        for day in every
        if present.is_workday(day) != future.is_workday(day)
    ]
    own = [day for day in every if day.year == year]
    return Changes(changed, sum(map(present.is_workday, own)), sum(map(future.is_workday, own)))
