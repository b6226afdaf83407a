"""A later file knows better: the record takes the new values, the old ones are kept as a revision."""

import json
from datetime import UTC, datetime

from foundation.common import clock
from foundation.common.crypto import blind_index, open_bytes
from foundation.common.engine import bulk_text, insert_blocks, update_rows
from records.columns import Column, constant
from records.models import ImportRun, RecordRevision, ServiceRecord
from records.parsing import COLUMNS, digester

BATCH = 400
SEALED = ("customer_name", "customer_phone")
STORED = (*COLUMNS, "phone_index", "row_digest", "imported_by_id")


def correct_records(*, run: ImportRun, rows: list[tuple[int, tuple]], told: frozenset[str], key: bytes) -> tuple[int, int]:
    """Correct records by (primary key, values in the order of COLUMNS). Columns that the file does not tell about keep what they were.

    Returns how many were corrected, and how many turned out to be the same after all. Runs in the caller's transaction.
    """
    digest = digester(key)
    corrected = same = 0
    for start in range(0, len(rows), BATCH):
        wanted = dict(rows[start : start + BATCH])
        changes, revisions = [], []
        # The lock keeps two imports of one source from writing revisions of the same old values.
        for record in ServiceRecord.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk"):
            old = plain_values(record)
            new = [value if name in told else before for name, value, before in zip(COLUMNS, wanted[record.pk], old, strict=True)]
            row_digest = digest([[bulk_text(value)] for value in new])[0]
            if row_digest == record.row_digest:
                same += 1
                continue
            revisions.append((record.pk, json.dumps(sealed_values(old), ensure_ascii=False)))
            changes.append((*_stored(new), row_digest, run.pk, record.pk))
        _keep_revisions(run, revisions)
        update_rows(ServiceRecord, STORED, changes)
        corrected += len(changes)
    return corrected, same


def plain_values(record: ServiceRecord) -> list:
    """A record's values in the order of COLUMNS, as a parser gives them."""
    values = [getattr(record, name) for name in COLUMNS]
    values[COLUMNS.index("occurred_at")] = instant_text(record.occurred_at)
    return values


def instant_text(instant: datetime) -> str:
    return str(instant.astimezone(UTC).replace(tzinfo=None))


def sealed_values(values: list) -> dict:
    """For a revision: by name, the customer's name and number encrypted as in the record."""
    return dict(zip(COLUMNS, _stored(values)[: len(COLUMNS)], strict=True))


def opened_values(values: dict) -> dict:
    """A revision's values with name and number in clear."""
    found = dict(values)
    for name in SEALED:
        if found.get(name):
            field = ServiceRecord._meta.get_field(name)
            found[name] = open_bytes(found[name], aad=f"{ServiceRecord._meta.label_lower}.{field.attname}").decode()
    return found


def _stored(values: list) -> tuple:
    """The values as the table takes them, with the blind index of the number."""
    found = [
        ServiceRecord._meta.get_field(name).get_prep_value(value) if name in SEALED and value else value
        for name, value in zip(COLUMNS, values, strict=True)
    ]
    phone = values[COLUMNS.index("customer_phone")]
    return (*found, blind_index(phone, purpose="customer-phone") if phone else "")


def _keep_revisions(run: ImportRun, revisions: list[tuple[int, str]]) -> None:
    if revisions:
        keys, texts = [pk for pk, _values in revisions], [values for _pk, values in revisions]
        count, now = len(revisions), instant_text(clock.now())
        columns = [
            Column(keys, list(map(str, keys))),
            constant(run.pk, count),
            Column(texts, list(map(bulk_text, texts))),
            constant(now, count),
        ]
        insert_blocks(RecordRevision, ("record_id", "run_id", "values", "at"), [columns])
