"""Journeys: people at their browsers, a portal that answers for real, and a clock that can be set."""

import os
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from foundation.common import clock
from tests.journeys.people import Desk

# Playwright's loop runs in the test's thread; the database is asked from it all the same, also when it is emptied afterwards.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

ARTIFACTS = (
    Path(os.environ.get("QA_PORTAL_ARTIFACTS") or Path(__file__).resolve().parents[2] / "artifacts") / "journeys"
)
# What a browser may say on its console without anything being wrong.
QUIET = ("favicon", "net::ERR_", "status of 409", "status of 422")


class TrialClock:
    """The portal's clock, in every thread: `set` moves it, and it runs on from there."""

    def __init__(self):
        self.offset = timedelta(0)

    def set(self, year: int, month: int, day: int, hour: int = 10, minute: int = 0) -> None:
        wanted = datetime(year, month, day, hour, minute, tzinfo=clock.organization_zone())
        self.offset = wanted - datetime.now(wanted.tzinfo)


@pytest.fixture
def trial_clock(monkeypatch) -> TrialClock:
    trial = TrialClock()

    def offset() -> timedelta:
        return trial.offset

    offset.cache_clear = lambda: None
    monkeypatch.setattr(clock, "offset", offset)
    return trial


@pytest.fixture
def desk(browser, open_server, request):
    """Makes desks: one a person, each with a browser of its own. Afterwards no page may have complained."""
    desks: list[Desk] = []

    def make(person, *, locale: str = "zh-CN", size: tuple[int, int] = (1440, 900)) -> Desk:
        folder = ARTIFACTS / re.sub(r"[^\w-]+", "-", request.node.name).strip("-")
        made = Desk(browser, open_server.url, person, locale=locale, size=size, folder=folder)
        desks.append(made)
        return made

    yield make
    complaints = [line for one in desks for line in one.complaints if not any(word in line for word in QUIET)]
    for one in desks:
        one.leave()
    assert complaints == []
