"""Worlds that many tests start from, built by the services once a process and put back as rows for every further test.

`kept(build, cast)` returns what `build(cast)` returns. The first time it builds, and keeps what was returned and the rows that were added, changed
or removed. Afterwards it writes those rows and returns a copy of its own for each test: tests share nothing but bytes, and what a test does to its
world is undone with the rest. Where the database is not as it was the first time, it builds as if nothing were kept.
"""

import io
import pickle
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.db import connection, models, transaction

from tests.emptying import tables


@dataclass
class Kept:
    """`before` counts the rows of each table that the world touches, `removed` and `added` are whole rows of it."""

    before: dict[str, int]
    removed: dict[str, list[tuple]]
    added: dict[str, list[tuple]]
    given: list[bytes]
    result: bytes


_worlds: dict[tuple, Kept] = {}


def kept(build: Callable, *given):
    """`given` are the cast and models: those whose rows are others than the first time get a world built for them."""
    known = _known(given)
    name = (build.__module__, build.__qualname__, *(_identity(one) for one in given))
    world = _worlds.get(name)
    if world is None:
        with transaction.atomic():
            _number_apart()
            before = _rows()
            result = build(*given)
            world = _worlds[name] = _difference(before, _rows())
        world.given = [_pickled(vars(one), known) for one in given if isinstance(one, models.Model)]
        world.result = _pickled(result, known)
        return result
    if _counts(world.before) != world.before:
        return build(*given)
    with transaction.atomic():
        _write(world)
    for one, state in zip((one for one in given if isinstance(one, models.Model)), world.given, strict=True):
        vars(one).update(_unpickled(state, known))
    return _unpickled(world.result, known)


def _identity(one) -> object:
    """Which rows it stands for."""
    return (type(one), one.pk) if isinstance(one, models.Model) else tuple(map(_identity, vars(one).values()))


# --- Rows


@cache
def _columns(table: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(all columns, those of the primary key)"""
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, table)
        keys = connection.introspection.get_primary_key_columns(cursor, table)
    return tuple(one.name for one in described), tuple(keys)


def _rows() -> dict[str, Counter]:
    found = {}
    with connection.cursor() as cursor:
        for table in tables():
            names = ", ".join(f'"{name}"' for name in _columns(table)[0])
            cursor.execute(f'SELECT {names} FROM "{table}"')
            found[table] = Counter(cursor.fetchall())
    return found


def _difference(before: dict[str, Counter], after: dict[str, Counter]) -> Kept:
    removed = {table: list(before[table] - rows) for table, rows in after.items() if before[table] - rows}
    added = {table: list(rows - before[table]) for table, rows in after.items() if rows - before[table]}
    counts = {table: before[table].total() for table in sorted({*removed, *added})}
    return Kept(counts, removed, added, [], b"")


def _counts(asked: dict[str, int]) -> dict[str, int]:
    if not asked:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{table}', count(*) FROM \"{table}\"" for table in asked))
        return dict(cursor.fetchall())


def _write(world: Kept) -> None:
    """Foreign keys are deferred: neither the order of tables nor a row that is away for a moment matters."""
    with connection.cursor() as cursor:
        for table, rows in world.removed.items():
            names, keys = _columns(table)
            places = [names.index(key) for key in keys]
            condition = " AND ".join(f'"{key}" = %s' for key in keys)
            for row in rows:
                cursor.execute(f'DELETE FROM "{table}" WHERE {condition}', [row[place] for place in places])
        for table, rows in world.added.items():
            names = _columns(table)[0]
            listed, one = ", ".join(f'"{name}"' for name in names), f"({', '.join(['%s'] * len(names))})"
            step = 30_000 // len(names)
            for start in range(0, len(rows), step):
                part = rows[start : start + step]
                cursor.execute(
                    f'INSERT INTO "{table}" ({listed}) VALUES {", ".join([one] * len(part))}',
                    [value for row in part for value in row],
                )


def _number_apart() -> None:
    """SQLite takes numbers back with the transaction: kept rows get numbers that no test reaches that writes before they are put back."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT max(seq) FROM sqlite_sequence")
            apart = ((cursor.fetchone()[0] or 0) // 100_000 + 1) * 100_000
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%%AUTOINCREMENT%%'")
            for (table,) in cursor.fetchall():
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, apart])


# --- What was returned


def _known(given: tuple) -> list:
    """What a copy shares with the test that asks for it: what was given, and the units and people of the cast."""
    return [part for one in given for part in (one, *(() if isinstance(one, models.Model) else vars(one).values()))]


def _pickled(value, known: list) -> bytes:
    places = {id(one): place for place, one in enumerate(known)}
    out = io.BytesIO()
    pickler = pickle.Pickler(out, pickle.HIGHEST_PROTOCOL)
    pickler.persistent_id = lambda one: places.get(id(one))
    pickler.dump(value)
    return out.getvalue()


def _unpickled(data: bytes, known: list):
    unpickler = pickle.Unpickler(io.BytesIO(data))
    unpickler.persistent_load = known.__getitem__
    return unpickler.load()
