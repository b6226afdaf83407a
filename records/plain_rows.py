"""A small table as rows of text, for rooms below that have no business with the import of records (`common.tables`)."""

from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

from records.reading import open_table
from records.reading.cells import Cell, shown


def plain_rows(path: Path) -> Iterator[list[str]]:
    """The column names, then each row that is not blank; dates as 2027-02-05. Raises Invalid for a file that cannot be read safely."""
    table = open_table(path)
    yield list(table.header)
    for row in table.rows():
        yield [_text(cell) for cell in row.cells]


def _text(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    return cell.isoformat() if isinstance(cell, date) else shown(cell)
