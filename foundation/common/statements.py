"""Statements that PostgreSQL keeps with their plans, connection by connection.

Planning a query with a few joins takes PostgreSQL longer than answering it, and it plans anew whatever it is sent as text. A statement that a
connection has been asked for before is therefore prepared there, and from then on only called with its values; PostgreSQL decides by itself whether
one plan serves all of them, and makes it anew when a table or its statistics change. SQLite plans in microseconds and is sent the text.
"""

import itertools
from collections.abc import Callable, Sequence
from weakref import WeakKeyDictionary

# A connection that is used once or twice would only pay for it.
FROM_TIME = 3
_numbers = itertools.count(1)
_times: WeakKeyDictionary[object, dict[str, int]] = WeakKeyDictionary()


def is_kept(connection, name: str, write: Callable[[Callable], str]) -> bool:
    """Whether the connection can be sent `EXECUTE "name"`. The third time that it is asked for, the statement is made.

    `write(mogrify)` gives its PREPARE, `mogrify(sql, parameters)` being psycopg's, with `literal` for what is a parameter of the statement. Never
    where each transaction may have another connection, which Django is told by DISABLE_SERVER_SIDE_CURSORS.
    """
    if connection.vendor != "postgresql" or connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):
        return False
    # As before every statement: afterwards the connection stays the same until this one has been sent.
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    own = _times.setdefault(connection.connection, {})
    time = own.get(name, 0) + 1
    if time < FROM_TIME:
        own[name] = time
        return False
    if time == FROM_TIME:
        with connection.wrap_database_errors, connection.connection.cursor() as cursor:
            cursor.execute(write(cursor.mogrify))
        own[name] = time
    return True


def new_name(of: str) -> str:
    """A name for a statement that no other has in this process; what it is `of` is there for whoever reads PostgreSQL's log."""
    return f"qa_{next(_numbers)}_{of}"[:63]


def literal(text: str) -> object:
    """Text that psycopg puts into a statement as it is."""
    from psycopg2.extensions import AsIs

    return AsIs(text)


class Kept:
    """A statement whose parameters are all its values, each beside a column that says of what type it is."""

    def __init__(self, of: str, sql: str):
        self._name, self._sql, self._count = new_name(of), sql, sql.count("%s")
        self._call = f'EXECUTE "{self._name}" ({", ".join(["%s"] * self._count)})'

    def execute(self, cursor, values: Sequence) -> None:
        """Send it with this cursor of Django's."""
        cursor.execute(self._call if is_kept(cursor.db, self._name, self._statement) else self._sql, values)

    def _statement(self, mogrify: Callable) -> str:
        places = [literal(f"${number}") for number in range(1, self._count + 1)]
        return f'PREPARE "{self._name}" AS {mogrify(self._sql, places).decode()}'
