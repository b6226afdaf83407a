"""Measures week by week: the same figures as over each week alone, with what stands out named and led to (R30)."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from analysis.control.weeks import WEEKS, weeks_of
from analysis.measured.lines import Scope
from feedback.services import answer_invitation, create_questionnaire, invite, open_questionnaire
from foundation.common import clock
from records.measures import measures
from records.models import ServiceRecord
from tests.assessments.sheet_world import make_record
from tests.tickets import world as tickets

EN = {"accept-language": "en"}
NOW = datetime(2026, 11, 18, 10, tzinfo=clock.organization_zone())  # a Wednesday
THIS_MONDAY = date(2026, 11, 16)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def week(number: int) -> date:
    """The Monday so many weeks before this one."""
    return THIS_MONDAY - timedelta(days=7 * number)


def call(unit, number: int, hour: int, resolved: bool, **more) -> None:
    at = clock.at_local(week(number)) + timedelta(days=2, hours=hour)
    make_record(
        unit, number=f"W{number}-{hour}-{unit.code}-{uuid4().hex[:6]}", occurred_at=at, resolved=resolved, **more
    )


def fill(unit, weeks: range, resolved: int, of: int = 20) -> None:
    for number in weeks:
        for place in range(of):
            call(unit, number, 8 + place % 10, place < resolved)


@pytest.fixture
def steady(cast):
    """East resolves 17 of 20 in each of twelve weeks, but 3 of 20 in the week before last."""
    fill(cast.east, range(3, 13), 17)
    fill(cast.east, range(2, 3), 3)
    fill(cast.east, range(1, 2), 17)


def scope(*units) -> Scope:
    return Scope(units[0], units)


def test_every_measure_has_a_series_that_says_what_it_says_of_each_week_alone(cast):
    """Calls on both sides of midnight between two weeks, complaints, answers and links."""
    for number in (1, 2, 4):
        for hour in (0, 23):
            known = {
                "answer_seconds": 10 + hour,
                "handle_seconds": 100,
                "rating": 4,
                "topic": "投诉",
                "phone_index": "x" * 64,
            }
            call(cast.east, number, hour, hour > 0, **known)
        edge = clock.at_local(week(number))
        make_record(cast.east_outlet, number=f"E{number}", occurred_at=edge - timedelta(seconds=1), resolved=True)
        make_record(cast.east_outlet, number=f"F{number}", occurred_at=edge, resolved=False)
    agent = tickets.make_agent(cast)
    questionnaire = open_questionnaire(questionnaire=create_questionnaire(actor=cast.li, key=uuid4()), actor=cast.li)
    for number in (1, 3):
        with time_machine.travel(clock.at_local(week(number)) + timedelta(days=1), tick=False):
            tickets.confirmed(tickets.held(cast, agent))
            invited = invite(questionnaire=questionnaire, unit=cast.east, count=3, actor=cast.li, key=uuid4())
            for token, rating in zip(invited.tokens, (5, 2), strict=False):
                given = {"satisfaction": str(rating), "need_met": "1", "recommend": str(rating * 2)}
                answer_invitation(token=token, answers=given, key=uuid4())
    seen = 0
    days = [week(number) for number in range(6, -1, -1)]
    for code, measure in measures.items():
        assert measure.series is not None, code
        figures = measure.series([cast.east.pk], days)
        alone = [
            measure.compute([cast.east.pk], start, end)[cast.east.pk]
            for start, end in zip(days, days[1:], strict=False)
        ]
        assert [(one.n, one.total, one.squares) for one in figures] == [
            (one.n, one.total, one.squares) for one in alone
        ], code
        seen += any(one.n for one in figures)
    assert seen >= len(list(measures.items())) - 2  # effort is asked by another questionnaire


def test_unit_is_counted_with_all_below_it(cast, steady):
    call(cast.east_outlet, 1, 9, True)
    call(cast.west, 1, 9, True)
    assert weeks_of(measures.get("records.resolved"), scope(cast.east), THIS_MONDAY).figures[-1].n == 21


def test_running_week_is_left_out(cast, steady):
    make_record(cast.east, number="today", occurred_at=clock.now(), resolved=False)
    weeks = weeks_of(measures.get("records.resolved"), scope(cast.east), date(2027, 1, 1))
    assert (weeks.starts[-1], weeks.figures[-1].n, len(weeks.starts)) == (week(1), 20, WEEKS)


def test_past_quarter_shows_the_weeks_before_its_end(cast, steady):
    weeks = weeks_of(measures.get("records.resolved"), scope(cast.east), date(2026, 10, 1))
    assert weeks.starts[-1] == date(2026, 9, 21)


def test_week_that_stands_out_is_named_and_leads_to_its_records(client, cast, steady):
    client.force_login(cast.zhou.user)
    page = client.get(
        f"{reverse('analysis:measure_detail', args=['records.resolved'])}?unit={cast.east.code}", headers=EN
    )
    assert page.context["weeks"]["title"] == "Week from Mon 2 Nov: below the limits"
    (signal,) = page.context["signals"]
    assert (signal.what, signal.tone, signal.value) == ("below the limits", "late", "15.0%")
    records = client.get(signal.url)
    assert records.context["page"].paginator.count == 20
    marks = page.context["weeks"]["series"][0]["signs"]
    assert [place for place, mark in enumerate(marks) if mark] == [WEEKS - 2]


def test_steady_weeks_say_so(client, cast):
    fill(cast.east, range(1, 13), 17)
    client.force_login(cast.zhou.user)
    page = client.get(
        f"{reverse('analysis:measure_detail', args=['records.resolved'])}?unit={cast.east.code}", headers=EN
    )
    assert page.context["weeks"]["title"] == "Steady: no week differs from the others by more than chance"
    assert page.context["signals"] == []


def test_few_weeks_have_no_limits(client, cast):
    fill(cast.east, range(1, 5), 17)
    client.force_login(cast.zhou.user)
    page = client.get(
        f"{reverse('analysis:measure_detail', args=['records.resolved'])}?unit={cast.east.code}", headers=EN
    )
    assert page.context["weeks"]["title"] == "Week by week: too few weeks to tell chance from change"
    assert page.context["weeks"]["target"] is None
    assert "low" not in page.context["weeks"]["series"][0]


def test_without_any_record_there_is_no_figure(client, cast):
    client.force_login(cast.zhou.user)
    assert client.get(reverse("analysis:measure_detail", args=["records.resolved"])).context["weeks"] is None


def test_higher_is_worse_where_fewer_is_better(client, cast):
    for number in range(1, 13):
        for place in range(6):
            call(cast.east, number, 8 + place, True, answer_seconds=300 if number == 1 else 20 + place, answered=True)
    client.force_login(cast.zhou.user)
    url = reverse("analysis:measure_detail", args=["records.answer_seconds"])
    page = client.get(f"{url}?unit={cast.east.code}", headers=EN)
    assert [(one.what, one.tone) for one in page.context["signals"]] == [("above the limits", "late")]


def test_queries_do_not_grow_with_the_weeks(client, cast, steady):
    client.force_login(cast.zhou.user)
    url = f"{reverse('analysis:measure_detail', args=['records.resolved'])}?unit={cast.east.code}"
    client.get(url)
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    ServiceRecord.objects.filter(occurred_at__lt=clock.at_local(week(2))).delete()
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    assert len(many) == len(few)
