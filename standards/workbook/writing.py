"""Content → workbook, in the reader's language: inputs open, everything else locked (without a password), choices as drop-downs."""

from collections.abc import Iterable
from decimal import Decimal
from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.worksheet import Worksheet

from foundation.common.errors import Invalid
from foundation.common.texts import localized
from standards.content import StandardContent
from standards.figures import unit_of, written
from standards.workbook import guide, lists, rulings, shape
from standards.workbook.shape import Column, Kind, Sheet
from standards.workbook.tidying import as_stored, tidy

LONGEST_CELL = 32_767
LAST = 16_384
OPEN, LOCKED = Protection(locked=False), Protection(locked=True)
HEAD = PatternFill("solid", fgColor="1F3A5F")
QUIET = PatternFill("solid", fgColor="EEF1F5")
LINE = Border(bottom=Side("thin", color="D5DBE3"))
TEXT_FORMAT = "@"


def write_workbook(content: StandardContent) -> bytes:
    """The .xlsx. Raises Invalid for a text that is too long for a cell."""
    content = tidy(content)
    book = Workbook()
    book.properties.creator = "QA Portal"
    book.properties.title = localized(content, "name") or content.code
    _write_guide(book.active)
    _write_settings(book.create_sheet(str(shape.SETTINGS.title)), content)
    for sheet in shape.TABLES:
        _write_table(book.create_sheet(str(sheet.title)), sheet, _rows(sheet, content))
    _write_lists(book.create_sheet(str(shape.LISTS.title)))
    book.security = WorkbookProtection(lockStructure=True)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _rows(sheet: Sheet, content: StandardContent) -> Iterable[dict]:
    """{column: value of the content} for each row of a sheet."""
    if sheet is shape.DIMENSIONS:
        return [vars(one) for one in content.dimensions]
    if sheet is shape.INDICATORS:
        return [vars(one) | {"dimension": home.code} for home in content.dimensions for one in home.indicators]
    if sheet is shape.TARGETS:
        return [vars(one) for one in content.targets]
    if sheet is shape.SCOPE:
        return [{"aspect": aspect, "value": _scope_value(aspect, value)} for aspect, value in content.scope]
    owners = [(one, {"indicator": one.code, "shown": localized(one, "name")}) for one in content.indicators]
    if sheet is shape.LEVELS:
        return [own | vars(level) for one, own in owners for level in one.levels]
    return [
        own | {"figure": written(one.measure, figure), "unit": _unit(one.measure), "points": points}
        for one, own in owners
        for figure, points in one.break_points
    ]


def _unit(measure: str) -> str:
    unit = unit_of(measure)
    return "" if unit is None else str(unit.label)


def _scope_value(aspect: str, value: str) -> str:
    return lists.label_of("touchpoint", value) if aspect == "touchpoint" else value


def _write_guide(page: Worksheet) -> None:
    page.title = str(shape.GUIDE.title)
    page.column_dimensions["A"].width = 110
    page.sheet_view.showGridLines = False
    for number, (kind, text) in enumerate(guide.lines(), start=1):
        cell = page.cell(number, 1, text)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = Font(bold=kind != "text", size=16 if kind == "title" else 11)
    _protect(page)


def _write_settings(page: Worksheet, content: StandardContent) -> None:
    """One setting a row: what it is, its value, what may stand there."""
    for letter, width in zip("ABC", (34, 44, 70), strict=True):
        page.column_dimensions[letter].width = width
    _write_header(page, [_("Setting"), _("Value"), _("What may stand here")])
    values = vars(content) | {"format": shape.FORMAT}
    for number, column in enumerate(shape.SETTINGS.columns, start=2):
        name, hint = page.cell(number, 1, str(column.title)), page.cell(number, 3, str(column.hint))
        name.font, name.fill, hint.font = Font(bold=True), QUIET, Font(color="5B6675")
        cell = page.cell(number, 2)
        _style(cell, column)
        _put(cell, column, values[column.name])
        if column.name == "format":
            cell.protection, cell.fill = LOCKED, QUIET
        else:
            rulings.rule(page, column, f"B{number}")
        for one in (name, cell, hint):
            one.alignment = Alignment(wrap_text=True, vertical="top")
    page.freeze_panes = "A2"
    _protect(page)


