"""What a row is made of once the file format is left behind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from records.problems import Problem

FORMULA = "=?"


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell that must not be taken for empty: an Excel error (`#REF!`) or a formula whose result was never stored (`=?`)."""

    code: str

    def __str__(self) -> str:
        return self.code


# As the file gives them: in text files all are text, in workbooks every number is a float. "" and None are both empty, and never 0.
Cell = str | int | float | bool | date | datetime | time | timedelta | CellError | None


class Row(NamedTuple):
    """One row of data: its number in the file (from 1, as Excel and editors count) and its cells, padded to the header.

    `problem` is set where the row as such could not be read; `cells` then holds what there was.
    """

    number: int
    cells: list[Cell]
    problem: Problem | None = None


def shown(cell: Cell) -> str:
    """The cell as text, for previews and for the file of rejected rows: whole numbers without decimals, times without a date."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)


def is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


class Block(NamedTuple):
    """Many rows at once, for speed: the numbers and cells of rows as wide as the header, and the rows that have a problem.
    `is_text`: every cell is a text."""

    numbers: Sequence[int]
    cells: list[list[Cell]]
    problems: list[Row]
    is_text: bool = True

    @property
    def last(self) -> int:
        return max([*self.numbers[-1:], *(row.number for row in self.problems[-1:])])
