"""Finding the row with the column names when titles, notes or blank lines stand above it."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from foundation.common.errors import Invalid
from records.reading.cells import Cell, Row, is_blank, shown

SEARCHED_ROWS = 60
MAX_COLUMNS = 256
NUMBER_LIKE = frozenset("0123456789.,:-/ %+")


def find_header(rows: list[Row], known: Callable[[str], bool]) -> Row:
    """The header among the first rows.

    Names that we know decide. Otherwise it is the first row with a word in it that is nearly as full as any other: titles and notes fill a
    cell or two. Raises Invalid where no row has a word in it.
    """
    filled = [row for row in rows if not row.problem and any(not is_blank(cell) for cell in row.cells)]
    named = [row for row in filled if any(map(_is_name, row.cells))]
    if not named:
        raise Invalid(_("No row with column names was found."))
    familiar = [sum(_is_name(cell) and known(cell) for cell in row.cells) for row in named]
    if max(familiar) >= 2:
        return named[familiar.index(max(familiar))]
    wanted = 0.6 * max(map(_fill, filled))
    return next((row for row in named if _fill(row) >= wanted), named[0])


def _fill(row: Row) -> int:
    return sum(not is_blank(cell) for cell in row.cells)


def column_names(cells: Iterable[Cell]) -> list[str]:
    """One distinct name a column: `#3` for a column without one, `Name (2)` for the second of a name. Trailing blanks are dropped."""
    raw = [" ".join(shown(cell).split()) if not is_blank(cell) else "" for cell in cells]
    while raw and not raw[-1]:
        raw.pop()
    if len(raw) > MAX_COLUMNS:
        raise Invalid(_("The table has more than %(limit)d columns.") % {"limit": MAX_COLUMNS})
    names: list[str] = []
    for position, name in enumerate(raw, 1):
        name = name[:100] or f"#{position}"
        copy, wanted = 2, name
        while wanted in names:
            wanted, copy = f"{name} ({copy})", copy + 1
        names.append(wanted)
    return names


def _is_name(cell: Cell) -> bool:
    return isinstance(cell, str) and not is_blank(cell) and not set(cell) <= NUMBER_LIKE
