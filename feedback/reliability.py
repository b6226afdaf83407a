"""Gaps and reliability of SERVQUAL pairs. Pure: numbers in, numbers out.

Gap score: perception less expectation, statement by statement; a dimension's is the mean over its statements, the whole the mean over all
(Parasuraman, Zeithaml and Berry 1988, Journal of Retailing 64 (1), 12–40). Below 0 customers find less than they expect.

Cronbach's alpha: α = k / (k − 1) · (1 − Σ s²ᵢ / s²_T), s² with n − 1, over k items answered by everybody who counts (Cronbach 1951, Psychometrika
16, 297–334, eq. 13). 0.7 and more is usually called enough for figures of groups (Nunnally 1978, Psychometric Theory, 2nd ed., p. 245).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sampling.quantiles import two_sided_quantile

if TYPE_CHECKING:
    import numpy as np

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


def gap_of(expected: "Sequence[float] | np.ndarray", found: "Sequence[float] | np.ndarray") -> Mean:
    """Of what the same customers expected and found: the mean of perception less expectation, with the interval of paired differences."""
    import numpy as np

    values, counts = np.unique(np.asarray(found) - np.asarray(expected), return_counts=True)
    return mean_of(dict(zip(values.tolist(), counts.tolist(), strict=True)))


def cronbach_alpha(rows: "Sequence[Sequence[float]] | np.ndarray") -> float | None:
    """Of rows with one number an item, complete ones only: whoever left an item out is left out (listwise).

    None for fewer than two items or `FEWEST_ROWS` rows, or where all rows have the same sum. Below 0 is possible: the items contradict.
    """
    import numpy as np

    if not isinstance(rows, np.ndarray) and len({len(row) for row in rows}) > 1:
        raise ValueError("every row has one number for each item")
    table = np.asarray(rows)
    if len(table) < FEWEST_ROWS or table.shape[1] < 2:
        return None
    items = table.shape[1]
    whole = _spread(table.sum(axis=1))
    if not whole:
        return None
    parts = sum(_spread(column) for column in table.T)
    return float(items / (items - 1) * (1 - parts / whole))


def _spread(values: "np.ndarray"):
    """n (n − 1) s²: of whole numbers exact. Alpha is a ratio of two of the same n."""
    return len(values) * (values * values).sum() - values.sum() ** 2
