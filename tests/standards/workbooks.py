"""Workbooks as people bring them: what was downloaded, opened, changed and saved."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from django.utils.translation import override
from openpyxl import Workbook, load_workbook

from standards.content import StandardContent
from standards.presets import PRESETS
from standards.workbook import Reading, read_workbook, write_workbook

FOUR = PRESETS["four-dimensions"]
UNITS = {"east": "EAST", "west": "WEST", "东城支行": "EAST"}


def written(content: StandardContent = FOUR, language: str = "en") -> bytes:
    with override(language):
        return write_workbook(content)


def opened(data: bytes) -> Workbook:
    return load_workbook(BytesIO(data))


def saved(book: Workbook) -> bytes:
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def changed(change: Callable[[Workbook], object], content: StandardContent = FOUR, language: str = "en") -> bytes:
    """The content's workbook after `change` was made by hand."""
    book = opened(written(content, language))
    change(book)
    return saved(book)


def with_cells(cells: dict[str, object], content: StandardContent = FOUR, language: str = "en") -> bytes:
    """The same with single cells overwritten: {"Indicators!F7": value}."""

    def change(book: Workbook) -> None:
        for place, value in cells.items():
            sheet, _mark, cell = place.partition("!")
            book[sheet][cell] = value

    return changed(change, content, language)


def read(data: bytes, folder: Path) -> Reading:
    path = folder / "workbook.xlsx"
    path.write_bytes(data)
    return read_workbook(path, units=UNITS)


def faults(data: bytes, folder: Path) -> list[str]:
    return [str(fault) for fault in read(data, folder).faults]
