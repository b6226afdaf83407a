"""How much a system may call, counted in the database, and the log of what it called."""

import time
from datetime import timedelta

from connections.models import Call, Connection, Token, Usage
from connections.services.keys import real_now
from foundation.common.engine import upsert_add

MINUTE = 60
KEEP_CALLS = timedelta(days=90)
KEEP_USAGE_MINUTES = 60


def count_call(connection: Connection) -> int:
    """Count one call. Returns the seconds to wait, 0 where it is within the limit."""
    return _count(connection, "calls", 1, connection.calls_a_minute)


def count_rows(connection: Connection, rows: int) -> int:
    """Count rows that are about to be stored. Returns the seconds to wait, 0 where they are within the limit.

    A single batch above the whole limit passes where the minute is fresh: otherwise it never would.
    """
    return _count(connection, "rows", rows, max(connection.rows_a_minute, rows))


def _count(connection: Connection, name: str, amount: int, limit: int) -> int:
    minute, second = divmod(int(time.time()), MINUTE)
    both = {"calls": 0, "rows": 0, name: amount}
    keys, sums = ("connection_id", "minute"), ("calls", "rows")
    upsert_add(Usage, keys=keys, sums=sums, rows=[(connection.pk, minute, both["calls"], both["rows"])])
    counted = Usage.objects.values_list(name, flat=True).get(connection=connection, minute=minute)
    return MINUTE - second if counted > limit else 0


def note_call(*, token: Token, method: str, operation: str, status: int, milliseconds: int, rows: dict) -> Call:
    return Call.objects.create(
        connection=token.connection, token=token, at=real_now(), method=method[:6], operation=operation[:40], status=status,
        milliseconds=milliseconds, rows=rows,
    )  # fmt: skip


def forget_old_calls() -> int:
    """Take away what nobody needs any more. Returns how many calls of the log went."""
    Usage.objects.filter(minute__lt=int(time.time()) // MINUTE - KEEP_USAGE_MINUTES).delete()
    return Call.objects.filter(at__lt=real_now() - KEEP_CALLS).delete()[0]
