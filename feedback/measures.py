"""Measures from customers' answers, entered in the registry of `records` (R2, R23). A unit's figure covers the unit and all below it."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from feedback.enums import QuestionKind
from feedback.figures import DETRACTOR_TO, EASY_FROM, PROMOTER_FROM, SATISFIED_FROM
from feedback.models import Answer, Invitation
from feedback.selectors import COUNTED
from foundation.common import clock
from organization.tree import Tree
from records.measures import BALANCE, SHARE, Measure, MeasureFigure, register, rolled_up


def _counts(
    kind: str, unit_ids: Iterable[int], start: date, end: date, **conditions: Q
) -> tuple[set[int], Tree, list[dict]]:
    """Per unit `n` answers to the counted questions of a kind within the days [start, end), and how many meet each condition. Two statements."""
    tree, wanted = Tree.read(), set(unit_ids)
    answers = Answer.objects.filter(
        question__kind=kind,
        question__is_counted=True,
        value__isnull=False,
        response__unit__in=tree.below(wanted),
        response__answered_at__gte=clock.at_local(start),
        response__answered_at__lt=clock.at_local(end),
    )
    per_unit = answers.order_by().values("response__unit")
    counts = {name: Count("pk", filter=condition) for name, condition in conditions.items()}
    return wanted, tree, list(per_unit.annotate(n=Count("pk"), **counts))


def compute_satisfaction(unit_ids: Iterable[int], start: date, end: date) -> dict[int, MeasureFigure]:
    """The share of 4 and 5 among the answers from 1 to 5."""
    wanted, tree, rows = _counts(QuestionKind.SATISFACTION, unit_ids, start, end, hits=Q(value__gte=SATISFIED_FROM))
    own = {row["response__unit"]: MeasureFigure(row["n"], Decimal(row["hits"]), Decimal(row["hits"])) for row in rows}
    return rolled_up(wanted, own, tree)


def compute_need_met(unit_ids: Iterable[int], start: date, end: date) -> dict[int, MeasureFigure]:
    """The share of “yes”."""
    wanted, tree, rows = _counts(QuestionKind.YES_NO, unit_ids, start, end, hits=Q(value=1))
    own = {row["response__unit"]: MeasureFigure(row["n"], Decimal(row["hits"]), Decimal(row["hits"])) for row in rows}
    return rolled_up(wanted, own, tree)


def compute_recommend(unit_ids: Iterable[int], start: date, end: date) -> dict[int, MeasureFigure]:
    """The net promoter score: the mean of +1 (9 and 10), 0 (7 and 8) and −1 (0 to 6), from −1 to 1."""
    wanted, tree, rows = _counts(
        QuestionKind.RECOMMEND,
        unit_ids,
        start,
        end,
        promoters=Q(value__gte=PROMOTER_FROM),
        detractors=Q(value__lte=DETRACTOR_TO),
    )
    own = {
        row["response__unit"]: MeasureFigure(
            row["n"], Decimal(row["promoters"] - row["detractors"]), Decimal(row["promoters"] + row["detractors"])
        )
        for row in rows
    }
    return rolled_up(wanted, own, tree)


def compute_effort(unit_ids: Iterable[int], start: date, end: date) -> dict[int, MeasureFigure]:
    """The share of 5, 6 and 7 among the answers from 1 (very hard) to 7 (very easy)."""
    wanted, tree, rows = _counts(QuestionKind.EFFORT, unit_ids, start, end, hits=Q(value__gte=EASY_FROM))
    own = {row["response__unit"]: MeasureFigure(row["n"], Decimal(row["hits"]), Decimal(row["hits"])) for row in rows}
    return rolled_up(wanted, own, tree)


def compute_response_rate(unit_ids: Iterable[int], start: date, end: date) -> dict[int, MeasureFigure]:
    """The share of links made in the days [start, end) that were answered; withdrawn ones that nobody answered do not count. Two statements."""
    tree, wanted = Tree.read(), set(unit_ids)
    links = Invitation.objects.filter(
        COUNTED,
        unit__in=tree.below(wanted),
        batch__created_at__gte=clock.at_local(start),
        batch__created_at__lt=clock.at_local(end),
    )
    rows = (
        links.order_by().values("unit").annotate(n=Count("pk"), hits=Count("pk", filter=Q(answered_at__isnull=False)))
    )
    own = {row["unit"]: MeasureFigure(row["n"], Decimal(row["hits"]), Decimal(row["hits"])) for row in rows}
    return rolled_up(wanted, own, tree)


def register_measures() -> None:
    register(
        Measure(
            "feedback.response_rate",
            _("Response rate"),
            SHARE,
            compute_response_rate,
            help=_(
                "Share of the links to questionnaires that were answered. Withdrawn ones that nobody answered are left out."
            ),
        )
    )
    register(
        Measure(
            "feedback.satisfaction",
            _("Satisfied customers"),
            SHARE,
            compute_satisfaction,
            help=_("Share of 4 and 5 among customers' answers from 1 to 5."),
        )
    )
    register(
        Measure(
            "feedback.need_met",
            _("Need met"),
            SHARE,
            compute_need_met,
            help=_("Share of customers who got done what they came for."),
        )
    )
    register(
        Measure(
            "feedback.recommend",
            _("Net promoter score"),
            BALANCE,
            compute_recommend,
            help=_("Promoters (9 and 10) less detractors (0 to 6) among customers' answers, from −1 to 1."),
        )
    )
    register(
        Measure(
            "feedback.effort",
            _("Easy for the customer"),
            SHARE,
            compute_effort,
            help=_("Share of 5, 6 and 7 among customers' answers from 1 (very hard) to 7 (very easy)."),
        )
    )
