"""Blocks of a file into the table of records: added, corrected, unchanged or sent back; each chunk with its position in one transaction."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.db import IntegrityError, transaction
from django.db.models import F

from foundation.common import clock
from foundation.common.crypto import blind_index
from foundation.common.engine import insert_blocks, lock_for_transaction
from foundation.common.errors import Conflict
from foundation.common.files import path_of
from organization.models import Unit
from records.columns import Column, constant, plain
from records.enums import ImportState
from records.fields import is_known
from records.holds import changes_what_is_held, held_among, lock_holds
from records.mapping import Mapping
from records.models import ImportRun, RejectedRow, ServiceRecord
from records.parsing import Parsed, Parser
from records.problems import Problem
from records.reading import OpenTable, Options, Row, open_table
from records.reading.cells import Block, shown
from records.services.correcting import SEALED, Known, by_number, correct_records, known_rows
from records.values import PHONE_INDEX

BLOCK_ROWS = 2_000
CHUNK_BLOCKS = 10


@dataclass
class Counts:
    """What has become of the rows of a chunk. `corrected` and `unchanged` hold the numbers of the rows; all others were added."""

    added: int = 0
    corrected: list[int] = field(default_factory=list)
    unchanged: list[int] = field(default_factory=list)
    rejected: list[Row] = field(default_factory=list)

    @property
    def read(self) -> int:
        return self.added + len(self.corrected) + len(self.unchanged) + len(self.rejected)


def parser_for(run: ImportRun) -> tuple[OpenTable, Parser]:
    """The run's file, opened as it was analysed, and the parser for it. Raises Invalid where the file does not open any more."""
    options = Options(**run.options)
    table = open_table(path_of(run.file), options, is_known)
    units = dict(Unit.objects.values_list("code", "pk"))
    return table, Parser(Mapping.from_json(run.mapping), table.header, units, clock.organization_zone())


