"""Random looks between the assessments: unpredictable, at least one for each unit, each drawn once."""

import threading
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.urls import reverse

from assessments.enums import CycleState, SpotCheckState
from assessments.models import Cycle, ScoreSheet, ScoreTotal, SpotCheck
from assessments.services.cycles import open_cycle
from assessments.services.spot_checks import draw_due_spot_checks, plan_spot_check, plan_spot_checks
from assessments.services.spot_plans import chance
from foundation.audit.models import AuditEvent
from foundation.audit.verifiers import run_verifiers
from foundation.common import clock
from foundation.workdays.calendar import is_workday
from organization.enums import Role
from organization.models import RoleAssignment
from records.models import ServiceRecord
from sampling.enums import DrawState
from sampling.services import make_proof
from standards.services import (
    approve_version,
    create_standard_from_preset,
    put_in_force,
    save_scope,
    submit_version,
)
from tests.assessments.planning import NOON, START, open_quarter, records_for


def make_due(cycle: Cycle, *units) -> list[SpotCheck]:
    """Only these checks are left, all due an hour ago."""
    SpotCheck.objects.filter(cycle=cycle).delete()
    return [
        plan_spot_check(cycle, number, unit.pk, clock.now() - timedelta(hours=1))
        for number, unit in enumerate(units, start=1)
    ]


# planning


def test_every_assessed_unit_is_looked_at_once_or_more(cast, quarter):
    units = list(quarter.spot_checks.values_list("unit__code", flat=True))
    assert len(units) == 3
    assert set(units) == {"BR-E", "BR-W"}


def test_moments_are_working_minutes_of_what_is_left_of_the_quarter(cast, quarter):
    for check in quarter.spot_checks.all():
        here = clock.local(check.due_at)
        assert check.due_at > NOON and here.date() < quarter.end
        assert is_workday(here.date()) and 9 <= here.hour < 17


def test_planning_twice_changes_nothing(cast, quarter):
    assert plan_spot_checks(cycle=quarter) == []
    assert quarter.spot_checks.count() == 3


def test_check_is_due_at_once_where_no_working_time_is_left(cast):
    late = datetime(2026, 12, 31, 20, tzinfo=clock.organization_zone())
    with clock.travelling(late):
        cycle = open_quarter(cast)
    assert {check.due_at for check in cycle.spot_checks.all()} == {late}


def test_secret_of_each_check_is_committed_when_it_is_planned(cast, quarter):
    draws = sorted((check.draw.title, check.draw.state) for check in quarter.spot_checks.all())
    assert draws == [(f"2026Q4-S0{number}", DrawState.COMMITTED) for number in (1, 2, 3)]
    # One more for the lot that says which unit is looked at when.
    assert AuditEvent.objects.filter(action="sampling.draw.commit").count() == 4


def test_draw_of_a_check_tells_nothing_of_where_and_when_before_its_moment(client, cast, quarter):
    check = quarter.spot_checks.first()
    client.force_login(cast.li.user)
    page = client.get(check.draw.get_absolute_url(), headers={"accept-language": "en"}).content.decode()
    assert check.draw.commitment in page
    assert [text for text in ("East Branch", "West Branch", check.draw.secret) if text in page] == []


# drawing


def test_due_check_draws_a_record_and_an_assessor(cast, quarter):
    (check,) = make_due(quarter, cast.east)
    assert draw_due_spot_checks() == 1
    check.refresh_from_db()
    sheet = ScoreSheet.objects.get()
    assert (check.state, sheet.spot_check, sheet.plan) == (SpotCheckState.DRAWN, check, None)
    assert sheet.record.unit in (cast.east, cast.east_outlet)
    assert sheet.assessor in (cast.lin, cast.guo)
    assert (sheet.number, sheet.due_on) == ("QA-2026Q4-0001", date(2026, 11, 26))
    assert (check.draw.nonces_wanted, check.draw.frame_counts) == (0, {"record": 50})


def test_assessor_of_a_due_check_is_told(cast, quarter):
    make_due(quarter, cast.east)
    draw_due_spot_checks()
    sheet = ScoreSheet.objects.get()
    assert sheet.assessor.user.notifications.get().kind == "assessments.sheets.assigned"


