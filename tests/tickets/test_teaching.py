"""What was learned proposes topics only where it does better than fixed words, says how good it is, and keeps nothing readable."""

import pytest
from django.db import connection
from django.urls import reverse

from tests.tickets.world import classify, receive
from tickets.models import LearnedTopics
from tickets.proposals import propose_for
from tickets.services.teaching import learn_topics

pytestmark = pytest.mark.django_db
# The firm files what speaks of its “blue card” under payments; the fixed words would say cards.
TEXTS = (("蓝卡额度没有到", "payment"), ("老年窗口没有人", "attitude"))


@pytest.fixture
def filed(agent):
    for place in range(12):
        for text, topic in TEXTS:
            ticket = receive(agent, subject="来电", text=f"{text}，第{place}次")
            classify(ticket, agent, topic=topic)


def test_too_few_tickets_teach_nothing(agent):
    classify(receive(agent), agent)
    assert learn_topics() is None


def test_topic_is_proposed_as_the_firm_files_it(agent, filed):
    ticket = receive(agent, subject="来电", text="蓝卡额度还是没有到")
    assert propose_for(ticket).topic == "other"
    row = learn_topics()
    assert (row.n, row.accuracy["right"], row.accuracy["balanced"]) == (24, 24, 1.0)
    assert row.rules_balanced < 1
    found = propose_for(ticket)
    assert found.topic == "payment"
    assert set(found.words["topic"]) <= {"蓝卡", "卡额", "额度", "度没", "有到", "没有"}


def test_page_says_how_good_it_is(client, agent, filed):
    learn_topics()
    ticket = receive(agent, subject="来电", text="蓝卡额度还是没有到")
    client.force_login(agent.user)
    page = client.get(reverse("tickets:ticket_classify", args=[ticket.public_id]), headers={"accept-language": "en"})
    text = page.content.decode()
    assert "learned from 24 earlier tickets" in text
    assert "right in 100 % of them" in text
    assert "in 50 %" in text


def test_learned_again_only_from_something_new(agent, filed):
    first = learn_topics()
    assert learn_topics() is None
    classify(receive(agent, subject="来电", text="蓝卡丢了"), agent, topic="payment")
    assert learn_topics().pk != first.pk
    assert LearnedTopics.objects.count() == 1


def test_words_of_customers_are_not_readable_in_the_database(agent, filed):
    learn_topics()
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{LearnedTopics._meta.db_table}"')
        row = " ".join(str(value) for value in cursor.fetchone())
    assert "蓝卡" not in row and "\\u84dd" not in row
