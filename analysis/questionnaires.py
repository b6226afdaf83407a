"""Customers' questionnaires for the plans of `assessments`: the two rooms are strangers, and this one knows both."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Q
from django.urls import reverse

from assessments.questionnaires import AnswersSoFar, LinksForm, OpenQuestionnaire
from feedback.enums import QuestionKind, QuestionnaireState
from feedback.figures import SATISFIED_FROM, share_of
from feedback.models import Answer, Invitation, Questionnaire, Response
from feedback.rules import can_invite
from feedback.selectors import visible_to
from feedback.services.invitations import DEFAULT_DAYS
from foundation.common import clock
from organization.models import Person, Unit
from organization.tree import Tree


class FeedbackSource:
    measures = frozenset({"feedback.satisfaction", "feedback.need_met", "feedback.recommend", "feedback.effort"})

    def open_ones(self) -> list[OpenQuestionnaire]:
        rows = Questionnaire.objects.filter(state=QuestionnaireState.OPEN)
        return [OpenQuestionnaire(str(one.public_id), str(one)) for one in rows]

    def title_of(self, key: str) -> str:
        one = self._one(key)
        return str(one) if one else ""

    def so_far(self, key: str, units: Iterable[int], start: date, end: date) -> dict[int, AnswersSoFar]:
        """Four queries."""
        tree, units = Tree.read(), list(units)
        lines = {unit: tree.below({unit}) for unit in units}
        within = set().union(*lines.values()) if lines else set()
        given = Q(answered_at__gte=clock.at_local(start), answered_at__lt=clock.at_local(end))
        responses = Response.objects.filter(given, questionnaire__public_id=key, unit__in=within).order_by()
        answers = dict(responses.values_list("unit").annotate(n=Count("pk")))
        said = Answer.objects.filter(
            response__in=responses, question__kind=QuestionKind.SATISFACTION, question__is_counted=True
        ).order_by()
        satisfied = {
            row["response__unit"]: (row["hits"], row["n"])
            for row in said.values("response__unit").annotate(
                n=Count("value"), hits=Count("pk", filter=Q(value__gte=SATISFIED_FROM))
            )
        }
        still = Invitation.objects.filter(
            questionnaire__public_id=key,
            unit__in=within,
            answered_at=None,
            batch__withdrawn_at=None,
            expires_at__gt=clock.now(),
        )
        links = dict(still.order_by().values_list("unit").annotate(n=Count("pk")))
        return {
            unit: _so_far(
                sum(answers.get(one, 0) for one in line),
                sum(links.get(one, 0) for one in line),
                [satisfied[one] for one in line if one in satisfied],
            )
            for unit, line in lines.items()
        }

    def page_for(self, key: str, person: Person) -> str:
        one = visible_to(person).filter(public_id=key).first()
        return one.get_absolute_url() if one else ""

    def links_form(self, key: str, unit: Unit, count: int, person: Person) -> LinksForm | None:
        one = self._one(key)
        if one is None or not can_invite(person, one):
            return None
        fields = {"unit": str(unit.pk), "count": str(count), "valid_days": str(DEFAULT_DAYS)}
        return LinksForm(reverse("feedback:invitation_create", args=[one.public_id]), fields)

    def _one(self, key: str) -> Questionnaire | None:
        try:
            return Questionnaire.objects.filter(public_id=UUID(key)).first()
        except ValueError:
            return None


def _so_far(answers: int, links: int, satisfied: list[tuple[int, int]]) -> AnswersSoFar:
    figure = share_of(sum(hits for hits, _n in satisfied), sum(n for _hits, n in satisfied))
    half = (figure.high - figure.low) / Decimal(2) if figure.value is not None else None
    return AnswersSoFar(answers, links, figure.value, half)
