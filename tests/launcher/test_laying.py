"""A new database is laid down from the models, one in use is migrated: both end at the same tables, on the engine under test."""

import contextlib
import sqlite3
import subprocess
import sys
from collections import Counter

import psycopg2
import pytest
from django.conf import settings

from tests.launcher.portal import environment
from tests.resilience.stage import own_database

# What PostgreSQL says of its tables, without the order of columns: a column that came later stands at the end.
POSTGRESQL = (
    "SELECT table_name, column_name, data_type, character_maximum_length, numeric_precision, numeric_scale, is_nullable, column_default, "
    "is_identity, collation_name FROM information_schema.columns WHERE table_schema = 'public' "
    # Rendered from a migration, this key of Django's own forgets that its app has small ones.
    "AND (table_name, column_name) <> ('auth_group_permissions', 'id')",
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
)


def migrate(folder, url: str, *more: str) -> None:
    folder.mkdir(exist_ok=True)
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0", *more]
    around = environment(DATABASE_URL=url, QA_PORTAL_DATA=str(folder), QA_PORTAL_ENV="demo", QA_PORTAL_DEBUG="1")
    subprocess.run(command, cwd=settings.BASE_DIR, env=around, check=True, capture_output=True, timeout=900)


def described(url: str) -> Counter:
    """Everything that the database says of its tables, and how many rows each has."""
    if url.startswith("sqlite"):
        with contextlib.closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
            return Counter(_of_sqlite(connection)) + Counter(_rows(connection))
    with contextlib.closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        found = Counter()
        for question in POSTGRESQL:
            cursor.execute(question)
            found.update(cursor.fetchall())
        return found + Counter(_rows(cursor))


def _of_sqlite(connection):
    for kind, name, sql in connection.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"):
        for part in _parts(sql) if kind == "table" else [sql]:
            yield kind, name, part


def _parts(sql: str) -> list[str]:
    """The columns and constraints of a table, in any order."""
    found, depth, quote, part = [], 0, "", ""
    for letter in sql[sql.index("(") + 1 : sql.rindex(")")]:
        if quote or letter in "'\"":
            quote = "" if letter == quote else quote or letter
        elif letter in "()":
            depth += 1 if letter == "(" else -1
        elif letter == "," and not depth:
            found.append(part.strip())
            part = ""
            continue
        part += letter
    return [*found, part.strip()]


def _rows(asking):
    postgresql = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    sqlite = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"

    def ask(question: str) -> list[tuple]:
        answer = asking.execute(question)
        return asking.fetchall() if answer is None else answer.fetchall()

    for (table,) in ask(sqlite if isinstance(asking, sqlite3.Connection) else postgresql):
        yield table, ask(f'SELECT count(*) FROM "{table}"')[0][0]


@pytest.mark.launcher
def test_laid_down_is_what_the_migrations_arrive_at(tmp_path):
    with own_database(tmp_path) as url:
        migrate(tmp_path / "laid", url)
        laid = described(url)
        migrate(tmp_path / "laid", url)
        assert described(url) == laid  # nothing is left to do
    (tmp_path / "trial.sqlite3").unlink(missing_ok=True)
    with own_database(tmp_path) as url:
        migrate(tmp_path / "stepped", url, "--step-by-step")
        stepped = described(url)
    assert len(laid) > 2_000
    assert (laid - stepped, stepped - laid) == (Counter(), Counter())
