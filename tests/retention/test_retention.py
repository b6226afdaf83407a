"""Names and numbers are erased once they were kept long enough; figures, cases and the trail stay (R47)."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from feedback.services import ask_after_cases, create_questionnaire, open_questionnaire
from feedback.services.after_cases import invite_of_case
from foundation.audit.models import AuditEvent
from foundation.audit.verifiers import verify_chain
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, NotAllowed
from foundation.retention import services
from foundation.retention.models import Erasure, RetentionTerm
from foundation.retention.services import erase_due, set_term
from records.measures import compute
from records.models import ServiceRecord
from tests.assessments.sheet_world import make_record
from tests.tickets import world
from tickets.models import Ticket
from tickets.selectors import of_customer

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent(cast):
    return world.make_agent(cast)


@pytest.fixture
def record(cast) -> ServiceRecord:
    return make_record(
        cast.east, customer_name="王芳", customer_phone="13812345678", phone_index="x" * 64, resolved=True
    )


def test_closed_case_loses_name_and_number_after_its_term_and_keeps_its_course(cast, agent):
    ticket = world.closed(world.held(cast, agent))
    with time_machine.travel(clock.now() + timedelta(days=3 * 365 - 1), tick=False):
        assert erase_due()["tickets.contacts"] == 0
    with time_machine.travel(clock.now() + timedelta(days=3 * 365 + 1), tick=False):
        assert erase_due()["tickets.contacts"] == 1
        assert erase_due()["tickets.contacts"] == 0
    ticket = Ticket.objects.get()
    assert (ticket.customer_name, ticket.customer_phone, ticket.customer_email, ticket.phone_index) == ("", "", "", "")
    assert not Ticket.objects.filter(of_customer("13812345678")).exists()
    assert (ticket.text, ticket.state, ticket.steps.count()) == (world.SAID, "closed", 9)
    assert verify_chain() == []


def test_case_that_is_open_keeps_its_customer_however_old(cast, agent):
    world.held(cast, agent)
    with time_machine.travel(clock.now() + timedelta(days=4000), tick=False):
        assert erase_due()["tickets.contacts"] == 0


def test_record_loses_its_customer_and_its_figures_stay(cast, record):
    day = clock.local(record.occurred_at).date()
    before = compute("records.resolved", [cast.east.pk], day, day + timedelta(days=1))
    with time_machine.travel(clock.now() + timedelta(days=3 * 365 + 1), tick=False):
        assert erase_due()["records.contacts"] == 1
    record.refresh_from_db()
    assert (record.customer_name, record.customer_phone, record.phone_index) == ("", "", "")
    assert compute("records.resolved", [cast.east.pk], day, day + timedelta(days=1)) == before


def test_what_was_said_keeps_no_name_that_nobody_knows_any_more(cast, agent):
    said = "我是王芳，手机13812345678，转账 8,000 元没有到账。"
    record = make_record(cast.east, customer_name="王芳", customer_phone="13812345678", transcript=said)
    silent = make_record(cast.east, number="R2", customer_name="李", transcript="李子很好吃")
    ticket = world.closed(world.held(cast, agent, subject="王芳来电", text=said))
    with time_machine.travel(clock.now() + timedelta(days=3 * 365 + 1), tick=False):
        erase_due()
    hidden = "我是王**，手机138****5678，转账 8,000 元没有到账。"
    for row in (record, silent, ticket):
        row.refresh_from_db()
    assert (record.transcript, record.customer_name) == (hidden, "")
    assert (silent.transcript, silent.customer_name) == ("李子很好吃", "")
    assert (ticket.subject, ticket.text) == ("王**来电", hidden)


def test_whom_a_case_was_about_is_forgotten_and_the_answer_stays(cast):
    draft = create_questionnaire(preset="effort", actor=cast.li, key=uuid4())
    made = open_questionnaire(questionnaire=draft, actor=cast.li)
    ask_after_cases(questionnaire=made, actor=cast.li, key=uuid4())
    asked = invite_of_case(unit=cast.east, contact_index="x" * 64).invitation
    with time_machine.travel(clock.now() + timedelta(days=364), tick=False):
        assert erase_due()["feedback.contacts"] == 0
    with time_machine.travel(clock.now() + timedelta(days=366), tick=False):
        assert erase_due()["feedback.contacts"] == 1
    asked.refresh_from_db()
    assert (asked.contact_index, asked.unit) == ("", cast.east)


def test_what_was_erased_is_proved_without_saying_whose_it_was(cast, agent):
    world.closed(world.held(cast, agent))
    with time_machine.travel(clock.now() + timedelta(days=1100), tick=False):
        erase_due()
    proof, event = Erasure.objects.get(), AuditEvent.objects.get(action="retention.data.erase")
    assert (proof.code, proof.count, event.actor) == ("tickets.contacts", 1, "")
    assert event.details == {"data": "tickets.contacts", "count": 1}


def test_it_goes_on_where_it_was_cut_short(cast, monkeypatch):
    for number in range(5):
        make_record(cast.east, number=f"R{number}", customer_phone="138", phone_index=f"{number}" * 64)
    monkeypatch.setattr(services, "CHUNK", 2)
    monkeypatch.setattr(services, "MOST_CHUNKS", 1)
    with time_machine.travel(clock.now() + timedelta(days=1100), tick=False):
        assert [erase_due()["records.contacts"] for _run in range(4)] == [2, 2, 1, 0]


def term(**more) -> dict:
    return {"code": "tickets.contacts", "days": 400, "version": 0, "key": uuid4(), **more}


def test_administrator_sets_the_term(cast, agent):
    world.closed(world.held(cast, agent))
    set_term(**term(actor=cast.feng))
    with time_machine.travel(clock.now() + timedelta(days=401), tick=False):
        assert erase_due()["tickets.contacts"] == 1
    event = AuditEvent.objects.get(action="retention.term.set")
    assert event.details == {"data": "tickets.contacts", "before": 1095, "after": 400}


def test_shorter_term_that_erases_something_must_be_agreed_to(cast, agent, client):
    world.closed(world.held(cast, agent))
    page = reverse("retention:term_set", args=["tickets", "contacts"])
    asked = {"days": 400, "version": 0, "client_key": str(uuid4())}
    with time_machine.travel(clock.now() + timedelta(days=401), tick=False):
        client.force_login(cast.feng.user)
        refused = client.post(page, asked)
        assert refused.status_code == 422
        assert list(refused.context["form"].errors) == ["agreed"]
        assert 'type="checkbox" name="agreed"' in refused.content.decode()
        assert not RetentionTerm.objects.exists()
        assert client.post(page, {**asked, "agreed": "on"}).status_code == 302
    assert RetentionTerm.objects.get().days == 400


def test_somebody_else_who_was_quicker_is_not_written_over(cast):
    set_term(**term(actor=cast.feng))
    with pytest.raises(Conflict):
        set_term(**term(actor=cast.feng, days=500))
    set_term(**term(actor=cast.feng, days=500, version=1))
    assert RetentionTerm.objects.get().days == 500


@pytest.mark.parametrize("days", [0, 179, 40_000])
def test_term_that_is_too_short_or_no_term_is_refused_with_a_sentence(cast, days):
    with pytest.raises(Invalid, match="Between 180 and"):
        set_term(**term(actor=cast.feng, days=days))


def test_nobody_but_an_administrator_sets_it(cast):
    for person in (cast.li, cast.zhou, cast.qian, cast.chen):
        with pytest.raises(NotAllowed):
            set_term(**term(actor=person))


def test_page_shows_terms_and_keeps_what_was_typed(client, cast):
    client.force_login(cast.feng.user)
    page = client.get(reverse("retention:kept"), headers={"accept-language": "zh-hans"}).content.decode()
    assert "1,095 天" in page and "工单" in page
    url = reverse("retention:term_set", args=["tickets", "contacts"])
    answer = client.post(url, {"days": "7", "version": "0", "client_key": uuid4()})
    assert answer.status_code == 422 and 'value="7"' in answer.content.decode()
    assert client.post(url, {"days": "365", "version": "0", "client_key": uuid4()}).status_code == 302
    assert client.get(reverse("retention:term_set", args=["tickets", "words"])).status_code == 404
