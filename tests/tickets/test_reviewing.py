"""Review on request: asked for in time, decided by somebody above who had no part in it (R26)."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from foundation.common import clock
from foundation.common.errors import Invalid, NotAllowed
from foundation.notifications.models import Notification
from organization.worklist import work_waiting_for
from tests.tickets.world import answered, closed, given, held, receive
from tickets.services import dispatching, handling, reviewing

pytestmark = pytest.mark.django_db


def test_asked_for_and_found_to_stand(cast, agent, ticket):
    ticket = reviewing.ask_review(**given(closed(ticket), agent, text="客户要求上级核查"))
    assert ticket.reviews.get().due_on == clock.today() + timedelta(days=30)
    told = Notification.objects.filter(kind="tickets.ticket.review_asked").values_list("user__username", flat=True)
    assert set(told) == {"liwen", "zhouhang"}
    [work] = [item for item in work_waiting_for(cast.li) if ticket.number in item.title]
    assert (work.state, work.tone, work.due_on) == ("Waiting for the review", "wait", ticket.reviews.get().due_on)
    with pytest.raises(NotAllowed):
        reviewing.ask_review(**given(ticket, agent, text="再来一次"))

    ticket = reviewing.decide_review(**given(ticket, cast.li, outcome="stands", text="处理得当"))
    assert (ticket.state, ticket.reviews.get().reviewer) == ("closed", cast.li)


def test_handled_anew_within_the_firms_hours(cast, ticket):
    ticket = reviewing.ask_review(**given(closed(ticket), cast.zhao, text="客户不认可"))
    ticket = reviewing.decide_review(**given(ticket, cast.zhou, outcome="anew", text="未核实监控"))
    assert (ticket.state, ticket.answered_at, ticket.closed_at, ticket.satisfaction) == (
        "investigated",
        None,
        None,
        None,
    )
    assert ticket.handle_due_at > clock.now() + timedelta(hours=23)
    ticket = handling.answer_ticket(**given(ticket, cast.zhao, text="已核实监控并致歉"))
    assert reviewing.ask_review(**given(ticket, cast.zhao, text="仍不认可")).reviews.count() == 2


def test_who_had_a_part_in_it_does_not_review_it(cast, agent):
    ticket = dispatching.dispatch_ticket(
        **given(receive(cast.li, unit=cast.quality_office), cast.li, unit=cast.east, text="")
    )
    ticket = dispatching.take_over(**given(ticket, cast.zhao))
    ticket = reviewing.ask_review(**given(answered(ticket), cast.zhao, text="客户要求核查"))
    for person in (cast.li, cast.zhao, cast.chen, agent, cast.qian):
        with pytest.raises(NotAllowed):
            reviewing.decide_review(**given(ticket, person, outcome="stands", text="x"))
    assert (
        reviewing.decide_review(**given(ticket, cast.zhou, outcome="stands", text="属实")).reviews.get().state
        == "stands"
    )


def test_not_before_the_answer_and_not_for_ever(cast, agent):
    with pytest.raises(NotAllowed):
        reviewing.ask_review(**given(held(cast, agent), cast.zhao, text="x"))
    ticket = answered(held(cast, agent))
    with time_machine.travel(clock.now() + timedelta(days=31), tick=False), pytest.raises(Invalid) as refusal:
        reviewing.ask_review(**given(ticket, cast.zhao, text="客户要求核查"))
    assert "text" in refusal.value.message_dict


def test_reviewer_reads_what_was_found_and_told_before_what_is_asked(client, cast, agent):
    ticket = closed(held(cast, agent))
    reviewing.ask_review(**given(ticket, cast.zhao, text="客户认为赔付不足"))
    client.force_login(cast.li.user)
    page = client.get(reverse("tickets:ticket_review_decide", args=[ticket.public_id]))
    assert [words for _heading, words in page.context["earlier"]] == [
        "当日只开两个窗口",
        "致歉并说明改进安排",
        "客户认为赔付不足",
    ]
