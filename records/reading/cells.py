"""What a row is made of once the file format is left behind."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

FORMULA = "formula"
BROKEN_QUOTES = gettext_noop("A quotation mark is opened and not closed properly.")


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell that must not be taken for empty: an Excel error (`#REF!`) or a formula whose result was never stored."""

    code: str

    def sentence(self) -> str:
        if self.code == FORMULA:
            return _("a formula without a stored result; open the workbook in Excel, save it and import it again")
        return _("the error %(code)s") % {"code": self.code}

    def __str__(self) -> str:
        return "=?" if self.code == FORMULA else self.code


# Numbers of a workbook are int where they are whole, else float; an empty cell is None, in text files "" as well.
Cell = str | int | float | bool | date | datetime | time | timedelta | CellError | None


class Row(NamedTuple):
    """One row of data: its number in the file (from 1, as Excel and editors count) and its cells, padded to the header.

    `problem` is set where the row as such could not be read; `cells` then holds what there was.
    """

    number: int
    cells: list[Cell]
    problem: str = ""


def from_workbook(value) -> Cell:
    """A value as calamine gives it: every number is a float, an empty cell is an empty text."""
    if value == "" and isinstance(value, str):
        return None
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n")
    return value


def is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())
