"""Delimited text: the delimiter is found, the rows are streamed, a broken row does not take its neighbours along."""

import csv
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, islice
from pathlib import Path

from django.utils.translation import gettext as _

from foundation.common.errors import Invalid
from records.problems import Problem
from records.reading.cells import Block, Row

DELIMITERS = (",", "\t", ";", "|")
SNIFFED_ROWS = 60
MAX_FIELD = 100_000
MAX_BROKEN = 1_000


class TextTable:
    """Rows of a decoded text file; may be read any number of times, in constant memory."""

    def __init__(self, path: Path, encoding: str, delimiter: str = ""):
        self.path, self.encoding = path, encoding
        self.delimiter = delimiter or self._find_delimiter()

    def rows(self) -> Iterator[Row]:
        """All rows with their line numbers, blank ones included, cells as they stand."""
        for block in self.blocks(SNIFFED_ROWS):
            yield from (Row(number, cells) for number, cells in zip(block.numbers, block.cells, strict=True))
            yield from block.problems

    def blocks(self, size: int) -> Iterator[Block]:
        """The same, `size` rows at a time; a broken row comes last in its block."""
        csv.field_size_limit(MAX_FIELD)
        again: deque[str] = deque()
        done, broken = 0, 0
        with self._open() as source:
            while lines := list(islice(chain(_taken(again), source), size)):
                try:
                    cells = list(self._reader(lines))
                except csv.Error:
                    # A row goes on beyond these lines, or its quotation marks are broken: slowly, row by row, from here.
                    again.extendleft(reversed(lines))
                    block, done = self._carefully(source, again, done, size)
                    broken += len(block.problems)
                    if broken > MAX_BROKEN:
                        raise Invalid(
                            _("Too many rows have broken quotation marks, up to line %(line)d.") % {"line": done}
                        ) from None
                    yield block
                    continue
                numbers: Sequence[int] = range(done + 1, done + 1 + len(cells))
                if len(lines) != len(cells):
                    numbers = list(accumulate((1 + _inner_lines(row) for row in cells[:-1]), initial=done + 1))
                done += len(lines)
                yield Block(numbers, cells, [])

    def _reader(self, lines: Iterable[str]):
        return csv.reader(lines, delimiter=self.delimiter, strict=True)

    def _carefully(self, source, again: deque[str], done: int, size: int) -> tuple[Block, int]:
        """Up to and with the next broken row. It ends with its first line: what its open quotation mark swallowed is read again as rows."""
        recent: list[str] = []
        numbers, cells = [], []
        reader = self._reader(_noted(chain(_taken(again), source), recent))
        try:
            for row in islice(reader, size):
                numbers.append(done + 1)
                cells.append(row)
                done += len(recent)
                recent.clear()
            return Block(numbers, cells, []), done
        except csv.Error:
            again.extendleft(reversed(recent[1:]))
            broken = Row(done + 1, [recent[0].rstrip("\r\n")[:2000]], Problem("quotes"))
            return Block(numbers, cells, [broken]), done + 1

    def _open(self):
        return self.path.open(encoding=self.encoding, newline="")

    def _find_delimiter(self) -> str:
        """The delimiter under which the largest share of the first rows has the same number of cells, more than one.

        The share, not the number: a tab within quoted texts of several lines makes many short rows, but not of all lines.
        """
        best, best_fit = ",", (0.0, 0)
        for delimiter in DELIMITERS:
            self.delimiter = delimiter
            widths = Counter(
                len(row.cells) for row in islice(self.rows(), SNIFFED_ROWS) if any(row.cells) and not row.problem
            )
            total = widths.total()
            del widths[1]
            if widths:
                width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
                if (count / total, width) > best_fit:
                    best, best_fit = delimiter, (count / total, width)
        return best


def _taken(again: deque[str]) -> Iterator[str]:
    """The lines that are to be read again, each once."""
    while again:
        yield again.popleft()


def _noted(lines: Iterable[str], recent: list[str]) -> Iterator[str]:
    """The same lines; `recent` collects those of the row under way."""
    for line in lines:
        recent.append(line)
        yield line


def _inner_lines(row: list[str]) -> int:
    """Line ends within the cells of a row."""
    return sum(cell.count("\n") + cell.count("\r") - cell.count("\r\n") for cell in row)


def refuse_markup(head: bytes) -> None:
    """Many systems save a web page under the name .xls; reading its tags as text would fill the table with rubbish."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta")):
        raise Invalid(
            _("This is a web page or XML under another name. Open it in Excel, save it as .xlsx and import that.")
        )
    if start.startswith((b"%pdf", b"{\\rtf")):
        raise Invalid(_("This is a document, not a table. Bring a CSV, TSV, .xlsx or .xls file."))
