"""Beat doubled, late, or with its clock set back: one cycle a quarter, one set of plans and spot checks, nothing skipped (R9)."""

import threading
from datetime import date, datetime

import pytest
from django.db import connection
from hypothesis import given, strategies as st

from assessments.enums import CycleState
from assessments.models import Cycle, GatePassage, Plan, SpotCheck
from assessments.quarters import next_quarter, quarter_start
from assessments.services.cycles import due_quarters
from assessments.tasks import open_cycles
from foundation.audit.models import AuditEvent
from foundation.audit.verifiers import verify_chain
from foundation.common import clock
from tests.assessments.planning import standard_in_force


def at(year, month, day, hour=9) -> datetime:
    return datetime(year, month, day, hour, tzinfo=clock.organization_zone())


def run_at(*moments: datetime) -> None:
    """Beat, at each of these moments; those given together run at once, each in a thread of its own."""

    def go(moment):
        try:
            with clock.travelling(moment):
                open_cycles()
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=[moment]) for moment in moments]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()


def made() -> list[tuple[str, str, int, int]]:
    """(code, state, plans, spot checks) of each cycle."""
    return [
        (cycle.code, cycle.state, cycle.plans.count(), cycle.spot_checks.count())
        for cycle in Cycle.objects.order_by("start")
    ]


def assert_each_once() -> None:
    opened = AuditEvent.objects.filter(action="assessments.cycle.open")
    assert opened.count() == opened.values("target").distinct().count() == Cycle.objects.count()
    begun = GatePassage.objects.filter(after=CycleState.COLLECTING)
    assert begun.count() == begun.values("cycle").distinct().count()
    assert Plan.objects.count() == 2 * Cycle.objects.count()
    assert verify_chain() == []


@pytest.fixture
def standard(committed_cast):
    with clock.travelling(at(2026, 10, 5)):
        return standard_in_force(committed_cast)


@pytest.mark.race
def test_two_schedulers_and_a_late_one(standard):
    """Two at once on the day on which the next quarter is due; a third one wakes after seven weeks; then two at once again."""
    run_at(at(2026, 12, 18), at(2026, 12, 18))
    assert made() == [("2026Q4", "collecting", 2, 3), ("2027Q1", "preparing", 2, 3)]
    run_at(at(2027, 2, 5))
    assert made() == [("2026Q4", "collecting", 2, 3), ("2027Q1", "collecting", 2, 3)]
    run_at(at(2027, 3, 20), at(2027, 3, 20), at(2027, 3, 20, 10))
    assert [row[0] for row in made()] == ["2026Q4", "2027Q1", "2027Q2"]
    assert_each_once()


@pytest.mark.race
def test_schedulers_whose_clocks_disagree(standard):
    """One is still in the old quarter, one already in the new one, one was set back by a year."""
    run_at(at(2026, 11, 23))
    run_at(at(2026, 12, 31, 23), at(2027, 1, 1, 0), at(2025, 12, 31))
    assert made() == [("2026Q4", "collecting", 2, 3), ("2027Q1", "collecting", 2, 3)]
    run_at(at(2025, 3, 1), at(2026, 6, 1))
    assert [row[0] for row in made()] == ["2026Q4", "2027Q1"]
    assert_each_once()


@pytest.mark.race
def test_scheduler_that_stood_still_over_a_quarter_catches_up_while_it_matters(standard):
    run_at(at(2026, 11, 23))
    run_at(at(2027, 4, 20), at(2027, 4, 20))
    assert [row[:2] for row in made()] == [("2026Q4", "collecting"), ("2027Q1", "collecting"), ("2027Q2", "collecting")]
    assert SpotCheck.objects.filter(cycle__code="2027Q1").exists()
    assert_each_once()


starts = st.dates(date(2024, 1, 1), date(2028, 12, 31)).map(quarter_start)


@pytest.mark.django_db
@given(st.dates(date(2024, 1, 1), date(2028, 12, 31)), st.sets(starts, max_size=6))
def test_what_is_due_is_never_known_and_never_before_the_first(today, known):
    due = due_quarters(today, known)
    assert set(due).isdisjoint(known)
    assert due == sorted(due)
    assert all(start == quarter_start(start) for start in due)
    assert not known or all(start > min(known) for start in due)
    assert due_quarters(today, known | set(due)) == []


@given(st.dates(date(2024, 1, 1), date(2028, 12, 31)))
def test_fresh_portal_opens_this_quarter_and_at_most_the_next(today):
    due = due_quarters(today, set())
    assert due[0] == quarter_start(today)
    assert due[1:] in ([], [next_quarter(quarter_start(today))])
