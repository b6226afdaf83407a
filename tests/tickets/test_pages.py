"""The inbox and its forms: complaints first, what was typed stays, what is proposed can be decided otherwise."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from foundation.common import clock
from organization.worklist import work_waiting_for
from tests.tickets.world import answered, closed, contacted, given, held, receive
from tickets.models import Ticket
from tickets.proposals import propose
from tickets.services import clocks, dispatching

pytestmark = pytest.mark.django_db
KEY = "0193a7c8-0000-7000-8000-0000000000{:02}"


def numbers(client, **query) -> list[str]:
    page = client.get(reverse("tickets:ticket_list"), query).context["page"]
    return [ticket.number for ticket in page]


def test_complaints_first(client, agent):
    enquiry = receive(agent, kind="enquiry")
    late = receive(agent)
    with time_machine.travel(clock.now() + timedelta(hours=1), tick=False):
        forwarded = receive(agent, forwarded_by="regulator")
        praise = receive(agent, kind="praise")
    client.force_login(agent.user)
    assert numbers(client) == [forwarded.number, late.number, enquiry.number, praise.number]


def test_tabs_and_filters(client, cast, agent):
    mine, passed = receive(agent), held(cast, agent)
    done = closed(held(cast, agent))
    client.force_login(agent.user)
    assert set(numbers(client, view="mine")) == {mine.number}
    assert set(numbers(client, view="open")) == {mine.number, passed.number}
    assert set(numbers(client, state="closed")) == {done.number}
    assert set(numbers(client, unit="BR-E")) == {passed.number, done.number}
    with time_machine.travel(clock.now() + timedelta(hours=30), tick=False):
        client.force_login(agent.user)
        assert set(numbers(client, late="on")) == {mine.number, passed.number}


def test_taking_in_keeps_what_was_typed(client, agent):
    client.force_login(agent.user)
    typed = {
        "channel": "hotline",
        "kind": "complaint",
        "subject": "",
        "text": "排了一小时的队",
        "customer_phone": "abc",
    }
    answer = client.post(reverse("tickets:ticket_new"), {**typed, "client_key": KEY.format(1)})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "排了一小时的队" in page and "abc" in page
    answer = client.post(
        reverse("tickets:ticket_new"),
        {**typed, "subject": "排队", "customer_phone": "13812345678", "client_key": KEY.format(2)},
    )
    ticket = Ticket.objects.get()
    assert answer.url == reverse("tickets:ticket_classify", args=[ticket.public_id])


def test_proposal_is_shown_with_its_words_and_kept_beside_what_was_decided(client, agent):
    ticket = receive(agent, text="信用卡被盗刷，请立即冻结，否则投诉", subject="盗刷")
    client.force_login(agent.user)
    url = reverse("tickets:ticket_classify", args=[ticket.public_id])
    page = client.get(url)
    assert page.context["form"].initial == {
        "kind": "complaint", "topic": "card", "urgency": "urgent", "complexity": "simple",
    }  # fmt: skip
    assert "盗刷、冻结、立即" in page.content.decode()
    chosen = {"kind": "complaint", "topic": "payment", "urgency": "urgent", "complexity": "simple"}
    client.post(url, {**chosen, "client_key": KEY.format(3)})
    ticket.refresh_from_db()
    assert (ticket.topic, ticket.urgency) == ("payment", "urgent")
    assert ticket.steps.last().details["proposed"]["topic"] == "card"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("请问怎么查询余额", ("enquiry", "other", "normal", "simple")),
        ("我要投诉催收人员骚扰亲友", ("complaint", "collection", "normal", "simple")),
        ("感谢大堂经理", ("praise", "other", "normal", "simple")),
        ("I was charged twice, this is unacceptable. My lawyer will call.", ("complaint", "fees", "normal", "complex")),
    ],
)
def test_what_words_propose(text, expected):
    found = propose(text)
    assert (found.kind, found.topic, found.urgency, found.complexity) == expected


def test_page_offers_what_the_reader_can_do_next(client, cast, ticket):
    client.force_login(cast.zhao.user)
    url = reverse("tickets:ticket_detail", args=[ticket.public_id])
    assert [act.name for act in client.get(url).context["acts"]["next"]] == ["contact"]
    contacted(ticket)
    assert [act.name for act in client.get(url).context["acts"]["next"]] == ["investigate"]
    client.force_login(cast.qian.user)
    assert client.get(url).context["acts"] == {"next": [], "more": []}


def test_every_form_can_be_opened_when_it_is_offered(client, cast, agent, ticket):
    tickets = [ticket, answered(held(cast, agent)), closed(held(cast, agent)), receive(agent)]
    opened = set()
    for person in (agent, cast.zhao, cast.chen, cast.wu):
        client.force_login(person.user)
        for one in tickets:
            acts = client.get(one.get_absolute_url())
            if acts.status_code == 404:
                continue
            for act in [*acts.context["acts"]["next"], *acts.context["acts"]["more"]]:
                if not act.at_once:
                    url = reverse(act.url_name, args=[one.public_id])
                    assert client.get(url).status_code == 200, url
                    assert client.post(url, {"client_key": str(uuid4())}).status_code in (302, 422), url
                    opened.add(act.name)
    assert {"contact", "confirm", "evaluate", "dispatch", "about", "note", "pause", "withdraw", "reopen"} <= opened


def test_slower_of_two_is_told_with_their_words_kept(client, cast, agent, ticket):
    client.force_login(cast.zhao.user)
    url = reverse("tickets:ticket_contact", args=[ticket.public_id])
    dispatching.take_over(**given(ticket, cast.wu))
    answer = client.post(url, {"reached": "yes", "text": "已致电", "client_key": KEY.format(5)})
    assert answer.status_code in (403, 404, 409)


def test_whoever_decides_reads_what_is_asked_for(client, cast, agent):
    ticket = held(cast, agent, complexity="complex")
    clocks.ask_extension(**given(ticket, cast.zhao, text="需调阅八年前的签约档案"))
    client.force_login(cast.zhou.user)
    page = client.get(reverse("tickets:ticket_extension_decide", args=[ticket.public_id])).content.decode()
    assert "需调阅八年前的签约档案" in page
    assert "等了一个半小时" in page


def test_work_lists(cast, agent, ticket):
    offered = dispatching.dispatch_ticket(**given(receive(agent), agent, unit=cast.east, text=""))
    titles = {person: {item.title for item in work_waiting_for(person)} for person in (cast.zhao, cast.chen, agent)}
    assert any(ticket.number in title for title in titles[cast.zhao])
    assert any(offered.number in title for title in titles[cast.chen])
    assert any(offered.number in title for title in titles[agent])
    assert not any(ticket.number in title for title in titles[cast.chen])


def test_export_holds_neither_words_nor_customers(client, cast, ticket):
    client.force_login(cast.li.user)
    answer = client.get(reverse("tickets:ticket_export"))
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    from io import BytesIO

    from openpyxl import load_workbook

    cells = " ".join(
        str(cell) for row in load_workbook(BytesIO(body)).active.iter_rows(values_only=True) for cell in row
    )
    assert ticket.number in cells
    assert "王芳" not in cells and "13812345678" not in cells and "排队" not in cells
