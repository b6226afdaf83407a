"""The workbook to fill in, in the reader's language: the articles' sheet with drop-downs, and a sheet that says what goes where."""

from collections.abc import Iterable
from io import BytesIO

from django.utils.translation import gettext as _

from foundation.common.texts import localized
from knowledge.enums import SourceKind
from knowledge.importing.columns import COLUMNS, Column
from knowledge.importing.reading import MOST_ROWS
from knowledge.selectors import categories_in_use

CHOICES = {
    "category": lambda: [localized(row, "name") for row in categories_in_use()],
    "source_kind": lambda: [str(kind.label) for kind in SourceKind],
}


def template() -> bytes:
    """The .xlsx."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.properties.creator = "QA Portal"
    page, guide, lists = book.active, book.create_sheet(_("How to fill it in")), book.create_sheet(_("Lists"))
    page.title = _("Articles")
    page.freeze_panes = "B2"
    head, needed = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="1F3A5F")
    quiet = PatternFill("solid", fgColor="5B6B80")
    for place, column in enumerate(COLUMNS, start=1):
        letter = get_column_letter(place)
        cell = page.cell(1, place, _title(column))
        cell.font, cell.fill, cell.alignment = head, needed if column.is_needed else quiet, Alignment(wrap_text=True)
        page.column_dimensions[letter].width = column.wide
        for row in range(2, MOST_ROWS + 2):
            page.cell(row, place).alignment = Alignment(wrap_text=True, vertical="top")
            page.cell(row, place).number_format = "@"
    for place, name in enumerate(CHOICES, start=1):
        _offer(page, lists, place, name, CHOICES[name]())
    _write_guide(guide)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _title(column: Column) -> str:
    return f"{column.label} *" if column.is_needed else str(column.label)


def _offer(page, lists, place: int, name: str, choices: Iterable[str]) -> None:
    """A drop-down that takes its choices from the sheet of lists: in the cell's rule itself they could not be longer than 255 characters."""
    from openpyxl.utils import get_column_letter, quote_sheetname
    from openpyxl.worksheet.datavalidation import DataValidation

    choices = list(choices)
    letter = get_column_letter(place)
    for row, choice in enumerate(choices, start=1):
        # A text stays a text, whatever a category's name begins with.
        lists.cell(row, place, choice).data_type = "s"
    if not choices:
        return
    rule = DataValidation(
        type="list", formula1=f"{quote_sheetname(lists.title)}!${letter}$1:${letter}${len(choices)}", allow_blank=True
    )
    page.add_data_validation(rule)
    own = get_column_letter([column.name for column in COLUMNS].index(name) + 1)
    rule.add(f"{own}2:{own}{MOST_ROWS + 1}")


def _write_guide(guide) -> None:
    from openpyxl.styles import Alignment, Font

    guide.column_dimensions["A"].width, guide.column_dimensions["B"].width = 34, 100
    lines = [
        (_("One article a row, up to %(most)d at a time. Columns with * are needed.") % {"most": MOST_ROWS}, ""),
        (_("Everything is kept as drafts of yours; each is reviewed by somebody else before readers find it."), ""),
        ("", ""),
        *((_title(column), str(column.help)) for column in COLUMNS),
    ]
    for number, (name, text) in enumerate(lines, start=1):
        guide.cell(number, 1, name).font = Font(bold=number > 3)
        guide.cell(number, 2, text).alignment = Alignment(wrap_text=True)
