"""From blocks of rows to columns of values, ready for the database. Made for millions of rows."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from records import values
from records.columns import Column, Remembering, Unique, constant, empty_problems, told_apart
from records.enums import Touchpoint
from records.instants import Instants
from records.mapping import FACTORS, Mapping
from records.problems import BadValue, Problem
from records.reading import Cell, Row
from records.reading.cells import Block, is_blank

# What an import tells about a record, as columns of the table.
COLUMNS = (
    "number",
    "occurred_at",
    "touchpoint",
    "unit_id",
    "agent",
    "topic",
    "answered",
    "resolved",
    "answer_seconds",
    "handle_seconds",
    "rating",
    "customer_name",
    "customer_phone",
    "transcript",
)
NOT_STATED = Touchpoint.UNKNOWN.value
EMPTY = dict(zip(COLUMNS, ("", "", NOT_STATED, None, "", "", None, None, None, None, None, "", "", ""), strict=True))
TEXT_LIMITS = {"agent": 60, "topic": 120, "customer_name": 60, "transcript": 100_000}


@dataclass
class Parsed:
    """What a block has come to: `columns` by name for the `count` good rows, with their `numbers` and `cells` in the file, and the rows sent
    back."""

    count: int
    numbers: Sequence[int]
    cells: list[list[Cell]]
    columns: dict[str, Column]
    rejected: list[Row]
    last: int

    @property
    def read(self) -> int:
        return self.count + len(self.rejected)

    def rows(self) -> Iterator[tuple]:
        """The values of the good rows, in the order of `columns`."""
        return zip(*(column.values for column in self.columns.values()), strict=True)


class Parser:
    """Made once for a file. `units` maps a unit's code to its key."""

    def __init__(self, mapping: Mapping, header: list[str], units: dict[str, int], zone: ZoneInfo):
        self._positions = {name: position for position, name in enumerate(header)}
        self._empty = EMPTY | _constants(mapping, units)
        self._date, self._time = mapping.header_of("date"), mapping.header_of("time")
        day = mapping.constants.get("date")
        self._instants = Instants(
            zone,
            mapping.date_order,
            self._date,
            self._time,
            date.fromisoformat(day) if day and not self._date else None,
        )
        self._number = mapping.header_of("number")
        self._converters = {
            "unit_id" if code == "unit" else code: (self._positions[name], self._converter(code, name, mapping, units))
            for code, name in mapping.columns.items()
            if code not in ("date", "time")
        }

        constant_ones = {name for name in COLUMNS if self._empty[name] != EMPTY[name]}
        told = {"occurred_at", *self._converters, *constant_ones}
        # The columns that this file tells about, in order; the others keep what they were when a record is corrected.
        self.told = tuple(name for name in COLUMNS if name in told)

    def _converter(self, code: str, name: str, mapping: Mapping, units: dict[str, int]) -> Remembering | Unique:
        if code == "number":
            return Unique(name, values.number, values.NUMBER_LIMIT, odd=values.ODD_NUMBER, one_line=True)
        if code in ("transcript", "customer_name", "customer_phone"):
            # The telephone number has a shape of its own, so the quick look at all of them never applies.
            limit = -1 if code == "customer_phone" else TEXT_LIMITS[code]
            return Unique(name, _convert(code, mapping, units), limit)
        return Remembering(name, _convert(code, mapping, units), self._empty["unit_id" if code == "unit" else code])

    def parse(self, block: Block) -> Parsed:
        count = len(block.cells)
        cells: list[Sequence[Cell]] = list(zip(*block.cells, strict=True))
        if not block.is_text:
            cells = list(map(told_apart, cells))
        columns: dict[str, Column] = {}
        problems: dict[int, Problem] = {}
        for name in self.told:
            if name == "occurred_at":
                dates = cells[self._positions[self._date]] if self._date and count else None
                times = cells[self._positions[self._time]] if self._time and count else None
                columns[name] = self._instants.convert(dates, times, count)
                problems = self._instants.problems(dates, times) | problems
            elif name in self._converters and count:
                position, converter = self._converters[name]
                columns[name] = converter.convert(cells[position])
                problems = converter.problems(cells[position]) | problems
            else:
                columns[name] = constant(self._empty[name], count)
        if "" in columns["number"].values:
            problems |= empty_problems(cells[self._positions[self._number]], self._number)
        return self._without(problems, block, columns, count)

    def _without(self, problems: dict[int, Problem], block: Block, columns: dict[str, Column], count: int) -> Parsed:
        rejected, numbers, cells = list(block.problems), block.numbers, block.cells
        if problems:
            rejected += [
                Row(numbers[i], block.cells[i], problems[i])
                for i in sorted(problems)
                if not all(map(is_blank, block.cells[i]))
            ]
            keep = [i for i in range(count) if i not in problems]
            columns = {name: column.kept(keep) for name, column in columns.items()}
            numbers, cells, count = [numbers[i] for i in keep], [cells[i] for i in keep], len(keep)
        rejected.sort(key=lambda row: row.number)
        return Parsed(count, numbers, cells, columns, rejected, block.last)


def _constants(mapping: Mapping, units: dict[str, int]) -> dict[str, object]:
    found: dict[str, object] = {}
    if code := mapping.constants.get("unit"):
        found["unit_id"] = units[code]
    if touchpoint := mapping.constants.get("touchpoint"):
        found["touchpoint"] = touchpoint
    return found


def _convert(code: str, mapping: Mapping, units: dict[str, int]) -> Callable[[Cell], object]:
    table = mapping.values.get(code, {})
    if code in TEXT_LIMITS:
        return lambda cell: values.text(cell, TEXT_LIMITS[code])
    if code in ("answered", "resolved"):
        words = dict.fromkeys(values.YES, True) | dict.fromkeys(values.NO, False)
        words |= {word.casefold(): answer == "yes" for word, answer in table.items() if answer in ("yes", "no")}
        return lambda cell: values.yes_no(cell, words)
    if code in ("answer_seconds", "handle_seconds"):
        factor = FACTORS[mapping.factors.get(code, "")]
        return lambda cell: values.seconds(cell, factor)
    if code == "rating":
        return values.rating
    if code == "customer_phone":
        return values.phone
    if code == "touchpoint":
        known = values.TOUCHPOINTS | {word.casefold(): target for word, target in table.items() if target}
        return lambda cell: _looked_up(known, values.text(cell, 120).casefold(), cell)
    # A unit: "" in the table says that the value belongs to none; a value that is not in the table is sent back.
    targets = {word: units.get(target) for word, target in table.items() if not target or target in units}
    return lambda cell: _looked_up(targets, values.text(cell, 120), cell)


def _looked_up(table: dict, key: str, cell: Cell):
    if key not in table:
        raise BadValue("unknown_value", cell)
    return table[key]
