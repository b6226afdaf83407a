"""The portal's only clock. Business asks here; sign-in, tokens and one-time codes use real time.

A trial (`QA_PORTAL_CLOCK`) shifts it by an offset that is fixed once per data folder and shared by all processes through a small file.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings


@lru_cache(maxsize=1)
def organization_zone() -> ZoneInfo:
    return ZoneInfo(settings.ORGANIZATION_TIME_ZONE)


@lru_cache(maxsize=1)
def offset() -> timedelta:
    """What the trial clock adds to real time; zero where none is set."""
    start = settings.CLOCK_START
    if start is None:
        return timedelta(0)
    if start.tzinfo is None:
        start = start.replace(tzinfo=organization_zone())
    path = settings.DATA_DIR / "clock.json"
    wanted = start.isoformat()
    try:
        kept = json.loads(path.read_text())
        if kept["start"] == wanted:
            return timedelta(seconds=kept["offset"])
    except (OSError, ValueError, KeyError):
        pass
    seconds = (start - datetime.now(UTC)).total_seconds()
    draft = path.with_name(f"clock.{os.getpid()}.json")
    draft.write_text(json.dumps({"start": wanted, "offset": seconds}))
    draft.replace(path)
    return timedelta(seconds=seconds)


_travelled: ContextVar[datetime | None] = ContextVar("travelled", default=None)


@contextmanager
def travelling(to: datetime) -> Iterator[None]:
    """Stand still at another instant, in this thread: for simulated quarters, whose acts happened on other days."""
    if settings.PRODUCTION:
        raise RuntimeError("The clock cannot be set in production.")
    token = _travelled.set(to.astimezone(UTC))
    try:
        yield
    finally:
        _travelled.reset(token)


def now() -> datetime:
    """The instant, aware, in UTC."""
    return _travelled.get() or datetime.now(UTC) + offset()


def local(instant: datetime) -> datetime:
    """The same instant in the organization's zone."""
    return instant.astimezone(organization_zone())


def today() -> date:
    """The date in the organization's zone."""
    return local(now()).date()


def at_local(day: date, hour: int = 0, minute: int = 0) -> datetime:
    """An instant from a date and a time of day in the organization's zone, in UTC."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=organization_zone()).astimezone(UTC)
