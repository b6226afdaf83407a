"""Reading a workbook with all checks, against the library that unpacks it.

The workbook has the ten columns of `bench_import`, numbers as numbers and dates as dates. The floor is the library alone, every cell of the sheet
as a Python value. Ours is what an import does before the database: the package looked through for what the reader hides, the header found, every
row parsed and checked. Goal: ≤ 2.
"""

import csv
import statistics
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

from benchmarks.bench_import import Clock, Memory, write_file
from benchmarks.figure import Figure
from foundation.common import clock as portal
from records.analysis import analyse
from records.fields import is_known
from records.mapping import propose, without_idle_unit
from records.parsing import Parser
from records.reading import fewer_collections, open_table
from records.services.storing import BLOCK_ROWS

ROWS, ROUNDS, MOST_MEGABYTES = 100_000, 3, 100
NUMBERS, DAY = (7, 9), 2


def write_workbook(path: Path, rows: int, seed: int) -> None:
    text = path.with_suffix(".csv")
    write_file(text, rows, seed)
    with text.open(newline="") as source, xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        for number, row in enumerate(csv.reader(source)):
            for column, cell in enumerate(row):
                if number and column in NUMBERS and cell:
                    sheet.write_number(number, column, int(cell))
                elif number and column == DAY:
                    sheet.write_datetime(number, column, date.fromisoformat(cell), day)
                else:
                    sheet.write_string(number, column, cell)


def unpacked(path: Path) -> int:
    """The library alone: how many rows."""
    return sum(1 for _row in CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).iter_rows()) - 1


def checked(path: Path) -> int:
    """As an import reads it: how many rows are good."""
    with fewer_collections():
        table = open_table(path, known=is_known)
        parser = Parser(
            without_idle_unit(propose(analyse(table), None, {})), table.header, {}, portal.organization_zone()
        )
        good = 0
        for block in table.blocks(BLOCK_ROWS):
            parsed = parser.parse(block)
            good += len(list(parsed.rows()))
        return good


def timed(read: Callable[[Path], int], path: Path, rows: int) -> Clock:
    with Clock() as clock:
        found = read(path)
    if found != rows:
        raise SystemExit(f"{found} of {rows} rows were read.")
    return clock


def measure(rows: int = ROWS) -> list[Figure]:
    ours, floors, peaks = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "calls.xlsx"
        write_workbook(path, rows, seed=1)
        for _round in range(ROUNDS):
            floors.append(timed(unpacked, path, rows))
            with Memory() as memory:
                ours.append(timed(checked, path, rows))
            peaks.append(memory.peak - memory.start)
    seconds = statistics.median(clock.wall for clock in ours)
    ratio = statistics.median(one.cpu / other.cpu for one, other in zip(ours, floors, strict=True))
    floor = f"calamine ({statistics.median(clock.wall for clock in floors):.2f} s)"
    return [
        Figure(f"Excel read of {rows:,} × 10, checked", f"{seconds:.2f} s", ratio, 2, floor=floor),
        Figure("memory of reading it", f"{max(peaks):.0f} MB", max(peaks), MOST_MEGABYTES, floor="MB"),
    ]
