"""The registry of measures: figures computed for units from what is recorded. Rooms above enter their own when their app is ready.

`compute("records.resolved", unit_ids, start, end)` gives each unit its `MeasureFigure`. A unit's figure covers the unit and all below it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import or_

from django.conf import settings
from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Sum, Value, When
from django.utils.translation import gettext_lazy as _

from foundation.common import clock
from foundation.common.registries import Registry
from organization.tree import Tree
from records.enums import ANSWER_TARGETS
from records.models import ServiceRecord

SHARE, MEAN, BALANCE, SECONDS = "share", "mean", "balance", "seconds"
UNIT_LEVEL, SHEET_LEVEL = "unit", "sheet"
ZERO = Decimal(0)
LIMITS = {SHARE: (0, 1), BALANCE: (-1, 1), SECONDS: (0, None), MEAN: (None, None)}


@dataclass(frozen=True)
class MeasureFigure:
    """n observations with their sum and sum of squares, exact. A share's observations are 0 and 1, so its total is the number of hits."""

    n: int = 0
    total: Decimal = ZERO
    squares: Decimal = ZERO

    @property
    def value(self) -> Decimal | None:
        """The mean (for a share: 0 to 1); None where nothing was observed."""
        return self.total / self.n if self.n else None

    @property
    def hits(self) -> int:
        return int(self.total)

    def __add__(self, other: "MeasureFigure") -> "MeasureFigure":
        return MeasureFigure(self.n + other.n, self.total + other.total, self.squares + other.squares)


Compute = Callable[[Iterable[int], date, date], dict[int, MeasureFigure]]


@dataclass(frozen=True)
class Measure:
    """`unit` is what the figure is in: a share (0 to 1), a mean, a balance (the mean of +1, 0 and −1), seconds.
    `level`: whether it belongs to the unit or to a single sheet's record.

    `compute(unit_ids, start, end)` takes the dates of [start, end) and needs a fixed number of statements whatever the number of units.
    """

    code: str
    label: str
    unit: str
    compute: Compute
    level: str = UNIT_LEVEL
    help: str = ""
    within: tuple[int | None, int | None] | None = None

    @property
    def limits(self) -> tuple[int | None, int | None]:
        """(lowest, highest) that a figure can ever be, in what it counts in: `within`, or what lies in its unit. None: no limit."""
        return self.within or LIMITS[self.unit]


measures: Registry[Measure] = Registry("measures")


def register(measure: Measure) -> Measure:
    return measures.register(measure.code, measure)


def compute(code: str, unit_ids: Iterable[int], start: date, end: date) -> dict[int, MeasureFigure]:
    """Unit → figure, for every unit asked about. Raises KeyError for a measure that nobody has registered."""
    measure = measures.get(code)
    if measure is None:
        raise KeyError(code)
    return measure.compute(list(unit_ids), start, end)


def rolled_up(
    unit_ids: Iterable[int], own: dict[int, MeasureFigure], tree: Tree | None = None
) -> dict[int, MeasureFigure]:
    """From the figures of single units to those of the wanted units with all below them. For measures of other rooms too."""
    tree = tree or Tree.read()
    found: dict[int, MeasureFigure] = defaultdict(MeasureFigure)
    wanted = set(unit_ids)
    for unit, figure in own.items():
        for above in {unit, *tree.above(unit)} & wanted:
            found[above] += figure
    return {unit: found[unit] for unit in wanted}


def records_between(start: date, end: date) -> QuerySet[ServiceRecord]:
    """Records of the days in [start, end) in the organization's zone."""
    return ServiceRecord.objects.filter(occurred_at__gte=clock.at_local(start), occurred_at__lt=clock.at_local(end))


def _measure_records(observed: Q, value) -> Compute:
    """A measure over the records that match `observed`; `value` is an expression with integer values. Two statements."""

    def compute_figures(unit_ids: Iterable[int], start: date, end: date) -> dict[int, MeasureFigure]:
        tree, unit_ids = Tree.read(), set(unit_ids)
        rows = records_between(start, end).filter(observed, unit__in=tree.below(unit_ids)).order_by()
        rows = rows.annotate(observation=value).values("unit_id")
        sums = rows.annotate(n=Count("pk"), total=Sum("observation"), squares=Sum(F("observation") * F("observation")))
        own = {
            row["unit_id"]: MeasureFigure(row["n"], Decimal(row["total"]), Decimal(row["squares"]))
            for row in sums.values("unit_id", "n", "total", "squares")
        }
        return rolled_up(unit_ids, own, tree)

    return compute_figures


def _is(condition: Q) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())


def answer_targets() -> dict[str, int]:
    """Touchpoint → seconds within which a customer should be answered; the setting ANSWER_TARGET_SECONDS changes single ones."""
    return ANSWER_TARGETS | getattr(settings, "ANSWER_TARGET_SECONDS", {})


def _within_target() -> Q:
    in_time = [
        Q(touchpoint=touchpoint, answer_seconds__lte=seconds) for touchpoint, seconds in answer_targets().items()
    ]
    return reduce(or_, in_time) & (Q(answered=True) | Q(answered=None))


def _compute_answered_in_target(unit_ids: Iterable[int], start: date, end: date) -> dict[int, MeasureFigure]:
    # Without a touchpoint nobody can tell in what time an answer was due.
    observed = Q(touchpoint__in=answer_targets()) & (Q(answered=False) | Q(answer_seconds__isnull=False))
    return _measure_records(observed, _is(_within_target()))(unit_ids, start, end)


register(
    Measure(
        "records.answered_in_target",
        _("Answered within the set time"),
        SHARE,
        _compute_answered_in_target,
        help=_(
            "Share of the records answered within the time set for their touchpoint. Unanswered ones are missed, those without a time "
            "or without a touchpoint left out."
        ),
    )
)
register(
    Measure(
        "records.answered",
        _("Answered"),
        SHARE,
        _measure_records(Q(answered__isnull=False), _is(Q(answered=True))),
        help=_("Share of the records that were answered."),
    )
)
register(
    Measure(
        "records.resolved",
        _("Resolved"),
        SHARE,
        _measure_records(Q(resolved__isnull=False) & (Q(answered=True) | Q(answered=None)), _is(Q(resolved=True))),
        help=_(
            "Share of the answered records in which the matter was resolved. Those without an outcome are left out."
        ),
    )
)
register(
    Measure(
        "records.complaints",
        _("Complaints among the records"),
        SHARE,
        _measure_records(~Q(topic=""), _is(Q(topic__icontains="投诉") | Q(topic__icontains="complaint"))),
        help=_("Share of the records whose topic says that they are complaints. Those without a topic are left out."),
    )
)
register(
    Measure(
        "records.answer_seconds",
        _("Seconds to answer"),
        SECONDS,
        _measure_records(Q(answer_seconds__isnull=False) & (Q(answered=True) | Q(answered=None)), F("answer_seconds")),
        help=_("Mean time until a customer was answered; unanswered records have none."),
    )
)
register(
    Measure(
        "records.rating",
        _("Rating given with the record"),
        MEAN,
        _measure_records(Q(rating__isnull=False), F("rating")),
        help=_("Mean of the ratings from 1 to 5 that customers gave at the end of the contact."),
        within=(1, 5),
    )
)
