"""What the migration to gates makes of the cycles that are there."""

from datetime import date, timedelta
from importlib import import_module

from django.apps import apps

from assessments.models import Cycle
from assessments.services.passages import verify_passages
from foundation.common import clock
from tests.assessments.planning import NOON
from tests.factories import make_cycle, make_version

MIGRATION = import_module("assessments.migrations.0006_cycles_that_have_not_begun")


def states() -> dict[str, str]:
    return dict(Cycle.objects.values_list("code", "state"))


def make_quarters() -> None:
    version = make_version()
    for code, state in (
        ("2026Q2", "published"), ("2026Q3", "feedback"), ("2026Q4", "collecting"), ("2027Q1", "collecting"),
    ):  # fmt: skip
        make_cycle(version, code, state)


def test_what_was_opened_ahead_has_not_begun_and_nothing_else_moves(db):
    with clock.travelling(NOON):
        make_quarters()
        for _again in range(2):
            MIGRATION.wait_for_the_first_day(apps, None)
            assert states() == {
                "2026Q2": "published", "2026Q3": "feedback", "2026Q4": "collecting", "2027Q1": "preparing",
            }  # fmt: skip
        assert verify_passages() == []  # no passage is made up for cycles of before
        MIGRATION.call_it_collecting(apps, None)
    assert states()["2027Q1"] == "collecting"


def test_quarter_that_begins_today_has_begun(db):
    with clock.travelling(clock.at_local(date(2027, 1, 1), 0)):
        make_quarters()
        MIGRATION.wait_for_the_first_day(apps, None)
    assert states()["2027Q1"] == "collecting"
    with clock.travelling(clock.at_local(date(2027, 1, 1), 0) - timedelta(seconds=1)):
        MIGRATION.wait_for_the_first_day(apps, None)
    assert states()["2027Q1"] == "preparing"
