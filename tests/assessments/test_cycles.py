"""Opening quarters: by beat, by hand, once."""

import threading
from datetime import UTC, date, datetime

import pytest
from django.db import connection

from assessments.enums import PlanState
from assessments.models import Cycle, Plan, SpotCheck
from assessments.selectors.frames import frame_of_cycle
from assessments.services.cycles import open_cycle, open_due_cycles
from assessments.tasks import open_cycles
from foundation.audit.models import AuditEvent
from foundation.common import clock
from foundation.common.errors import Invalid, NotAllowed
from foundation.jobs.models import Heartbeat
from organization.enums import UnitKind
from tests.assessments.planning import NOON, START, standard_in_force
from tests.cast import make_unit


def at(year, month, day, hour=12) -> datetime:
    return datetime(year, month, day, hour, tzinfo=clock.organization_zone())


def codes() -> list[str]:
    return list(Cycle.objects.order_by("start").values_list("code", flat=True))


def test_open_cycle_drafts_a_plan_for_each_assessed_unit(cast, in_quarter):
    version = standard_in_force(cast)
    cycle = open_cycle(start=START, actor=None)
    assert (cycle.code, cycle.start, cycle.end, cycle.standard_version) == ("2026Q4", START, date(2027, 1, 1), version)
    plans = Plan.objects.order_by("unit__code")
    assert [(plan.unit, plan.state, plan.author, plan.starts_on, plan.due_on) for plan in plans] == [
        (cast.east, PlanState.DRAFT, None, START, date(2027, 1, 15)),
        (cast.west, PlanState.DRAFT, None, START, date(2027, 1, 15)),
    ]
    assert AuditEvent.objects.filter(action="assessments.cycle.open").count() == 1


def test_open_cycle_leaves_out_units_that_do_not_exist_in_the_quarter(cast, in_quarter):
    standard_in_force(cast)
    assessed = {"is_assessed": True}
    make_unit("BR-O", "旧支行", "Old Branch", UnitKind.BRANCH, cast.bank, valid_to=START, **assessed)
    later = make_unit("BR-L", "新支行", "New Branch", UnitKind.BRANCH, cast.bank, **assessed)
    type(later).objects.filter(pk=later.pk).update(valid_from=date(2027, 1, 1))
    open_cycle(start=START, actor=None)
    assert list(Plan.objects.order_by("unit__code").values_list("unit__code", flat=True)) == ["BR-E", "BR-W"]


def test_open_cycle_proposes_the_sizes_of_the_quarter_before(cast, in_quarter):
    standard_in_force(cast)
    earlier = open_cycle(start=date(2026, 7, 1), actor=None)
    Plan.objects.filter(cycle=earlier, unit=cast.east).update(records_wanted=44, visits_wanted=3, state=PlanState.DONE)
    open_cycle(start=START, actor=None)
    wanted = (
        Plan.objects.filter(cycle__code="2026Q4").order_by("unit__code").values_list("records_wanted", "visits_wanted")
    )
    assert list(wanted) == [(44, 3), (20, 1)]


def test_open_cycle_twice_gives_the_first(cast, in_quarter):
    standard_in_force(cast)
    assert open_cycle(start=START, actor=None) == open_cycle(start=START, actor=cast.li)
    assert (Cycle.objects.count(), Plan.objects.count()) == (1, 2)


def test_open_cycle_by_a_person_is_for_leads(cast, in_quarter):
    standard_in_force(cast)
    for person in (cast.zhou, cast.qian, cast.lin, cast.chen, cast.feng):
        with pytest.raises(NotAllowed):
            open_cycle(start=START, actor=person)
    assert open_cycle(start=START, actor=cast.li).code == "2026Q4"


def test_open_cycle_needs_a_standard_in_force_and_the_first_day_of_a_quarter(cast, in_quarter):
    with pytest.raises(Invalid, match="No standard is in force"):
        open_cycle(start=START, actor=None)
    standard_in_force(cast)
    with pytest.raises(Invalid, match="first day of a quarter"):
        open_cycle(start=date(2026, 10, 2), actor=None)


def test_leads_are_told_of_a_new_cycle(cast, in_quarter):
    standard_in_force(cast)
    open_cycle(start=START, actor=None)
    assert cast.li.user.notifications.get(kind="assessments.cycle.opened").params == {"cycle": "2026Q4", "plans": 2}


# by beat


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (at(2026, 11, 23), ["2026Q4"]),
        (at(2026, 12, 17, 23), ["2026Q4"]),
        (at(2026, 12, 18, 0), ["2026Q4", "2027Q1"]),
        # Midnight of the organization, not of UTC.
        (datetime(2026, 12, 17, 15, 59, tzinfo=UTC), ["2026Q4"]),
        (datetime(2026, 12, 17, 16, 0, tzinfo=UTC), ["2026Q4", "2027Q1"]),
        (at(2027, 1, 1, 0), ["2027Q1"]),
    ],
)
def test_beat_opens_this_quarter_and_the_next_two_weeks_ahead(cast, moment, expected):
    with clock.travelling(moment):
        standard_in_force(cast)
        open_due_cycles()
    assert codes() == expected


def test_beat_run_twice_changes_nothing_more(cast, in_quarter):
    standard_in_force(cast)
    open_cycles()
    before = (codes(), Plan.objects.count(), SpotCheck.objects.count(), AuditEvent.objects.count())
    open_cycles()
    assert (codes(), Plan.objects.count(), SpotCheck.objects.count(), AuditEvent.objects.count()) == before
    assert Heartbeat.objects.filter(name="assessments.open_cycles").count() == 1


def test_beat_waits_for_a_standard(cast, in_quarter):
    assert open_due_cycles() == []
    standard_in_force(cast)
    assert [cycle.code for cycle in open_due_cycles()] == ["2026Q4"]


def test_beat_that_was_late_opens_what_is_due_now(cast):
    with clock.travelling(at(2026, 12, 20)):
        standard_in_force(cast)
    with clock.travelling(at(2027, 3, 30)):
        open_due_cycles()
    assert codes() == ["2027Q1", "2027Q2"]


@pytest.mark.race
def test_two_schedulers_open_one_cycle(committed_cast):
    with clock.travelling(NOON):
        standard_in_force(committed_cast)

    def go():
        try:
            with clock.travelling(NOON):
                open_due_cycles()
        finally:
            connection.close()

    threads = [threading.Thread(target=go) for _each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (codes(), Plan.objects.count(), SpotCheck.objects.count()) == (["2026Q4"], 2, 3)
    assert AuditEvent.objects.filter(action="assessments.cycle.open").count() == 1


def test_a_standard_for_some_departments_drafts_plans_for_these_alone(cast, in_quarter):
    version = standard_in_force(cast)
    version.scope.create(aspect="unit", value=cast.east.code)
    cycle = open_cycle(start=START, actor=None)
    assert [plan.unit for plan in cycle.plans.all()] == [cast.east]


def test_a_standard_for_some_touchpoints_draws_from_these_alone(cast, quarter):
    assert set(frame_of_cycle(cast.east, quarter).values_list("touchpoint", flat=True)) == {"phone", "counter"}
    quarter.standard_version.scope.create(aspect="touchpoint", value="counter")
    assert set(frame_of_cycle(cast.east, quarter).values_list("touchpoint", flat=True)) == {"counter"}
