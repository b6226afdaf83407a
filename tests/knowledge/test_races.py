"""Real threads: an article is rated while an agent links it to a ticket."""

import time
from threading import Event
from uuid import uuid4

import pytest
from django.db import transaction

from knowledge.services.reading import rate_article
from tests.calibration.test_races import at_once
from tests.knowledge import world as articles
from tests.tickets import world
from tickets.services.linking import link_article

pytestmark = pytest.mark.django_db(transaction=True)


def test_rating_and_linking_do_not_hold_each_other_up(committed_cast):
    """Who links points to the article, which PostgreSQL checks at the very end, when they have the trail; who rates has locked the article by then,
    and waits for the trail."""
    cast = committed_cast
    agent = world.make_agent(cast)
    article, ticket, has_trail = articles.article(cast), world.receive(agent), Event()

    def link():
        with transaction.atomic():
            link_article(ticket=ticket, article=article, actor=agent, key=uuid4())
            has_trail.set()
            time.sleep(0.5)

    def rate():
        has_trail.wait(10)
        return rate_article(article=article, actor=cast.zhao, is_helpful=True, remark="", key=uuid4())

    assert not [one for one in at_once(link, rate) if isinstance(one, Exception)]
