"""Finding the row with the column names when titles, notes or blank lines stand above it."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from foundation.common.errors import Invalid
from records.reading.cells import Cell, Row, is_blank

SEARCHED_ROWS = 60
MAX_COLUMNS = 256
NUMBER_LIKE = frozenset("0123456789.,:-/ %+")


def find_header(rows: list[Row], known: Callable[[str], bool]) -> Row:
    """The header among the first rows.

    Names that we know decide. Otherwise it is the first row that has nearly as many words as any other (a title line has one, a data row
    rarely more than the header) and something below it. Raises Invalid where no row has a word in it.
    """
    filled = [row for row in rows if not row.problem and any(not is_blank(cell) for cell in row.cells)]
    words = [sum(_is_name(cell) for cell in row.cells) for row in filled]
    if not filled or not max(words):
        raise Invalid(_("No row with column names was found."))
    familiar = [sum(_is_name(cell) and known(cell) for cell in row.cells) for row in filled]
    if max(familiar) >= 2:
        return filled[familiar.index(max(familiar))]
    followed = words[:-1] or words
    wanted = max(min(max(followed), 2), 0.6 * max(followed))
    return next(row for row, count in zip(filled, words, strict=True) if count >= wanted)


def column_names(cells: Iterable[Cell]) -> list[str]:
    """One distinct name a column: `#3` for a column without one, `Name (2)` for the second of a name. Trailing blanks are dropped."""
    raw = [" ".join(str(cell).split()) if not is_blank(cell) else "" for cell in cells]
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
