"""The customer of a closed case is asked by questionnaire, once, and nobody sees what they answered (R23)."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from feedback import services
from feedback.models import Invitation, InvitationBatch, OptOut, Questionnaire
from foundation.audit.models import AuditEvent
from foundation.common import clock
from foundation.common.errors import Conflict, NotAllowed
from tests.tickets.world import closed, confirmed, given, held
from tickets.models import CaseSurvey
from tickets.services import handling
from tickets.services.receiving import Contact
from tickets.services.surveying import MAX_ATTEMPTS, hand_survey, send_surveys

pytestmark = pytest.mark.django_db
BY_PHONE = Contact("王芳", "138 1234-5678", "")
ANSWERS = {"satisfaction": "2", "need_met": "1", "recommend": "3"}


@pytest.fixture
def questionnaire(cast) -> Questionnaire:
    draft = services.create_questionnaire(actor=cast.li)
    opened = services.open_questionnaire(questionnaire=draft, actor=cast.li)
    return services.ask_after_cases(questionnaire=opened, actor=cast.li, key=uuid4())


def link_in(text: str) -> str:
    return re.search(r"/feedback/s/([A-Za-z0-9_-]{43})/", text)[1]


def answer(token: str):
    return services.answer_invitation(token=token, answers=ANSWERS, key=uuid4())


def test_customer_with_an_address_is_mailed_in_both_languages_and_answers_once(cast, agent, questionnaire):
    ticket = closed(held(cast, agent))
    assert send_surveys() == 1

    [message] = mail.outbox
    assert message.to == ["wang@example.cn"]
    assert message.subject == "我们对您的问题处理得怎么样？ / How did we handle your case?"
    assert ticket.number in message.body and ticket.subject not in message.body
    tokens = set(re.findall(r"/feedback/s/([A-Za-z0-9_-]{43})/", message.body))
    assert len(tokens) == 1, "one link, said in two languages"
    response = answer(tokens.pop())
    assert (response.unit, response.invitation.record) == (cast.east, None)
    assert ticket.steps.last().act == "surveyed"
    assert send_surveys() == 0


def test_answers_count_in_the_measure_of_the_unit(cast, agent, questionnaire):
    from records.measures import compute

    closed(held(cast, agent))
    send_surveys()
    answer(link_in(mail.outbox[0].body))
    figure = compute("feedback.satisfaction", [cast.east.pk], clock.today(), clock.today() + timedelta(days=1))
    assert (figure[cast.east.pk].n, figure[cast.east.pk].hits) == (1, 0)


def test_without_an_address_whoever_has_the_case_gives_the_link(cast, agent, questionnaire, client):
    ticket = closed(held(cast, agent, contact=BY_PHONE))
    assert send_surveys() == 0
    client.force_login(cast.zhao.user)
    url = reverse("tickets:ticket_survey", args=[ticket.public_id])
    assert "somebody has to give them the link" in client.get(url, headers={"accept-language": "en"}).content.decode()

    key = uuid4()
    shown = client.post(url, {"client_key": key})
    first = link_in(shown.content.decode())
    assert "no-store" in shown["Cache-Control"]
    assert "/feedback/s/" not in client.post(url, {"client_key": key}).content.decode(), "seen once"

    second = link_in(client.post(url, {"client_key": uuid4()}).content.decode())
    assert first != second
    answer(first)
    with pytest.raises(Conflict):
        answer(second)
    with pytest.raises(Conflict):
        hand_survey(**given(ticket, cast.zhao))


@pytest.mark.parametrize("contact", [Contact(), Contact("王芳", "", "")])
def test_customer_who_left_no_way_to_reach_them_is_not_asked(cast, agent, questionnaire, contact):
    ticket = closed(held(cast, agent, contact=contact))
    assert not CaseSurvey.objects.exists()
    with pytest.raises(NotAllowed):
        hand_survey(**given(ticket, cast.zhao))


def test_nobody_is_asked_unless_a_lead_says_so(cast, agent):
    closed(held(cast, agent))
    assert not CaseSurvey.objects.exists()


def test_customer_is_asked_once_in_thirty_days(cast, agent, questionnaire):
    closed(held(cast, agent))
    closed(held(cast, agent))
    assert CaseSurvey.objects.count() == 1
    with time_machine.travel(clock.now() + timedelta(days=31), tick=False):
        closed(held(cast, agent))
    assert CaseSurvey.objects.count() == 2


def test_case_that_is_opened_and_closed_again_asks_no_second_time(cast, agent, questionnaire, settings):
    settings.SURVEY_REST_DAYS = 0
    ticket = handling.reopen_ticket(**given(closed(held(cast, agent)), cast.zhao, text="客户再次来电"))
    ticket = handling.answer_ticket(**given(ticket, ticket.holder, text="再次说明"))
    ticket = handling.confirm_ticket(**given(ticket, ticket.holder, outcome="content", satisfaction=4, text=""))
    handling.close_ticket(**given(ticket, ticket.holder, text="已改进"))
    assert CaseSurvey.objects.count() == 1


def test_no_to_questionnaires_holds_for_mail_reminder_and_later_cases(cast, agent, questionnaire):
    closed(held(cast, agent))
    send_surveys()
    services.opt_out(token=link_in(mail.outbox[0].body))
    with time_machine.travel(clock.now() + timedelta(days=40), tick=False):
        assert send_surveys() == 0
        closed(held(cast, agent))
    assert CaseSurvey.objects.count() == 1


def test_no_that_comes_before_the_mail_stops_it(cast, agent, questionnaire):
    closed(held(cast, agent))
    OptOut.objects.create(contact_index=Invitation.objects.get().contact_index)
    assert (send_surveys(), CaseSurvey.objects.get().state) == (0, "over")


def test_whoever_has_not_answered_is_reminded_once_and_either_link_takes_the_one_answer(cast, agent, questionnaire):
    closed(held(cast, agent))
    send_surveys()
    with time_machine.travel(clock.now() + timedelta(days=8), tick=False):
        assert (send_surveys(), send_surveys()) == (1, 0)
        first, reminder = (link_in(message.body) for message in mail.outbox)
        answer(first)
        with pytest.raises(Conflict):
            answer(reminder)


def test_whoever_has_answered_is_not_reminded(cast, agent, questionnaire):
    closed(held(cast, agent))
    send_surveys()
    answer(link_in(mail.outbox[0].body))
    with time_machine.travel(clock.now() + timedelta(days=8), tick=False):
        assert send_surveys() == 0


def test_mail_server_that_is_down_is_tried_again_and_given_up_to_hands(cast, agent, questionnaire, monkeypatch):
    def refuse(_message):
        raise OSError

    closed(held(cast, agent))
    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    now = clock.now()
    for attempt in range(MAX_ATTEMPTS):
        with time_machine.travel(now + timedelta(hours=7 * attempt), tick=False):
            assert send_surveys() == 0
    assert CaseSurvey.objects.get().state == "to_hand"


@pytest.mark.parametrize("used", [0, 1])
def test_either_link_is_good_when_a_mail_was_sent_but_not_written_down(cast, agent, questionnaire, monkeypatch, used):
    """The worker died between the two: the next one sends again, and the customer may use either."""
    closed(held(cast, agent))

    def die(*_args, **_kwargs):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr("tickets.services.surveying.advance", die)
        with pytest.raises(SystemExit):
            send_surveys()
    with time_machine.travel(clock.now() + timedelta(minutes=6), tick=False):
        assert send_surveys() == 1
    links = [link_in(message.body) for message in mail.outbox]
    with time_machine.travel(clock.now() + timedelta(minutes=7), tick=False):
        assert answer(links.pop(used))
        with pytest.raises(Conflict):
            answer(links.pop())


def test_another_questionnaire_takes_the_place_of_the_first(cast, questionnaire):
    other = services.open_questionnaire(
        questionnaire=services.create_questionnaire(actor=cast.li, preset="effort"), actor=cast.li
    )
    services.ask_after_cases(questionnaire=other, actor=cast.li, key=uuid4())
    assert list(Questionnaire.objects.filter(asks_after_cases=True)) == [other]
    acts = AuditEvent.objects.filter(action__startswith="feedback.questionnaire.cases").order_by("number")
    assert [event.action.rpartition(".")[2] for event in acts] == ["cases_on", "cases_off", "cases_on"]


def test_only_a_lead_sets_it_and_only_of_an_open_one(cast, questionnaire):
    with pytest.raises(NotAllowed):
        services.ask_after_cases(questionnaire=questionnaire, actor=cast.chen, key=uuid4())
    draft = services.create_questionnaire(actor=cast.li)
    with pytest.raises(Conflict):
        services.ask_after_cases(questionnaire=draft, actor=cast.li, key=uuid4())
    services.close_questionnaire(questionnaire=questionnaire, actor=cast.li)


def test_closed_questionnaire_is_not_sent_any_more(cast, agent, questionnaire):
    closed(held(cast, agent))
    services.close_questionnaire(questionnaire=questionnaire, actor=cast.li)
    assert (send_surveys(), CaseSurvey.objects.get().state) == (0, "over")


def test_links_of_a_month_are_one_growing_batch_a_unit(cast, agent, questionnaire, settings):
    settings.SURVEY_REST_DAYS = 0
    for _case in range(3):
        closed(held(cast, agent))
    [batch] = InvitationBatch.objects.all()
    assert (batch.size, batch.unit, batch.of_cases) == (3, cast.east, True)
    assert batch.invitations.count() == 3


def test_whose_case_it_is_not_gives_no_link(cast, agent, questionnaire):
    ticket = closed(held(cast, agent, contact=BY_PHONE))
    for person in (cast.chen, cast.qian, cast.zhou):
        with pytest.raises(NotAllowed):
            hand_survey(**given(ticket, person))
    assert hand_survey(**given(ticket, agent))


def test_number_written_with_spaces_is_the_same_customer(cast, agent):
    first = held(cast, agent, contact=BY_PHONE)
    again = held(cast, agent, contact=Contact("王芳", "13812345678", ""))
    assert again.repeat_of == first


def test_confirmed_ticket_offers_no_questionnaire_yet(cast, agent, questionnaire):
    with pytest.raises(NotAllowed):
        hand_survey(**given(confirmed(held(cast, agent)), cast.zhao))


def test_whoever_hands_the_link_over_neither_answers_nor_stops_for_the_customer_and_it_is_noted(
    cast, agent, questionnaire, client
):
    ticket = closed(held(cast, agent, contact=BY_PHONE))
    token = link_in(hand_survey(**given(ticket, cast.zhao)))
    survey, stop = (reverse(f"feedback:{name}", args=[token]) for name in ("survey", "survey_stop"))
    client.force_login(cast.zhao.user)
    for _look in range(2):
        page = client.get(survey, headers={"accept-language": "en"})
        assert (page.status_code, "Only the customer answers this" in page.content.decode()) == (403, True)
    assert client.post(survey, {**ANSWERS, "client_key": uuid4()}).status_code == 403
    assert client.post(stop, {"act": "stop"}).status_code == 403
    assert not OptOut.objects.exists()
    event = AuditEvent.objects.get(action="feedback.invitation.inside")
    assert event.actor == str(cast.zhao.public_id)
    assert str(Invitation.objects.get().public_id) not in str([event.target, event.details])

    client.logout()
    assert client.post(survey, {**ANSWERS, "client_key": uuid4()}).status_code == 302
