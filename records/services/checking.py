"""A trial run: what an import would do, without doing it."""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Sequence
from time import monotonic

from django.db import transaction
from django.utils import translation

from foundation.common.errors import Conflict, Invalid
from foundation.jobs.services import enqueue
from records.enums import ImportState
from records.holds import changes_what_is_held, held_among
from records.mapping import Mapping
from records.models import ImportRun
from records.parsing import Parsed, Parser
from records.problems import Problem
from records.reading import Row, fewer_collections
from records.services.correcting import by_number, known_rows
from records.services.opening import Actor, analysis_of, may_change
from records.services.running import language_of
from records.services.storing import BLOCK_ROWS, parser_for
from records.validators import validate_mapping

JOB = "records.import.check"
SHOWN_REASONS = 12
SHOWN_EXAMPLES = 3
# Somebody waits for it, and a worker ends what takes longer than its soft time limit.
SECONDS = 120


class _Outdated(Exception):
    """Nobody waits for this trial run any more: the columns were assigned anew, or the file was put aside."""


@transaction.atomic
def request_check(*, run: ImportRun, actor: Actor) -> ImportRun:
    """Queue a trial run of the columns as they are assigned now. Raises Invalid where a question is open."""
    may_change(actor, run)
    if run.state != ImportState.MAPPING:
        raise Conflict()
    validate_mapping(Mapping.from_json(run.mapping), analysis_of(run))
    job = enqueue(
        kind=JOB,
        key=f"{JOB}:{run.public_id}:{run.version}",
        args={"run": run.pk, "version": run.version},
        owner=run.started_by,
    )
    ImportRun.objects.filter(pk=run.pk).update(job=job)
    run.job = job
    return run


def check_import(
    run: ImportRun, *, progress: Callable[[int, int], None] | None = None, seconds: float | None = None
) -> dict:
    """Read the whole file and count: {read, added, corrected, unchanged, rejected, reasons: [{code, params, count, rows}], is_partial}.

    Nothing is written. `reasons` come by frequency, with the numbers of the first rows of each. `is_partial`: the `seconds` were used up before
    the end, and the counts are those of the rows up to there.
    """
    table, parser = parser_for(run)
    seen, counts, reasons = _Seen(), Counter(), _Reasons()
    until = None if seconds is None else monotonic() + seconds
    is_partial, blocks = False, iter(table.blocks(BLOCK_ROWS))
    for block in blocks:
        parsed = parser.parse(block)
        reasons.add(parsed.rejected)
        counts["rejected"] += len(parsed.rejected)
        _count(run, parser, parsed, seen, counts, reasons)
        if progress:
            progress(counts.total(), max(run.rows_total, counts.total()))
        if until is not None and monotonic() > until:
            is_partial = next(blocks, None) is not None
            break
    names = ("added", "corrected", "unchanged", "rejected")
    found = {"read": counts.total(), **{name: counts[name] for name in names}}
    return {**found, "reasons": reasons.as_json(), "is_partial": is_partial}


def _count(run: ImportRun, parser: Parser, parsed: Parsed, seen: "_Seen", counts: Counter, reasons: "_Reasons") -> None:
    known = by_number(known_rows(run.source_id, parsed.columns["number"].values, parser.told) if parsed.count else ())
    rows = list(parsed.rows())
    if seen.has_none(parsed.columns["number"].values):
        # A block that is all new, or all there as it comes, is counted at once.
        if not known:
            seen.remember_all(rows)
            counts["added"] += len(rows)
            return
        if all((before := known.get(row[0])) is not None and before.values == row for row in rows):
            counts["unchanged"] += len(rows)
            return
    asked: dict[int, Row] = {}
    for place, row in enumerate(rows):
        before = known.get(row[0])
        if before is not None and before.values == row and row[0] not in seen:
            counts["unchanged"] += 1
            continue
        earlier = seen.remember(row[0], hash(row))
        if earlier is None:
            counts["added" if before is None else "corrected"] += 1
            if before is not None and changes_what_is_held(parser.told, before.values, row):
                asked[before.pk] = Row(parsed.numbers[place], parsed.cells[place], Problem("held", {"value": row[0]}))
        elif earlier == hash(row):
            counts["unchanged"] += 1
        else:
            counts["rejected"] += 1
            reasons.add([Row(parsed.numbers[place], parsed.cells[place], Problem("twice", {"value": row[0]}))])
    if not asked:
        return
    held = held_among(run.source, {key: row.problem.params["value"] for key, row in asked.items()})
    counts["corrected"] -= len(held)
    counts["rejected"] += len(held)
    reasons.add([asked[key] for key in held])


