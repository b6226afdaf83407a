"""From kept totals to figures that can be shown: exact value, interval, number of observations, and the sources it comes from.

The value is exact (a fraction of stored integers) and rounded once, half up, to 1/10,000 point; only its uncertainty is floating point.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from analysis.intervals import (
    Estimate,
    combine_estimates,
    estimate_difference,
    estimate_mean,
    estimate_share,
    is_small_sample,
)
from assessments.scoring import FAIL, ZERO
from foundation.common.numbers import QUANTUM, UNITS, from_units
from sampling.quantiles import two_sided_quantile
from standards.breakpoints import BreakPoints

SHEETS = "sheets"
# A source that carries at least this share of the weight and is small makes the whole figure a small sample.
HEAVY = Fraction(1, 4)


@dataclass(frozen=True)
class Totals:
    """Number, sum and sum of squares of observations, as they are kept."""

    n: int
    total: int | Decimal
    squares: int | Decimal


@dataclass(frozen=True)
class Source:
    """One thing that a figure is made of. `kind` is "sheets" or the code of a measure; `weight` a share of 10,000.

    `points` (0–100, exact) and `estimate` are None where the source has no data, or too `few` observations to be shown; `figure` is a measure's own
    figure before the break points.
    """

    kind: str
    weight: int
    n: int = 0
    points: Fraction | None = None
    estimate: Estimate | None = None
    figure: Decimal | None = None
    few: bool = False

    @property
    def is_missing(self) -> bool:
        return self.points is None


@dataclass(frozen=True)
class ScoreEstimate:
    """A score of 0–100 points with all that belongs to it. `value` is None where no source has data.

    `low` and `high`: the 95 % interval within 0–100, None where one observation cannot tell; `half`: half of it where it is even;
    `change`: against the previous cycle, with `change_half`; `significant`: whether that change can be told from chance. The names are
    those that `{% figure %}` and `{% kpi %}` read. `events`: confirmed critical events of the unit, `underlying` its value without them, and
    `failed` whether the standard fails its grade for them. `few`: there are `n` sheets, too few for a value to be shown.
    """

    value: Decimal | None
    n: int = 0
    small: bool = False
    target: Decimal | None = None
    change: Decimal | None = None
    change_half: Decimal | None = None
    significant: bool = False
    sources: tuple[Source, ...] = ()
    estimate: Estimate | None = None
    events: int = 0
    underlying: Decimal | None = None
    failed: bool = False
    few: bool = False

    @property
    def too_few(self) -> int | None:
        return self.n if self.few else None

    @property
    def low(self) -> Decimal | None:
        return _bound(self.estimate.low) if self.estimate else None

    @property
    def high(self) -> Decimal | None:
        return _bound(self.estimate.high) if self.estimate else None

    @property
    def half(self) -> Decimal | None:
        return even_half(self.value, self.low, self.high)

    @property
    def missing(self) -> tuple[Source, ...]:
        """Sources without data: they left the denominator."""
        return tuple(source for source in self.sources if source.is_missing)

    @property
    def is_below_target(self) -> bool:
        return self.value is not None and self.target is not None and self.value < self.target

    @property
    def is_surely_below_target(self) -> bool:
        """Even the upper end of the interval lies below the target."""
        return self.is_below_target and self.high is not None and self.high < self.target


NOTHING = ScoreEstimate(value=None)


def even_half(value: Decimal | None, low: Decimal | None, high: Decimal | None) -> Decimal | None:
    """Half of an interval that reaches equally far to both sides, as far as one decimal shows; None of a lopsided one, or of none."""
    if value is None or low is None or high is None or abs((high - value) - (value - low)) > Decimal("0.1"):
        return None
    return (high - low) / 2


def sheets_source(totals: Totals | None, *, weight: int, population: int | None = None, fewest: int = 0) -> Source:
    """The mean of sheet totals (or of a dimension's or an indicator's points on sheets); sums in units of 1/10,000 point. Of fewer than `fewest`
    sheets nothing is told but their number."""
    if totals is None or totals.n == 0:
        return Source(SHEETS, weight)
    if totals.n < fewest:
        return Source(SHEETS, weight, totals.n, few=True)
    known = population if population is not None and population >= totals.n else None
    estimate = estimate_mean(totals.n, totals.total, totals.squares, unit=UNITS, population=known, bounds=(0, 100))
    return Source(SHEETS, weight, totals.n, Fraction(totals.total, totals.n * UNITS), estimate)


def measure_source(
    measure: str, totals: Totals | None, break_points: BreakPoints | None, *, weight: int, is_share: bool = False
) -> Source:
    """A measured figure mapped to points. Its interval is mapped end by end, so that flat ends and kinks of the break points are respected.

    `is_share`: the observations are 0 and 1, which get Wilson's interval.
    """
    if totals is None or totals.n == 0 or break_points is None:
        return Source(measure, weight)
    total, squares = Fraction(totals.total), Fraction(totals.squares)
    figure = total / totals.n
    points = Fraction(break_points.points_for(figure))
    raw = estimate_share(int(total), totals.n) if is_share else estimate_mean(totals.n, total, squares)
    return Source(measure, weight, totals.n, points, _mapped(raw, points, break_points), _rounded(figure))


def _mapped(raw: Estimate, points: Fraction, break_points: BreakPoints) -> Estimate:
    if raw.se is None:
        return Estimate(value=float(points), low=None, high=None, se=None, n=raw.n)
    ends = sorted(float(break_points.points_for(Fraction(end))) for end in (raw.low, raw.high))
    se = (ends[1] - ends[0]) / 2 / two_sided_quantile(raw.df)
    return Estimate(value=float(points), low=ends[0], high=ends[1], se=se, n=raw.n, df=raw.df)


def combine_sources(sources: Sequence[Source], *, target: Decimal | None = None) -> ScoreEstimate:
    """Σ weight × points over the sources that have data, by the sum of their weights. What has no data leaves the denominator.

    `n` is that of the sheets where there are any, otherwise that of the heaviest source. Where a source has too few observations there is no value:
    what is left would be another figure under the same name.
    """
    few = next((source for source in sources if source.few and source.weight), None)
    if few is not None:
        return ScoreEstimate(value=None, n=few.n, target=target, sources=tuple(sources), few=True)
    present = [source for source in sources if not source.is_missing and source.weight]
    if not present:
        return ScoreEstimate(value=None, target=target, sources=tuple(sources))
    whole = sum(source.weight for source in present)
    value = sum(source.weight * source.points for source in present) / whole
    if len(present) == 1:
        estimate = present[0].estimate
    else:
        estimate = combine_estimates((source.weight, source.estimate) for source in present)
    main = next((source for source in present if source.kind == SHEETS), None) or max(
        present, key=lambda source: source.weight
    )
    small = is_small_sample(main.n) or any(
        is_small_sample(source.n) and Fraction(source.weight, whole) >= HEAVY for source in present
    )
    return ScoreEstimate(
        value=_rounded(value),
        n=main.n,
        small=small,
        target=target,
        sources=tuple(sources),
        estimate=estimate,
    )


def mean_of_units(scores: Iterable[ScoreEstimate], *, target: Decimal | None = None) -> ScoreEstimate:
    """The plain mean over units, each counting the same; units without a figure are left out. `n` is the sum of theirs."""
    present = [score for score in scores if score.value is not None]
    if not present:
        return ScoreEstimate(value=None, target=target)
    estimate = combine_estimates((1, score.estimate) for score in present)
    n = sum(score.n for score in present)
    value = sum(Fraction(score.value) for score in present) / len(present)
    return ScoreEstimate(value=_rounded(value), n=n, small=is_small_sample(n), target=target, estimate=estimate)


def after_events(score: ScoreEstimate, events: int, *, policy: str, cap: Decimal | None) -> ScoreEstimate:
    """What the standard says of triggered red lines, held against a unit's whole: 0 for certain, a cap, or a failed grade beside the score."""
    if not events or score.value is None:
        return score
    noted = replace(score, events=events, underlying=score.value)
    if policy == FAIL:
        return replace(noted, failed=True)
    highest = Decimal(0) if policy == ZERO or cap is None else cap
    if score.value <= highest:
        return noted
    return replace(noted, value=_rounded(Fraction(highest)), estimate=_at_most(score.estimate, float(highest)))


