"""A complaint from its receipt to the effect of what was done: every node, whose it is, and what nobody may skip (R25, R26)."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection

from foundation.audit.models import AuditEvent
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, NotAllowed
from foundation.notifications.models import Notification
from tests.tickets.world import (
    CUSTOMER,
    SAID,
    answered,
    classify,
    closed,
    confirmed,
    contacted,
    given,
    held,
    investigated,
    receive,
)
from tickets.enums import StepAct
from tickets.models import Step, Ticket
from tickets.selectors import nodes_of, steps_of
from tickets.services import dispatching, handling
from tickets.services.receiving import Contact

pytestmark = pytest.mark.django_db


def acts(ticket: Ticket) -> list[str]:
    return list(ticket.steps.values_list("act", flat=True))


def test_from_the_hotline_to_the_evaluated_effect(cast, agent):
    ticket = closed(held(cast, agent))
    ticket = handling.evaluate_ticket(**given(ticket, cast.chen, helped=True, text="本月等候时间降到十分钟"))

    assert acts(ticket) == [
        "received", "classified", "dispatched", "taken_over", "contacted", "investigated", "answered", "confirmed", "closed", "evaluated",
    ]  # fmt: skip
    assert (ticket.state, ticket.justified, ticket.cause, ticket.satisfaction, ticket.helped) == (
        "evaluated", "yes", "process", 4, True,
    )  # fmt: skip
    assert [node.state for node in nodes_of(ticket, steps_of(ticket)) if node.at is None] == []
    trail = AuditEvent.objects.filter(target=str(ticket.public_id)).order_by("number")
    assert [event.action for event in trail] == [f"tickets.ticket.{act}" for act in acts(ticket)]
    assert not any(word in str(event.details) for event in trail for word in (SAID, "王芳", "13812345678", "窗口"))


def test_whoever_receives_it_sees_to_it_until_somebody_takes_it_over(cast, agent):
    ticket = receive(agent)
    assert (ticket.holder, ticket.first_person, ticket.unit) == (agent, agent, cast.service_centre)

    ticket = dispatching.dispatch_ticket(**given(ticket, agent, unit=cast.east, text="请联系"))
    assert (ticket.holder, ticket.unit, ticket.is_offered) == (agent, cast.east, True)
    told = Notification.objects.filter(kind="tickets.ticket.dispatched").values_list("user__username", flat=True)
    assert set(told) == {"chenjie", "wudi"}

    ticket = dispatching.take_over(**given(ticket, cast.zhao))
    assert (ticket.holder, ticket.first_person, ticket.is_offered) == (cast.zhao, agent, False)
    assert Notification.objects.filter(kind="tickets.ticket.taken_over", user=agent.user).exists()
    with pytest.raises(NotAllowed):
        contacted(Ticket.objects.get(pk=ticket.pk)) and handling.add_note(
            **given(ticket, agent, text="x", is_remedy=False)
        )


def test_unit_passes_back_what_is_not_theirs(cast, agent):
    ticket = dispatching.dispatch_ticket(**given(receive(agent), agent, unit=cast.west, text=""))
    with pytest.raises(Invalid) as refusal:
        dispatching.return_ticket(**given(ticket, cast.sun, text=" "))
    assert "text" in refusal.value.message_dict
    ticket = dispatching.return_ticket(**given(ticket, cast.sun, text="事发在城东支行"))
    assert (ticket.unit, ticket.holder, ticket.is_offered) == (cast.service_centre, agent, False)


def test_node_cannot_be_skipped(ticket):
    for act, more in (
        (handling.investigate, {"text": "x", "justified": "yes", "cause": "process"}),
        (handling.answer_ticket, {"text": "x"}),
        (handling.confirm_ticket, {"outcome": "content", "satisfaction": None, "text": ""}),
        (handling.close_ticket, {"text": "x"}),
    ):
        with pytest.raises(NotAllowed):
            act(**given(ticket, ticket.holder, **more))
    assert acts(ticket)[-1] == "taken_over"


def test_enquiry_is_answered_at_once(cast, agent):
    ticket = receive(agent, kind="enquiry", text="请问怎么开通网银？")
    assert ticket.legal_due_on is None
    ticket = handling.answer_ticket(**given(ticket, agent, text="带身份证到任一网点"))
    assert ticket.state == "answered"
    assert ticket.contacted_at == ticket.answered_at
    assert [str(node.state) for node in nodes_of(ticket, steps_of(ticket))] == [
        "received", "contacted", "answered", "confirmed", "closed",
    ]  # fmt: skip


def test_customer_who_is_not_content_is_answered_anew(ticket):
    ticket = answered(ticket)
    with pytest.raises(Invalid) as refusal:
        handling.confirm_ticket(**given(ticket, ticket.holder, outcome="not_content", satisfaction=1, text=""))
    assert "text" in refusal.value.message_dict
    with time_machine.travel(clock.now() + timedelta(hours=5), tick=False):
        ticket = handling.confirm_ticket(
            **given(ticket, ticket.holder, outcome="not_content", satisfaction=1, text="没有道歉")
        )
        assert (ticket.state, ticket.answered_at) == ("investigated", None)
        assert ticket.handle_due_at == clock.now() + timedelta(hours=24)
    ticket = handling.answer_ticket(**given(ticket, ticket.holder, text="书面致歉"))
    assert ticket.state == "answered"


def test_customer_who_cannot_be_reached_was_tried_often_enough(ticket):
    ticket = answered(ticket)
    unreached = {"outcome": "not_reached", "satisfaction": None, "text": ""}
    start = clock.now()
    for hours in (1, 2, 3):
        with time_machine.travel(start + timedelta(hours=hours), tick=False):
            ticket = handling.note_attempt_after_answer(**given(ticket, ticket.holder, text="无人接听"))
    with time_machine.travel(start + timedelta(hours=4), tick=False), pytest.raises(Invalid) as refusal:
        handling.confirm_ticket(**given(ticket, ticket.holder, **unreached))
    assert "outcome" in refusal.value.message_dict
    with time_machine.travel(start + timedelta(hours=30), tick=False):
        ticket = handling.note_attempt_after_answer(**given(ticket, ticket.holder, text="关机"))
        ticket = handling.confirm_ticket(**given(ticket, ticket.holder, **unreached))
    assert (ticket.state, ticket.confirmed_at, ticket.satisfaction) == ("confirmed", None, None)


def test_nobody_states_the_satisfaction_of_whom_they_did_not_reach(ticket):
    with pytest.raises(Invalid) as refusal:
        handling.confirm_ticket(
            **given(answered(ticket), ticket.holder, outcome="not_reached", satisfaction=5, text="")
        )
    assert "satisfaction" in refusal.value.message_dict


def test_justified_complaint_closes_with_what_changes(ticket):
    ticket = confirmed(ticket)
    with pytest.raises(Invalid):
        handling.close_ticket(**given(ticket, ticket.holder, text=""))
    assert handling.close_ticket(**given(ticket, ticket.holder, text="增设窗口")).state == "closed"


def test_effect_is_judged_by_somebody_who_had_no_part_in_it(cast, agent, ticket):
    ticket = closed(ticket)
    for person in (cast.zhao, agent, cast.sun, cast.qian):
        with pytest.raises(NotAllowed):
            handling.evaluate_ticket(**given(ticket, person, helped=True, text="x"))
    assert handling.evaluate_ticket(**given(ticket, cast.wu, helped=False, text="仍有排队")).helped is False


def test_customer_comes_back(cast, agent, ticket):
    ticket = handling.reopen_ticket(**given(closed(ticket), agent, text="问题又出现了"))
    assert (ticket.state, ticket.holder, ticket.answered_at, ticket.satisfaction) == (
        "investigated", cast.zhao, None, None,
    )  # fmt: skip


def test_same_customer_within_ninety_days_is_a_repetition(cast, agent):
    first = receive(agent)
    assert receive(agent).repeat_of == first
    assert receive(agent, contact=Contact("王芳", "13812345679")).repeat_of is None
    assert receive(agent, kind="enquiry").repeat_of is None
    with time_machine.travel(clock.now() + timedelta(days=120), tick=False):
        assert receive(agent).repeat_of is None


def test_contact_and_words_are_not_readable_in_the_database(agent):
    ticket = receive(agent)
    table = Ticket._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}" WHERE id = %s', [ticket.pk])
        row = " ".join(str(value) for value in cursor.fetchone())
    assert not any(word in row for word in (SAID, CUSTOMER.name, CUSTOMER.phone, CUSTOMER.email, "排队"))


def test_steps_cannot_be_changed(ticket):
    step = ticket.steps.first()
    with pytest.raises(Exception, match="insert-only"):
        Step.objects.filter(pk=step.pk).update(act="note")


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"kind": "bribe"}, "kind"),
        ({"channel": "pigeon"}, "channel"),
        ({"subject": " "}, "subject"),
        ({"subject": "长" * 81}, "subject"),
        ({"text": ""}, "text"),
        ({"text": "x" * 4001}, "text"),
        ({"contact": Contact(phone="打不通")}, "customer_phone"),
        ({"contact": Contact(phone="１３８００１３８０００")}, "customer_phone"),
        ({"record_number": "no such"}, "record_number"),
        ({"kind": "enquiry", "forwarded_by": "regulator"}, "forwarded_by"),
        ({"forwarded_number": "12"}, "forwarded_by"),
    ],
)
def test_what_is_not_right_is_said_beside_its_field(agent, more, field):
    with pytest.raises(ValidationError) as refusal:
        receive(agent, **more)
    assert list(refusal.value.message_dict) == [field]
    assert not Ticket.objects.exists()


def test_same_key_takes_in_once(agent):
    key = uuid4()
    assert receive(agent, key=key) == receive(agent, key=key)
    with pytest.raises(Conflict):
        receive(agent, key=key, subject="另一件")
    assert Ticket.objects.count() == 1


def test_forwarded_complaint_stays_one(cast, agent):
    ticket = receive(agent, forwarded_by="regulator", forwarded_number="JG-1")
    with pytest.raises(Invalid):
        classify(ticket, agent, kind="enquiry")


def test_withdrawn_at_the_customers_word(ticket):
    ticket = handling.withdraw_ticket(**given(investigated(ticket), ticket.holder, text="客户来电表示撤回"))
    assert (ticket.state, ticket.steps.last().act) == ("withdrawn", StepAct.WITHDRAWN)