def test_check_that_is_not_due_waits(cast, quarter):
    (check,) = make_due(quarter, cast.east)
    SpotCheck.objects.update(due_at=NOON + timedelta(minutes=1))
    assert draw_due_spot_checks() == 0
    with clock.travelling(NOON + timedelta(minutes=1)):
        assert draw_due_spot_checks() == 1


@pytest.mark.parametrize(
    ("day", "hour", "minute", "is_drawn"),
    [
        (date(2026, 11, 28), 12, 0, False),  # a Saturday
        (date(2026, 10, 3), 12, 0, False),  # a public holiday
        (date(2026, 10, 10), 12, 0, True),  # a Saturday that is worked for it
        (date(2026, 11, 30), 8, 59, False),
        (date(2026, 11, 30), 9, 0, True),
        (date(2026, 11, 30), 17, 59, True),
        (date(2026, 11, 30), 18, 0, False),
    ],
)
def test_check_that_could_not_be_drawn_in_time_waits_for_working_time(cast, quarter, day, hour, minute, is_drawn):
    records_for(cast.east, 5, first=700, day=date(2026, 10, 1))
    SpotCheck.objects.filter(cycle=quarter).delete()
    with clock.travelling(clock.at_local(day, hour, minute)):
        plan_spot_check(quarter, 1, cast.east.pk, clock.now() - timedelta(minutes=1))
        assert draw_due_spot_checks() == int(is_drawn)


def test_quarter_that_is_opened_on_a_rest_day_has_checks_in_working_minutes_only(cast):
    saturday = datetime(2026, 11, 28, 10, tzinfo=clock.organization_zone())
    with clock.travelling(saturday):
        cycle = open_quarter(cast)
    moments = [clock.local(check.due_at) for check in cycle.spot_checks.all()]
    assert moments and all(is_workday(one.date()) and 9 <= one.hour < 17 for one in moments)


def test_checks_run_twice_draw_once(cast, quarter):
    make_due(quarter, cast.east, cast.west)
    assert (draw_due_spot_checks(), draw_due_spot_checks()) == (2, 0)
    assert ScoreSheet.objects.count() == 2


def test_checks_are_spread_over_assessors(cast, quarter):
    make_due(quarter, cast.east, cast.west, cast.east, cast.west)
    draw_due_spot_checks()
    sheets = ScoreSheet.objects.all()
    assert {person: sheets.filter(assessor=person).count() for person in (cast.lin, cast.guo)} == {
        cast.lin: 2,
        cast.guo: 2,
    }


def test_check_with_nothing_to_look_at_is_skipped_and_planned_again(cast, quarter):
    ServiceRecord.objects.filter(unit=cast.west).delete()
    (check,) = make_due(quarter, cast.west)
    assert draw_due_spot_checks() == 0
    check.refresh_from_db()
    again = quarter.spot_checks.get(state=SpotCheckState.PLANNED)
    assert (check.state, again.unit, again.ordinal) == (SpotCheckState.SKIPPED, cast.west, 2)
    assert again.due_at > clock.at_local(date(2026, 11, 24))
    assert AuditEvent.objects.get(action="assessments.spot_check.skip").details["skipped_for"] == "records"


def test_check_is_skipped_for_good_once_scoring_is_closed(cast, quarter):
    (check,) = make_due(quarter, cast.east)
    Cycle.objects.update(state=CycleState.FEEDBACK)
    assert draw_due_spot_checks() == 0
    check.refresh_from_db()
    assert (check.state, SpotCheck.objects.count()) == (SpotCheckState.SKIPPED, 1)
    assert AuditEvent.objects.get(action="assessments.spot_check.skip").details["skipped_for"] == "cycle"


@pytest.mark.parametrize("state", [CycleState.WITHDRAWN, CycleState.PREPARING])
def test_check_of_a_quarter_that_is_not_open_waits_until_it_is_open_or_over(cast, quarter, state):
    """Taken back, and no standard in force by which it could be opened again: what was promised is not given up."""
    (check,) = make_due(quarter, cast.east)
    Cycle.objects.update(state=state)
    draw_due_spot_checks()
    check.refresh_from_db()
    assert (check.state, ScoreSheet.objects.count()) == (SpotCheckState.PLANNED, 0)
    Cycle.objects.update(state=CycleState.COLLECTING)
    assert draw_due_spot_checks() == 1


