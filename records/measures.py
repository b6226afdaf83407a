"""The registry of measures: figures computed for units from what is recorded. Rooms above enter their own when their app is ready.

`compute("records.resolved", unit_ids, start, end)` gives each unit its `MeasureFigure`. A unit's figure covers the unit and all below it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Aggregate, Case, QuerySet, SmallIntegerField, Value, When
from django.utils.translation import gettext_lazy as _

from foundation.common import clock
from foundation.common.registries import Registry
from organization.tree import Tree
from records.models import ServiceRecord

SHARE, MEAN, BALANCE, SECONDS, RATE = "share", "mean", "balance", "seconds", "rate"
# NEITHER: what a balance counts as 0.
ALL, HITS, NEITHER, MISSES = "all", "hit", "neither", "miss"
OUTCOMES = ((HITS, _("Hits")), (MISSES, _("Misses")))
UNIT_LEVEL, SHEET_LEVEL = "unit", "sheet"
ZERO = Decimal(0)
LIMITS = {SHARE: (0, 1), BALANCE: (-1, 1), SECONDS: (0, None), RATE: (0, None), MEAN: (None, None)}


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
# (codes of measures, units, first day, first day no more) → the figures of each: as many Computes in one pass over the same rows.
Together = Callable[[Sequence[str], Iterable[int], date, date], dict[str, dict[int, "MeasureFigure"]]]
# (the unit's code, first day, first day no more, ALL or an outcome) → the address of the list behind a figure
Listing = Callable[[str, date, date, str], str]
# (units, days) → the figure of all of them with all below, together, in each period from one day to the next
Series = Callable[[Iterable[int], Sequence[date]], list[MeasureFigure]]
# As Compute, but each unit's observations themselves: {value: how many}. For medians and percentiles of times.
Spread = Callable[[Iterable[int], date, date], dict[int, Counter[int]]]


@dataclass(frozen=True)
class Measure:
    """`unit` is what the figure is in: a share (0 to 1), a mean, a balance (the mean of +1, 0 and −1), seconds, or a rate (events over what they
    happened among, which is `n`; the total counts the events).
    `level`: whether it belongs to the unit or to a single sheet's record.

    `compute(unit_ids, start, end)` takes the dates of [start, end) and needs a fixed number of statements whatever the number of units.
    `together`: of measures that are counted from the same rows, one function for any number of them.
    `series(unit_ids, days)` gives the units together over periods in a fixed number of statements whatever the number of periods.
    `listing` leads to the observations in their own room, where its own rights hold; `spread` tells them apart where they are skewed;
    `fewer_is_better` for times, complaints and contacts that come again; `outcomes` is what the hits and misses of shares and balances are called.
    """

    code: str
    label: str
    unit: str
    compute: Compute
    together: Together | None = None
    level: str = UNIT_LEVEL
    help: str = ""
    within: tuple[int | None, int | None] | None = None
    listing: Listing | None = None
    series: Series | None = None
    spread: Spread | None = None
    fewer_is_better: bool = False
    outcomes: Mapping[str, object] = field(default_factory=lambda: dict(OUTCOMES))

    @property
    def limits(self) -> tuple[int | None, int | None]:
        """(lowest, highest) that a figure can ever be, in what it counts in: `within`, or what lies in its unit. None: no limit."""
        return self.within or LIMITS[self.unit]

    def counts_of(self, figure: MeasureFigure) -> dict[str, int]:
        """Outcome → how many observations. Empty for what has no outcomes: means, times, rates."""
        if self.unit == SHARE:
            return {HITS: figure.hits, MISSES: figure.n - figure.hits}
        if self.unit == BALANCE:
            hits, misses = int(figure.squares + figure.total) // 2, int(figure.squares - figure.total) // 2
            return {HITS: hits, NEITHER: figure.n - hits - misses, MISSES: misses}
        return {}


measures: Registry[Measure] = Registry("measures")


def register(measure: Measure) -> Measure:
    return measures.register(measure.code, measure)


def compute(code: str, unit_ids: Iterable[int], start: date, end: date) -> dict[int, MeasureFigure]:
    """Unit → figure, for every unit asked about. Raises KeyError for a measure that nobody has registered."""
    measure = measures.get(code)
    if measure is None:
        raise KeyError(code)
    return measure.compute(list(unit_ids), start, end)


def compute_many(
    wanted: Iterable[Measure], unit_ids: Iterable[int], start: date, end: date
) -> dict[str, dict[int, MeasureFigure]]:
    """Code → unit → figure: what is counted from the same rows in one pass, the others one by one."""
    units, found = list(unit_ids), {}
    passes: dict[Together, list[str]] = {}
    for measure in wanted:
        if measure.together:
            passes.setdefault(measure.together, []).append(measure.code)
        else:
            found[measure.code] = measure.compute(units, start, end)
    for together, codes in passes.items():
        found |= together(codes, units, start, end)
    return found


def rolled_up(
    unit_ids: Iterable[int], own: dict[int, MeasureFigure], tree: Tree | None = None
) -> dict[int, MeasureFigure]:
    """From the figures of single units to those of the wanted units with all below them. For measures of other rooms too."""
    return _rolled_up(unit_ids, own, tree or Tree.read(), MeasureFigure)


def _rolled_up(unit_ids: Iterable[int], own: dict, tree: Tree, nothing: Callable) -> dict:
    found = {unit: nothing() for unit in unit_ids}
    for unit, figure in own.items():
        for above in {unit, *tree.above(unit)} & found.keys():
            found[above] = found[above] + figure
    return found


def rolled_up_spreads(unit_ids: Iterable[int], own: dict[int, Counter[int]], tree: Tree) -> dict[int, Counter[int]]:
    """The same for observations that are kept apart."""
    return _rolled_up(unit_ids, own, tree, Counter)


def by_period(rows: QuerySet, field: str, days: Sequence[date], sums: Mapping[str, Aggregate]) -> list[dict]:
    """The sums over the rows whose instant `field` lies in each period from one of the days to the next, in the organization's zone; an empty
    one where there are none. One statement."""
    instants = [clock.at_local(day) for day in days]
    place = Case(
        *(When(**{f"{field}__lt": end}, then=Value(number)) for number, end in enumerate(instants[1:])),
        output_field=SmallIntegerField(),
    )
    within = rows.filter(**{f"{field}__gte": instants[0], f"{field}__lt": instants[-1]}).order_by()
    found = {row["period"]: row for row in within.annotate(period=place).values("period").annotate(**sums)}
    return [found.get(number, {}) for number in range(len(days) - 1)]


def records_between(start: date, end: date) -> QuerySet[ServiceRecord]:
    """Records of the days in [start, end) in the organization's zone."""
    return ServiceRecord.objects.filter(occurred_at__gte=clock.at_local(start), occurred_at__lt=clock.at_local(end))
