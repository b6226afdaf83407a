"""What differs between PostgreSQL and SQLite, and nowhere else."""

import json
import sqlite3
import time
import zlib
from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import chain

from django.db import connection, models
from django.db.models import Func


def is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def lock_for_transaction(name: str) -> None:
    """Hold a named lock until the transaction ends. On SQLite an IMMEDIATE transaction is alone already."""
    if is_postgresql():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [zlib.crc32(name.encode())])


# The body of the function behind PostgreSQL's triggers, and what kind of trigger it is: before UPDATE, DELETE or TRUNCATE, once a statement.
BREATH = 0.05  # seconds
REFUSAL = (
    "BEGIN RAISE EXCEPTION '% is insert-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END"
)
REFUSING = 2 + 8 + 16 + 32


def seal_table(table: str) -> None:
    """Make the table insert-only by triggers that refuse UPDATE and DELETE. Safe to repeat."""
    with connection.cursor() as cursor:
        if is_postgresql():
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION qa_refuse_change() RETURNS trigger AS $${REFUSAL}$$ LANGUAGE plpgsql"
            )
            cursor.execute(f'DROP TRIGGER IF EXISTS "{table}_sealed" ON "{table}"')
            cursor.execute(
                f'CREATE TRIGGER "{table}_sealed" BEFORE UPDATE OR DELETE OR TRUNCATE ON "{table}" '
                "FOR EACH STATEMENT EXECUTE FUNCTION qa_refuse_change()"
            )
            return
        for act in ("UPDATE", "DELETE"):
            cursor.execute(f'DROP TRIGGER IF EXISTS "{table}_sealed_{act.lower()}"')
            cursor.execute(_sqlite_trigger(table, act))


def _sqlite_trigger(table: str, act: str) -> str:
    return (
        f'CREATE TRIGGER "{table}_sealed_{act.lower()}" BEFORE {act} ON "{table}" '
        f"BEGIN SELECT RAISE(ABORT, '{table} is insert-only'); END"
    )


def unseal_table(table: str) -> None:
    """Drop the triggers; for the test runner's flush only."""
    with connection.cursor() as cursor:
        if is_postgresql():
            cursor.execute(f'DROP TRIGGER IF EXISTS "{table}_sealed" ON "{table}"')
            return
        for act in ("update", "delete"):
            cursor.execute(f'DROP TRIGGER IF EXISTS "{table}_sealed_{act}"')


def sealed_tables() -> set[str]:
    """The tables that carry the triggers now, just as they were made: one that lets through or looks elsewhere is none."""
    with connection.cursor() as cursor:
        if is_postgresql():
            cursor.execute(
                "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid"
                " WHERE t.tgname = c.relname || '_sealed' AND t.tgenabled IN ('O', 'A') AND t.tgtype = %s AND t.tgqual IS NULL"
                " AND p.proname = 'qa_refuse_change' AND p.prosrc = %s",
                [REFUSING, REFUSAL],
            )
            return {row[0] for row in cursor.fetchall()}
        cursor.execute("SELECT tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
        found = set(cursor.fetchall())
        tables = {table for table, _sql in found}
        return {
            table
            for table in tables
            if all((table, _sqlite_trigger(table, act)) in found for act in ("UPDATE", "DELETE"))
        }


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence]) -> None:
    """One multi-row INSERT of values as they are stored; for hot paths, where an object a row costs more than the statement."""
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_insert(model, columns, len(rows)), [value for row in rows for value in row])


def upsert_add(
    model: type[models.Model], *, keys: Sequence[str], sums: Sequence[str], rows: Sequence[Sequence]
) -> None:
    """Add to counters in one statement, making those that are not there. `rows` hold keys, then amounts, each key once.

    `keys` are the columns of a unique constraint. The rows go in the order of their keys, so that two writers cannot lock each other out.
    """
    if rows:
        table = model._meta.db_table
        added = ", ".join(f'"{name}" = "{table}"."{name}" + excluded."{name}"' for name in sums)
        conflict = ", ".join(f'"{name}"' for name in keys)
        sql = f"{_insert(model, (*keys, *sums), len(rows))} ON CONFLICT ({conflict}) DO UPDATE SET {added}"
        ordered = sorted(rows, key=lambda row: tuple(row[: len(keys)]))
        with connection.cursor() as cursor:
            cursor.execute(sql, [value for row in ordered for value in row])


def _insert(model: type[models.Model], columns: Sequence[str], count: int) -> str:
    """Names come from models, never from outside; values are parameters."""
    names = ", ".join(f'"{name}"' for name in columns)
    one = f"({', '.join(['%s'] * len(columns))})"
    return f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES {", ".join([one] * count)}'


def bulk_text(value) -> str:
    """A value in the text format that PostgreSQL's COPY reads; the same text is canonical for digests."""
    if value is None:
        return "\\N"
    if value is True or value is False:
        return "t" if value else "f"
    return bulk_escaped(value) if isinstance(value, str) else str(value)


