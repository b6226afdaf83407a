"""What customers wrote in answer to questionnaires, as a source of free texts; the satisfaction that came with it is its score."""

from collections.abc import Iterable

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from feedback.enums import QuestionKind
from feedback.models import Answer
from feedback.rules import can_see_questionnaires
from feedback.selectors import scope_of
from foundation.common import clock
from organization.models import Person
from records.texts import SourceText, TextSource, reaches_to, text_sources

CHANNEL = "survey"


def register_texts() -> None:
    text_sources.register("answer", SOURCE)


def _rows() -> QuerySet[Answer]:
    return Answer.objects.filter(question__kind=QuestionKind.TEXT).exclude(text__isnull=True)


def _with_score(rows: QuerySet[Answer]) -> QuerySet[Answer]:
    given = Answer.objects.filter(
        response=OuterRef("response"), question__kind=QuestionKind.SATISFACTION, question__is_counted=True
    ).values("value")[:1]
    return rows.select_related("response").annotate(satisfaction=Subquery(given))


def _last(after: int, limit: int) -> int | None:
    return reaches_to(_rows(), after, limit)


def _read(after: int, limit: int) -> list[SourceText]:
    return [_text_of(row) for row in _with_score(_rows().filter(pk__gt=after)).order_by("pk")[:limit] if row.text]


def _load(keys: Iterable[int]) -> dict[int, SourceText]:
    return {row.pk: _text_of(row) for row in _with_score(_rows().filter(pk__in=list(keys))) if row.text}


def _text_of(row: Answer) -> SourceText:
    day = clock.local(row.response.answered_at).date()
    return SourceText(row.pk, row.response.unit_id, day, CHANNEL, row.text, row.satisfaction)


def _visible_to(person: Person) -> QuerySet[Answer]:
    """As on a questionnaire's own page: all, or those of the units that somebody answers for."""
    if not can_see_questionnaires(person):
        return Answer.objects.none()
    scope = scope_of(person)
    return _rows() if scope is None else _rows().filter(response__unit__in=scope)


def _links(keys: Iterable[int]) -> dict[int, tuple[str, str]]:
    rows = Answer.objects.filter(pk__in=list(keys)).select_related("response__questionnaire").defer("text")
    return {
        row.pk: (
            str(row.response.questionnaire),
            reverse("feedback:questionnaire_figures", args=[row.response.questionnaire.public_id]),
        )
        for row in rows
    }


SOURCE = TextSource(
    code="answer",
    label=_("Answers to questionnaires"),
    channels=((CHANNEL, _("Questionnaire")),),
    last=_last,
    read=_read,
    load=_load,
    visible_to=_visible_to,
    links=_links,
)
