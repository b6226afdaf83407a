"""The measures of this room, each with the condition that says which records are observed and which of them are hits.

The same conditions count the figure and filter the list behind it (`records.filters`).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import reduce
from operator import or_
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Aggregate, BigIntegerField, Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.common import clock, engine
from organization.tree import Tree
from records.enums import ANSWER_TARGETS
from records.measures import (
    ALL,
    HITS,
    MEAN,
    SECONDS,
    SHARE,
    Compute,
    Measure,
    MeasureFigure,
    Series,
    Spread,
    by_period,
    records_between,
    register,
    rolled_up,
    rolled_up_spreads,
)
from records.models import ServiceRecord

REPEAT_DAYS = 7
WAS_ANSWERED = Q(answered=True) | Q(answered=None)


@dataclass(frozen=True)
class Observed:
    """Which records count, and which of those are hits; or the `field` that holds a figure for each, of which none is a hit. Asked anew each time:
    both may hold the present."""

    observed: Callable[[], Q]
    hit: Callable[[], Q] | None = None
    field: str = ""


conditions: dict[str, Observed] = {}


def answer_targets() -> dict[str, int]:
    """Touchpoint → seconds within which a customer should be answered; the setting ANSWER_TARGET_SECONDS changes single ones."""
    return ANSWER_TARGETS | getattr(settings, "ANSWER_TARGET_SECONDS", {})


def repeat_window() -> timedelta:
    """Within what time another contact of the same customer is taken for the same matter; the setting REPEAT_CONTACT_DAYS changes it."""
    return timedelta(days=getattr(settings, "REPEAT_CONTACT_DAYS", REPEAT_DAYS))


def among(records: QuerySet[ServiceRecord], code: str, outcome: str = ALL) -> QuerySet[ServiceRecord]:
    """Those of the records that a measure counts, or only its hits or misses."""
    asked = conditions[code]
    rows = records.filter(asked.observed())
    if asked.hit is None or outcome == ALL:
        return rows
    return rows.filter(asked.hit()) if outcome == HITS else rows.exclude(pk__in=rows.filter(asked.hit()).values("pk"))


def _list_address(code: str) -> Callable[[str, date, date, str], str]:
    def address(unit: str, start: date, end: date, outcome: str) -> str:
        asked = {"measure": code, "outcome": outcome, "unit": unit, "since": start, "until": end - timedelta(days=1)}
        used = {name: value for name, value in asked.items() if value and value != ALL}
        return f"{reverse('records:record_list')}?{urlencode(used)}"

    return address


def compute_together(
    codes: Sequence[str], unit_ids: Iterable[int], start: date, end: date
) -> dict[str, dict[int, MeasureFigure]]:
    """Several measures in one pass over the records of the days. Two statements, however many measures and units."""
    tree, wanted = Tree.read(), set(unit_ids)
    rows = records_between(start, end).filter(unit__in=tree.below(wanted)).order_by()
    if len(codes) == 1:
        rows = rows.filter(conditions[codes[0]].observed())
    sums: dict[str, Aggregate] = {}
    for place, code in enumerate(codes):
        sums |= _sums(place, conditions[code])
    own: dict[str, dict[int, MeasureFigure]] = {code: {} for code in codes}
    for row in rows.values("unit_id").annotate(**sums):
        for place, code in enumerate(codes):
            if n := row[f"n{place}"]:
                total = Decimal(row[f"total{place}"])
                own[code][row["unit_id"]] = MeasureFigure(n, total, Decimal(row.get(f"squares{place}", total)))
    return {code: rolled_up(wanted, figures, tree) for code, figures in own.items()}


def _sums(place: int, asked: Observed) -> dict[str, Aggregate]:
    """Number, sum and sum of squares, of whole numbers; a hit is 1, and so is its square."""
    observed = asked.observed()
    found: dict[str, Aggregate] = {f"n{place}": Count("pk", filter=observed)}
    if not asked.field:
        return found | {f"total{place}": Count("pk", filter=observed & asked.hit())}
    # The square of half a day in seconds is more than an integer of PostgreSQL holds.
    value = Cast(asked.field, BigIntegerField())
    return found | {
        f"total{place}": Sum(value, filter=observed),
        f"squares{place}": Sum(value * value, filter=observed),
    }


def _series(code: str) -> Series:
    """Two statements."""

    def compute_series(unit_ids: Iterable[int], days: Sequence[date]) -> list[MeasureFigure]:
        asked = conditions[code]
        rows = ServiceRecord.objects.filter(asked.observed(), unit__in=Tree.read().below(set(unit_ids)))
        found = []
        for row in by_period(rows, "occurred_at", days, _sums(0, asked)):
            n, total = row.get("n0", 0), Decimal(row.get("total0") or 0)
            found.append(MeasureFigure(n, total, Decimal(row.get("squares0") or total)))
        return found

    return compute_series


def _figures(code: str) -> Compute:
    """Two statements."""

    def compute_figures(unit_ids: Iterable[int], start: date, end: date) -> dict[int, MeasureFigure]:
        return compute_together([code], unit_ids, start, end)[code]

    return compute_figures


def _spread(asked: Observed, field: str) -> Spread:
    """Two statements."""

    def read_spread(unit_ids: Iterable[int], start: date, end: date) -> dict[int, Counter[int]]:
        tree, wanted = Tree.read(), set(unit_ids)
        rows = records_between(start, end).filter(asked.observed(), unit__in=tree.below(wanted)).order_by()
        own: dict[int, Counter[int]] = defaultdict(Counter)
        for unit, value, n in rows.values_list("unit_id", field).annotate(n=Count("pk")):
            own[unit][value] += n
        return rolled_up_spreads(wanted, own, tree)

    return read_spread


def _add(code: str, label, unit: str, observed: Callable[[], Q], hit=None, field: str = "", **more) -> None:
    asked = conditions[code] = Observed(observed, hit, field)
    if field and unit == SECONDS:
        more |= {"spread": _spread(asked, field), "fewer_is_better": True}
    register(
        Measure(
            code,
            label,
            unit,
            _figures(code),
            together=compute_together,
            listing=_list_address(code),
            series=_series(code),
            **more,
        )
    )


def _within_target() -> Q:
    in_time = [
        Q(touchpoint=touchpoint, answer_seconds__lte=seconds) for touchpoint, seconds in answer_targets().items()
    ]
    return reduce(or_, in_time) & WAS_ANSWERED


def _of_customer() -> QuerySet[ServiceRecord]:
    """All contacts of the customer of the record asked about, on any channel and of any unit; by the blind index of their number."""
    return ServiceRecord.objects.filter(phone_index=OuterRef("phone_index")).exclude(phone_index="")


def _came_again() -> Q:
    until = engine.shifted(OuterRef("occurred_at"), repeat_window())
    return Q(Exists(_of_customer().filter(occurred_at__gt=OuterRef("occurred_at"), occurred_at__lte=until)))


def _comes_again() -> Q:
    since = engine.shifted(OuterRef("occurred_at"), -repeat_window())
    return Q(Exists(_of_customer().filter(occurred_at__lt=OuterRef("occurred_at"), occurred_at__gte=since)))


def _window_over() -> Q:
    """Records of known customers with an outcome, for which the days in which they might have come again are over."""
    known = ~Q(phone_index="") & Q(resolved__isnull=False) & WAS_ANSWERED
    return known & Q(occurred_at__lt=clock.now() - repeat_window())


_add(
    "records.answered_in_target",
    _("Answered within the set time"),
    SHARE,
    # Without a touchpoint nobody can tell in what time an answer was due.
    lambda: Q(touchpoint__in=answer_targets()) & (Q(answered=False) | Q(answer_seconds__isnull=False)),
    _within_target,
    help=_(
        "Share of the records answered within the time set for their touchpoint. Unanswered ones are missed, those without a time "
        "or without a touchpoint left out."
    ),
)
_add(
    "records.answered",
    _("Answered rate"),
    SHARE,
    lambda: Q(answered__isnull=False),
    lambda: Q(answered=True),
    help=_("Share of the records that were answered."),
)
_add(
    "records.resolved",
    _("Resolved rate"),
    SHARE,
    lambda: Q(resolved__isnull=False) & WAS_ANSWERED,
    lambda: Q(resolved=True),
    help=_("Share of the answered records in which the matter was resolved. Those without an outcome are left out."),
)
_add(
    "records.first_contact",
    _("Resolved at the first contact"),
    SHARE,
    _window_over,
    lambda: Q(resolved=True) & ~_came_again(),
    help=_(
        "Share of the answered records in which the matter was resolved and the same customer did not come again, on any channel, within "
        "7 days (or as many as are set). Records without the customer's number or an outcome, and those of the last days, are left out."
    ),
)
_add(
    "records.repeated",
    _("Contacts that come again"),
    SHARE,
    lambda: ~Q(phone_index=""),
    _comes_again,
    fewer_is_better=True,
    help=_(
        "Share of the records that follow one of the same customer, on any channel, within 7 days (or as many as are set). Records without "
        "the customer's number are left out."
    ),
)
_add(
    "records.complaints",
    _("Complaints among the records"),
    SHARE,
    lambda: ~Q(topic=""),
    lambda: Q(topic__icontains="投诉") | Q(topic__icontains="complaint"),
    fewer_is_better=True,
    help=_("Share of the records whose topic says that they are complaints. Those without a topic are left out."),
)
_add(
    "records.answer_seconds",
    _("Time to answer"),
    SECONDS,
    lambda: Q(answer_seconds__isnull=False) & WAS_ANSWERED,
    field="answer_seconds",
    help=_("Mean time until a customer was answered; unanswered records have none."),
)
_add(
    "records.handle_seconds",
    _("Handling time"),
    SECONDS,
    lambda: Q(handle_seconds__isnull=False) & WAS_ANSWERED,
    field="handle_seconds",
    help=_("Mean time of conversation of the answered records; those without a time are left out."),
)
_add(
    "records.rating",
    _("Rating given with the record"),
    MEAN,
    lambda: Q(rating__isnull=False),
    field="rating",
    help=_("Mean of the ratings from 1 to 5 that customers gave at the end of the contact."),
    within=(1, 5),
)
