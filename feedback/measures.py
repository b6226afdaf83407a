"""Measures from customers' answers, entered in the registry of `records` (R2, R23). A unit's figure covers the unit and all below it.

The same conditions count the figure and filter the list behind it (`feedback.filters`).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from feedback.enums import QuestionKind
from feedback.figures import DETRACTOR_TO, EASY_FROM, PROMOTER_FROM, SATISFIED_FROM
from feedback.models import Answer, Invitation
from feedback.selectors import COUNTED
from foundation.common import clock
from organization.tree import Tree
from records.measures import (
    ALL,
    BALANCE,
    HITS,
    MISSES,
    NEITHER,
    SHARE,
    Compute,
    Listing,
    Measure,
    MeasureFigure,
    Series,
    by_period,
    register,
    rolled_up,
)

RESPONSE_RATE = "feedback.response_rate"
LINK_OUTCOMES = {HITS: pgettext_lazy("survey", "Answered"), MISSES: _("Without an answer")}


@dataclass(frozen=True)
class Observed:
    """Which question an answer must belong to, and which answers are hits. `miss`: of a balance, whose other answers are neither."""

    kind: QuestionKind
    hit: Q
    miss: Q | None = None


conditions = {
    "feedback.satisfaction": Observed(QuestionKind.SATISFACTION, Q(value__gte=SATISFIED_FROM)),
    "feedback.recommend": Observed(
        QuestionKind.RECOMMEND, Q(value__gte=PROMOTER_FROM), miss=Q(value__lte=DETRACTOR_TO)
    ),
    "feedback.effort": Observed(QuestionKind.EFFORT, Q(value__gte=EASY_FROM)),
    "feedback.need_met": Observed(QuestionKind.YES_NO, Q(value=1)),
}
ANSWERED = Q(answered_at__isnull=False)


def counted_answers(answers: QuerySet[Answer]) -> QuerySet[Answer]:
    """Those that any measure counts."""
    kinds = [asked.kind for asked in conditions.values()]
    return answers.filter(question__kind__in=kinds, question__is_counted=True, value__isnull=False)


def among(answers: QuerySet[Answer], code: str, outcome: str = ALL) -> QuerySet[Answer]:
    """Those of the answers that a measure counts, or only those of one outcome."""
    asked = conditions[code]
    rows = answers.filter(question__kind=asked.kind, question__is_counted=True, value__isnull=False)
    if outcome == ALL:
        return rows
    if outcome == HITS:
        return rows.filter(asked.hit)
    if asked.miss is None:  # a share: what is no hit is a miss
        return rows.exclude(asked.hit) if outcome == MISSES else rows.none()
    return rows.filter(asked.miss) if outcome == MISSES else rows.exclude(asked.hit | asked.miss)


def among_links(links: QuerySet[Invitation], outcome: str = ALL) -> QuerySet[Invitation]:
    """Those of the links that the response rate counts, or only those that were answered or were not."""
    rows = links.filter(COUNTED)
    if outcome == ALL:
        return rows
    return rows.filter(ANSWERED) if outcome == HITS else rows.exclude(ANSWERED)


def _computed(code: str) -> Compute:
    """Of answers given in the days [start, end). Two statements."""

    def compute_answers(unit_ids: Iterable[int], start: date, end: date) -> dict[int, MeasureFigure]:
        tree, wanted, asked = Tree.read(), set(unit_ids), conditions[code]
        answers = among(Answer.objects.all(), code).filter(
            response__unit__in=tree.below(wanted),
            response__answered_at__gte=clock.at_local(start),
            response__answered_at__lt=clock.at_local(end),
        )
        rows = answers.order_by().values("response__unit").annotate(**_counts(asked))
        return rolled_up(wanted, {row["response__unit"]: _figure(row) for row in rows}, tree)

    return compute_answers


def _answer_series(code: str) -> Series:
    """Two statements."""

    def compute_series(unit_ids: Iterable[int], days: Sequence[date]) -> list[MeasureFigure]:
        answers = among(Answer.objects.all(), code).filter(response__unit__in=Tree.read().below(set(unit_ids)))
        rows = by_period(answers, "response__answered_at", days, _counts(conditions[code]))
        return [_figure(row) for row in rows]

    return compute_series


def _counts(asked: Observed) -> dict[str, Count]:
    misses = {"misses": Count("pk", filter=asked.miss)} if asked.miss else {}
    return {"n": Count("pk"), "hits": Count("pk", filter=asked.hit), **misses}


def _figure(row: dict) -> MeasureFigure:
    hits, against = row.get("hits", 0), row.get("misses", 0)
    return MeasureFigure(row.get("n", 0), Decimal(hits - against), Decimal(hits + against))


def compute_response_series(unit_ids: Iterable[int], days: Sequence[date]) -> list[MeasureFigure]:
    """Two statements."""
    links = among_links(Invitation.objects.filter(unit__in=Tree.read().below(set(unit_ids))))
    sums = {"n": Count("pk"), "hits": Count("pk", filter=ANSWERED)}
    return [_figure(row) for row in by_period(links, "batch__created_at", days, sums)]


def compute_response_rate(unit_ids: Iterable[int], start: date, end: date) -> dict[int, MeasureFigure]:
    """The share of links made in the days [start, end) that were answered; withdrawn ones that nobody answered do not count. Two statements."""
    tree, wanted = Tree.read(), set(unit_ids)
    links = among_links(Invitation.objects.all()).filter(
        unit__in=tree.below(wanted),
        batch__created_at__gte=clock.at_local(start),
        batch__created_at__lt=clock.at_local(end),
    )
    rows = links.order_by().values("unit").annotate(n=Count("pk"), hits=Count("pk", filter=ANSWERED))
    return rolled_up(wanted, {row["unit"]: _figure(row) for row in rows}, tree)


def _list_address(page: str, code: str) -> Listing:
    """`page`: the list's name; `code` is empty where the list holds what one measure counts and nothing else."""

    def address(unit: str, start: date, end: date, outcome: str) -> str:
        asked = {"measure": code, "outcome": outcome, "unit": unit, "since": start, "until": end - timedelta(days=1)}
        used = {name: value for name, value in asked.items() if value and value != ALL}
        return f"{reverse(page)}?{urlencode(used)}"

    return address


