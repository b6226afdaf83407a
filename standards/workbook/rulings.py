"""What Excel itself lets into a cell: drop-downs, limits, and a word of help where the cell is chosen."""

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from standards.workbook import lists, shape
from standards.workbook.shape import Column, Kind

LONGEST_PROMPT, LONGEST_TITLE = 255, 32


def rule(page: Worksheet, column: Column, where: str) -> None:
    """Lay the column's rule over the cells `where` (such as B2:B2000)."""
    made = _rule(column)
    if made is None:
        return
    made.allow_blank = True
    if column.hint:
        made.promptTitle, made.prompt = str(column.title)[:LONGEST_TITLE], str(column.hint)[:LONGEST_PROMPT]
    made.showInputMessage = bool(column.hint)
    made.showErrorMessage = made.type is not None
    made.add(where)
    page.add_data_validation(made)


def _rule(column: Column) -> DataValidation | None:
    if column.kind in (Kind.CHOICE, Kind.YES_NO):
        return _of_list(_list_range(column.choices), _("Choose one of the list."))
    if column.kind == Kind.CODE:
        sheet = next(one for one in shape.TABLES if one.name == column.choices)
        name = quote_sheetname(str(sheet.title))
        return _of_list(
            f"{name}!$A$2:$A${shape.LAST_ROW}",
            _("There is no such code on the sheet “%(sheet)s”.") % {"sheet": sheet.title},
        )
    if column.kind == Kind.WHOLE:
        return _between("whole", column)
    if column.kind in (Kind.NUMBER, Kind.WEIGHT, Kind.FIGURE):
        return _between("decimal", column)
    if column.kind == Kind.TEXT and column.length:
        return DataValidation(
            type="textLength",
            operator="lessThanOrEqual",
            formula1=str(column.length),
            error=_("At most %(most)d characters.") % {"most": column.length},
        )
    return DataValidation() if column.hint else None


def _of_list(formula: str, error: str) -> DataValidation:
    return DataValidation(type="list", formula1=formula, error=error)


def _list_range(name: str) -> str:
    letter = get_column_letter(lists.NAMES.index(name) + 1)
    last = len(lists.choices(name)) + 1
    return f"{quote_sheetname(str(shape.LISTS.title))}!${letter}$2:${letter}${last}"


def _between(kind: str, column: Column) -> DataValidation:
    limits = {"lowest": column.lowest, "highest": column.highest}
    return DataValidation(
        type=kind,
        operator="between",
        formula1=str(column.lowest),
        formula2=str(column.highest),
        error=_("A number from %(lowest)d to %(highest)d.") % limits,
    )
