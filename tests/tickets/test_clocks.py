"""Hours that are promised and days that the regulator counts: when they end, when they stand, when there are more (R26)."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import translation

from foundation.common import clock
from foundation.common.errors import Invalid, NotAllowed
from foundation.notifications.kinds import sentence_for
from foundation.notifications.models import Notification
from tests.tickets.world import answered, classify, contacted, given, held, investigated, paused, receive
from tickets.models import Ticket
from tickets.services import clocks
from tickets.services.escalating import escalate_everything

pytestmark = pytest.mark.django_db
START = clock.at_local(date(2026, 11, 3), 9)


@pytest.fixture(autouse=True)
def morning():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def told(kind: str) -> list[str]:
    rows = Notification.objects.filter(kind=f"tickets.ticket.{kind}").order_by("user__username")
    return list(rows.values_list("user__username", flat=True))


def test_both_clocks_and_the_regulators_days_begin_with_the_receipt(agent):
    ticket = receive(agent)
    assert ticket.contact_due_at == ticket.handle_due_at == START + timedelta(hours=24)
    assert ticket.legal_due_on == date(2026, 11, 18)
    assert classify(ticket, agent, complexity="complex").legal_due_on == date(2026, 12, 3)
    assert classify(Ticket.objects.get(), agent, kind="enquiry").legal_due_on is None


def test_days_are_counted_from_the_day_in_the_organizations_zone(agent, morning):
    morning.move_to(clock.at_local(date(2026, 11, 3), 23, 59))
    assert receive(agent).legal_due_on == date(2026, 11, 18)
    morning.move_to(clock.at_local(date(2026, 11, 4), 0, 1))
    assert receive(agent).legal_due_on == date(2026, 11, 19)


def test_first_contact_ends_the_first_clock(ticket, morning):
    assert ticket.due == ticket.contact_due_at
    morning.shift(timedelta(hours=3))
    ticket = contacted(ticket)
    assert ticket.due == ticket.handle_due_at
    assert answered(ticket).due is None


def test_clock_that_stood_ends_later_by_as_long(ticket, morning):
    ticket = contacted(ticket)
    due, legal = ticket.handle_due_at, ticket.legal_due_on
    ticket = paused(ticket)
    assert ticket.due is None
    morning.shift(timedelta(hours=50))
    assert not ticket.is_late
    ticket = clocks.resume_ticket(**given(ticket, ticket.holder))
    assert ticket.handle_due_at == due + timedelta(hours=50)
    assert ticket.legal_due_on == legal


def test_regulators_days_stand_only_for_an_appraisal(ticket, morning):
    legal = ticket.legal_due_on
    ticket = paused(ticket, "appraisal")
    morning.shift(timedelta(days=6))
    assert clocks.resume_ticket(**given(ticket, ticket.holder)).legal_due_on == legal + timedelta(days=6)


def test_pause_that_an_answer_ends(ticket, morning):
    ticket = paused(investigated(ticket))
    morning.shift(timedelta(hours=2))
    from tickets.services import handling

    ticket = handling.answer_ticket(**given(ticket, ticket.holder, text="致歉"))
    assert (ticket.is_paused, [step.act for step in ticket.steps.all()][-2:]) == (False, ["resumed", "answered"])


def test_further_days_need_a_manager_and_the_complainant_told(cast, agent):
    simple = held(cast, agent)
    with pytest.raises(NotAllowed):
        clocks.ask_extension(**given(simple, cast.zhao, text="x"))
    ticket = held(cast, agent, complexity="complex")
    legal = ticket.legal_due_on
    ticket = clocks.ask_extension(**given(ticket, cast.zhao, text="需调阅八年前档案"))
    assert told("extension_asked") == ["zhouhang"]
    for person in (cast.zhao, cast.chen, cast.li, cast.qian):
        with pytest.raises(NotAllowed):
            clocks.decide_extension(**given(ticket, person, granted=True, text=""))
    with pytest.raises(NotAllowed):
        clocks.ask_extension(**given(ticket, cast.zhao, text="再要一次"))

    ticket = clocks.decide_extension(**given(ticket, cast.zhou, granted=True, text=""))
    assert ticket.legal_due_on == legal + timedelta(days=30)
    assert ticket.extensions.get().told_at is None
    ticket = clocks.note_told(**given(ticket, cast.zhao, text="已电话告知"))
    assert ticket.extensions.get().told_at is not None
    # Saying anew what it is takes none of them away.
    assert classify(ticket, agent, complexity="complex").legal_due_on == legal + timedelta(days=30)


def test_refused_days_may_be_asked_for_again(cast, agent):
    ticket = clocks.ask_extension(**given(held(cast, agent, complexity="complex"), cast.zhao, text="时间不够"))
    with pytest.raises(Invalid):
        clocks.decide_extension(**given(ticket, cast.zhou, granted=False, text=""))
    ticket = clocks.decide_extension(**given(ticket, cast.zhou, granted=False, text="理由不足"))
    assert clocks.ask_extension(**given(ticket, cast.zhao, text="附律师函")).extensions.count() == 2


def test_lateness_is_told_upwards_once_a_level(cast, ticket, morning):
    assert escalate_everything() == 0
    morning.shift(timedelta(hours=25))
    assert (escalate_everything(), escalate_everything()) == (1, 0)
    assert told("late") == ["chenjie", "wudi", "zhaolei"]
    notice = Notification.objects.filter(kind="tickets.ticket.late").first()
    with translation.override("zh-hans"):
        assert "应于 11月4日 周三 09:00 前办理" in sentence_for(notice.kind, notice.params)
    with translation.override("en"):
        assert sentence_for(notice.kind, notice.params).endswith("it was due Wed 4 Nov 09:00.")
    morning.shift(timedelta(hours=24))
    assert (escalate_everything(), escalate_everything()) == (1, 0)
    assert told("escalated") == ["chenjie", "liwen", "wudi", "zhaolei", "zhouhang"]


def test_what_stands_or_is_answered_is_not_late(cast, agent, ticket, morning):
    answered(ticket)
    paused(held(cast, agent))
    morning.shift(timedelta(hours=60))
    assert escalate_everything() == 0


def test_last_days_of_the_regulator_are_told_further_up(cast, ticket, morning):
    contacted(ticket)
    Ticket.objects.update(handle_due_at=START + timedelta(days=60))
    morning.shift(timedelta(days=11))
    assert escalate_everything() == 0
    morning.shift(timedelta(days=1))
    assert escalate_everything() == 1
    assert "zhouhang" in told("escalated")
