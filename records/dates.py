"""Dates as files write them. ISO and Chinese dates speak for themselves; for 3/4/2021 somebody must say once which comes first."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone

from records.problems import BadValue
from records.reading.cells import Cell
from records.values import TIME_OF_DAY

ORDERS = ("ymd", "mdy", "dmy")
# Year first with four digits, or Chinese: certain by itself.
CERTAIN = re.compile(
    r"([0-9]{4})(?:-([0-9]{1,2})-([0-9]{1,2})|/([0-9]{1,2})/([0-9]{1,2})|\.([0-9]{1,2})\.([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})日|([0-9]{2})([0-9]{2}))"
    r"(?:(?:[T ]|(?<=日) ?)(.+))?"
)
OPEN = re.compile(r"([0-9]{1,4})([-/.])([0-9]{1,2})\2([0-9]{1,4})(?: +(.+))?")
NAMED = re.compile(r"([0-9]{1,2})[- ]([A-Za-z]{3})[a-z]*[- ,]+([0-9]{4})(?: +(.+))?")
MONTHS = {name: month for month, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
OFFSET = re.compile(r"(.*?) ?(Z|[+-][0-9]{2}:?[0-9]{2})")
SPOKEN = re.compile(r"(上午|下午)? ?([0-9]{1,2})[时点:]([0-9]{1,2})(?:分|:)?(?:([0-9]{1,2})秒?)?")
FIRST, LAST = 1990, 2100

# The day, the seconds since its midnight (None: no time of day was given), and the offset from UTC where the text names one.
Moment = tuple[date, int | None, timezone | None]


def moment(cell: Cell, order: str = "") -> Moment:
    """A date with or without a time of day. `order` (ymd, mdy, dmy) decides where the text does not. Raises BadValue."""
    if isinstance(cell, datetime):
        found = (cell.date(), cell.hour * 3600 + cell.minute * 60 + cell.second, None)
    elif isinstance(cell, date):
        found = (cell, None, None)
    elif isinstance(cell, str):
        found = _from_text(cell.strip(), order, cell)
    else:
        raise BadValue("not_date", cell)
    if not FIRST <= found[0].year < LAST:
        raise BadValue("date_range", cell)
    return found


def _from_text(text: str, order: str, cell: Cell) -> Moment:
    if parts := CERTAIN.fullmatch(text):
        year, *pairs, rest = parts.groups()
        month, day = (int(value) for value in pairs if value is not None)
        return (_day(int(year), month, day, cell), *_time(rest, cell))
    if parts := NAMED.fullmatch(text):
        month = MONTHS.get(parts[2].lower(), 0)
        return (_day(int(parts[3]), month, int(parts[1]), cell), *_time(parts[4], cell))
    parts = OPEN.fullmatch(text)
    if parts is None:
        raise BadValue("not_date", cell)
    if not order:
        raise BadValue("date_order", cell)
    found = _ordered(parts, order)
    if found is None:
        raise BadValue("not_date", cell)
    return (found, *_time(parts[5], cell))


def _day(year: int, month: int, day: int, cell: Cell) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise BadValue("not_date", cell) from None


def _ordered(parts: re.Match, order: str) -> date | None:
    values = dict(zip(order, (parts[1], parts[3], parts[4]), strict=True))
    if len(values["y"]) not in (2, 4) or len(values["m"]) > 2 or len(values["d"]) > 2:
        return None
    try:
        year = int(values["y"])
        return date(year + 2000 if len(values["y"]) == 2 else year, int(values["m"]), int(values["d"]))
    except ValueError:
        return None


def _time(rest: str | None, cell: Cell) -> tuple[int | None, timezone | None]:
    if rest is None or not rest.strip():
        return None, None
    rest, zone = rest.strip(), None
    if parts := OFFSET.fullmatch(rest):
        rest, zone = parts[1], _zone(parts[2])
    if parts := TIME_OF_DAY.fullmatch(rest):
        return int(parts[1]) * 3600 + int(parts[2]) * 60 + int(parts[3] or 0), zone
    parts = SPOKEN.fullmatch(rest)
    if parts is None:
        raise BadValue("not_date", cell)
    hour, minute, second = int(parts[2]), int(parts[3]), int(parts[4] or 0)
    if parts[1] == "下午" and hour < 12:
        hour += 12
    if hour > 23 or minute > 59 or second > 59:
        raise BadValue("not_date", cell)
    return hour * 3600 + minute * 60 + second, zone


def _zone(text: str) -> timezone:
    if text == "Z":
        return UTC
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))


def possible_orders(cells: Iterable[Cell]) -> list[str]:
    """The orders under which every date of the column is one; all of ORDERS where none needs an order. Several: somebody must choose."""
    left = list(ORDERS)
    for cell in cells:
        parts = OPEN.fullmatch(cell.strip()) if isinstance(cell, str) and not CERTAIN.fullmatch(cell.strip()) else None
        if parts is not None:
            left = [order for order in left if _ordered(parts, order) is not None]
    return left


def needing_order(cells: Iterable[Cell]) -> list[str]:
    """The dates among the cells that do not speak for themselves."""
    return [
        cell
        for cell in cells
        if isinstance(cell, str) and OPEN.fullmatch(text := cell.strip()) and not CERTAIN.fullmatch(text)
    ]
