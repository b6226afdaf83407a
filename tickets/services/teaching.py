"""Learning topics anew from what people have decided, with its accuracy on tickets that it had not seen."""

import json
from dataclasses import asdict

from django.db import transaction

from foundation.audit.services import record_event
from tickets.enums import StepAct
from tickets.learning import Learned, cross_checked, enough
from tickets.models import LearnedTopics, Ticket
from tickets.proposals import topic_by_words

# The latest; more tell nothing new and take longer to read.
MOST = 5_000


@transaction.atomic
def learn_topics() -> LearnedTopics | None:
    """From the tickets whose topic a person has stated. None where there are too few, or nothing was stated since the last time."""
    stated = Ticket.objects.filter(steps__act=StepAct.CLASSIFIED).exclude(topic="").distinct().order_by("-pk")[:MOST]
    samples = enough([(ticket.said, ticket.topic) for ticket in sorted(stated, key=lambda one: one.pk)])
    if not samples:
        return None
    learned, told = Learned.of(samples), cross_checked(samples)
    last = LearnedTopics.objects.first()
    content = json.dumps({"counts": learned.counts, "texts": learned.texts}, ensure_ascii=False, sort_keys=True)
    if last is not None and last.content == content:
        return None
    row = LearnedTopics.objects.create(
        n=told.n, content=content, accuracy=asdict(told), rules_balanced=_by_words(samples)
    )
    LearnedTopics.objects.exclude(pk=row.pk).delete()
    record_event(actor=None, action="tickets.topics.learn", target=row, count=told.n)
    return row


def _by_words(samples: list[tuple[str, str]]) -> float:
    """The balanced accuracy of the fixed words on the same texts."""
    labels = {label for _text, label in samples}
    shares = []
    for label in labels:
        texts = [text for text, stated in samples if stated == label]
        shares.append(sum(topic_by_words(text) == label for text in texts) / len(texts))
    return sum(shares) / len(shares)