def bulk_escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def insert_blocks(model: type[models.Model], columns: Sequence[str], blocks: Iterable[Sequence]) -> None:
    """Insert millions of rows in constant memory. A block is one sequence of columns, each with `values` and with `texts` (see `bulk_text`).

    Blocks are taken while the statement runs, so that making them and storing them overlap. A row that breaks a constraint raises
    IntegrityError and undoes the statement: call it within a savepoint.
    """
    names = ", ".join(f'"{name}"' for name in columns)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if is_postgresql():
            source = _CopySource(
                "\n".join(map("\t".join, zip(*(c.texts for c in block), strict=True))) for block in blocks
            )
            with connection.wrap_database_errors:
                cursor.cursor.copy_expert(f'COPY "{table}" ({names}) FROM STDIN', source, size=_CopySource.SIZE)
            return
        marks = ", ".join("?" * len(columns))
        rows = chain.from_iterable(zip(*(c.values for c in block), strict=True) for block in blocks)
        # Past Django's cursor, which would keep every row until the last one is in.
        with connection.wrap_database_errors:
            sqlite3.Cursor.executemany(cursor.cursor, f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)


class _CopySource:
    """What COPY reads from: blocks of lines, made when they are asked for."""

    SIZE = 1 << 16

    def __init__(self, blocks: Iterable[str]):
        self._blocks, self._rest = iter(blocks), b""

    def read(self, size: int) -> bytes:
        while not self._rest:
            block = next(self._blocks, None)
            if block is None:
                return b""
            self._rest = block.encode() + b"\n" if block else b""
        part, self._rest = self._rest[:size], self._rest[size:]
        return part


KEYS_AT_ONCE = 1_000


def make_way() -> None:
    """Between two long transactions of one work: let others write. Whoever waits for an SQLite file looks every tenth of a second whether it is
    free, and would find it locked until the work is over; PostgreSQL has no such lock."""
    if not is_postgresql():
        time.sleep(BREATH)


def rows_with_keys(
    model: type[models.Model], columns: Sequence[str], *, key: str, keys: Sequence[str], same: dict
) -> list[tuple]:
    """The columns, as they are stored, of the rows whose text column `key` is among many `keys` and whose columns equal `same`.

    Instants come as text in UTC, `2021-01-05 01:30:00`: a million of them as objects would take longer than the statement.
    """
    names = ", ".join(map(_instant_as_text, map(model._meta.get_field, columns)))
    fixed = "".join(f'"{name}" = %s AND ' for name in same)
    sql = f'SELECT {names} FROM "{model._meta.db_table}" WHERE {fixed}"{key}"'
    with connection.cursor() as cursor:
        if not is_postgresql():
            cursor.execute(f"{sql} IN (SELECT value FROM json_each(%s))", [*same.values(), json.dumps(list(keys))])
            return cursor.fetchall()
        # So many keys at once and the planner reads the whole table for them, again for every part of a large file; a narrow range it takes
        # from the index.
        ordered, found = sorted(keys), []
        for start in range(0, len(ordered), KEYS_AT_ONCE):
            part = ordered[start : start + KEYS_AT_ONCE]
            cursor.execute(f'{sql} BETWEEN %s AND %s AND "{key}" = ANY(%s)', [*same.values(), part[0], part[-1], part])
            found += cursor.fetchall()
        return found


def _instant_as_text(field: models.Field) -> str:
    """The field's column for a SELECT; an instant as text."""
    if not isinstance(field, models.DateTimeField):
        return f'"{field.column}"'
    return f"(\"{field.column}\" AT TIME ZONE 'UTC')::text" if is_postgresql() else f'CAST("{field.column}" AS text)'


def update_rows(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence]) -> None:
    """Set `columns` of many rows; each of `rows` holds the values as they are stored, the primary key last."""
    if not rows:
        return
    table, key = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if not is_postgresql():
            changes = ", ".join(f'"{name}" = %s' for name in columns)
            cursor.executemany(f'UPDATE "{table}" SET {changes} WHERE "{key}" = %s', rows)
            return
        names = ", ".join(f'"{name}"' for name in (*columns, key))
        cursor.execute(
            f'CREATE TEMPORARY TABLE qa_changes ON COMMIT DROP AS SELECT {names} FROM "{table}" WITH NO DATA'
        )
        lines = "\n".join("\t".join(map(bulk_text, row)) for row in rows)
        with connection.wrap_database_errors:
            cursor.cursor.copy_expert(
                f"COPY qa_changes ({names}) FROM STDIN", _CopySource([lines]), size=_CopySource.SIZE
            )
        changes = ", ".join(f'"{name}" = new."{name}"' for name in columns)
        cursor.execute(f'UPDATE "{table}" SET {changes} FROM qa_changes new WHERE "{table}"."{key}" = new."{key}"')
        cursor.execute("DROP TABLE qa_changes")


class _Shifted(Func):
    """Django adds a duration to an instant by a function of its own in Python, called for each row; SQLite can do it itself. An instant is stored as
    `2021-01-05 01:30:00.250000`, and what is behind the seconds stays as it is."""

    template = "(datetime(substr(%(expressions)s, 1, 19), '%(seconds)+d seconds') || substr(%(expressions)s, 20))"
    output_field = models.DateTimeField()


def shifted(instant, by: timedelta):
    """An instant of the database (a field, an outer reference), so much later or earlier. Whole seconds."""
    if is_postgresql():
        return instant + by
    return _Shifted(instant, seconds=int(by.total_seconds()))


def joined(expression: str, separator: str) -> str:
    """SQL of the aggregate that puts the texts of a group into one; in no promised order. Neither argument may come from outside."""
    return f"{'string_agg' if is_postgresql() else 'group_concat'}({expression}, '{separator}')"
