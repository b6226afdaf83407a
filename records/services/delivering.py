"""Rows that another system delivers in one call: stored by the way that files take, with the same checks, all in one transaction.

What a row does not name stays as it is; `null` and an empty text say that nothing is known. Each row gets its answer, and a row that is refused
keeps no other from being stored. The same rows again change nothing.
"""

import json
from collections.abc import Mapping as Named, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.db import transaction

from foundation.audit.services import record_event
from foundation.common import clock
from organization.models import Unit
from records.analysis import Analysis
from records.enums import ImportState
from records.fields import FIELDS
from records.mapping import Mapping
from records.models import ImportRun, Source
from records.parsing import Parser
from records.problems import Problem
from records.reading.cells import Block, Cell, Row
from records.services.held import tell_of_held_rows
from records.services.opening import remembered_mapping
from records.services.running import close_run
from records.services.storing import Intake

MOST_ROWS = 1_000
# Name in a delivery → field of an import. An instant stands in one text, so there is no time of day of its own.
NAMES = {"occurred_at" if field.code == "date" else field.code: field.code for field in FIELDS if field.code != "time"}
ALWAYS = tuple(name for name, code in NAMES.items() if code in ("number", "date"))
STORED, UNCHANGED, CORRECTED, REFUSED = "stored", "unchanged", "corrected", "refused"


class System(Protocol):
    """Whoever delivers: a connected system, by the code that names it in the trail."""

    public_id: UUID
    code: str


@dataclass(frozen=True)
class Answer:
    """What became of one row: STORED, UNCHANGED, CORRECTED, or REFUSED with the problem."""

    number: str
    result: str
    problem: Problem | None = None

    @property
    def field(self) -> str:
        return self.problem.params.get("column", "") if self.problem else ""


@transaction.atomic
def deliver_records(*, source: Source, rows: Sequence, system: System) -> list[Answer]:
    """Store up to `MOST_ROWS` rows, each an object {name of `NAMES`: text, number, true, false or null}; one answer a row, in their order.

    Whether the system may write for the source is asked before (`connections.rules`). Nothing is kept of a call that changes nothing.
    """
    run = ImportRun.objects.create(
        source=source, delivered_by=system.code, state=ImportState.RUNNING, rows_total=len(rows),
        analysis=json.dumps(Analysis(header=list(NAMES), header_row=0, estimate=len(rows)).to_json()),
    )  # fmt: skip
    answers = [Answer(_number_of(row), STORED) for row in rows]
    for told, block in _blocks(rows).items():
        counts = Intake(run, _parser(source, told), [block]).store_chunk()
        for place in counts.corrected:
            answers[place - 1] = Answer(answers[place - 1].number, CORRECTED)
        for place in counts.unchanged:
            answers[place - 1] = Answer(answers[place - 1].number, UNCHANGED)
        for row in counts.rejected:
            answers[row.number - 1] = Answer(answers[row.number - 1].number, REFUSED, row.problem)
    if all(answer.result == UNCHANGED for answer in answers):
        run.delete()
        return answers
    counted = close_run(run)
    tell_of_held_rows(run)
    record_event(actor=system, action="records.delivery.finish", target=run, after=counted)
    return answers


def _blocks(rows: Sequence) -> dict[tuple[str, ...], Block]:
    """The rows by what they tell about: {fields: rows}. What is no row of a record at all comes with the first."""
    found: dict[tuple[str, ...], Block] = {}
    # Rows of one system name the same fields in the same order: what that tells is found once.
    blocks: dict[tuple[str, ...], Block] = {}
    bad: list[Row] = []
    for number, row in enumerate(rows, 1):
        if problem := _problem_of(row):
            bad.append(Row(number, _cells(row) if isinstance(row, Named) else [], problem))
            continue
        names = tuple(row)
        if (block := blocks.get(names)) is None:
            told = tuple(name for name in NAMES if name in row or name in ALWAYS)
            block = blocks[names] = found.setdefault(told, Block([], [], [], is_text=False))
        block.numbers.append(number)
        block.cells.append(list(map(row.get, NAMES)))
    if bad:
        first = next(iter(found), ALWAYS)
        found.setdefault(first, Block([], [], [], is_text=False)).problems.extend(bad)
    return found


def _problem_of(row) -> Problem | None:
    """What cannot be given to the parser of files: no object, a name that is none, a list in a field, half of a surrogate pair."""
    if not isinstance(row, Named):
        return Problem("not_object")
    for name, value in row.items():
        if name not in NAMES:
            return Problem("unknown_field", {"column": _storable(name)[:60]})
        if isinstance(value, list | dict):
            return Problem("not_text", {"column": name, "value": _storable(json.dumps(value, ensure_ascii=False))[:60]})
        if isinstance(value, str) and not (value.isascii() and "\0" not in value) and value != _storable(value):
            return Problem("control", {"column": name})
    return None


def _cells(row: Named) -> list[Cell]:
    """Of a row that is refused: in a form that can be kept, whatever stands in it."""
    cells = [row.get(name) for name in NAMES]
    return [
        _storable(cell if isinstance(cell, str) else json.dumps(cell)) if isinstance(cell, str | list | dict) else cell
        for cell in cells
    ]


def _storable(text: str) -> str:
    return text.encode("utf-8", "replace").decode().replace("\0", "?")


def _number_of(row) -> str:
    number = row.get("number") if isinstance(row, Named) else None
    return (
        _storable(str(number)).strip()[:64]
        if isinstance(number, str | int | float) and not isinstance(number, bool)
        else ""
    )


def _parser(source: Source, told: Sequence[str]) -> Parser:
    """Names are fields already. A unit is told by its code, or in the source's own words where an import has said what they mean."""
    units = dict(Unit.objects.values_list("code", "pk"))
    remembered = remembered_mapping(source)
    values = dict(remembered.values) if remembered else {}
    values["unit"] = {**values.get("unit", {}), **{code: code for code in units}}
    mapping = Mapping(columns={NAMES[name]: name for name in told}, values=values)
    return Parser(mapping, list(NAMES), units, clock.organization_zone())
