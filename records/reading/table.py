"""Opening a file as a table: format by content, encoding, delimiter, sheet, header."""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from operator import attrgetter
from pathlib import Path

from django.utils.translation import gettext as _

from foundation.common.errors import Invalid
from records.problems import Problem
from records.reading import biff, headers
from records.reading.cells import Block, Row, is_blank
from records.reading.encoding import find_encoding
from records.reading.text import TextTable, refuse_markup
from records.reading.workbook import WorkbookTable

row_number = attrgetter("number")


@dataclass(frozen=True)
class Options:
    """What a person has decided about a file where the reader's own finding was not right; empty means: find out."""

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    header_row: int = 0


FIND_OUT = Options()


@dataclass(frozen=True)
class OpenTable:
    """A table that was opened. `rows()` may be called again and starts from the top each time.

    `certain` is False where the encoding fits but the text does not look written by people; ask before anything is stored.
    `estimate` is the number of data rows, exact for workbooks, an upper bound for text.
    """

    header: list[str]
    header_row: int
    estimate: int
    encoding: str = ""
    delimiter: str = ""
    certain: bool = True
    sheet: str = ""
    sheets: list[str] = field(default_factory=list)
    source: TextTable | WorkbookTable | None = None

    def rows(self) -> Iterator[Row]:
        """The data rows, blank ones left out, each as wide as the header or with its problem."""
        for block in self.blocks(100):
            rows = [Row(number, cells) for number, cells in zip(block.numbers, block.cells, strict=True)]
            kept = [row for row in rows if not all(map(is_blank, row.cells))]
            yield from sorted(kept + block.problems, key=row_number)

    def blocks(self, size: int, after: int = 0) -> Iterator[Block]:
        """The rows below the header and below row `after`, many at a time. Rows of the right width may be blank."""
        width, start, is_text = len(self.header), max(self.header_row, after), isinstance(self.source, TextTable)
        for block in self.source.blocks(size):
            if block.last <= start:
                continue
            numbers, cells, problems, _is_text = block
            if numbers and numbers[0] <= start:
                skipped = bisect_right(numbers, start)
                numbers, cells = numbers[skipped:], cells[skipped:]
            if set(map(len, cells)) - {width}:
                fitted = [_fitted(Row(number, row), width, is_text) for number, row in zip(numbers, cells, strict=True)]
                problems = sorted(problems + [row for row in fitted if row.problem], key=row_number)
                fitted = [row for row in fitted if not row.problem and len(row.cells) == width]
                numbers, cells = [row.number for row in fitted], [row.cells for row in fitted]
            problems = [row for row in problems if row.number > start]
            if cells or problems:
                yield Block(numbers, cells, problems, is_text)


def _fitted(row: Row, width: int, is_text: bool) -> Row:
    """A row of another width. A short line of text may have lost a cell anywhere, so it is not padded but sent back."""
    cells = row.cells
    if len(cells) == width or all(map(is_blank, cells)):
        return row
    if len(cells) > width and all(map(is_blank, cells[width:])):
        return Row(row.number, cells[:width])
    if len(cells) < width and not is_text:
        return Row(row.number, cells + [None] * (width - len(cells)))
    return Row(row.number, cells, Problem("width", {"count": str(len(cells)), "width": str(width)}))


def open_table(
    path: Path, options: Options = Options(), known: Callable[[str], bool] = lambda name: False
) -> OpenTable:
    """Open a CSV, TSV, xlsx or xls file. `known(name)` tells column names that the caller recognises.

    Raises Invalid with a sentence for what cannot be read safely and surely.
    """
    with path.open("rb") as source:
        head = source.read(512)
    if not head:
        raise Invalid(_("The file is empty."))
    if head.startswith((b"PK\x03\x04", biff.SIGNATURE)):
        table = WorkbookTable(path, options.sheet)
        more = {"sheet": table.sheet, "sheets": table.sheets}
        count = table.count
    else:
        refuse_markup(head)
        found = find_encoding(path, options.encoding)
        table = TextTable(path, found.encoding, options.delimiter)
        more = {"encoding": found.encoding, "certain": found.certain, "delimiter": table.delimiter}
        count = found.lines
    header = _header(table, options.header_row, known)
    return OpenTable(
        header=headers.column_names(header.cells),
        header_row=header.number,
        estimate=max(0, count - header.number),
        source=table,
        **more,
    )


def _header(table, wanted: int, known: Callable[[str], bool]) -> Row:
    if not wanted:
        return headers.find_header(list(islice(table.rows(), headers.SEARCHED_ROWS)), known)
    row = next((row for row in table.rows() if row.number >= wanted), None)
    if row is None or row.number != wanted or all(map(is_blank, row.cells)):
        raise Invalid({"header_row": _("There are no column names in row %(row)d.") % {"row": wanted}})
    return row