def _write_table(page: Worksheet, sheet: Sheet, rows: Iterable[dict]) -> None:
    # The rest of each row is open too: Excel deletes a row only where none of its cells is locked.
    rest = page.column_dimensions[get_column_letter(len(sheet.columns) + 1)]
    rest.min, rest.max, rest.protection = len(sheet.columns) + 1, LAST, OPEN
    for place, column in enumerate(sheet.columns, start=1):
        letter = get_column_letter(place)
        page.column_dimensions[letter].width = column.width
        _style(page.column_dimensions[letter], column)
        rulings.rule(page, column, f"{letter}2:{letter}{shape.LAST_ROW}")
    _write_header(page, [str(column.title) for column in sheet.columns])
    for number, row in enumerate(rows, start=2):
        for place, column in enumerate(sheet.columns, start=1):
            cell = page.cell(number, place)
            _style(cell, column)
            cell.border = LINE
            _put(cell, column, row[column.name])
    page.freeze_panes = "B2"
    page.print_title_rows = "1:1"
    page.page_setup.orientation, page.page_setup.fitToHeight = "landscape", 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    _protect(page)


def _write_header(page: Worksheet, names: list[str]) -> None:
    for place, name in enumerate(names, start=1):
        cell = page.cell(1, place, name)
        cell.font, cell.fill, cell.protection = Font(bold=True, color="FFFFFF"), HEAD, LOCKED
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    page.row_dimensions[1].height = 32


def _style(cell, column: Column) -> None:
    """Of a cell, or of a whole column: the rows below are open and look the same."""
    cell.protection = OPEN
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if column.kind in (Kind.TEXT, Kind.CODE, Kind.CHOICE):
        # As text, 1.10 stays 1.10 and 1-2 does not become a day.
        cell.number_format = TEXT_FORMAT
    if column.kind == Kind.SHOWN:
        cell.font = Font(color="5B6675")


def _put(cell, column: Column, value) -> None:
    if value is None or value == "":
        return
    if column.kind == Kind.CHOICE:
        value = lists.label_of(column.choices, value)
    elif column.kind == Kind.YES_NO:
        value = lists.label_of("yes_no", "yes" if value else "no")
    elif column.kind == Kind.WEIGHT:
        value = Decimal(value) / 100
    elif column.kind in (Kind.FIGURE, Kind.MEASURED):
        # Its decimals belong to it: 0.60 is shown, and read, as 0.60.
        places = max(0, -Decimal(value).as_tuple().exponent)
        value, cell.number_format = Decimal(value), "0." + "0" * places if places else "0"
    if isinstance(value, int | Decimal):
        cell.value = value
        return
    if len(value) > LONGEST_CELL:
        raise Invalid(
            _("A text is longer than the %(limit)d characters that a cell of Excel can hold.") % {"limit": LONGEST_CELL}
        )
    cell.value = as_stored(value)
    # A text stays a text, whatever it begins with.
    cell.data_type, cell.quotePrefix = "s", value[0] in "=+-@'"


def _write_lists(page: Worksheet) -> None:
    for place, name in enumerate(lists.NAMES, start=1):
        page.cell(1, place, name)
        for number, (_value, label) in enumerate(lists.choices(name), start=2):
            cell = page.cell(number, place, label)
            cell.data_type = "s"
    page.sheet_state = "hidden"
    _protect(page)


def _protect(page: Worksheet) -> None:
    """Against slips, not against people: no password. What is not listed here stays forbidden."""
    page.protection.sheet = True
    for allowed in ("formatCells", "formatColumns", "formatRows", "insertRows", "deleteRows", "sort", "autoFilter"):
        setattr(page.protection, allowed, False)
