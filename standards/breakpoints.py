"""From a measured figure to points: straight lines between break points, exactly.

`[(80, 0), (95, 100)]` gives a share of 80 % no points, one of 95 % all, and in between in proportion. Points that fall as the figure
rises serve figures where less is better: `[(20, 100), (60, 0)]` for seconds of waiting. Beyond the outer break points nothing more is won
or lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from foundation.common.numbers import UNITS, from_units

HIGHEST = 100


@dataclass(frozen=True)
class BreakPoints:
    """Break points (figure, points of 0–100), in any order.

    Raises ValueError unless there are two or more, all figures differ, and the points rise or fall throughout (level stretches are
    allowed). Numbers are Decimal or int; a float is refused, because 0.1 as a float is not 0.1.
    """

    points: Sequence[tuple[Decimal, Decimal]]

    def __post_init__(self) -> None:
        exact = sorted((_exact(figure), _exact(points)) for figure, points in self.points)
        if len(exact) < 2 or any(low[0] == high[0] for low, high in pairwise(exact)):
            raise ValueError("two or more break points with different figures are needed")
        if any(not 0 <= points <= HIGHEST for _, points in exact):
            raise ValueError(f"the points of a break point are from 0 to {HIGHEST}")
        steps = [high[1] - low[1] for low, high in pairwise(exact)]
        if min(steps) < 0 < max(steps):
            raise ValueError("the points rise or fall throughout")
        object.__setattr__(self, "points", tuple(exact))

    @property
    def higher_is_better(self) -> bool:
        return self.points[0][1] <= self.points[-1][1]

    def points_for(self, figure: Decimal) -> Decimal:
        """Points of 0–100 for a figure, rounded once, half up, to the stored 1/10,000. Raises ValueError for what is no exact number."""
        exact = _exact(figure)
        first, last = self.points[0], self.points[-1]
        if exact <= first[0]:
            return _rounded(first[1])
        if exact >= last[0]:
            return _rounded(last[1])
        low, high = next((low, high) for low, high in pairwise(self.points) if exact <= high[0])
        return _rounded(low[1] + (exact - low[0]) * (high[1] - low[1]) / (high[0] - low[0]))


def _exact(number: Decimal | int | Fraction) -> Fraction:
    if isinstance(number, float) or (isinstance(number, Decimal) and not number.is_finite()):
        raise ValueError(f"{number!r} is no exact number")
    return Fraction(number)


def _rounded(points: Fraction) -> Decimal:
    doubled = 2 * points * UNITS + 1
    return from_units(doubled.numerator // (2 * doubled.denominator))
