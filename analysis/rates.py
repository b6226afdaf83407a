"""How many events happen among so many: exact intervals of Poisson counts. Values in, values out."""

import math
from dataclasses import dataclass

from sampling.quantiles import CONFIDENCE

PRECISION = 1e-13
MOST_TERMS = 100_000


@dataclass(frozen=True)
class RateInterval:
    low: float
    high: float


def poisson_interval(count: int, confidence: float = CONFIDENCE) -> RateInterval:
    """Between which expected counts an observed one lies, exactly (Garwood 1936): the lower end is that under which so many or more come with
    probability α/2, the upper one that under which so many or fewer do. Raises ValueError for a count below 0."""
    if count < 0:
        raise ValueError("a count is not negative")
    tail = (1 - confidence) / 2
    low = 0.0 if count == 0 else _mean_with(count, tail)
    return RateInterval(low, _mean_with(count + 1, 1 - tail))


def _mean_with(count: int, probability: float) -> float:
    """The expected count under which `count` or more events come with this probability; by halving, the probability rises with it."""
    spread = 10 * math.sqrt(count) + 20
    low, high = max(0.0, count - spread), count + spread
    while high - low > 1e-10 * max(1.0, high):
        middle = (low + high) / 2
        if at_least(count, middle) < probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def at_least(count: int, mean: float) -> float:
    """P(X ≥ count) for a Poisson count of this mean: the regularized incomplete gamma function P(count, mean), as a series where it converges
    quickly and as a continued fraction elsewhere (Abramowitz and Stegun 6.5.29 and 6.5.31)."""
    if mean <= 0:
        return 0.0
    scale = math.exp(count * math.log(mean) - mean - math.lgamma(count))
    if mean < count + 1:
        term = total = 1 / count
        for step in range(1, MOST_TERMS):
            term *= mean / (count + step)
            total += term
            if term < total * PRECISION:
                break
        return min(1.0, total * scale)
    # Lentz's way through the fraction of the upper function.
    b = mean + 1 - count
    c, d = 1e300, 1 / b
    fraction = d
    for step in range(1, MOST_TERMS):
        a = -step * (step - count)
        b += 2
        d = a * d + b or 1e-300
        c = b + a / c or 1e-300
        d = 1 / d
        fraction *= d * c
        if abs(d * c - 1) < PRECISION:
            break
    return max(0.0, 1 - fraction * scale)
