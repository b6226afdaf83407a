"""What a figure is worth: estimates with standard error and interval (R29). Values in, values out.

Every figure that people read comes from here with its number of observations and its interval; where there is too little to know an
interval, there is none.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from sampling.quantiles import CONFIDENCE, two_sided_quantile
from sampling.shares import wilson_interval

SMALL_SAMPLE = 20

Amount = int | Decimal | Fraction


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its uncertainty, in the unit of what was estimated.

    `low`, `high`, `se`: interval and standard error, None where one observation cannot tell; `n`: observations, of several sources the
    fewest; `df`: degrees of freedom of Student's t, None for the normal distribution.
    """

    value: float
    low: float | None
    high: float | None
    se: float | None
    n: int
    df: float | None = None

    @property
    def is_small(self) -> bool:
        return is_small_sample(self.n)

    def scaled(self, factor: float) -> "Estimate":
        """The same in another unit, such as a share in points of a hundred. `factor` is above 0."""
        if not factor > 0:
            raise ValueError("a factor is above 0")
        bounds = (None if bound is None else bound * factor for bound in (self.low, self.high, self.se))
        low, high, se = bounds
        return replace(self, value=self.value * factor, low=low, high=high, se=se)


def is_small_sample(n: int) -> bool:
    """Whether a figure of `n` observations is marked as a small sample."""
    return n < SMALL_SAMPLE


def estimate_share(hits: int, n: int, *, confidence: float = CONFIDENCE) -> Estimate | None:
    """A share of 0–1 with Wilson's interval. None where n is 0."""
    if n == 0 and hits == 0:
        return None
    found = wilson_interval(hits, n, confidence=confidence)
    return Estimate(value=found.share, low=found.low, high=found.high, se=found.se, n=n)


def estimate_mean(
    n: int,
    total: Amount,
    squares: Amount,
    *,
    unit: int = 1,
    population: int | None = None,
    bounds: tuple[float, float] | None = None,
    confidence: float = CONFIDENCE,
) -> Estimate | None:
    """The mean of n observations from their sum and sum of squares, with Student's t interval.

    None where n is 0, no interval where it is 1.

    `unit`: how many of the sums' units make one of the result (10,000 where points are kept as integers). `population`: how many
    items there were to draw from; the standard error is then multiplied by sqrt(1 - n / N) (Cochran 1977, 2.6). `bounds`: between which
    every observation lies, in the unit of the result; observations that are all equal then still have an interval, see `_of_equals`. The
    variance is exact before its root is taken, so sums of large figures lose nothing. Raises ValueError for sums that no n figures have.
    """
    if n < 0 or (population is not None and population < n):
        raise ValueError("n is from 0 to the population")
    if n == 0:
        return None
    total, squares = Fraction(total), Fraction(squares)
    spread = n * squares - total * total  # n (n - 1) s²
    if spread < 0:
        raise ValueError("a sum of squares is never below the square of the sum over n")
    value = float(total / (n * unit))
    if n == 1:
        return Estimate(value=value, low=None, high=None, se=None, n=1)
    if not spread and bounds is not None and n != population:
        return _of_equals(value, n, bounds, confidence)
    variance = spread / (n * n * (n - 1)) / unit**2
    if population is not None:
        variance *= 1 - Fraction(n, population)
    return _with_interval(value, math.sqrt(variance), n, n - 1, confidence)


def _of_equals(value: float, n: int, bounds: tuple[float, float], confidence: float) -> Estimate:
    """The mean where all n observations are `value`: Student's t would call it certain.

    With this confidence at most 1 - (1 - confidence)^(1/n) of the items are different (Clopper and Pearson 1934, no hit in n), and those
    lie within the bounds: so far the mean can be off to either side. `se` is half the interval over the normal quantile.
    """
    others = 1 - (1 - confidence) ** (1 / n)
    low, high = (value + others * (bound - value) for bound in bounds)
    return Estimate(value=value, low=low, high=high, se=(high - low) / 2 / two_sided_quantile(None, confidence), n=n)


def estimate_difference(one: Estimate, other: Estimate, *, confidence: float = CONFIDENCE) -> Estimate:
    """`one` minus `other`, independent of each other, with Welch's interval. `n` is the smaller of the two."""
    return _add_up([(1.0, one), (-1.0, other)], confidence)


def estimate_ratio(one: Estimate, other: Estimate, *, confidence: float = CONFIDENCE) -> Estimate:
    """`one` over `other`, independent of each other; its interval by linearisation (the delta method). Raises ValueError where `other` is 0."""
    if not other.value:
        raise ValueError("nothing is divided by 0")
    ratio = one.value / other.value
    around = _add_up([(1 / other.value, one), (-ratio / other.value, other)], confidence)
    if around.se is None:
        return replace(around, value=ratio)
    return _with_interval(ratio, around.se, around.n, around.df, confidence)


def combine_estimates(parts: Iterable[tuple[Amount, Estimate]], *, confidence: float = CONFIDENCE) -> Estimate:
    """The mean of independent estimates under fixed weights: Σ w v / Σ w, as a standard combines its sources.

    Weights count by their proportion; a part with weight 0 is left out. Degrees of freedom by Welch and Satterthwaite; a part without
    interval leaves the whole without one. Raises ValueError for a negative weight or where all are 0.
    """
    weighted = [(Fraction(weight), estimate) for weight, estimate in parts]
    if any(weight < 0 for weight, _ in weighted) or not any(weight for weight, _ in weighted):
        raise ValueError("weights are not negative, and one is above 0")
    whole = sum(weight for weight, _ in weighted)
    return _add_up([(float(weight / whole), estimate) for weight, estimate in weighted if weight], confidence)


def _add_up(terms: Sequence[tuple[float, Estimate]], confidence: float) -> Estimate:
    """Σ c v of independent estimates, with its interval."""
    value = math.fsum(factor * estimate.value for factor, estimate in terms)
    n = min(estimate.n for _, estimate in terms)
    if any(estimate.se is None for _, estimate in terms):
        return Estimate(value=value, low=None, high=None, se=None, n=n)
    variances = [(factor * estimate.se) ** 2 for factor, estimate in terms]
    variance = math.fsum(variances)
    known = math.fsum(
        part**2 / estimate.df for part, (_, estimate) in zip(variances, terms, strict=True) if estimate.df is not None
    )
    df = variance**2 / known if known else None
    return _with_interval(value, math.sqrt(variance), n, df, confidence)


def _with_interval(value: float, se: float, n: int, df: float | None, confidence: float) -> Estimate:
    margin = two_sided_quantile(df, confidence) * se if se else 0.0
    return Estimate(value=value, low=value - margin, high=value + margin, se=se, n=n, df=df)
