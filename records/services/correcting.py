"""What is known of a record already; and a later file that knows better: the record takes the new values, the old ones are kept."""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from foundation.common import clock
from foundation.common.crypto import blind_index, open_bytes, seal_bytes
from foundation.common.engine import insert_blocks, rows_with_keys, update_rows
from records.columns import Column, constant
from records.models import ImportRun, RecordRevision, ServiceRecord
from records.parsing import COLUMNS
from records.values import PHONE_INDEX

BATCH = 400
SEALED = ("customer_name", "customer_phone")
# What was said stands in clear in its record, so that it can be read and masked in time (`records.retention`); a revision cannot be changed, and
# what nobody can mask there must go with its key.
SAID, SAID_AAD = "transcript", "records.recordrevision.transcript"
SAID_SEALED = "transcript_sealed"


class Known(NamedTuple):
    """A record in the table: its key, the import that brought its values, and those values as a parser gives them."""

    pk: int
    imported_by: int | None
    values: tuple


def known_rows(source_id: int, numbers: Iterable[str], names: Sequence[str]) -> list[tuple]:
    """What the table holds of these numbers: the columns `names` (the number first) as a parser gives them, then the record's key and the
    import that brought them. A fixed number of statements for any thousand of numbers."""
    columns = (*names, "id", "imported_by_id")
    rows = rows_with_keys(ServiceRecord, columns, key="number", keys=list(numbers), same={"source_id": source_id})
    hidden = [(names.index(name), opener(name)) for name in SEALED if name in names]
    if not hidden:
        return rows
    found = []
    for row in map(list, rows):
        for place, open_ in hidden:
            row[place] = open_(row[place]) if row[place] else ""
        found.append(tuple(row))
    return found


def by_number(rows: Iterable[tuple]) -> dict[str, Known]:
    """Number → record, from `known_rows`."""
    return {row[0]: Known(row[-2], row[-1], row[:-2]) for row in rows}


def correct_records(*, run: ImportRun, rows: dict[int, tuple], told: Sequence[str]) -> None:
    """Give records their new values: {primary key: values of the columns `told`}. Columns that are not told keep what they were.

    The values before go into a revision. Runs in the caller's transaction.
    """
    index = ("phone_index",) if "customer_phone" in told else ()
    keys = sorted(rows)
    for start in range(0, len(keys), BATCH):
        # The lock keeps two imports of one source from writing revisions of the same old values.
        records = list(
            ServiceRecord.objects.select_for_update(of=("self",), no_key=True)
            .filter(pk__in=keys[start : start + BATCH])
            .order_by("pk")
        )
        _keep_revisions(run, [(record.pk, json.dumps(sealed_values(record), ensure_ascii=False)) for record in records])
        changes = [(*_stored(told, rows[record.pk]), run.pk, record.pk) for record in records]
        update_rows(ServiceRecord, (*told, *index, "imported_by_id"), changes)


def instant_text(instant: datetime) -> str:
    """As parsers write instants. Databases give them with their zone, or without one and in UTC."""
    if instant.tzinfo is not None:
        instant = (instant.astimezone(UTC) if instant.utcoffset() else instant).replace(tzinfo=None)
    return str(instant)


def opened(name: str, envelope: str) -> str:
    return opener(name)(envelope) if envelope else ""


def opener(name: str) -> Callable[[str], str]:
    """Opens the envelopes of a column."""
    aad = f"{ServiceRecord._meta.label_lower}.{ServiceRecord._meta.get_field(name).attname}"
    return lambda envelope: open_bytes(envelope, aad=aad).decode()


def sealed_text(name: str, text: str) -> str:
    return ServiceRecord._meta.get_field(name).get_prep_value(text) if text else ""


def plain_values(record: ServiceRecord) -> dict:
    """A record's values by column, as a parser gives them."""
    return {
        name: instant_text(record.occurred_at) if name == "occurred_at" else getattr(record, name) for name in COLUMNS
    }


def sealed_values(record: ServiceRecord) -> dict:
    """For a revision: the customer's name and number encrypted as in the record, and what was said."""
    values = plain_values(record)
    said = values.pop(SAID)
    sealed = {name: sealed_text(name, values[name]) for name in SEALED}
    return values | sealed | {SAID_SEALED: seal_bytes(said.encode(), aad=SAID_AAD) if said else ""}


def opened_values(values: dict) -> dict:
    """A revision's values with name, number and what was said in clear; what was said is so already in those from before it was encrypted."""
    said = values.get(SAID_SEALED, "")
    found = {name: opened(name, values.get(name, "")) for name in SEALED}
    found[SAID] = open_bytes(said, aad=SAID_AAD).decode() if said else values.get(SAID, "")
    return {name: value for name, value in values.items() if name != SAID_SEALED} | found


def _stored(names: Sequence[str], values: tuple) -> list:
    """The values as the table takes them, with the blind index of the number behind."""
    found = [sealed_text(name, value) if name in SEALED else value for name, value in zip(names, values, strict=True)]
    if "customer_phone" in names:
        phone = values[names.index("customer_phone")]
        found.append(blind_index(phone, purpose=PHONE_INDEX) if phone else "")
    return found


def _keep_revisions(run: ImportRun, revisions: list[tuple[int, str]]) -> None:
    if revisions:
        keys, texts = (list(column) for column in zip(*revisions, strict=True))
        count, now = len(revisions), instant_text(clock.now())
        columns = [Column(keys, None), constant(run.pk, count), Column(texts, None), constant(now, count)]
        insert_blocks(RecordRevision, ("record_id", "run_id", "values", "at"), [columns])