class _Seen:
    """Numbers of this file and the hashes of their rows, in a private file of the database library: memory stays small whatever the file."""

    def __init__(self):
        self._store = sqlite3.connect("", isolation_level=None)
        self._store.execute("CREATE TABLE seen (number TEXT PRIMARY KEY, hash INTEGER) WITHOUT ROWID")
        self._store.execute("BEGIN")  # and never an end: nobody else reads it

    def __contains__(self, number: str) -> bool:
        return self._store.execute("SELECT 1 FROM seen WHERE number = ?", [number]).fetchone() is not None

    def has_none(self, numbers: Sequence[str]) -> bool:
        """Whether none of the numbers was seen before and none comes twice."""
        if len(set(numbers)) < len(numbers):
            return False
        among = "SELECT EXISTS (SELECT 1 FROM seen WHERE number IN (SELECT value FROM json_each(?)))"
        return not self._store.execute(among, [json.dumps(numbers)]).fetchone()[0]

    def remember_all(self, rows: list[tuple]) -> None:
        """Rows that begin with their numbers, of which none was seen before."""
        self._store.executemany("INSERT INTO seen VALUES (?, ?)", ((row[0], hash(row)) for row in rows))

    def remember(self, number: str, row: int) -> int | None:
        """The hash under which the number was seen before, or None for the first time."""
        try:
            self._store.execute("INSERT INTO seen VALUES (?, ?)", [number, row])
        except sqlite3.IntegrityError:
            return self._store.execute("SELECT hash FROM seen WHERE number = ?", [number]).fetchone()[0]
        return None


class _Reasons:
    """Rejections by reason; values of single cells are left out where they differ too much to be counted."""

    def __init__(self):
        self._counts: Counter = Counter()
        self._examples: dict[tuple, list[int]] = {}
        self._params: dict[tuple, dict] = {}

    def add(self, rows: list[Row]) -> None:
        for row in rows:
            kind = (row.problem.code, row.problem.params.get("column", ""), row.problem.value)
            self._counts[kind] += 1
            self._params.setdefault(kind, row.problem.params)
            if len(examples := self._examples.setdefault(kind, [])) < SHOWN_EXAMPLES:
                examples.append(row.number)

    def as_json(self) -> list[dict]:
        return [
            {"code": kind[0], "params": self._params[kind], "count": count, "rows": self._examples[kind]}
            for kind, count in self._counts.most_common(SHOWN_REASONS)
        ]


def keep_check(run_pk: int, version: int, progress: Callable[[int, int], None]) -> None:
    """Check and keep the result with the run. Given up as soon as the columns are assigned anew, so that the next one need not wait for it."""
    run = ImportRun.objects.select_related("file", "source", "started_by__user").get(pk=run_pk)
    if run.state != ImportState.MAPPING or run.version != version:
        return
    asked_for = ImportRun.objects.filter(pk=run_pk, version=version, state=ImportState.MAPPING)

    def go_on(done: int, total: int) -> None:
        progress(done, total)
        if not asked_for.exists():
            raise _Outdated

    with translation.override(language_of(run)):
        try:
            with fewer_collections():
                result = check_import(run, progress=go_on, seconds=SECONDS)
        except _Outdated:
            return
        except Invalid as error:
            result = {"error": " ".join(error.messages)[:300]}
    asked_for.update(check_result=result)
