"""Single answers and single links as they stand in lists: by unit and day, and within a day by chance.

Keys and times of day tell in which order answers came, and with that whose they are; so neither is shown, and neither orders the rows.
"""

from django.db.models import QuerySet
from django.db.models.functions import TruncDate

from feedback.content import option_texts
from feedback.measures import among_links, counted_answers
from feedback.models import Answer, Invitation, Question
from feedback.scales import ends, offered, range_of
from feedback.selectors import scope_of
from foundation.common import clock
from organization.models import Person


def answers_seen_by(person: Person) -> QuerySet[Answer]:
    """Those that a measure counts, about the reader's units; each with its `day` in the organization's zone. Texts are none of them."""
    rows = counted_answers(Answer.objects.select_related("response__unit", "question__questionnaire"))
    scope = scope_of(person)
    rows = rows if scope is None else rows.filter(response__unit__in=scope)
    return rows.defer("text").annotate(day=TruncDate("response__answered_at", tzinfo=clock.organization_zone()))


def links_seen_by(person: Person) -> QuerySet[Invitation]:
    """Those that the response rate counts, of the reader's units; each with the `day` on which it was made."""
    rows = among_links(Invitation.objects.select_related("unit", "questionnaire", "batch"))
    scope = scope_of(person)
    rows = rows if scope is None else rows.filter(unit__in=scope)
    return rows.annotate(day=TruncDate("batch__created_at", tzinfo=clock.organization_zone()))


def in_order_of_answers(rows: QuerySet[Answer], sort: str) -> QuerySet[Answer]:
    fields = {"day": "day", "unit": "response__unit__code", "answer": "value"}
    return rows.order_by(
        *_leading(fields, sort), "response__unit__code", "response__invitation__token_hash", "question"
    )


def in_order_of_links(rows: QuerySet[Invitation], sort: str) -> QuerySet[Invitation]:
    fields = {"day": "day", "unit": "unit__code"}
    return rows.order_by(*_leading(fields, sort), "unit__code", "token_hash")


def _leading(fields: dict[str, str], sort: str) -> list[str]:
    """What is asked for, else the latest day first; the day comes next in either case."""
    field = fields.get(sort.lstrip("-"))
    asked = [("-" if sort.startswith("-") else "") + field] if field else []
    return asked + [one for one in ("-day",) if field != "day"]


def said(question: Question, value: int) -> str:
    """An answer in the words that the customer saw: “4 · Satisfied”, “9”, “Yes”."""
    words = {one.value: one.label for one in offered(question, option_texts(question))}
    if named := ends(question.kind):
        words |= dict(zip(range_of(question), named, strict=True))
    word = words[value]
    return word if range_of(question) == (0, 1) or word.startswith(str(value)) else f"{value} · {word}"
