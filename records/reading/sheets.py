"""What the sheet of an .xlsx hides from the reader.

The reader holds a sheet as a full rectangle and shows errors and formulas without result as empty cells. So the sheet's XML is looked
through once beforehand, in small pieces, by patterns that run at the speed of the search itself.
"""

import re
import zipfile
from pathlib import Path

from django.utils.translation import gettext as _

from foundation.common.errors import Invalid
from records.reading.cells import FORMULA, CellError
from records.reading.package import BROKEN, CHUNK, damaged

MAX_CELLS = 16_000_000
MAX_WIDTH = 1_024

# The common spelling, which is quick to look for; whatever deviates takes the slow and exact way.
PLAIN_ROW = re.compile(rb' r="[A-Z]+([0-9]+)"')
PLAIN_BEYOND_Z = re.compile(rb' r="([A-Z]{2,})[0-9]')
NAMED_CELL = re.compile(rb"<(?:\w+:)?c\s[^<>]*?\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")
ANY_CELL = re.compile(rb"<(?:\w+:)?c[\s>/]")
ANY_NAME = re.compile(rb"\br\s*=\s*[\"'][A-Za-z&]")
ROW_OR_CELL = re.compile(rb"<(?:\w+:)?(row|c)[\s>/]")
PLAIN_SPECIAL = (b"<f", b'"e"')
SPECIAL = (b"<f", b":f", b'"e"', b"'e'")
WHOLE_CELL = re.compile(rb"<(?:\w+:)?c\s([^<>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
NAME = re.compile(rb"\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")
VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>(.+?)</(?:\w+:)?v>", re.DOTALL)
FORMULA_TAG = re.compile(rb"<(?:\w+:)?f[\s>/]")
IS_ERROR = re.compile(rb"\bt=[\"']e[\"']")
IS_TEXT = re.compile(rb"\bt=[\"']str[\"']")
CELL_END = re.compile(rb"</(?:\w+:)?(?:c|row)>|<(?:\w+:)?row\s[^<>]*/>")
MAX_TAIL = 64 << 20

Wrong = dict[tuple[int, int], CellError]


def scan_sheet(path: Path, part: str) -> Wrong | None:
    """(row, column) from 0 → what is wrong with the cell; None for a sheet without cells.

    Raises Invalid where the sheet reaches too far to be held.
    """
    scan = _Scan()
    try:
        with zipfile.ZipFile(path) as package, package.open(part) as source:
            rest = b""
            while chunk := source.read(CHUNK):
                block = rest + chunk
                # Cells are looked at whole: what follows the last end of a cell waits for the next piece.
                cut = max((match.end() for match in CELL_END.finditer(block, max(0, len(block) - 65536))), default=0)
                scan.look_at(block[:cut])
                rest = block[cut:]
                if len(rest) > MAX_TAIL:
                    raise damaged()
            scan.look_at(rest)
    except BROKEN:
        raise damaged() from None
    return scan.wrong if scan.named is not None else None


class _Scan:
    """The extent so far and the cells that must not be taken for empty."""

    def __init__(self):
        self.wrong: Wrong = {}
        self.bottom = self.right = self.rows = self.run = 0
        self.named: bool | None = None

    def look_at(self, block: bytes) -> None:
        rows = PLAIN_ROW.findall(block)
        plain = len(rows) == block.count(b"<c ") and b"<c>" not in block and b":c" not in block
        if plain:
            self._reach(
                set(rows), {b"Z"} if PLAIN_BEYOND_Z.search(block) is None else set(PLAIN_BEYOND_Z.findall(block))
            )
        else:
            self._look_closely(block)
        if self.right > MAX_WIDTH or self.bottom * self.right > MAX_CELLS:
            raise too_far(self.bottom, self.right)
        if any(sign in block for sign in (PLAIN_SPECIAL if plain else SPECIAL)):
            self._look_at_special(block)

    def _reach(self, rows: set[bytes], columns: set[bytes]) -> None:
        if rows:
            if self.named is False:
                raise damaged()
            self.named = True
            self.bottom = max(self.bottom, max(map(int, rows)))
            self.right = max(self.right, max(map(column_number, columns)))

    def _look_closely(self, block: bytes) -> None:
        cells = NAMED_CELL.findall(block)
        if len(cells) == len(ANY_CELL.findall(block)):
            self._reach({row for _column, row in cells}, {column for column, _row in cells})
        else:
            self._look_at_unnamed(block, len(cells))

    def _look_at_unnamed(self, block: bytes, named: int) -> None:
        """Some programs leave out the cells' names; then cells count from the left. Half and half is not trusted."""
        if named or self.named or ANY_NAME.search(block):
            raise damaged()
        self.named = False
        for token in ROW_OR_CELL.findall(block):
            if token == b"row":
                self.rows, self.run = self.rows + 1, 0
            else:
                self.run += 1
                self.right = max(self.right, self.run)
        self.bottom = max(self.bottom, self.rows)

    def _look_at_special(self, block: bytes) -> None:
        for attributes, body in WHOLE_CELL.findall(block):
            value = VALUE.search(body)
            if IS_ERROR.search(attributes):
                error = CellError(value.group(1).decode("ascii", "replace")[:20] if value else "#N/A")
            elif FORMULA_TAG.search(body) and not value and not IS_TEXT.search(attributes):
                error = CellError(FORMULA)
            else:
                continue
            where = NAME.search(attributes)
            if where is None:
                raise Invalid(
                    _(
                        "The workbook has errors or formulas without results. Open it in Excel, save it and import it again."
                    )
                )
            self.wrong[int(where.group(2)) - 1, column_number(where.group(1)) - 1] = error


def too_far(row: int, column: int) -> Invalid:
    return Invalid(
        _(
            "The sheet reaches to row %(row)d, column %(column)d: too far for a table of records. Delete what stands outside the table."
        )
        % {"row": row, "column": column}
    )


def column_number(letters: bytes) -> int:
    """A → 1, XFD → 16384."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