class Intake:
    """Rows on their way into the table: those of the run's file, or `blocks` for `parser` that came without one. `store_chunk` is called until it
    returns None."""

    def __init__(self, run: ImportRun, parser: Parser | None = None, blocks: Iterable[Block] = ()):
        self.run = run
        if parser is None:
            table, parser = parser_for(run)
            blocks = table.blocks(BLOCK_ROWS, after=run.position)
        self.parser, self.blocks = parser, iter(blocks)
        # What the file does not tell about is left to the defaults of the table.
        index = ("phone_index",) if "customer_phone" in self.parser.told else ()
        self.names = (*self.parser.told, *index, "source_id", "imported_by_id")
        self._all_new = True

    def store_chunk(self) -> Counts | None:
        """Store the next rows and the position behind them, together or not at all. Raises Conflict where somebody else is at it."""
        chunk: list[Parsed] = []
        coming = islice(self.blocks, CHUNK_BLOCKS)
        with transaction.atomic():
            # A file and a system that deliver the same numbers at once take turns, instead of one of them finding them taken half-way.
            lock_for_transaction(f"records-of-{self.run.source_id}")
            counts = self._store_new(coming, chunk) if self._all_new else None
            if counts is None:
                chunk.extend(map(self.parser.parse, coming))
                counts = self._store_carefully(chunk)
                self._all_new = bool(chunk) and counts.added == sum(parsed.count for parsed in chunk)
            if not chunk:
                return None
            self._store_rejected(counts.rejected)
            self._move_on(chunk[-1].last, counts)
        return counts

    def _store_new(self, coming: Iterator[Block], chunk: list[Parsed]) -> Counts | None:
        """Straight into the table, parsing while the database stores. None where a number is already there: nothing was stored then."""

        def blocks() -> Iterator[list[Column]]:
            for block in coming:
                chunk.append(self.parser.parse(block))
                if chunk[-1].count:
                    yield self._stored_columns(chunk[-1])

        try:
            with transaction.atomic():
                insert_blocks(ServiceRecord, self.names, blocks())
        except IntegrityError:
            return None
        return Counts(
            added=sum(parsed.count for parsed in chunk), rejected=[row for parsed in chunk for row in parsed.rejected]
        )

    def _stored_columns(self, parsed: Parsed) -> list[Column]:
        """In the order of `names`, as they are stored: encrypted where they must be."""
        columns = [sealed(name, column) if name in SEALED else column for name, column in parsed.columns.items()]
        if "phone_index" in self.names:
            columns.append(indexed(parsed.columns["customer_phone"]))
        return [*columns, constant(self.run.source_id, parsed.count), constant(self.run.pk, parsed.count)]

    def _store_carefully(self, chunk: list[Parsed]) -> Counts:
        """Look first what is there: the same row changes nothing, a later file corrects what nobody holds, one file must not contradict itself."""
        counts = Counts(rejected=[row for parsed in chunk for row in parsed.rejected])
        numbers = {number for parsed in chunk for number in parsed.columns["number"].values}
        there = known_rows(self.run.source_id, numbers, self.parser.told)
        chunk = _without_known(chunk, there, counts)
        known = by_number(there) if chunk else {}
        new: list[list[Column]] = []
        corrections: dict[int, tuple] = {}
        asked: dict[int, Row] = {}
        numbers: dict[int, int] = {}
        for parsed in chunk:
            keep = []
            for place, row in enumerate(parsed.rows()):
                before = known.get(row[0])
                if before is None:
                    keep.append(place)
                    known[row[0]] = Known(0, self.run.pk, row)
                elif before.values == row:
                    counts.unchanged.append(parsed.numbers[place])
                elif before.imported_by == self.run.pk:
                    counts.rejected.append(
                        Row(parsed.numbers[place], parsed.cells[place], Problem("twice", {"value": row[0]}))
                    )
                else:
                    corrections[before.pk] = row
                    numbers[before.pk] = parsed.numbers[place]
                    if changes_what_is_held(self.parser.told, before.values, row):
                        asked[before.pk] = Row(
                            parsed.numbers[place], parsed.cells[place], Problem("held", {"value": row[0]})
                        )
                    known[row[0]] = Known(before.pk, self.run.pk, row)
            counts.added += len(keep)
            if len(keep) == parsed.count:
                new.append(self._stored_columns(parsed))
            elif keep:
                new.append([column.kept(keep) for column in self._stored_columns(parsed)])
        if counts.added:
            insert_blocks(ServiceRecord, self.names, [columns for columns in new if columns[0].values])
        for key in self._held(asked):
            del corrections[key], numbers[key]
            counts.rejected.append(asked[key])
        correct_records(run=self.run, rows=corrections, told=self.parser.told)
        counts.corrected = list(numbers.values())
        return counts

    def _held(self, asked: dict[int, Row]) -> set[int]:
        """Those of the records whose rows must be sent back. Nobody begins to hold one before this transaction has ended."""
        if not asked:
            return set()
        lock_holds()
        return held_among(self.run.source, {key: row.problem.params["value"] for key, row in asked.items()})

    def _store_rejected(self, rows: list[Row]) -> None:
        if rows:
            content = RejectedRow._meta.get_field("content")
            contents = [
                content.get_prep_value(
                    json.dumps(
                        {"params": row.problem.params, "values": [shown(cell) for cell in row.cells]},
                        ensure_ascii=False,
                    )
                )
                for row in rows
            ]
            numbers, reasons = [row.number for row in rows], [row.problem.code for row in rows]
            names = [row.problem.params.get("column", "") for row in rows]
            values = [row.problem.value for row in rows]
            columns = [
                constant(self.run.pk, len(rows)),
                Column(numbers, None),
                plain(reasons),
                Column(names, None),
                Column(values, None),
                plain(contents),
            ]
            insert_blocks(RejectedRow, ("run_id", "row_number", "reason", "column", "value", "content"), [columns])

    def _move_on(self, position: int, counts: Counts) -> None:
        """Only from the position where we began: whoever else has moved it in the meantime has stored these rows."""
        here = ImportRun.objects.filter(pk=self.run.pk, state=ImportState.RUNNING, position=self.run.position)
        moved = here.update(
            position=position,
            rows_read=F("rows_read") + counts.read,
            rows_added=F("rows_added") + counts.added,
            rows_corrected=F("rows_corrected") + len(counts.corrected),
            rows_unchanged=F("rows_unchanged") + len(counts.unchanged),
            rows_rejected=F("rows_rejected") + len(counts.rejected),
        )
        if not moved:
            raise Conflict()
        self.run.position = position
        self.run.rows_read += counts.read


def _without_known(chunk: list[Parsed], there: list[tuple], counts: Counts) -> list[Parsed]:
    """The blocks in which any row differs from what is there; the rows of the others are counted as unchanged."""
    same = {row[:-2] for row in there}
    left = []
    for parsed in chunk:
        if same and same.issuperset(parsed.rows()):
            counts.unchanged.extend(parsed.numbers)
        else:
            left.append(parsed)
    return left


def sealed(name: str, column: Column) -> Column:
    """Each text as its encrypted envelope."""
    prepared = ServiceRecord._meta.get_field(name).get_prep_value
    envelopes = [prepared(text) if text else "" for text in column.values]
    return plain(envelopes)


def indexed(column: Column) -> Column:
    """The blind index by which a customer's number can be found."""
    digests = [blind_index(text, purpose=PHONE_INDEX) if text else "" for text in column.values]
    return plain(digests)
