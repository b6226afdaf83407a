"""Several experts as one: judgements by their geometric mean, and how far the experts agree."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import exp, fsum, log, sqrt

from standards.weighting.consistency import Pair

_DIGITS = 9


def aggregate(judgements: Sequence[Mapping[Pair, Fraction | float]]) -> dict[Pair, float]:
    """The geometric mean of each judgement (AIJ, Aczél and Saaty 1983): the only mean that keeps reciprocals. Every expert counts the same."""
    if not judgements:
        raise ValueError("nobody has judged")
    return {pair: exp(fsum(log(one[pair]) for one in judgements) / len(judgements)) for pair in judgements[0]}


def spread_of(values: Sequence[Fraction | float]) -> float:
    """The geometric standard deviation (n − 1) of judgements: 1 where all say the same, 2 where they differ by a factor of two. 1 for one."""
    if len(values) < 2:
        return 1.0
    logs = [log(value) for value in values]
    mean = fsum(logs) / len(logs)
    return exp(sqrt(fsum((one - mean) ** 2 for one in logs) / (len(logs) - 1)))


def most_disputed(judgements: Sequence[Mapping[Pair, Fraction | float]]) -> tuple[Pair, float] | None:
    """The comparison on which the experts differ most, with its spread. None where they agree, or there is one."""
    if len(judgements) < 2:
        return None
    spreads = {pair: spread_of([one[pair] for one in judgements]) for pair in judgements[0]}
    pair = max(spreads, key=lambda one: round(spreads[one], _DIGITS))
    return (pair, spreads[pair]) if round(spreads[pair] - 1, _DIGITS) > 0 else None


def ranks(values: Mapping[str, float]) -> dict[str, float]:
    """1 for the largest; equal ones share the mean of their places."""
    rounded = {key: round(value, _DIGITS) for key, value in values.items()}
    return {
        key: 1
        + sum(other > own for other in rounded.values())
        + (sum(other == own for other in rounded.values()) - 1) / 2
        for key, own in rounded.items()
    }


@dataclass(frozen=True)
class Agreement:
    """`w`: Kendall's coefficient of concordance, 0 (none) to 1 (all rank alike); None where it says nothing."""

    experts: int
    things: int
    w: float | None


def agreement_of(weights: Sequence[Mapping[str, float]]) -> Agreement:
    """Kendall's W over the experts' rankings, corrected for ties: W = 12 S / (m² (n³ − n) − m Σ T), T = Σ (t³ − t) (Kendall and Smith 1939).

    None for one expert, for fewer than two things, and where everybody holds all for equal.
    """
    experts, things = len(weights), len(weights[0]) if weights else 0
    if experts < 2 or things < 2:
        return Agreement(experts, things, None)
    tables = [ranks(one) for one in weights]
    sums = [fsum(table[key] for table in tables) for key in weights[0]]
    mean = fsum(sums) / things
    deviation = fsum((one - mean) ** 2 for one in sums)
    ties = sum(count**3 - count for table in tables for count in Counter(table.values()).values())
    whole = experts**2 * (things**3 - things) - experts * ties
    return Agreement(experts, things, 12 * deviation / whole if whole else None)