def _at_most(estimate: Estimate | None, highest: float) -> Estimate | None:
    """The estimate with what lies above cut off; where even its lower end does, nothing is uncertain any more."""
    if estimate is None or estimate.low is None or highest == 0 or estimate.low >= highest:
        return Estimate(value=highest, low=highest, high=highest, se=0.0, n=estimate.n if estimate else 0, df=None)
    return replace(estimate, value=highest, high=highest)


def with_change(score: ScoreEstimate, before: ScoreEstimate | None) -> ScoreEstimate:
    """The same with its change since an earlier figure. A change whose interval is not known is not significant."""
    if before is None or before.value is None or score.value is None:
        return score
    difference = estimate_difference(score.estimate, before.estimate)
    significant = difference.se is not None and (difference.low > 0 or difference.high < 0)
    return replace(score, change=score.value - before.value, change_half=_half(difference), significant=significant)


def _bound(end: float | None) -> Decimal | None:
    """An end of an interval as points of 0–100."""
    return None if end is None else Decimal(min(max(end, 0.0), 100.0)).quantize(QUANTUM, rounding=ROUND_HALF_UP)


def _half(estimate: Estimate) -> Decimal | None:
    if estimate.low is None:
        return None
    return Decimal((estimate.high - estimate.low) / 2).quantize(QUANTUM, rounding=ROUND_HALF_UP)


def _rounded(value: Fraction) -> Decimal:
    """To 1/10,000, half up, from the exact fraction."""
    doubled = 2 * value * UNITS + 1
    return from_units(doubled.numerator // (2 * doubled.denominator))
