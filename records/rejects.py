"""The rows that were sent back, as a workbook or CSV that can be mended and imported again: as they stood, with row number and reason."""

import csv
import json
from collections.abc import Iterator
from io import BytesIO, StringIO

import xlsxwriter
from django.utils.translation import gettext as _

from records.models import ImportRun, RejectedRow
from records.problems import Problem
from records.services.opening import analysis_of

MAX_SHEET_ROWS = 1_000_000
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def header(run: ImportRun) -> list[str]:
    """The file's own columns first, so that the mended file imports with the same mapping."""
    return [*analysis_of(run).header, _("Row"), _("Reason")]


def rejected_rows(run: ImportRun) -> Iterator[list]:
    """Values as they stood, padded to the header, then row number and reason in the reader's language."""
    width = len(analysis_of(run).header)
    for row in RejectedRow.objects.filter(run=run).order_by("row_number").iterator(chunk_size=2_000):
        content = json.loads(row.content)
        values = content["values"]
        shown = values[:width] + [""] * (width - len(values))
        if len(values) > width:
            shown[-1] = " ".join([shown[-1], *values[width:]]).strip()
        yield [*shown, row.row_number, Problem(row.reason, content["params"]).sentence()]


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


def as_workbook(run: ImportRun) -> bytes:
    """Every value a text cell, so nothing runs and no number loses its zeros."""
    sink = BytesIO()
    book = xlsxwriter.Workbook(sink, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(_("Sent back"))
    bold = book.add_format({"bold": True})
    names = header(run)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(names) - 2, 16)
    sheet.set_column(len(names) - 1, len(names) - 1, 70)
    for column, name in enumerate(names):
        sheet.write_string(0, column, name, bold)
    for number, row in enumerate(rejected_rows(run), 1):
        if number > MAX_SHEET_ROWS:
            break
        for column, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(number, column, cell)
            elif cell:
                sheet.write_string(number, column, cell[:32_767])
    book.close()
    return sink.getvalue()
