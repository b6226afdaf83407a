"""What differs between PostgreSQL and SQLite, and nowhere else."""

import zlib

from django.db import connection


def is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def lock_for_transaction(name: str) -> None:
    """Hold a named lock until the transaction ends. On SQLite an IMMEDIATE transaction is alone already."""
    if is_postgresql():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [zlib.crc32(name.encode())])


def seal_table(table: str) -> None:
    """Make the table insert-only by triggers that refuse UPDATE and DELETE. Safe to repeat."""
    message = f"{table} is insert-only"
    with connection.cursor() as cursor:
        if is_postgresql():
            cursor.execute(
                "CREATE OR REPLACE FUNCTION qa_refuse_change() RETURNS trigger AS $$ "
                "BEGIN RAISE EXCEPTION '%% is insert-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END "
                "$$ LANGUAGE plpgsql".replace("%%", "%")
            )
            cursor.execute(f'DROP TRIGGER IF EXISTS "{table}_sealed" ON "{table}"')
            cursor.execute(
                f'CREATE TRIGGER "{table}_sealed" BEFORE UPDATE OR DELETE OR TRUNCATE ON "{table}" '
                "FOR EACH STATEMENT EXECUTE FUNCTION qa_refuse_change()"
            )
            return
        for act in ("UPDATE", "DELETE"):
            cursor.execute(f'DROP TRIGGER IF EXISTS "{table}_sealed_{act.lower()}"')
            cursor.execute(
                f'CREATE TRIGGER "{table}_sealed_{act.lower()}" BEFORE {act} ON "{table}" '
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
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
    """The tables that carry the triggers now."""
    with connection.cursor() as cursor:
        if is_postgresql():
            cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%%\\_sealed' AND tgenabled = 'O'")
            return {row[0].strip('"') for row in cursor.fetchall()}
        cursor.execute("SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%%\\_sealed\\_%%' ESCAPE '\\'")
        tables = [row[0] for row in cursor.fetchall()]
        return {table for table in tables if tables.count(table) == 2}
