"""The whole table, gathered from the files in `access/`, one a room."""

import importlib
import pkgutil

from tests.architecture import access
from tests.architecture.row import Row


def all_rows() -> list[Row]:
    rows: list[Row] = []
    for module in sorted(pkgutil.iter_modules(access.__path__), key=lambda found: found.name):
        rows.extend(importlib.import_module(f"{access.__name__}.{module.name}").ROWS)
    return rows
