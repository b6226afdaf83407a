"""The calendar as a process keeps it, and how it notices that another one is in force.

Announcements are few and asked for many times a page. Each process keeps what follows from them, together with a stamp: the public id of the
latest announcement. The stamp is compared once a request, at the first date that is counted, and otherwise every few seconds; only another
stamp makes the process read again. So no page shows yesterday's calendar, and a page with a thousand deadlines asks the database once.
"""

import threading
import time
from dataclasses import dataclass, field
from datetime import date

from django.core.signals import request_started

from foundation.workdays.builtin import KnownYear, known_year
from foundation.workdays.enums import DayKind, Kind

# Outside requests (jobs, commands) the stamp is compared again after so many seconds.
LIFE = 5.0


@dataclass(frozen=True)
class Edition:
    """An announcement in force, with its days."""

    public_id: str
    kind: str
    year: int
    days: tuple[tuple[date, str, str], ...]  # day, off or work, name


@dataclass(frozen=True)
class YearOfDays:
    """Days that are not what their weekday says, or have a name: day → name. `own` are those that the organization set itself."""

    year: int
    off: dict[date, str]
    worked: dict[date, str]
    own: frozenset[date]
    is_announced: bool
    announcement: str = ""  # public id of the announcement in force, empty where the library's year is


@dataclass
class Calendar:
    """What one stamp stands for. Years are worked out when they are asked for."""

    stamp: str
    editions: dict[tuple[str, int], Edition]
    _years: dict[int, YearOfDays] = field(default_factory=dict)

    def year(self, year: int) -> YearOfDays:
        if year not in self._years:
            self._years[year] = self._worked_out(year)
        return self._years[year]

    def is_workday(self, day: date) -> bool:
        year = self.year(day.year)
        return day in year.worked or (day.weekday() < 5 and day not in year.off)

    def _worked_out(self, year: int) -> YearOfDays:
        announced = self.editions.get((Kind.PUBLIC, year))
        known = known_year(year) if announced is None else KnownYear({}, {})
        off, worked, own = dict(known.off), dict(known.worked), set()
        # A notice may reach back into December; the organization's own days come last.
        for edition in (announced, self.editions.get((Kind.PUBLIC, year + 1)), self.editions.get((Kind.OWN, year))):
            for day, kind, name in edition.days if edition else ():
                if day.year != year:
                    continue
                (worked if kind == DayKind.OFF else off).pop(day, None)
                (off if kind == DayKind.OFF else worked)[day] = name
                own.difference_update({day})
                if edition.kind == Kind.OWN:
                    own.add(day)
        return YearOfDays(
            year=year,
            off=off,
            worked=worked,
            own=frozenset(own),
            is_announced=announced is not None or known.is_announced,
            announcement=announced.public_id if announced else "",
        )


_present: Calendar | None = None
_thread = threading.local()


def current() -> Calendar:
    """The calendar in force, at most one question to the database a request."""
    global _present
    now = time.monotonic()
    known = _present
    if known is None or now - getattr(_thread, "compared", -LIFE) >= LIFE:
        from foundation.workdays.selectors import editions_in_force, latest_stamp

        stamp = latest_stamp()
        if known is None or stamp != known.stamp:
            known = _present = Calendar(stamp, editions_in_force() if stamp else {})
        _thread.compared = now
    return known


def compare_again(**_signal) -> None:
    """Ask for the stamp anew at the next date that is counted in this thread."""
    _thread.compared = -LIFE


def connect() -> None:
    request_started.connect(compare_again, dispatch_uid="workdays")
