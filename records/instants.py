"""A column of dates and a column of times become instants, written as both databases compare them: UTC, `2021-01-01 01:12:58`."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from records import values
from records.columns import Column, checked, plain
from records.dates import moment
from records.problems import BadValue, Problem
from records.reading import Cell
from records.reading.cells import is_blank

REMEMBERED = 100_000
MIDNIGHT = 0


class Day(NamedTuple):
    """A date cell: its day, the seconds that stand with it (None: no time), its zone. `before`, `same` and `after` are the UTC dates into which a
    time of that day can fall, with a blank behind; `shift` is the offset in seconds where it holds all day long, else None."""

    day: date
    seconds: int | None
    zone: object
    shift: int | None
    before: str
    same: str
    after: str


class Instants:
    """Made once for a file. `day` serves files without a date column."""

    def __init__(self, zone: ZoneInfo, order: str, date_name: str = "", time_name: str = "", day: date | None = None):
        self._zone, self._order = zone, order
        self._date_name, self._time_name, self._day = date_name, time_name, day
        self._days: dict[Cell, Day] = {}
        self._times: dict[Cell, int | None] = {"": None, None: None}
        # (offset, seconds of the day) → which of a day's three dates, and the time of day in UTC.
        self._clocks: dict[int, dict[Cell, tuple[int, str]]] = {}
        self.bad_dates: dict[Cell, Problem] = {}
        self.bad_times: dict[Cell, Problem] = {}

    def convert(self, dates: Sequence[Cell] | None, times: Sequence[Cell] | None, count: int) -> Column:
        dates = [None] * count if dates is None else dates
        days = self._known(self._days, dates, self._learn_date)
        distinct = {cell: days[cell] for cell in set(dates)}
        if times is None:
            instants = {cell: self._instant(day, None) for cell, day in distinct.items()}
            return plain(list(map(instants.__getitem__, dates)))
        times_known = self._known(self._times, times, self._learn_time)
        shifts = {day.shift for day in distinct.values()}
        if None in shifts or len(shifts) > 1 or any(day.seconds is not None for day in distinct.values()):
            return plain([self._instant(days[day], times_known[time]) for day, time in zip(dates, times, strict=True)])
        # The quick way, for days that are all alike: put two remembered texts together.
        clocks = self._clocks_of(shifts.pop() if shifts else 0, times)
        parts = {cell: (day.same, day.after, day.before) for cell, day in distinct.items()}
        return plain(
            [parts[day][step] + clock for day, (step, clock) in zip(dates, map(clocks.__getitem__, times), strict=True)]
        )

    @staticmethod
    def _known(known: dict, cells: Sequence[Cell], learn) -> dict:
        if len(known) > REMEMBERED:
            for cell in list(known):
                if cell not in ("", None):
                    del known[cell]
        for cell in set(cells).difference(known):
            known[cell] = learn(cell)
        return known

    def _clocks_of(self, shift: int, times: Sequence[Cell]) -> dict[Cell, tuple[int, str]]:
        clocks = self._clocks.setdefault(shift, {})
        if len(clocks) > REMEMBERED:
            clocks.clear()
        for cell in set(times).difference(clocks):
            step, seconds = divmod((self._times[cell] or MIDNIGHT) - shift, 86_400)
            clocks[cell] = (step, f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}")
        return clocks

    def _learn_date(self, cell: Cell) -> Day:
        try:
            if self._day is not None:
                day, seconds, offset = self._day, None, None
            elif is_blank(cell):
                raise BadValue("empty")
            else:
                day, seconds, offset = checked(cell, lambda cell: moment(cell, self._order))
        except BadValue as error:
            self.bad_dates[cell] = error.in_column(self._date_name)
            day, seconds, offset = date(2000, 1, 1), None, None
        zone = offset or self._zone
        first, last = (
            datetime(day.year, day.month, day.day, *time, tzinfo=zone).utcoffset() for time in ((0, 0, 0), (23, 59, 59))
        )
        shift = int(first.total_seconds()) if first == last else None
        around = (f"{day + timedelta(days=step)} " for step in (-1, 0, 1))
        return Day(day, seconds, zone, shift, *around)

    def _learn_time(self, cell: Cell) -> int | None:
        try:
            return None if is_blank(cell) else checked(cell, values.time_of_day)
        except BadValue as error:
            self.bad_times[cell] = error.in_column(self._time_name)
            return None

    @staticmethod
    def _instant(day: Day, seconds: int | None) -> str:
        """A time column wins over the time that stands with the date; where it is empty, the date's own time holds."""
        seconds = day.seconds if seconds is None else seconds
        midnight = datetime(day.day.year, day.day.month, day.day.day)  # noqa: DTZ001  (the wall clock; its zone comes below)
        local = midnight + timedelta(seconds=seconds or MIDNIGHT)
        return str(local.replace(tzinfo=day.zone).astimezone(UTC).replace(tzinfo=None))

    def problems(self, dates: Sequence[Cell] | None, times: Sequence[Cell] | None) -> dict[int, Problem]:
        found: dict[int, Problem] = {}
        for cells, bad in ((times, self.bad_times), (dates, self.bad_dates)):
            if bad and cells is not None and not bad.keys().isdisjoint(cells):
                found |= {position: bad[cell] for position, cell in enumerate(cells) if cell in bad}
        return found
