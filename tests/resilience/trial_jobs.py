"""Kinds of jobs whose effects can be counted, and which wait where a test wants to strike."""

import os
import signal
import time
from datetime import timedelta
from pathlib import Path

from django.db import connection, transaction

from foundation.jobs import services

services.LEASE = timedelta(seconds=3)
services.BROKER_PAUSE = 1


def make_table() -> None:
    """The effects: one row for each time that a chunk was done. Nothing keeps a chunk from being counted twice but the job itself."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS trial_effect (work varchar(40), chunk integer, process integer)")


def effects(work: str) -> list[tuple[int, int]]:
    """(chunk, process) of everything that was done for `work`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT chunk, process FROM trial_effect WHERE work = %s ORDER BY chunk", [work])
        return cursor.fetchall()


def _add(work: str, chunk: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO trial_effect VALUES (%s, %s, %s)", [work, chunk, os.getpid()])


@services.job_handler("trial.count")
def count(running, *, work: str, chunks: int, hold: str) -> None:
    """Adds one row a chunk, from where the last worker came to. In the middle it waits as long as the file `hold` exists."""
    for number in range(len(effects(work)), chunks):
        while number == chunks // 2 and hold and Path(hold).exists():
            time.sleep(0.02)
        with transaction.atomic():
            _add(work, number)
            running.progress(number + 1, chunks)


@services.job_handler("trial.end_worker")
def end_worker(running, *, work: str) -> None:
    """Takes its own worker down, as a job does that needs more memory than there is."""
    _add(work, running.job.attempts)
    os.kill(os.getpid(), signal.SIGKILL)
