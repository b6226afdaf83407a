"""Customers write to the firm by a form without an account; somebody has it from that moment on (R25)."""

from uuid import uuid4

import pytest
from django.core.cache import cache
from django.urls import reverse

from foundation.audit.models import AuditEvent
from foundation.notifications.models import Notification
from organization.enums import Role
from organization.models import RoleAssignment
from tests.cast import EARLY, make_person
from tests.tickets import world
from tickets.models import Ticket
from tickets.services.online import duty_person

pytestmark = pytest.mark.django_db
FORM = reverse("tickets:online")
PROGRESS = reverse("tickets:online_progress")
EN = {"accept-language": "en"}


@pytest.fixture(autouse=True)
def unlimited():
    cache.clear()


@pytest.fixture
def agent(cast):
    return world.make_agent(cast)


def typed(**more) -> dict:
    return {
        "kind": "complaint", "text": "在城东支行等了一个半小时。", "place": "城东支行", "name": "王芳", "phone": "138 1234 5678", "email": "",
        "lang": "zh", "client_key": str(uuid4()), **more,
    }  # fmt: skip


def test_customer_writes_and_customer_service_has_it(client, cast, agent):
    answer = client.post(FORM, typed())
    ticket = Ticket.objects.get()
    assert answer.url == reverse("tickets:online_thanks", args=[ticket.number]) + "?lang=zh"
    assert ticket.number in client.get(answer.url).content.decode()

    assert (ticket.channel, ticket.kind, ticket.holder, ticket.unit) == (
        "online",
        "complaint",
        agent,
        cast.service_centre,
    )
    assert ticket.text == "在城东支行等了一个半小时。\n\n（发生地点：城东支行）"
    assert ticket.subject == "线上渠道：投诉" and ticket.customer_phone == "13812345678"
    assert ticket.legal_due_on is not None
    step = ticket.steps.get()
    assert (step.act, step.person) == ("received", None)
    assert Notification.objects.filter(user=agent.user, kind="tickets.ticket.online").count() == 1


def test_trail_keeps_neither_address_nor_words(client, cast, agent):
    client.post(FORM, typed())
    event = AuditEvent.objects.get(action="tickets.ticket.received")
    assert (event.actor, event.address) == ("", "")
    assert "王芳" not in str(event.details)


@pytest.mark.parametrize("words", ["Call 400-000-0000 to confirm your card", "T-2026-000001 x"])
def test_thanks_repeat_nothing_but_a_number(client, words):
    assert client.get(reverse("tickets:online_thanks", args=[words])).status_code == 404
    assert client.get(reverse("tickets:online_thanks", args=["T-2026-000001"])).status_code == 200


def test_double_tap_is_one_ticket(client, cast, agent):
    form = typed()
    first, second = client.post(FORM, form), client.post(FORM, form)
    assert first.url == second.url and Ticket.objects.count() == 1


def test_liaison_or_head_of_customer_service_comes_before_staff_and_the_free_before_the_busy(cast, agent):
    assert duty_person() == agent
    second = make_person("meng", "00104", "孟洁", "Meng Jie", cast.service_centre, Role.STAFF)
    world.receive(agent)
    assert duty_person() == second
    RoleAssignment.objects.create(person=agent, role=Role.LIAISON, unit=agent.unit, valid_from=EARLY)
    assert duty_person() == agent


def test_where_nobody_could_see_to_it_the_customer_is_told_and_keeps_the_words(client, cast, agent):
    agent.user.is_active = False
    agent.user.save()
    answer = client.post(FORM, typed(), headers=EN)
    assert answer.status_code == 422 and not Ticket.objects.exists()
    assert "等了一个半小时" in answer.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": "  "},
        {"kind": "other"},
        {"phone": "call me"},
        {"email": "nobody"},
        {"text": "x" * 3001},
        {"website": "spam"},
    ],
)
def test_what_cannot_be_taken_is_said_and_what_was_typed_stays(client, cast, agent, wrong):
    answer = client.post(FORM, typed(**wrong))
    assert answer.status_code == 422 and not Ticket.objects.exists()
    assert 'value="王芳"' in answer.content.decode()


def test_language_is_switched_without_losing_what_was_typed(client, cast, agent):
    page = client.post(FORM, typed(switch="en"))
    text = page.content.decode()
    assert page.status_code == 200 and "What would you like to tell us?" in text and "等了一个半小时" in text
    assert not Ticket.objects.exists()


def test_flood_from_one_address_is_stopped_and_told(client, cast, agent):
    statuses = [client.post(FORM, typed()).status_code for _number in range(11)]
    assert statuses == [302] * 10 + [429]
    assert Ticket.objects.count() == 10


def test_progress_is_shown_to_whoever_knows_number_and_telephone(client, cast, agent):
    client.post(FORM, typed())
    ticket = Ticket.objects.get()
    page = client.post(PROGRESS, {"number": ticket.number.lower(), "phone": "13812345678"}, headers=EN).content.decode()
    assert "Received" in page and "You get our answer by" in page
    assert "等了" not in page and "王芳" not in page and agent.name not in page


@pytest.mark.parametrize("phone", ["13900000000", "", "-"])
def test_any_other_pair_gets_one_and_the_same_answer(client, cast, agent, phone):
    client.post(FORM, typed())
    for number in (Ticket.objects.get().number, "T-2026-999999"):
        answer = client.post(PROGRESS, {"number": number, "phone": phone}, headers=EN)
        assert answer.status_code == 422 and "Received" not in answer.content.decode()
        if phone == "13900000000":
            assert "There is no case with this number and this telephone number." in answer.content.decode()


def test_case_without_a_telephone_number_cannot_be_looked_up(client, cast, agent):
    client.post(FORM, typed(phone="", email="wang@example.cn"))
    assert client.post(PROGRESS, {"number": Ticket.objects.get().number, "phone": " "}).status_code == 422


def test_switched_off_there_is_no_form(client, cast, settings):
    settings.ONLINE_FORM = False
    for url in (FORM, PROGRESS, reverse("tickets:online_thanks", args=["T-2026-000001"])):
        assert client.get(url).status_code == 404
    assert client.post(FORM, typed()).status_code == 404


def test_thanks_page_says_the_same_for_any_number(client):
    assert client.get(reverse("tickets:online_thanks", args=["T-1999-1"])).status_code == 200
