"""Lists as Excel files: just what is shown, text as text, streamed from the disk."""

import tempfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from urllib.parse import quote

from django.http import FileResponse

from foundation.common import clock

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook_response(*, name: str, sheet: str, headers: Sequence[str], rows: Iterable[Sequence]) -> FileResponse:
    """An .xlsx as a download. Rows may be a generator; memory stays flat. User text is never a formula, whatever it begins with.

    Cells: text, whole numbers, Decimal, date, aware datetime (shown in the organization's zone), bool and None.
    """
    import xlsxwriter

    target = tempfile.TemporaryFile()  # noqa: SIM115  (FileResponse closes it)
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(target, options) as book:
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        page = book.add_worksheet(_sheet_name(sheet))
        page.freeze_panes(1, 0)
        for column, header in enumerate(headers):
            page.set_column(column, column, max(10, min(48, 2 * len(str(header)) + 4)))
            page.write_string(0, column, str(header), bold)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                _write(page, number, column, value, day, moment)
    target.seek(0)
    response = FileResponse(target, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    return response


def _sheet_name(text: str) -> str:
    return "".join(" " if letter in "[]:*?/\\" else letter for letter in text)[:31] or "1"


def _write(page, row: int, column: int, value, day, moment) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        page.write_boolean(row, column, value)
    elif isinstance(value, datetime):
        page.write_datetime(row, column, clock.local(value).replace(tzinfo=None), moment)
    elif isinstance(value, date):
        page.write_datetime(row, column, value, day)
    elif isinstance(value, int | Decimal | float):
        page.write_number(row, column, float(value))
    else:
        page.write_string(row, column, str(value))
