"""An alarm when complaints are more than usual: exact, rare by chance, raised once, settled by a lead (R26, R46)."""

from datetime import date, timedelta
from fractions import Fraction
from random import Random
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from hypothesis import given as generated, strategies

from foundation.common import clock
from foundation.common.errors import Conflict, NotAllowed
from foundation.notifications.models import Notification
from organization.worklist import work_waiting_for
from tests.tickets.world import given, make_agent, receive
from tickets.models import SurgeAlarm, Ticket
from tickets.services import handling
from tickets.services.alarms import look_for_surges, settle_alarm
from tickets.surge import FEWEST, WEEKS, look_at

MONDAY = date(2026, 11, 2)


def test_known_values():
    assert look_at(0, 0).chance == 1
    assert look_at(1, 0).chance == Fraction(1, 9)
    assert look_at(2, 0).chance == Fraction(1, 81)
    assert look_at(1, 1).chance == 1 - Fraction(8, 9) ** 2
    assert (look_at(9, 8).usual, look_at(9, 8).is_surge) == (1, True)
    assert not look_at(9, 72).is_surge


@generated(strategies.integers(0, 40), strategies.integers(0, 200))
def test_chance_is_the_binomial_tail(count, before):
    """The same term by term: P(X = k) from P(X = k − 1)."""
    n, p = count + before, Fraction(1, WEEKS + 1)
    term, below = (1 - p) ** n, Fraction(0)
    for k in range(count):
        below += term
        term = term * (n - k) / (k + 1) * p / (1 - p)
    assert look_at(count, before).chance == 1 - below


def test_few_are_no_surge_however_unusual():
    assert not look_at(FEWEST - 1, 0).is_surge


def test_quiet_weeks_raise_no_more_alarms_than_promised():
    random, alarms, looks = Random(7), 0, 4000
    for _look in range(looks):
        weeks = [sum(random.random() < 0.06 for _customer in range(200)) for _week in range(WEEKS + 1)]
        alarms += look_at(weeks[-1], sum(weeks[:-1])).is_surge
    assert alarms <= looks * 0.003


@pytest.fixture
def usual(cast, agent, db):
    """One complaint a week at each branch for eight weeks, and nine at East Branch in the last."""
    for week in range(1, WEEKS + 1):
        with time_machine.travel(clock.at_local(MONDAY - timedelta(days=7 * week), 10), tick=False):
            receive(agent, unit=cast.east)
            receive(agent, unit=cast.west)
    with time_machine.travel(clock.at_local(MONDAY, 10), tick=False):
        for _place in range(9):
            receive(agent, unit=cast.east)
    with time_machine.travel(clock.at_local(MONDAY + timedelta(days=7), 7), tick=False):
        yield


def test_alarm_is_raised_once_and_told(cast, usual):
    raised = look_for_surges()
    assert [alarm.unit for alarm in raised] == [None, cast.east]
    assert look_for_surges() == []
    told = Notification.objects.filter(kind="tickets.alarm.unit").values_list("user__username", flat=True)
    assert set(told) == {"liwen", "zhouhang", "chenjie", "wudi"}
    assert any("alarm" in item.url for item in work_waiting_for(cast.li))


def test_withdrawn_complaints_and_enquiries_raise_none(cast, agent, usual):
    for ticket in Ticket.objects.order_by("-pk")[:9]:
        handling.withdraw_ticket(**given(ticket, agent, text="客户撤回"))
    assert look_for_surges() == []


def test_lead_says_what_is_done(client, cast, agent, usual):
    alarm = look_for_surges()[1]
    for person in (cast.chen, agent, cast.qian):
        with pytest.raises(NotAllowed):
            settle_alarm(alarm=alarm, text="x", actor=person, key=uuid4())
    client.force_login(cast.chen.user)
    url = reverse("tickets:alarm_settle", args=[alarm.public_id])
    assert client.get(url).status_code == 200
    client.force_login(cast.sun.user)
    assert client.get(url).status_code == 404
    settle_alarm(alarm=alarm, text="增派两名柜员", actor=cast.li, key=uuid4())
    with pytest.raises(Conflict):
        settle_alarm(alarm=alarm, text="已处理", actor=cast.zhou, key=uuid4())
    with time_machine.travel(clock.now() + timedelta(days=1), tick=False):
        assert [found.unit for found in look_for_surges()] == []
    assert SurgeAlarm.objects.get(pk=alarm.pk).text == "增派两名柜员"


@pytest.mark.django_db
def test_statistics_count_what_the_reader_sees(client, cast):
    from tests.tickets.world import closed, held

    agent = make_agent(cast)
    closed(held(cast, agent))
    receive(agent, unit=cast.west)
    client.force_login(cast.li.user)
    found = client.get(reverse("tickets:statistics")).context["found"]
    assert (found.whole.n, found.whole.answered.n, found.whole.content.value) == (2, 1, 100)
    by_unit = {line.name: line.n for line in found.tables[0][2]}
    assert sorted(by_unit.values()) == [1, 1]
    client.force_login(cast.sun.user)
    assert client.get(reverse("tickets:statistics"), {"days": "30"}).context["found"].whole.n == 1
    assert client.get(reverse("tickets:statistics"), {"days": "x"}).status_code == 200
    client.force_login(cast.zhao.user)
    assert client.get(reverse("tickets:statistics")).status_code == 403


def test_alarm_leads_to_the_complaints_that_it_counts_and_to_no_others(client, cast, usual):
    look_for_surges()
    client.force_login(cast.li.user)
    for alarm in SurgeAlarm.objects.all():
        query = client.get(alarm.get_absolute_url()).context["complaints"]
        page = client.get(f"{reverse('tickets:ticket_list')}?{query}").context["page"]
        assert page.paginator.count == alarm.count, alarm.subject