def test_check_of_a_quarter_that_never_opened_is_skipped_when_it_is_over(cast, quarter):
    (check,) = make_due(quarter, cast.east)
    Cycle.objects.update(state=CycleState.WITHDRAWN)
    with clock.travelling(clock.at_local(date(2027, 1, 4), 10)):
        draw_due_spot_checks()
    check.refresh_from_db()
    assert check.state == SpotCheckState.SKIPPED


def test_check_waits_while_nobody_may_assess(cast, quarter):
    make_due(quarter, cast.east, cast.west)
    RoleAssignment.objects.filter(role__in=(Role.ASSESSOR, Role.LEAD)).delete()
    assert draw_due_spot_checks() == 0
    assert set(SpotCheck.objects.values_list("state", flat=True)) == {SpotCheckState.PLANNED}


def test_records_of_the_rest_of_the_day_are_not_in_the_frame(cast, quarter):
    records_for(cast.west, 5, first=800, day=NOON.date(), touchpoint="online")
    (check,) = make_due(quarter, cast.west)
    draw_due_spot_checks()
    check.refresh_from_db()
    assert check.draw.frame_counts == {"record": 30}


def test_check_draws_what_the_standard_is_for(cast, in_quarter):
    """Records of a touchpoint that the standard says nothing about are no more looked at than in an assessment."""
    version = create_standard_from_preset(preset="four-dimensions", author=cast.li)
    save_scope(version=version, actor=cast.li, scope=[("touchpoint", "phone")])
    for act, actor in ((submit_version, cast.li), (approve_version, cast.zhou), (put_in_force, cast.zhou)):
        version.refresh_from_db()
        act(version=version, actor=actor)
    records_for(cast.east, 20, touchpoint="counter")
    cycle = open_cycle(start=START, actor=None)
    cycle.spot_checks.exclude(pk=cycle.spot_checks.filter(unit=cast.east).first().pk).delete()
    cycle.spot_checks.update(due_at=NOON - timedelta(hours=1))
    draw_due_spot_checks()
    assert not ScoreSheet.objects.exists()
    [phone] = records_for(cast.east, 1, first=100)
    cycle.spot_checks.filter(state=SpotCheckState.PLANNED).update(due_at=NOON - timedelta(hours=1))
    draw_due_spot_checks()
    assert ScoreSheet.objects.get().record == phone


def test_draw_of_a_check_can_be_verified_like_any_other(cast, quarter):
    (check,) = make_due(quarter, cast.east)
    draw_due_spot_checks()
    check.refresh_from_db()
    assert run_verifiers()["draws"] == []
    assert make_proof(check.draw)[:2] == b"PK"


def test_checks_stay_out_of_the_totals(cast, quarter):
    make_due(quarter, cast.east)
    draw_due_spot_checks()
    assert ScoreTotal.objects.count() == 0


def test_page_tells_how_many_are_planned_and_nothing_else_of_them(client, cast, quarter):
    client.force_login(cast.li.user)
    page = client.get(reverse("assessments:spot_check_list"), headers={"accept-language": "en"})
    assert page.context["planned"] == 3
    assert list(page.context["page"]) == []
    make_due(quarter, cast.east)
    draw_due_spot_checks()
    page = client.get(reverse("assessments:spot_check_list"), headers={"accept-language": "en"})
    assert [check.unit for check in page.context["page"]] == [cast.east]
    assert "QA-2026Q4-0001" in page.content.decode()


@pytest.mark.race
def test_two_schedulers_draw_each_check_once(committed_cast):
    cast = committed_cast
    with clock.travelling(NOON):
        records_for(cast.east, 20)
        records_for(cast.west, 20)
        make_due(open_quarter(cast), cast.east, cast.west, cast.east)
    drawn = []

    def go():
        try:
            with clock.travelling(NOON):
                drawn.append(draw_due_spot_checks())
        finally:
            connection.close()

    threads = [threading.Thread(target=go) for _each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    numbers = list(ScoreSheet.objects.order_by("number").values_list("number", flat=True))
    assert (sum(drawn), numbers) == (3, ["QA-2026Q4-0001", "QA-2026Q4-0002", "QA-2026Q4-0003"])
    assert run_verifiers()["draws"] == []


def test_chance_has_no_seed():
    assert chance.random() != chance.random()
    with pytest.raises(NotImplementedError):
        chance.getstate()
