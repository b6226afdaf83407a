"""Blocks of a file into the table of records: added, corrected, unchanged or sent back; each chunk with its position in one transaction."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F

from foundation.common import clock
from foundation.common.crypto import blind_index
from foundation.common.engine import bulk_text, insert_blocks, rows_with_keys
from foundation.common.errors import Conflict
from foundation.common.files import path_of
from organization.models import Unit
from records.columns import Column, constant
from records.enums import ImportState
from records.fields import is_known
from records.mapping import Mapping
from records.models import ImportRun, RejectedRow, ServiceRecord
from records.parsing import COLUMNS, Parsed, Parser
from records.problems import BadValue
from records.reading import OpenTable, Options, Row, open_table
from records.reading.cells import Block, shown
from records.services.correcting import correct_records

BLOCK_ROWS = 2_000
CHUNK_BLOCKS = 10
ALWAYS = tuple(name for name in COLUMNS if name not in ("customer_name", "customer_phone", "transcript"))
SEALED = ("customer_name", "customer_phone")


@dataclass
class Counts:
    added: int = 0
    corrected: int = 0
    unchanged: int = 0
    rejected: list[Row] = field(default_factory=list)

    @property
    def read(self) -> int:
        return self.added + self.corrected + self.unchanged + len(self.rejected)


def digest_key() -> bytes:
    """The first key of the installation, not the current one: the digest of an unchanged row must stay the same when keys rotate."""
    return settings.KEYRING.derive("records.row-digest", next(iter(settings.KEYRING.keys)))


def parser_for(run: ImportRun) -> tuple[OpenTable, Parser]:
    """The run's file, opened as it was analysed, and the parser for it. Raises Invalid where the file does not open any more."""
    options = Options(**run.options)
    table = open_table(path_of(run.file), options, is_known)
    units = dict(Unit.objects.values_list("code", "pk"))
    return table, Parser(Mapping.from_json(run.mapping), table.header, units, clock.organization_zone(), digest_key())


class Intake:
    """One run of one file. `store_chunk` is called until it returns False."""

    def __init__(self, run: ImportRun):
        self.run = run
        self.table, self.parser = parser_for(run)
        self.blocks: Iterator[Block] = self.table.blocks(BLOCK_ROWS, after=run.position)
        told = self.parser.told
        self.columns = tuple(name for name in COLUMNS if name in ALWAYS or name in told)
        self.names = (*self.columns, *(("phone_index",) if "customer_phone" in told else ()), "row_digest", "source_id", "imported_by_id")
        self._all_new = True

    def store_chunk(self) -> bool:
        """Store the next rows and the position behind them, together or not at all. Raises Conflict where somebody else is at it."""
        chunk: list[Parsed] = []
        coming = islice(self.blocks, CHUNK_BLOCKS)
        with transaction.atomic():
            counts = self._store_new(coming, chunk) if self._all_new else None
            if counts is None:
                chunk.extend(map(self.parser.parse, coming))
                counts = self._store_carefully(chunk)
                self._all_new = bool(chunk) and counts.added == sum(parsed.count for parsed in chunk)
            if not chunk:
                return False
            self._store_rejected(counts.rejected)
            self._move_on(chunk[-1].last, counts)
        return True

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
        return Counts(added=sum(parsed.count for parsed in chunk), rejected=[row for parsed in chunk for row in parsed.rejected])

    def _stored_columns(self, parsed: Parsed) -> list[Column]:
        """In the order of `names`, as they are stored: encrypted where they must be."""
        columns = [sealed(name, parsed.columns[name]) if name in SEALED else parsed.columns[name] for name in self.columns]
        if "phone_index" in self.names:
            columns.append(indexed(parsed.columns["customer_phone"]))
        digests = Column(parsed.digests, parsed.digests)
        return [*columns, digests, constant(self.run.source_id, parsed.count), constant(self.run.pk, parsed.count)]

    def _store_carefully(self, chunk: list[Parsed]) -> Counts:
        """Look first what is there: the same row changes nothing, a later file corrects, one file must not contradict itself."""
        counts = Counts(rejected=[row for parsed in chunk for row in parsed.rejected])
        numbers = list({number for parsed in chunk for number in parsed.columns["number"].values})
        known = {
            number: (pk, digest, imported_by)
            for number, pk, digest, imported_by in rows_with_keys(
                ServiceRecord, ("number", "id", "row_digest", "imported_by_id"), key="number", keys=numbers, same={"source_id": self.run.source_id}
            )
        }
        new: list[list[Column]] = []
        corrections: list[tuple[int, tuple]] = []
        for parsed in chunk:
            keep = []
            for place, (number, digest) in enumerate(zip(parsed.columns["number"].values, parsed.digests, strict=True)):
                pk, before, imported_by = known.get(number, (None, None, None))
                if before is None:
                    keep.append(place)
                    known[number] = (0, digest, self.run.pk)
                elif before == digest:
                    counts.unchanged += 1
                elif imported_by == self.run.pk:
                    counts.rejected.append(Row(parsed.numbers[place], parsed.cells[place], BadValue("twice", number).in_column("")))
                else:
                    corrections.append((pk, tuple(parsed.columns[name].values[place] for name in COLUMNS)))
                    known[number] = (pk, digest, self.run.pk)
            counts.added += len(keep)
            if keep:
                columns = self._stored_columns(parsed)
                new.append(columns if len(keep) == parsed.count else [column.kept(keep) for column in columns])
        if new:
            insert_blocks(ServiceRecord, self.names, new)
        counts.corrected, same = correct_records(run=self.run, rows=corrections, told=self.parser.told, key=digest_key())
        counts.unchanged += same
        return counts

    def _store_rejected(self, rows: list[Row]) -> None:
        if rows:
            content = RejectedRow._meta.get_field("content")
            contents = [
                content.get_prep_value(
                    json.dumps({"params": row.problem.params, "values": [shown(cell) for cell in row.cells]}, ensure_ascii=False)
                )
                for row in rows
            ]
            numbers, reasons = [row.number for row in rows], [row.problem.code for row in rows]
            names = [row.problem.params.get("column", "") for row in rows]
            columns = [
                constant(self.run.pk, len(rows)),
                Column(numbers, list(map(str, numbers))),
                Column(reasons, reasons),
                Column(names, list(map(bulk_text, names))),
                Column(contents, contents),
            ]
            insert_blocks(RejectedRow, ("run_id", "row_number", "reason", "column", "content"), [columns])

    def _move_on(self, position: int, counts: Counts) -> None:
        """Only from the position where we began: whoever else has moved it in the meantime has stored these rows."""
        here = ImportRun.objects.filter(pk=self.run.pk, state=ImportState.RUNNING, position=self.run.position)
        moved = here.update(
            position=position,
            rows_read=F("rows_read") + counts.read,
            rows_added=F("rows_added") + counts.added,
            rows_corrected=F("rows_corrected") + counts.corrected,
            rows_unchanged=F("rows_unchanged") + counts.unchanged,
            rows_rejected=F("rows_rejected") + len(counts.rejected),
        )
        if not moved:
            raise Conflict()
        self.run.position = position
        self.run.rows_read += counts.read


def sealed(name: str, column: Column) -> Column:
    """Each text as its encrypted envelope."""
    field_ = ServiceRecord._meta.get_field(name)
    envelopes = [field_.get_prep_value(text) if text else "" for text in column.values]
    return Column(envelopes, envelopes)


def indexed(column: Column) -> Column:
    """The blind index by which a customer's number can be found."""
    digests = [blind_index(text, purpose="customer-phone") if text else "" for text in column.values]
    return Column(digests, digests)
