"""Keeps a lease alive while its holder is busy with one long statement."""

import logging
import threading
from collections.abc import Callable
from datetime import timedelta

from django.db import DatabaseError, connection

log = logging.getLogger(__name__)


class Renewal:
    """Calls `renew` every so often from a thread of its own, until the block is left or `renew` returns a false value.

    It dies with the process, and that is the point: what a killed worker held is not renewed.
    """

    def __init__(self, renew: Callable[[], object], *, every: timedelta):
        self._renew, self._seconds = renew, every.total_seconds()
        self._over = threading.Event()

    def __enter__(self) -> "Renewal":
        threading.Thread(target=self._run, name="lease", daemon=True).start()
        return self

    def __exit__(self, *exc_info) -> None:
        # Not joined: it may be waiting for a lock, and a renewal that comes too late finds that the job is no longer held.
        self._over.set()

    def _run(self) -> None:
        while not self._over.wait(self._seconds):
            try:
                if not self._renew():
                    return
            except (
                DatabaseError
            ) as error:  # tried again in a moment; if it stays like this the lease runs out, as it should
                log.warning("a lease was not renewed: %s", type(error).__name__)
            finally:
                connection.close()
