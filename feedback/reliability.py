"""Gaps and reliability of SERVQUAL pairs. Pure: numbers in, numbers out.

Gap score: perception less expectation, statement by statement; a dimension's is the mean over its statements, the whole the mean over all
(Parasuraman, Zeithaml and Berry 1988, Journal of Retailing 64 (1), 12–40). Below 0 customers find less than they expect.

Cronbach's alpha: α = k / (k − 1) · (1 − Σ s²ᵢ / s²_T), s² with n − 1, over k items answered by everybody who counts (Cronbach 1951, Psychometrika
16, 297–334, eq. 13). 0.7 and more is usually called enough for figures of groups (Nunnally 1978, Psychometric Theory, 2nd ed., p. 245).
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sampling.quantiles import two_sided_quantile

ENOUGH_ALPHA = 0.7
# Fewer rows say next to nothing about the items.
FEWEST_ROWS = 10


@dataclass(frozen=True)
class Mean:
    """Mean with half its 95 % interval (Student's t, n − 1 degrees of freedom); None where n is 0, or too small for an interval."""

    value: float | None
    half: float | None
    n: int

    @property
    def is_apart_from_zero(self) -> bool:
        return self.value is not None and self.half is not None and abs(self.value) > self.half


def mean_of(counts: Mapping[float, int]) -> Mean:
    """Of {value: how often}."""
    n = sum(counts.values())
    if not n:
        return Mean(None, None, 0)
    mean = sum(value * count for value, count in counts.items()) / n
    if n == 1:
        return Mean(mean, None, 1)
    spread = sum(count * (value - mean) ** 2 for value, count in counts.items()) / (n - 1)
    return Mean(mean, two_sided_quantile(n - 1) * math.sqrt(spread / n), n)


def gap_of(pairs: Iterable[tuple[float, float]]) -> Mean:
    """Of (expectation, perception) of the same customers: the mean of perception less expectation, with the interval of paired differences."""
    return mean_of(Counter(found - expected for expected, found in pairs))


def cronbach_alpha(rows: Sequence[Sequence[float]]) -> float | None:
    """Of rows with one number an item, complete ones only: whoever left an item out is left out (listwise).

    None for fewer than two items or `FEWEST_ROWS` rows, or where all rows have the same sum. Below 0 is possible: the items contradict.
    """
    items = len(rows[0]) if rows else 0
    if any(len(row) != items for row in rows):
        raise ValueError("every row has one number for each item")
    if items < 2 or len(rows) < FEWEST_ROWS:
        return None
    whole = _spread([sum(row) for row in rows])
    if not whole:
        return None
    parts = sum(_spread(column) for column in zip(*rows, strict=True))
    return items / (items - 1) * (1 - parts / whole)


def _spread(values: Sequence[float]) -> float:
    """n (n − 1) s²: of whole numbers exact, and a hundred times as quick as `statistics.variance`. Alpha is a ratio of two of the same n."""
    return len(values) * sum(value * value for value in values) - sum(values) ** 2
