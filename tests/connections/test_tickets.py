"""Tickets that another system brings: once, received by the person in charge, and read without words."""

import pytest

from connections.models import Connection
from foundation.audit.models import AuditEvent
from foundation.notifications.models import Notification
from organization.models import RoleAssignment
from tests.connections.world import SOURCE
from tests.tickets import world
from tickets.models import Ticket

pytestmark = pytest.mark.django_db


def test_ticket_is_taken_in_by_the_person_in_charge(caller, cast, agent):
    answer = caller.bring()
    ticket = Ticket.objects.get()
    assert (answer.status_code, answer.json()["ticket"]) == (201, ticket.number)
    assert (ticket.holder, ticket.unit, ticket.kind, ticket.channel) == (agent, cast.east, "complaint", "online")
    assert (ticket.text, ticket.customer_phone) == ("等了一个半小时。", "13812345678")
    assert ticket.legal_due_on is not None


def test_timeline_and_trail_name_the_system(caller, connection, client, agent):
    caller.bring()
    event = AuditEvent.objects.get(action="tickets.ticket.received")
    assert (event.actor, event.actor_label, event.details["system"]) == (
        str(connection.public_id),
        "call-centre",
        "call-centre",
    )
    client.force_login(agent.user, backend="organization.backends.PersonBackend")
    assert "call-centre" in client.get(Ticket.objects.get().get_absolute_url()).content.decode()


def test_person_in_charge_is_told(caller, agent):
    caller.bring(kind="enquiry")
    assert list(agent.user.notifications.values_list("kind", flat=True)) == ["tickets.ticket.brought"]


def test_same_number_is_the_same_ticket(caller):
    first, second = caller.bring(), caller.bring()
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert Ticket.objects.count() == 1


def test_same_number_with_other_contents_is_refused(caller):
    caller.bring()
    answer = caller.bring(text="另一件事")
    assert (answer.status_code, Ticket.objects.count()) == (409, 1)


def test_same_number_of_another_source_is_another_ticket(caller, cast, agent):
    from tests.connections.world import Caller, connect, key_of

    other = Caller(key_of(connect(cast, agent, code="mail", new_source="邮件网关"), cast.feng))
    caller.bring()
    assert other.bring(source="邮件网关").status_code == 201
    assert Ticket.objects.count() == 2


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kind": "rage"}, "kind"),
        ({"channel": ""}, "channel"),
        ({"subject": ""}, "subject"),
        ({"text": "x" * 4001}, "text"),
        ({"customer_phone": "12"}, "customer_phone"),
        ({"customer_email": "a@example.cn\nBcc: b@example.cn"}, "customer_email"),
        ({"customer_email": "a@example.cn, b@example.cn"}, "customer_email"),
        ({"unit": "NOWHERE"}, "unit"),
        ({"number": ""}, "number"),
        ({"number": "13812345678"}, "number"),
        ({"record_number": "nothing"}, "record_number"),
        ({"forwarded_number": "JG-1"}, "forwarded_by"),
        ({"mood": "x"}, "mood"),
        ({"text": 5}, "text"),
        ({"text": None}, "text"),
        ({"text": "a\ud800b"}, "text"),
    ],
)
def test_what_is_not_right_is_said_beside_its_field(caller, given, field):
    answer = caller.bring(**given)
    assert (answer.status_code, [one["field"] for one in answer.json()["errors"]]) == (422, [field])
    assert Ticket.objects.count() == 0


def test_nul_is_refused(caller):
    assert caller.bring(text="a\x00b").status_code == 422
    assert caller.bring(unit="a\x00b").status_code == 422
    assert caller.bring(source="a\x00b").status_code == 403


def test_forwarded_complaint_is_taken_in(caller):
    caller.bring(forwarded_by="regulator", forwarded_number="JG-2026-1")
    assert Ticket.objects.get().forwarded_by == "regulator"


def test_person_in_charge_who_has_lost_the_role_receives_nothing(caller, agent):
    RoleAssignment.objects.filter(person=agent).delete()
    answer = caller.bring()
    assert (answer.status_code, Ticket.objects.count()) == (409, 0)


def test_state_is_read_without_words_and_customer(caller):
    caller.bring()
    ticket = Ticket.objects.get()
    world.contacted(ticket)
    answer = caller.get("/tickets", source=SOURCE, number="W-1")
    found = answer.json()
    assert found["state"] == "contacted"
    assert [node["node"] for node in found["nodes"] if node["at"]] == ["received", "contacted"]
    assert not any(word in answer.content.decode() for word in ("等了", "排队", "13812345678", "已致电"))


def test_ticket_that_a_person_typed_in_is_not_read(caller, agent):
    ticket = world.receive(agent)
    assert caller.get("/tickets", source=SOURCE, number=ticket.number).status_code == 404


def test_notices_hold_no_words_of_the_customer(caller):
    caller.bring()
    assert "排队" not in str(list(Notification.objects.values_list("params", flat=True)))
    assert Connection.objects.count() == 1


def test_whether_another_system_has_a_record_cannot_be_asked(caller, cast, agent):
    """The number is known to a source that is not the caller's: the same sentence as for one that nobody has."""
    from tests.connections.world import CALL, Caller, connect, key_of

    caller.deliver(CALL)
    other = Caller(
        key_of(connect(cast, agent, code="mail", scopes=["tickets.write"], new_source="邮件网关"), cast.feng)
    )
    known = other.bring(source="邮件网关", record_number=CALL["number"])
    unknown = other.bring(source="邮件网关", record_number="T-404")
    assert (known.status_code, known.json()["errors"]) == (422, unknown.json()["errors"])
    assert caller.bring(record_number=CALL["number"]).status_code == 201
    assert Ticket.objects.get().record.number == CALL["number"]
