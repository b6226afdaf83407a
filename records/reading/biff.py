"""What an .xls file hides from the reader: errors, macros, a password, links, and how far a sheet reaches.

Layout after Microsoft's published [MS-CFB] (the container) and [MS-XLS] (the records).
"""

import struct
from pathlib import Path

from django.utils.translation import gettext as _

from foundation.common.errors import Invalid
from records.reading.cells import CellError
from records.reading.package import damaged
from records.reading.sheets import MAX_CELLS, Wrong, too_far

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
BOF, EOF, BOUNDSHEET, FILEPASS, SUPBOOK, FORMULA, BOOLERR = 0x809, 0x0A, 0x85, 0x2F, 0x1AE, 0x06, 0x205
# NUMBER, RK, LABEL, LABELSST, RSTRING, BLANK begin with row and column as FORMULA and BOOLERR do; MULRK and MULBLANK end with the last column.
SINGLE = frozenset((FORMULA, BOOLERR, 0x203, 0x27E, 0x204, 0xFD, 0xD6, 0x201))
MULTIPLE = frozenset((0xBD, 0xBE))
END_OF_CHAIN, MAX_SECTOR = 0xFFFFFFFE, 0xFFFFFFFA


def scan_workbook(path: Path) -> list[Wrong]:
    """One entry per sheet in their order: (row, column) from 0 → what is wrong. Raises Invalid for what must not be opened."""
    try:
        streams = _Container(path.read_bytes())
        names = {name.lower() for name in streams.entries}
        if "encryptedpackage" in names:
            raise _locked()
        if {"_vba_project_cur", "vba", "macros"} & names:
            raise Invalid(_("The workbook contains macros. Save it as .xlsx without macros and import that."))
        book = next((streams.read(name) for name in streams.entries if name.lower() in ("workbook", "book")), None)
        if book is None:
            raise Invalid(_("This is not an Excel workbook. Bring a CSV, TSV, .xlsx or .xls file."))
        return [_scan_sheet(book, offset) for offset in _sheet_offsets(book)]
    except (struct.error, IndexError, KeyError):
        raise damaged() from None


def _locked() -> Invalid:
    return Invalid(_("The workbook is protected by a password. Remove the password and import it again."))


class _Container:
    """The streams of a compound file by name."""

    def __init__(self, data: bytes):
        self.data = data
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise damaged()
        self.size = 1 << shift
        fats, directory, _signature, self.cutoff, mini, _minis, extra, extras = struct.unpack_from(
            "<I I I I I I I I", data, 44
        )
        sectors = list(struct.unpack_from("<109I", data, 76))
        for _turn in range(min(extras, 10_000)):
            block = struct.unpack_from(f"<{self.size // 4}I", data, self._at(extra))
            sectors, extra = sectors + list(block[:-1]), block[-1]
        table = b"".join(data[self._at(s) : self._at(s) + self.size] for s in sectors[:fats] if s <= MAX_SECTOR)
        self.fat = struct.unpack(f"<{len(table) // 4}I", table)
        self.entries: dict[str, tuple[int, int]] = {}
        root = (END_OF_CHAIN, 0)
        listing = self._chain(directory)
        for at in range(0, len(listing) - 127, 128):
            length, kind = struct.unpack_from("<HB", listing, at + 64)
            start, size = struct.unpack_from("<II", listing, at + 116)
            name = listing[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            if kind == 5:
                root = (start, size)
            elif kind in (1, 2):
                self.entries[name] = (start, size)
        self.mini = self._chain(root[0])
        table = self._chain(mini)
        self.mini_fat = struct.unpack(f"<{len(table) // 4}I", table)

    def _at(self, sector: int) -> int:
        return (sector + 1) * self.size

    def _chain(self, sector: int) -> bytes:
        parts, seen = [], 0
        while sector <= MAX_SECTOR:
            parts.append(self.data[self._at(sector) : self._at(sector) + self.size])
            sector, seen = self.fat[sector], seen + 1
            if seen > len(self.fat):
                raise damaged()
        return b"".join(parts)

    def read(self, name: str) -> bytes:
        start, size = self.entries[name]
        if size >= self.cutoff:
            return self._chain(start)[:size]
        parts, seen = [], 0
        while start <= MAX_SECTOR:
            parts.append(self.mini[start * 64 : start * 64 + 64])
            start, seen = self.mini_fat[start], seen + 1
            if seen > len(self.mini_fat):
                raise damaged()
        return b"".join(parts)[:size]


def _sheet_offsets(book: bytes) -> list[int]:
    offsets, at = [], 0
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        if kind == FILEPASS:
            raise _locked()
        if kind == SUPBOOK and struct.unpack_from("<H", book, at + 6)[0] not in (0x0401, 0x3A01):
            raise Invalid(
                _("The workbook has links to other files. Break the links (Data → Edit Links) and import it again.")
            )
        if kind == BOUNDSHEET:
            offsets.append(struct.unpack_from("<I", book, at + 4)[0])
        if kind == EOF:
            break
        at += 4 + length
    return offsets


def _scan_sheet(book: bytes, at: int) -> Wrong:
    wrong: Wrong = {}
    bottom = right = depth = 0
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        body, at = at + 4, at + 4 + length
        if kind == BOF:
            depth += 1
        elif kind == EOF:
            depth -= 1
            if depth <= 0:
                break
        elif kind in SINGLE:
            row, column = struct.unpack_from("<HH", book, body)
            bottom, right = max(bottom, row + 1), max(right, column + 1)
            if kind == BOOLERR and book[body + 7]:
                wrong[row, column] = CellError(ERRORS.get(book[body + 6], "#N/A"))
            elif kind == FORMULA and book[body + 12 : body + 14] == b"\xff\xff" and book[body + 6] == 2:
                wrong[row, column] = CellError(ERRORS.get(book[body + 8], "#N/A"))
        elif kind in MULTIPLE:
            row, column = struct.unpack_from("<H", book, body)[0], struct.unpack_from("<H", book, at - 2)[0]
            bottom, right = max(bottom, row + 1), max(right, column + 1)
    if bottom * right > MAX_CELLS:
        raise too_far(bottom, right)
    return wrong
