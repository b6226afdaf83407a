"""Real threads: two take one ticket over, the clock is stopped while it is answered, one form is sent twenty times."""

from uuid import uuid4

import pytest

from feedback import services
from foundation.common.errors import Conflict, NotAllowed
from tests.calibration.test_races import at_once
from tests.tickets import world
from tickets.models import CaseSurvey, Ticket
from tickets.services import clocks, dispatching, handling

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def agent(committed_cast):
    return world.make_agent(committed_cast)


def refused(told: list) -> list:
    return [one for one in told if isinstance(one, Conflict | NotAllowed)]


def test_two_take_it_over_and_the_last_word_is_one(committed_cast, agent):
    cast = committed_cast
    ticket = dispatching.dispatch_ticket(**world.given(world.receive(agent), agent, unit=cast.east, text=""))
    at_once(*(lambda who=who: dispatching.take_over(**world.given(ticket, who)) for who in (cast.wu, cast.chen)))
    ticket.refresh_from_db()
    last = ticket.steps.filter(act="taken_over").last()
    assert (ticket.holder, ticket.is_offered) == (last.person, False)


def test_answer_and_pause_take_turns(committed_cast, agent):
    ticket = world.investigated(world.held(committed_cast, agent))
    holder = ticket.holder
    at_once(
        lambda: handling.answer_ticket(**world.given(ticket, holder, text="致歉")),
        lambda: clocks.pause_ticket(**world.given(ticket, holder, reason="wish", text="等客户")),
    )
    ticket.refresh_from_db()
    assert (ticket.state, ticket.is_paused) == ("answered", False)


def test_form_sent_twenty_times_is_one_ticket(committed_cast, agent):
    key = uuid4()
    told = at_once(*[lambda: world.receive(agent, key=key)] * 20)
    assert {ticket.pk for ticket in told} == {Ticket.objects.get().pk}


def test_numbers_are_given_once(committed_cast, agent):
    told = at_once(*[lambda: world.receive(agent)] * 8)
    assert sorted(ticket.number for ticket in told) == [f"T-{told[0].number[2:6]}-{n:06}" for n in range(1, 9)]


def test_further_days_are_decided_once(committed_cast, agent):
    cast = committed_cast
    ticket = world.held(cast, agent, complexity="complex")
    ticket = clocks.ask_extension(**world.given(ticket, cast.zhao, text="调档"))
    due = ticket.legal_due_on
    told = at_once(
        lambda: clocks.decide_extension(**world.given(ticket, cast.zhou, granted=True, text="")),
        lambda: clocks.decide_extension(**world.given(ticket, cast.zhou, granted=True, text="同意")),
    )
    assert len(refused(told)) == 1
    ticket.refresh_from_db()
    assert (ticket.legal_due_on - due).days == 30


def test_customer_of_two_cases_that_are_closed_at_once_is_asked_once(committed_cast, agent):
    lead = committed_cast.li
    draft = services.create_questionnaire(actor=lead)
    opened = services.open_questionnaire(questionnaire=draft, actor=lead)
    services.ask_after_cases(questionnaire=opened, actor=lead, key=uuid4())
    tickets = [world.confirmed(world.held(committed_cast, agent)) for _number in range(4)]
    told = at_once(
        *(lambda one=one: handling.close_ticket(**world.given(one, one.holder, text="增开窗口")) for one in tickets)
    )
    assert {one.state for one in told} == {"closed"}
    assert CaseSurvey.objects.count() == 1
