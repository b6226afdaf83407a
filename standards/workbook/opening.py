"""Opening a workbook that somebody has brought: checked as a package first, then its sheets cell by cell as they are seen in Excel."""

import math
import zipfile
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from foundation.common.errors import Invalid
from foundation.common.texts import labelled
from records.reading.cells import CellError
from records.reading.package import BROKEN, CHUNK, check_names, damaged, visible_sheets
from records.reading.sheets import Wrong, scan_sheet
from standards.workbook import shape
from standards.workbook.lists import normal
from standards.workbook.shape import Sheet
from standards.workbook.tidying import as_meant

MOST_BYTES = 5 << 20
MOST_UNPACKED = 32 << 20
MOST_CELLS = 200_000
SIGNATURE = b"PK\x03\x04"


class Seen(NamedTuple):
    """A cell with where it stands (such as F7) and how Excel shows it. Numbers are Decimals of the 15 digits that Excel keeps."""

    place: str
    value: str | bool | Decimal | date | time | timedelta | CellError | None
    format: str = "General"

    @property
    def is_blank(self) -> bool:
        return self.value is None or isinstance(self.value, str) and not self.value.strip()


class SheetCells(NamedTuple):
    """The rows of a sheet that have something in them, with their numbers. `title` is what the workbook calls it."""

    title: str
    rows: list[tuple[int, list[Seen]]]
    too_far: str = ""


def open_sheets(path: Path) -> tuple[dict[str, SheetCells], list[str]]:
    """({name of the shape's sheet: its cells}, titles of the visible sheets that are none of the shape's).

    Raises Invalid for what cannot be opened safely, and where two sheets claim to be the same.
    """
    _check_package(path)
    parts = visible_sheets(path)
    known = {title: sheet for sheet in shape.SHEETS for title in shape.titles(sheet.title)}
    found: dict[str, str] = {}
    others = []
    for title in parts:
        sheet: Sheet | None = known.get(normal(title))
        if sheet is None:
            others.append(title)
        elif sheet.name in found:
            raise Invalid(
                _("The sheets “%(one)s” and “%(other)s” are the same. Leave one of them.")
                % {"one": found[sheet.name], "other": title}
            )
        else:
            found[sheet.name] = title
    wanted = {name: title for name, title in found.items() if name not in ("guide", "lists")}
    wrong = {name: _scan(path, title, parts[title]) for name, title in wanted.items()}
    try:
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        try:
            cells = {name: _cells_of(book[title], wrong[name]) for name, title in wanted.items()}
        finally:
            book.close()
    # Whatever the library stumbles over in a file that somebody has put together by hand.
    except (*BROKEN, AttributeError, IndexError, TypeError, SyntaxError, OverflowError):
        raise damaged() from None
    return cells, others


def _scan(path: Path, title: str, part: str) -> Wrong:
    """The cells that must not be taken for empty. Raises Invalid, naming the sheet, where it reaches too far to be read."""
    try:
        return scan_sheet(path, part) or {}
    except Invalid as error:
        raise Invalid(labelled(title, error.messages[0])) from None


def _check_package(path: Path) -> None:
    if path.stat().st_size > MOST_BYTES:
        raise Invalid(_("The file is larger than %(limit)s MB.") % {"limit": MOST_BYTES >> 20})
    with path.open("rb") as source:
        if source.read(4) != SIGNATURE:
            raise Invalid(_("This is not an Excel workbook of the kind .xlsx. Save it as .xlsx and bring that."))
    check_names(path)
    try:
        with zipfile.ZipFile(path) as package:
            entries = package.infolist()
            if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
                raise Invalid(_("The workbook unpacks to more than %(limit)d MB.") % {"limit": MOST_UNPACKED >> 20})
            cells = sum(_read_through(package, entry) for entry in entries)
    except BROKEN:
        raise damaged() from None
    if cells > MOST_CELLS:
        raise Invalid(
            _("The workbook has more than %(limit)d cells. Take out what does not belong to the standard.")
            % {"limit": MOST_CELLS}
        )


def _read_through(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> int:
    """To the end, so that length and checksum are compared. Returns the number of cells; refuses what XML can be abused for."""
    is_text = entry.filename.lower().endswith((".xml", ".rels"))
    cells, rest = 0, b""
    with package.open(entry) as source:
        while chunk := source.read(CHUNK):
            if not is_text:
                continue
            block = rest + chunk
            # Zero bytes: text in another encoding, in which the words below would not be found.
            if b"\0" in chunk or b"<!DOCTYPE" in block or b"<!ENTITY" in block:
                raise damaged()
            cells += chunk.count(b"<c ") + chunk.count(b":c ")
            rest = block[-16:]
    return cells


def _cells_of(page, wrong: Wrong) -> SheetCells:
    page.reset_dimensions()
    rows, too_far = [], ""
    for number, cells in enumerate(page.iter_rows(), start=1):
        seen = [_seen(number, place, cell, wrong) for place, cell in enumerate(cells, start=1)]
        if all(cell.is_blank for cell in seen):
            continue
        if number > shape.LAST_ROW:
            too_far = next(cell.place for cell in seen if not cell.is_blank)
            break
        rows.append((number, seen))
    return SheetCells(page.title, rows, too_far)


def _seen(row: int, column: int, cell, wrong: Wrong) -> Seen:
    place = f"{get_column_letter(column)}{row}"
    error = wrong.get((row - 1, column - 1))
    value = cell.value
    if error is not None:
        return Seen(place, error)
    if value is None:
        return Seen(place, None)
    if cell.data_type == "e":
        return Seen(place, CellError(str(value)))
    if isinstance(value, float) and not math.isfinite(value):
        # 1e999: no number that Excel could show.
        return Seen(place, CellError("#NUM!"))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Seen(place, Decimal(f"{value:.15g}"), cell.number_format or "General")
    if isinstance(value, str):
        return Seen(place, as_meant(value))
    if isinstance(value, bool | datetime | date | time | timedelta):
        return Seen(place, value)
    return Seen(place, str(value))
