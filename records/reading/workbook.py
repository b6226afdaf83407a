"""Rows of an Excel workbook, checked before it is opened."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from foundation.common.errors import Invalid
from records.reading import biff
from records.reading.cells import Block, CellError, Row
from records.reading.package import check_names, check_parts, damaged, visible_sheets
from records.reading.sheets import Wrong, scan_sheet


class WorkbookTable:
    """Rows of one visible sheet: the one asked for, else the first that has something in it."""

    def __init__(self, path: Path, sheet: str = ""):
        self._wrong: Wrong = {}
        with path.open("rb") as source:
            is_package = source.read(4) == b"PK\x03\x04"
        if is_package:
            self._open_package(path, sheet)
        else:
            self._open_binary(path, sheet)
        self.count = self._sheet.total_height + 1 if self._sheet.height else 0

    def _open_package(self, path: Path, wanted: str) -> None:
        check_names(path)
        parts = visible_sheets(path)
        self.sheets = list(parts)
        scanned = set()
        for name in self._asked_for(wanted):
            wrong = scan_sheet(path, parts[name])
            scanned.add(parts[name])
            if wrong is not None:
                self._wrong = wrong
                check_parts(path, but=scanned)
                self.sheet, self._sheet = name, _sheet(_book(path), name)
                return
        raise nothing_there()

    def _open_binary(self, path: Path, wanted: str) -> None:
        wrong = biff.scan_workbook(path)
        book = _book(path)
        self.sheets = [
            entry.name
            for entry in book.sheets_metadata
            if entry.typ == SheetTypeEnum.WorkSheet and entry.visible == SheetVisibleEnum.Visible
        ]
        for name in self._asked_for(wanted):
            sheet = _sheet(book, name)
            if sheet.height:
                self.sheet, self._sheet = name, sheet
                self._wrong = wrong[book.sheet_names.index(name)]
                return
        raise nothing_there()

    def _asked_for(self, wanted: str) -> list[str]:
        if wanted and wanted not in self.sheets:
            raise Invalid(_("The workbook has no visible sheet “%(name)s”.") % {"name": wanted[:40]})
        return [wanted] if wanted else self.sheets

    def rows(self) -> Iterator[Row]:
        """All rows from the first of the sheet on, blank ones included; columns left of the table are dropped."""
        for block in self.blocks(100):
            yield from (Row(number, cells) for number, cells in zip(block.numbers, block.cells, strict=True))

    def blocks(self, size: int) -> Iterator[Block]:
        """The same, `size` rows at a time."""
        left = self._sheet.start[1] if self._sheet.start else 0
        wrong_rows: dict[int, list[tuple[int, CellError]]] = {}
        for (row, column), error in self._wrong.items():
            wrong_rows.setdefault(row, []).append((column - left, error))
        rows, done = self._sheet.iter_rows(), 0
        while cells := list(islice(rows, size)):
            if wrong_rows:
                for row in wrong_rows.keys() & range(done, done + len(cells)):
                    for column, error in wrong_rows[row]:
                        if 0 <= column < len(cells[row - done]):
                            cells[row - done][column] = error
            yield Block(range(done + 1, done + 1 + len(cells)), cells, [], is_text=False)
            done += len(cells)


def _book(path: Path) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_path(str(path))
    except PasswordError:
        raise Invalid(_("The workbook is protected by a password. Remove the password and import it again.")) from None
    except (CalamineError, OSError):
        raise damaged() from None


def _sheet(book: CalamineWorkbook, name: str):
    try:
        return book.get_sheet_by_name(name)
    except CalamineError:
        raise damaged() from None


def nothing_there() -> Invalid:
    return Invalid(_("There is nothing on the visible sheets of the workbook."))
