"""A column of dates and a column of times become instants, written as both databases compare them: UTC, `2021-01-01 01:12:58`."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from operator import add
from zoneinfo import ZoneInfo

from records import values
from records.columns import Column, checked
from records.dates import moment
from records.problems import BadValue, Problem
from records.reading import Cell
from records.reading.cells import is_blank

REMEMBERED = 100_000
NO_TIME = timedelta(0)
SOMETIME = datetime(2000, 1, 1)


class Instants:
    """Made once for a file. `day` serves files without a date column."""

    def __init__(self, zone: ZoneInfo, order: str, date_name: str = "", time_name: str = "", day: date | None = None):
        self._zone, self._order = zone, order
        self._date_name, self._time_name, self._day = date_name, time_name, day
        # Cell → the instant from which a time of day counts, in UTC without its zone.
        self._starts: dict[Cell, datetime] = {}
        # Cells whose date has a time of its own, or whose day has a clock change: those are put together one by one.
        self._odd: dict[Cell, tuple[date, int | None, object]] = {}
        self._times: dict[Cell, timedelta] = {"": NO_TIME, None: NO_TIME}
        self.bad_dates: dict[Cell, Problem] = {}
        self.bad_times: dict[Cell, Problem] = {}

    def convert(self, dates: Sequence[Cell] | None, times: Sequence[Cell] | None, count: int) -> Column:
        if dates is None:
            dates = [None] * count
        starts = self._looked_up(self._starts, dates, self._learn_date)
        found = starts
        if times is not None:
            found = list(map(add, starts, self._looked_up(self._times, times, self._learn_time)))
            if self._odd and not self._odd.keys().isdisjoint(dates):
                found = [
                    self._put_together(day, time) if day in self._odd else instant
                    for day, time, instant in zip(dates, times, found, strict=True)
                ]
        texts = list(map(str, found))
        return Column(texts, texts)

    @staticmethod
    def _looked_up(known: dict, cells: Sequence[Cell], learn) -> list:
        try:
            return list(map(known.__getitem__, cells))
        except KeyError:
            if len(known) > REMEMBERED:
                known.clear()
            for cell in set(cells):
                if cell not in known:
                    known[cell] = learn(cell)
            return list(map(known.__getitem__, cells))

    def _learn_date(self, cell: Cell) -> datetime:
        try:
            if self._day is not None:
                day, seconds, offset = self._day, None, None
            elif is_blank(cell):
                raise BadValue("empty")
            else:
                day, seconds, offset = checked(cell, lambda cell: moment(cell, self._order))
        except BadValue as error:
            self.bad_dates[cell] = error.in_column(self._date_name)
            return SOMETIME
        zone = offset or self._zone
        midnight = datetime(day.year, day.month, day.day)
        first = midnight.replace(tzinfo=zone).utcoffset()
        last = (midnight + timedelta(hours=23, minutes=59, seconds=59)).replace(tzinfo=zone).utcoffset()
        if seconds is not None or first != last:
            self._odd[cell] = (day, seconds, zone)
        return _utc(midnight + timedelta(seconds=seconds or 0), zone)

    def _learn_time(self, cell: Cell) -> timedelta:
        try:
            return NO_TIME if is_blank(cell) else timedelta(seconds=checked(cell, values.time_of_day))
        except BadValue as error:
            self.bad_times[cell] = error.in_column(self._time_name)
            return NO_TIME

    def _put_together(self, cell: Cell, time: Cell) -> datetime:
        """A time column wins over the time that stands with the date; where it is empty, the date's own time holds."""
        day, seconds, zone = self._odd[cell]
        if not is_blank(time) and time not in self.bad_times:
            seconds = self._times[time].seconds
        return _utc(datetime(day.year, day.month, day.day) + timedelta(seconds=seconds or 0), zone)

    def problems(self, dates: Sequence[Cell] | None, times: Sequence[Cell] | None) -> dict[int, Problem]:
        found: dict[int, Problem] = {}
        for cells, bad in ((times, self.bad_times), (dates, self.bad_dates)):
            if bad and cells is not None and not bad.keys().isdisjoint(cells):
                found |= {position: bad[cell] for position, cell in enumerate(cells) if cell in bad}
        return found


def _utc(local: datetime, zone) -> datetime:
    return local.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None)
