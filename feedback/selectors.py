"""What may be seen of questionnaires and answers. Heads and liaisons see their own unit (and what lies below it), never the others' figures."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from feedback.enums import QuestionKind, QuestionnaireState
from feedback.figures import (
    DETRACTOR_TO,
    EASY_FROM,
    PROMOTER_FROM,
    SATISFIED_FROM,
    AnswerFigure,
    net_promoter_score,
    response_rate,
    share_of,
)
from feedback.models import Answer, Invitation, InvitationBatch, Questionnaire, Response
from feedback.rules import can_see_questionnaires
from organization.enums import Role
from organization.models import Person, Unit
from organization.rules import sees_all_units
from organization.tree import descendants

COUNTED = Q(batch__withdrawn_at=None) | Q(answered_at__isnull=False)


def scope_of(person: Person) -> set[int] | None:
    """Keys of the units whose answers the person may see; None: all."""
    return None if sees_all_units(person) else descendants(person.units_as(Role.HEAD, Role.LIAISON))


def visible_to(person: Person | None) -> QuerySet[Questionnaire]:
    """All for those who see all units; what is or was open for heads and liaisons; nothing for everybody else."""
    rows = Questionnaire.objects.all()
    if not can_see_questionnaires(person):
        return rows.none()
    return rows if sees_all_units(person) else rows.exclude(state=QuestionnaireState.DRAFT)


def annotate_counts(rows: QuerySet[Questionnaire], scope: set[int] | None) -> QuerySet[Questionnaire]:
    """`links` (withdrawn ones that nobody answered do not count) and `answers`, within the scope."""
    within = Invitation.objects.filter(COUNTED, questionnaire=OuterRef("pk"))
    if scope is not None:
        within = within.filter(unit__in=scope)

    def counted(invitations: QuerySet):
        per = invitations.order_by().values("questionnaire").annotate(count=Count("pk")).values("count")
        return Coalesce(Subquery(per, output_field=IntegerField()), Value(0))

    return rows.annotate(links=counted(within), answers=counted(within.filter(answered_at__isnull=False)))


@dataclass(frozen=True)
class UnitAnswers:
    """What a unit's customers said: `rate` of links answered, `satisfied` (4 or 5 of 5), `met` (need met), `recommend` (net promoter score),
    `easy` (5 to 7 of 7): of the questions that count in the measures."""

    unit: Unit | None
    rate: AnswerFigure
    satisfied: AnswerFigure
    met: AnswerFigure
    recommend: AnswerFigure
    easy: AnswerFigure


def answers_by_unit(questionnaire: Questionnaire, scope: set[int] | None) -> list[UnitAnswers]:
    """By unit code, and last all together (`unit` is None) where there are several. Three queries."""
    links = Invitation.objects.filter(COUNTED, questionnaire=questionnaire)
    values = Answer.objects.filter(
        question__questionnaire=questionnaire, question__is_counted=True, value__isnull=False
    )
    if scope is not None:
        links, values = links.filter(unit__in=scope), values.filter(response__unit__in=scope)
    made = (
        links.order_by()
        .values("unit")
        .annotate(links=Count("pk"), answered=Count("pk", filter=Q(answered_at__isnull=False)))
    )
    counts: dict[int, dict] = {row["unit"]: {"links": row["links"], "answered": row["answered"]} for row in made}
    said = (
        values.order_by()
        .values(unit=F("response__unit"), kind=F("question__kind"))
        .annotate(
            n=Count("pk"),
            satisfied=Count("pk", filter=Q(value__gte=SATISFIED_FROM)),
            yes=Count("pk", filter=Q(value=1)),
            easy=Count("pk", filter=Q(value__gte=EASY_FROM)),
            promoters=Count("pk", filter=Q(value__gte=PROMOTER_FROM)),
            detractors=Count("pk", filter=Q(value__lte=DETRACTOR_TO)),
        )
    )
    for row in said:
        counts.setdefault(row["unit"], {"links": 0, "answered": 0})[row["kind"]] = row
    units = Unit.objects.filter(pk__in=counts).order_by("code")
    rows = [_unit_answers(unit, [counts[unit.pk]]) for unit in units]
    return rows if len(rows) < 2 else [*rows, _unit_answers(None, counts.values())]


def _unit_answers(unit: Unit | None, counts: Iterable[dict]) -> UnitAnswers:
    counts = list(counts)

    def total(kind: str, name: str) -> int:
        return sum(one[kind][name] for one in counts if kind in one)

    satisfied, met, recommend, easy = (
        QuestionKind.SATISFACTION.value,
        QuestionKind.YES_NO.value,
        QuestionKind.RECOMMEND.value,
        QuestionKind.EFFORT.value,
    )
    return UnitAnswers(
        unit=unit,
        rate=response_rate(sum(one["answered"] for one in counts), sum(one["links"] for one in counts)),
        satisfied=share_of(total(satisfied, "satisfied"), total(satisfied, "n")),
        met=share_of(total(met, "yes"), total(met, "n")),
        recommend=net_promoter_score(
            total(recommend, "promoters"), total(recommend, "detractors"), total(recommend, "n")
        ),
        easy=share_of(total(easy, "easy"), total(easy, "n")),
    )


def answering_units(questionnaire: Questionnaire, scope: set[int] | None) -> QuerySet[Unit]:
    """The units that answers are about, within the scope, by code."""
    responses = Response.objects.filter(questionnaire=questionnaire).order_by()
    if scope is not None:
        responses = responses.filter(unit__in=scope)
    return Unit.objects.filter(pk__in=responses.values("unit")).order_by("code")


def batches_of(questionnaire: Questionnaire, scope: set[int] | None) -> QuerySet[InvitationBatch]:
    """With the number of `answered` links, latest first."""
    rows = questionnaire.batches.select_related("unit", "made_by").annotate(
        answered=Count("invitations", filter=Q(invitations__answered_at__isnull=False))
    )
    # Said again: where rows are grouped, Django leaves out the model's own order.
    rows = rows.order_by(*InvitationBatch._meta.ordering)
    return rows if scope is None else rows.filter(unit__in=scope)


def texts_of(questionnaire: Questionnaire, scope: set[int] | None) -> QuerySet[Answer]:
    """What customers wrote, latest first, each with the `satisfaction` that came with it."""
    rows = Answer.objects.filter(question__questionnaire=questionnaire, question__kind=QuestionKind.TEXT)
    if scope is not None:
        rows = rows.filter(response__unit__in=scope)
    given = Answer.objects.filter(
        response=OuterRef("response"), question__kind=QuestionKind.SATISFACTION, question__is_counted=True
    ).values("value")[:1]
    rows = rows.select_related("response__unit", "question").annotate(satisfaction=Subquery(given))
    return rows.order_by("-response__answered_at", "-pk")
