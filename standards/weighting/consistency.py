"""Weights from one matrix of pairwise comparisons, and whether its judgements agree with each other (Saaty 1980).

`static/js/study/consistency.js` does the same while somebody types; what the server finds counts, and a test compares the two.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import log

from standards.weighting.saaty import RandomIndex, nearest_judgement

LIMIT = 0.1
# A ratio that is 0.1 in truth must not fail by the noise of floating point.
_NOISE = 1e-9
_STEPS, _CLOSE = 1000, 1e-14

Matrix = Sequence[Sequence[float]]
Pair = tuple[str, str]


class Incomplete(ValueError):
    """Comparisons are missing: `pairs`."""

    def __init__(self, pairs: Sequence[Pair]):
        self.pairs = list(pairs)
        super().__init__(f"{len(self.pairs)} comparisons are missing")


@dataclass(frozen=True)
class Contradiction:
    """The judgement that fits the others least. `given`: what was said of `pair`; `implied`: the step of the scale nearest to what all the
    other answers say about it."""

    pair: Pair
    given: Fraction
    implied: Fraction


@dataclass(frozen=True)
class Priorities:
    """What a matrix says. `weights` sum to 1; `ci` = (λmax − n) / (n − 1); `cr` = CI / RI."""

    weights: dict[str, float]
    lambda_max: float
    ci: float
    cr: float

    @property
    def is_consistent(self) -> bool:
        return self.cr <= LIMIT + _NOISE

    @property
    def cr_shown(self) -> str:
        """Three decimals; 0.1002 is not told as 0.100, which would be good enough."""
        text = f"{self.cr:.3f}"
        return text if self.is_consistent or text != f"{LIMIT:.3f}" else f"{LIMIT + 0.001:.3f}"


def pairs_of(members: Sequence[str]) -> list[Pair]:
    """Every two once, the one that comes first first."""
    return [(first, second) for place, first in enumerate(members) for second in members[place + 1 :]]


def matrix_of(members: Sequence[str], judgements: Mapping[Pair, Fraction | float]) -> list[list[float]]:
    """The full matrix: 1 on the diagonal, below it the reciprocals. Raises Incomplete."""
    missing = [pair for pair in pairs_of(members) if pair not in judgements]
    if missing:
        raise Incomplete(missing)
    size, place = len(members), {member: number for number, member in enumerate(members)}
    matrix = [[1.0] * size for _row in range(size)]
    for first, second in pairs_of(members):
        ratio = judgements[first, second]
        matrix[place[first]][place[second]] = float(ratio)
        matrix[place[second]][place[first]] = float(1 / ratio)
    return matrix


def principal(matrix: Matrix) -> tuple[list[float], float]:
    """The principal eigenvector, summing to 1, and λmax, by power iteration. The matrix is positive, so there is one of each (Perron)."""
    size = len(matrix)
    weights = [1.0 / size] * size
    for _step in range(_STEPS):
        product = [sum(entry * weight for entry, weight in zip(row, weights, strict=True)) for row in matrix]
        whole = sum(product)
        following = [value / whole for value in product]
        moved = max(abs(after - before) for after, before in zip(following, weights, strict=True))
        weights = following
        if moved < _CLOSE:
            break
    ratios = [
        sum(entry * weight for entry, weight in zip(row, weights, strict=True)) / own
        for row, own in zip(matrix, weights, strict=True)
    ]
    return weights, sum(ratios) / size


def priorities_of(
    members: Sequence[str], judgements: Mapping[Pair, Fraction | float], table: RandomIndex
) -> Priorities:
    """Weights, λmax, CI and CR. Raises Incomplete, ValueError where the table of random indices ends before."""
    size, random = len(members), table.of(len(members))
    weights, lambda_max = principal(matrix_of(members, judgements))
    ci = max(lambda_max - size, 0.0) / (size - 1) if size > 2 else 0.0
    return Priorities(dict(zip(members, weights, strict=True)), lambda_max, ci, ci / random if random else 0.0)


def worst_contradiction(members: Sequence[str], judgements: Mapping[Pair, Fraction]) -> Contradiction | None:
    """The judgement a(i, j) for which a(i, j) · w(j) / w(i) lies farthest from 1 (Saaty 2003), with what the others imply.

    What the others imply: the ratio of weights once this answer is left out (Harker 1987: 0 in its place, and 2 on the diagonal of both rows),
    as the nearest step of the scale; where that is what was given, the next worst is looked at. None where nothing is to be mended.
    """
    if len(members) < 3:
        return None
    matrix = matrix_of(members, judgements)
    weights, _lambda = principal(matrix)
    place = {member: number for number, member in enumerate(members)}

    def error(pair: Pair) -> float:
        one, other = place[pair[0]], place[pair[1]]
        return round(abs(log(matrix[one][other] * weights[other] / weights[one])), 9)

    for pair in sorted(pairs_of(members), key=error, reverse=True):
        if error(pair) <= _NOISE:
            return None
        implied = _implied(matrix, place[pair[0]], place[pair[1]])
        if implied != judgements[pair]:
            return Contradiction(pair, judgements[pair], implied)
    return None


def _implied(matrix: Matrix, one: int, other: int) -> Fraction:
    without = [list(row) for row in matrix]
    without[one][other] = without[other][one] = 0.0
    without[one][one] = without[other][other] = 2.0
    weights, _lambda = principal(without)
    return nearest_judgement(weights[one] / weights[other])
