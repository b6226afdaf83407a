"""How many items a sample needs for a wanted precision (R12).

After Cochran, Sampling Techniques (3rd edition 1977), chapter 4: simple random sampling with finite population correction. Precision
is half the width of the interval, in the unit of what is estimated: 0.05 of a share, 2 points of a score. Sizes are rounded up, because
a precision is a promise; printed tables that round to the nearest may be one lower.
"""

import math

from sampling.quantiles import CONFIDENCE, two_sided_quantile

# A size that misses a whole number by less than this is that number: what is left is the noise of floating point.
_NOISE = 1e-9


def cochran_share(z: float, precision: float, share: float = 0.5, population: int | None = None) -> float:
    """Cochran's size for a share, before rounding: n0 = z² p (1 - p) / e², n = n0 / (1 + (n0 - 1) / N) (4.2)."""
    first = z**2 * share * (1 - share) / precision**2
    return first if population is None else first / (1 + (first - 1) / population)


def cochran_mean(z: float, precision: float, deviation: float, population: int | None = None) -> float:
    """Cochran's size for a mean, before rounding: n0 = (z s / e)², n = n0 / (1 + n0 / N) (4.4)."""
    first = (z * deviation / precision) ** 2
    return first if population is None else first / (1 + first / population)


def size_for_share(
    precision: float, *, share: float = 0.5, population: int | None = None, confidence: float = CONFIDENCE
) -> int:
    """The sample size for a share. `share` is what is expected; 0.5 is safe for every share. At least 1, at most `population`."""
    _require(precision > 0, "a precision is positive")
    _require(0 < share < 1, "an expected share lies between 0 and 1")
    _require(population is None or population > 0, "a population has at least one item")
    size = max(1, math.ceil(cochran_share(two_sided_quantile(None, confidence), precision, share, population) - _NOISE))
    return size if population is None else min(size, population)


def size_for_mean(
    precision: float, deviation: float, *, population: int | None = None, confidence: float = CONFIDENCE
) -> int:
    """The smallest sample whose t-interval of the mean is no wider than ± `precision`, given the standard deviation of single items.

    Begins at Cochran's size, which takes the normal quantile, and goes on until the interval that will be shown, with Student's t of
    n - 1 degrees of freedom, keeps the promise: one to three items more. At least 2 (one item has no interval), at most `population`.
    """
    _require(precision > 0, "a precision is positive")
    _require(deviation >= 0, "a standard deviation is not negative")
    _require(population is None or population > 0, "a population has at least one item")
    size = max(
        2, math.ceil(cochran_mean(two_sided_quantile(None, confidence), precision, deviation, population) - _NOISE)
    )
    while population is None or size < population:
        left = 1 if population is None else 1 - size / population
        if two_sided_quantile(size - 1, confidence) * deviation * math.sqrt(left / size) <= precision:
            return size
        size += 1
    return population


def _require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise ValueError(otherwise)
