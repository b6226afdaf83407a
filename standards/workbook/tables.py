"""A sheet's cells as rows of values: columns are found by their names, wherever they stand."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from standards.workbook import lists, shape
from standards.workbook.cells import Misfit, read_cell
from standards.workbook.lists import normal
from standards.workbook.opening import Seen, SheetCells
from standards.workbook.shape import Column, Kind, Sheet

SEARCHED_ROWS = 20


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, and where. `cell` is empty where the whole sheet is meant."""

    sheet: str
    cell: str
    sentence: str

    @property
    def place(self) -> str:
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}"


@dataclass
class Row:
    """Values by the names of their columns, and the places of their cells. `is_spoiled`: a cell of it could not be read."""

    values: dict
    places: dict[str, str]
    is_spoiled: bool = False


@dataclass
class Table:
    title: str
    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    is_whole: bool = True

    def fault(self, cell: str, sentence: str) -> None:
        self.faults.append(Fault(self.title, cell, sentence))


def read_table(sheet: Sheet, cells: SheetCells | None) -> Table:
    """All rows of a sheet. `is_whole` is False where the sheet or one of its columns is missing."""
    if cells is None:
        table = Table(str(sheet.title), is_whole=False)
        table.fault("", _("The sheet is missing or hidden."))
        return table
    table = Table(cells.title)
    wanted = [column for column in sheet.columns if column.kind != Kind.SHOWN]
    header, columns = _find_header(sheet, cells)
    if not header:
        table.is_whole = False
        table.fault("", _("There is no row with the names of the columns."))
        return table
    for name, seen in columns.items():
        if len(seen) > 1 and name:
            table.is_whole = False
            table.fault(seen[1].place, _("The column “%(column)s” is there twice.") % {"column": seen[1].value})
    for column in wanted:
        if column.name not in columns and not column.later:
            table.is_whole = False
            table.fault("", _("The column “%(column)s” is missing.") % {"column": column.title})
    if cells.too_far:
        table.fault(
            cells.too_far,
            _("Only the first %(row)d rows are read. Nothing may stand below them.") % {"row": shape.LAST_ROW},
        )
    if table.is_whole:
        letters = {column: _letter(columns[column.name][0]) for column in wanted if column.name in columns}
        meanings = {
            column.choices: lists.meanings(column.choices) for column in wanted if column.choices in lists.NAMES
        }
        table.rows = list(_rows(table, cells, header, letters, meanings))
    table.unread = [str(seen.value).strip() for seen in columns.get("", []) if not seen.is_blank]
    return table


def _find_header(sheet: Sheet, cells: SheetCells) -> tuple[int, dict[str, list[Seen]]]:
    """The number of the row that names most columns, 0 where none names two, and {column's name, or "": cells of that row}."""
    known = {title: column.name for column in sheet.columns for title in shape.titles(column.title)}
    best: tuple[int, dict[str, list[Seen]]] = (0, {})
    most = 1
    for number, row in cells.rows[:SEARCHED_ROWS]:
        named: dict[str, list[Seen]] = {}
        for cell in row:
            named.setdefault(known.get(normal(str(cell.value)), "") if isinstance(cell.value, str) else "", []).append(
                cell
            )
        if len(named.keys() - {""}) > most:
            most, best = len(named.keys() - {""}), (number, named)
    return best


def _rows(table: Table, cells: SheetCells, header: int, letters: dict[Column, str], meanings: dict) -> Iterator[Row]:
    for number, row in cells.rows:
        if number <= header:
            continue
        by_letter = {_letter(cell): cell for cell in row}
        found = {column: by_letter.get(letter) for column, letter in letters.items()}
        if all(cell is None or cell.is_blank for cell in found.values()):
            continue
        made = Row({}, {column.name: f"{letter}{number}" for column, letter in letters.items()})
        for column, cell in found.items():
            made.values[column.name] = column.empty
            try:
                made.values[column.name] = read_cell(column, cell, meanings.get(column.choices, {}))
            except Misfit as misfit:
                made.is_spoiled = True
                table.fault(made.places[column.name], str(misfit))
        yield made


def _letter(cell: Seen) -> str:
    return cell.place.rstrip("0123456789")


def read_settings(cells: SheetCells) -> tuple[Table, Row]:
    """The sheet of settings: each value stands right of its name."""
    known = {title: column for column in shape.SETTINGS.columns for title in shape.titles(column.title)}
    table, row = Table(cells.title), Row({}, {})
    for _number, seen in cells.rows:
        for place, cell in enumerate(seen):
            column = known.get(normal(cell.value)) if isinstance(cell.value, str) else None
            if column is None or column.name in row.places:
                continue
            value = seen[place + 1] if place + 1 < len(seen) else None
            row.places[column.name] = value.place if value else cell.place
            row.values[column.name] = column.empty
            try:
                meanings = lists.meanings(column.choices) if column.choices else {}
                row.values[column.name] = read_cell(column, value, meanings)
            except Misfit as misfit:
                row.is_spoiled = True
                table.fault(row.places[column.name], str(misfit))
            break
    for column in shape.SETTINGS.columns:
        if column.name not in row.places:
            table.is_whole = False
            table.fault("", _("The setting “%(name)s” is missing.") % {"name": column.title})
    return table, row
