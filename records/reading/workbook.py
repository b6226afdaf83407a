"""Rows of an Excel workbook, checked before it is opened."""

from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from foundation.common.errors import Invalid
from records.reading import biff
from records.reading.cells import Row, from_workbook
from records.reading.package import check_package, damaged, sheet_parts
from records.reading.sheets import Wrong, scan_sheet


class WorkbookTable:
    """Rows of one visible sheet: the one asked for, else the first that has something in it."""

    def __init__(self, path: Path, sheet: str = ""):
        self.path = path
        self.is_package = path.open("rb").read(4) == b"PK\x03\x04"
        if self.is_package:
            check_package(path)
            self._parts = sheet_parts(path)
        else:
            self._wrong_by_sheet = biff.scan_workbook(path)
        try:
            self._book = CalamineWorkbook.from_path(str(path))
        except PasswordError:
            raise Invalid(_("The workbook is protected by a password. Remove the password and import it again.")) from None
        except (CalamineError, OSError):
            raise damaged() from None
        self.sheets = [
            entry.name
            for entry in self._book.sheets_metadata
            if entry.typ == SheetTypeEnum.WorkSheet and entry.visible == SheetVisibleEnum.Visible
        ]
        if sheet and sheet not in self.sheets:
            raise Invalid(_("The workbook has no visible sheet “%(name)s”.") % {"name": sheet[:40]})
        self.sheet, self._sheet, self._wrong = self._open_sheet([sheet] if sheet else self.sheets)
        self.count = self._sheet.total_height + 1 if self._sheet.height else 0

    def _open_sheet(self, names: list[str]):
        for name in names:
            wrong = self._scan(name)
            try:
                sheet = self._book.get_sheet_by_name(name)
            except CalamineError:
                raise damaged() from None
            if sheet.height:
                return name, sheet, wrong
        raise Invalid(_("There is nothing on the visible sheets of the workbook."))

    def _scan(self, name: str) -> Wrong:
        if not self.is_package:
            return self._wrong_by_sheet[self._book.sheet_names.index(name)]
        if name not in self._parts:
            raise damaged()
        return scan_sheet(self.path, self._parts[name])

    def rows(self) -> Iterator[Row]:
        """All rows from the first of the sheet on, blank ones included; columns left of the table are dropped."""
        left = self._sheet.start[1] if self._sheet.start else 0
        wrong_rows = {row for row, _column in self._wrong}
        for index, values in enumerate(self._sheet.iter_rows()):
            cells = [from_workbook(value) for value in values]
            if index in wrong_rows:
                for column in range(len(cells)):
                    if error := self._wrong.get((index, column + left)):
                        cells[column] = error
            yield Row(index + 1, cells)
