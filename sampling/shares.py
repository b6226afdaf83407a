"""The interval of a share by Wilson, for every room that shows one: it stays within 0 and 1 and serves small numbers."""

import math
from dataclasses import dataclass

from sampling.quantiles import CONFIDENCE, two_sided_quantile


@dataclass(frozen=True, slots=True)
class ShareInterval:
    """A share of 0–1 with its interval. `se` is half the interval over its quantile: unlike sqrt(p q / n) it does not take a share of 0 or 1
    for certain when it is combined."""

    share: float
    low: float
    high: float
    se: float


def wilson_interval(hits: int, n: int, *, confidence: float = CONFIDENCE) -> ShareInterval:
    """Wilson's score interval of `hits` in `n` (Wilson 1927; Newcombe 1998, method 3). Raises ValueError unless 0 ≤ hits ≤ n and n > 0."""
    if not 0 <= hits <= n or n == 0:
        raise ValueError("hits are from 0 to n, and n is above 0")
    z = two_sided_quantile(None, confidence)
    share = hits / n
    shrink = 1 + z * z / n
    centre = (share + z * z / (2 * n)) / shrink
    se = math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / shrink
    # At the ends the bound is the share itself; floating point would miss it by a hair.
    low = 0.0 if hits == 0 else centre - z * se
    high = 1.0 if hits == n else centre + z * se
    return ShareInterval(share, low, high, se)
