"""Rows of an uploaded table. The room that reads tables safely enters itself; the rooms below it ask here."""

from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path

from foundation.common.registries import Registry

# function(path) -> rows of cells as text, the column names first. Raises Invalid with a sentence for what cannot be read safely.
readers: Registry[Callable[[Path], Iterable[list[str]]]] = Registry("readers of tables")


def can_read_tables() -> bool:
    return next(iter(readers), None) is not None


def rows_of(path: Path, most: int | None = None) -> list[list[str]]:
    """Every row of a CSV, TSV, xlsx or xls file, or no more than the first `most`: a small file may unpack to millions.

    Raises Invalid, LookupError where no room reads tables."""
    reader = next(iter(readers), None)
    if reader is None:
        raise LookupError("no room has entered a reader of tables")
    return [list(row) for row in islice(reader(path), most)]
