"""Reading the announcements, and a year of days as a page shows it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from foundation.common.prepared import Prepared
from foundation.workdays import kept
from foundation.workdays.builtin import each_day
from foundation.workdays.models import AnnouncedDay, Announcement
from foundation.workdays.names import EVES, day_name


def latest_stamp() -> str:
    """Public id of the latest announcement; empty where there is none. Not the key: a key that was rolled back comes again."""
    return str(_latest.first() or "")


# Asked once a request by every page with a deadline.
_latest = Prepared(lambda: Announcement.objects.order_by("-pk").values_list("public_id", flat=True)[:1])


def editions_of(year: int) -> QuerySet[Announcement]:
    """Every edition of the year, the newest first, with its days."""
    return Announcement.objects.filter(year=year).prefetch_related("days").order_by("kind", "-edition")


def in_force(kind: str, year: int) -> Announcement | None:
    return Announcement.objects.filter(kind=kind, year=year).order_by("-edition").first()


def editions_in_force() -> dict[tuple[str, int], kept.Edition]:
    """(kind, year) → the latest edition. Two statements."""
    latest = {(row.kind, row.year): row for row in Announcement.objects.order_by("edition")}
    days: dict[int, list] = defaultdict(list)
    for owner, *day in AnnouncedDay.objects.filter(announcement__in=latest.values()).values_list(
        "announcement", "day", "kind", "name"
    ):
        days[owner].append(tuple(day))
    return {
        key: kept.Edition(str(row.public_id), row.kind, row.year, tuple(sorted(days[row.pk])))
        for key, row in latest.items()
    }


@dataclass(frozen=True)
class Cell:
    """A day on the page. `is_worked` after all announcements; `is_special`: not what its weekday says; `is_holiday`: within a holiday, its
    weekends included; `name` of the holiday that it belongs to, or is worked for."""

    day: date
    is_worked: bool
    is_special: bool
    is_holiday: bool
    is_own: bool
    name: str


@dataclass(frozen=True)
class Month:
    """`weeks`: lists of seven, Monday first, None for days of other months."""

    number: int
    weeks: list[list[Cell | None]]
    workdays: int


@dataclass(frozen=True)
class Period:
    """Days in a row on which nobody works because of a holiday, and the days worked for it."""

    name: str
    first: date
    last: date
    made_up: list[date]
    is_own: bool

    @property
    def length(self) -> int:
        return (self.last - self.first).days + 1


def months_of(year: int) -> list[Month]:
    return [_month(number, list(cells)) for number, cells in groupby(_cells(year), key=lambda cell: cell.day.month)]


def _cells(year: int) -> list[Cell]:
    calendar = kept.current()
    days = calendar.year(year)
    holidays = {
        day: _own_name(day, {one: days.off[one] for one in run if one in days.off})
        for period in periods_of(year)
        if (run := [period.first + timedelta(days=n) for n in range(period.length)])
        for day in run
    }
    return [
        Cell(
            day=day,
            is_worked=calendar.is_workday(day),
            is_special=calendar.is_workday(day) != (day.weekday() < 5),
            is_holiday=day in holidays,
            is_own=day in days.own,
            name=holidays.get(day) or day_name(days.off.get(day) or days.worked.get(day) or ""),
        )
        for day in each_day(year)
    ]


def _own_name(day: date, named: dict[date, str]) -> str:
    """What a day within a holiday is called: as it was announced, a weekend by the holiday that is nearest to it. An eve is one day only."""
    others = {one: name for one, name in named.items() if name not in EVES} or named
    return day_name(named.get(day) or others[min(others, key=lambda one: (abs(one - day), one))])


def _month(number: int, cells: list[Cell]) -> Month:
    slots: list[Cell | None] = [None] * cells[0].day.weekday() + cells
    slots += [None] * (-len(slots) % 7)
    weeks = [slots[start : start + 7] for start in range(0, len(slots), 7)]
    return Month(number, weeks, sum(cell.is_worked for cell in cells))


def periods_of(year: int) -> list[Period]:
    """The year's holidays in order, each with the weekends it takes in; a make-up day goes to the holiday whose name it has."""
    calendar = kept.current()
    days = calendar.year(year)
    runs: list[list[date]] = []
    for day in each_day(year):
        if calendar.is_workday(day):
            continue
        if runs and runs[-1][-1] == day - timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    periods, used = [], set()
    for run in runs:
        names = list(dict.fromkeys(days.off[day] for day in run if day in days.off))
        if not names:
            continue
        made_up = [day for day, name in sorted(days.worked.items()) if name in names and day not in used]
        used.update(made_up)
        name = _(" and ").join(day_name(name) for name in names)
        periods.append(Period(name, run[0], run[-1], made_up, all(day in days.own for day in run if day in days.off)))
    return periods


def made_up_days(year: int) -> list[tuple[date, str]]:
    """(day, the name under which it is worked): days of weekends that are worked, for a holiday or for the organization's own reasons."""
    return [
        (day, day_name(name)) for day, name in sorted(kept.current().year(year).worked.items()) if day.weekday() > 4
    ]


def count_workdays(year: int) -> int:
    calendar = kept.current()
    return sum(map(calendar.is_workday, each_day(year)))
