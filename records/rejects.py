"""The rows that were sent back, as a workbook or CSV that can be mended and imported again: as they stood, with row number and reason."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from urllib.parse import quote

from django.utils.translation import gettext as _

from records.models import ImportRun, RejectedRow
from records.problems import Problem
from records.services.opening import analysis_of

# Reasons for which a row has more or fewer cells than the header.
SHIFTED = ("width", "quotes")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def file_header(run: ImportRun) -> list[str]:
    """The file's own columns."""
    return analysis_of(run).header


def header(run: ImportRun) -> list[str]:
    """The file's own columns first, so that the mended file imports with the same mapping."""
    return [*file_header(run), _("Row"), _("Reason")]


@dataclass(frozen=True)
class ShownRow:
    """A row that was sent back: its number in the file, why, the column that this is about (else empty), its values as they stood, and whether these
    may stand in other columns than their own."""

    number: int
    reason: str
    column: str
    values: list[str]
    is_shifted: bool


def shown_row(row: RejectedRow, width: int) -> ShownRow:
    """`values` padded to the `width` of the header; what goes beyond stands in the last. The reason in the reader's language."""
    content = json.loads(row.content)
    values = content["values"]
    shown = values[:width] + [""] * (width - len(values))
    if len(values) > width:
        shown[-1] = " ".join([shown[-1], *values[width:]]).strip()
    return ShownRow(
        row.row_number, Problem(row.reason, content["params"]).sentence(), row.column, shown, row.reason in SHIFTED
    )


def rejected_rows(run: ImportRun) -> Iterator[list]:
    """Values as they stood, padded to the header, then row number and reason in the reader's language."""
    width = len(file_header(run))
    for row in RejectedRow.objects.filter(run=run).order_by("row_number").iterator(chunk_size=2_000):
        shown = shown_row(row, width)
        yield [*shown.values, shown.number, shown.reason]


def as_csv(run: ImportRun) -> Iterator[bytes]:
    """UTF-8 with a byte order mark, as Excel expects it. A cell that Excel would take for a formula gets an apostrophe in front."""
    sink = StringIO()
    writer = csv.writer(sink)
    sink.write("\ufeff")
    for number, row in enumerate(_with_header(run)):
        writer.writerow([harmless(cell) for cell in row])
        if number % 500 == 0:
            yield sink.getvalue().encode()
            sink.seek(0)
            sink.truncate()
    yield sink.getvalue().encode()


def _with_header(run: ImportRun) -> Iterator[list]:
    yield header(run)
    yield from rejected_rows(run)


def harmless(cell):
    """Text that a spreadsheet would run is marked as text."""
    return "'" + cell if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell


def disposition(name: str) -> str:
    return f"attachment; filename*=UTF-8''{quote(name)}"