def _add(code: str, label, unit: str, text, compute: Callable | None = None, **more) -> None:
    """`compute`: where something else than answers is counted; then `listing` says where that is."""
    listing = more.pop("listing", None) or _list_address("feedback:answer_list", code)
    series = more.pop("series", None) or _answer_series(code)
    register(Measure(code, label, unit, compute or _computed(code), help=text, listing=listing, series=series, **more))


def register_measures() -> None:
    _add(
        RESPONSE_RATE,
        _("Response rate"),
        SHARE,
        _("Share of the links to questionnaires that were answered. Withdrawn ones that nobody answered are left out."),
        compute=compute_response_rate,
        series=compute_response_series,
        listing=_list_address("feedback:link_list", ""),
        outcomes=LINK_OUTCOMES,
    )
    _add(
        "feedback.satisfaction",
        _("Satisfied customers"),
        SHARE,
        _("Share of 4 and 5 among customers' answers from 1 to 5."),
    )
    _add("feedback.need_met", _("Need met"), SHARE, _("Share of customers who got done what they came for."))
    _add(
        "feedback.recommend",
        _("Net promoter score"),
        BALANCE,
        _("Promoters (9 and 10) less detractors (0 to 6) among customers' answers, from −100 to 100."),
        outcomes={HITS: _("Promoters"), NEITHER: _("Passives"), MISSES: _("Detractors")},
    )
    _add(
        "feedback.effort",
        _("Easy for the customer"),
        SHARE,
        _("Share of 5, 6 and 7 among customers' answers from 1 (very hard) to 7 (very easy)."),
    )
