"""Whether complaints of the last week are more than usual (R26, R46). Pure.

Two counts of one kind, x in one week and y in the w weeks before, are compared exactly: if nothing has changed, each of the x + y falls into the last
week with the chance 1/(w + 1), so that P(X ≥ x) is a binomial tail (Przyborowski and Wilenski, Biometrika 31, 1940). It needs no assumption of how
large the usual level is, and allows for it being known from few complaints only.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import comb

WEEKS = 8
# About one false alarm in a thousand looks; a unit is looked at each day, but its weeks overlap.
CHANCE = Fraction(1, 1000)
# Fewer are dealt with one by one; an alarm would say nothing more.
FEWEST = 5


@dataclass(frozen=True)
class Look:
    """`count` in the last week, `usual` a week before that on average, `chance` of so many or more if nothing had changed."""

    count: int
    usual: Fraction
    chance: Fraction

    @property
    def is_surge(self) -> bool:
        return self.count >= FEWEST and self.chance < CHANCE


def look_at(count: int, before: int, weeks: int = WEEKS) -> Look:
    """`count` in the last week, `before` in the `weeks` weeks before it together."""
    total, odds = count + before, weeks + 1
    if not total:
        return Look(0, Fraction(0), Fraction(1))
    ways = sum(comb(total, k) * weeks ** (total - k) for k in range(count, total + 1))
    return Look(count, Fraction(before, weeks), Fraction(ways, odds**total))
