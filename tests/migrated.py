"""A database that has been migrated once is copied, not migrated again: eighty migrations take a minute of a core, a copy takes none.

The first process with these migrations makes the copy while the others wait for it. On SQLite it is a file in `.setup`, on PostgreSQL a database
of the same server. What decides is the text of the migrations and of the locked requirements.
"""

import fcntl
import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import ProgrammingError, connection

PREFIX = "qa_portal_migrated_"
KEPT = 3
FOLDER = settings.BASE_DIR / ".setup"


@cache
def digest() -> str:
    paths = sorted(settings.BASE_DIR.glob("*/**/migrations/*.py"))
    own = [path for path in paths if not {"node_modules", ".venv"} & set(path.relative_to(settings.BASE_DIR).parts)]
    found = hashlib.sha256()
    for path in [*own, settings.BASE_DIR / "requirements.txt"]:
        found.update(f"{path.relative_to(settings.BASE_DIR)}\n".encode() + path.read_bytes())
    return found.hexdigest()[:16]


@contextmanager
def one_at_a_time() -> Iterator[None]:
    FOLDER.mkdir(exist_ok=True)
    with (FOLDER / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def copy_to_test_database() -> bool:
    """Whether the test database is a copy now, and needs no more than what came since. Within `one_at_a_time`."""
    return _copy_file() if connection.vendor == "sqlite" else _copy_database()


def keep_test_database() -> None:
    """What was just migrated, for those who come after. Within `one_at_a_time`."""
    if connection.vendor == "sqlite":
        _keep_file()
    else:
        _keep_database()


def drop_test_database() -> None:
    """A copy on a server goes when the tests are over, as what was made for them does."""
    if connection.vendor == "postgresql":
        name = connection.settings_dict["NAME"]
        connection.close()
        with _server() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _file() -> Path:
    return FOLDER / f"{PREFIX}{digest()}.sqlite3"


def _copy_file() -> bool:
    if not _file().exists():
        return False
    _file().touch()
    shutil.copyfile(_file(), settings.DATABASES["default"]["TEST"]["NAME"])
    return True


def _keep_file() -> None:
    connection.ensure_connection()
    half = _file().with_suffix(".half")
    half.unlink(missing_ok=True)
    with sqlite3.connect(half) as target:
        connection.connection.backup(target)
    target.close()
    half.rename(_file())
    files = sorted(FOLDER.glob(f"{PREFIX}*.sqlite3"), key=lambda path: path.stat().st_mtime)
    for path in files[:-KEPT]:
        path.unlink()


@contextmanager
def _server() -> Iterator:
    """A cursor in the server's own database, outside any transaction."""
    with connection._nodb_cursor() as cursor:
        yield cursor


def _copy_database() -> bool:
    name = connection.creation._get_test_db_name()
    with _server() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [PREFIX + digest()])
        if cursor.fetchone() is None:
            return False
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{PREFIX}{digest()}"')
    return True


def _keep_database() -> None:
    name = connection.settings_dict["NAME"]
    connection.close()
    with _server() as cursor:
        # Another checkout on the same server may have been quicker: what it keeps is the same.
        with suppress(ProgrammingError):
            cursor.execute(f'CREATE DATABASE "{PREFIX}{digest()}" TEMPLATE "{name}"')
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s ORDER BY oid", [f"{PREFIX}%"])
        for (old,) in cursor.fetchall()[:-KEPT]:
            cursor.execute(f'DROP DATABASE IF EXISTS "{old}"')
