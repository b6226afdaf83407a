"""Kappa: agreement beyond chance on categories. Cohen's of two assessors, weighted or not; Fleiss' of several."""

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from analysis.agreement.outcome import Amount, Coefficient, Reason, exact, without_value
from sampling.quantiles import two_sided_quantile


class Weights(StrEnum):
    """How much a disagreement counts by how many steps of the scale it is apart."""

    NONE = "none"  # every disagreement the same (Cohen 1960)
    LINEAR = "linear"  # by the steps
    QUADRATIC = "quadratic"  # by their square: the usual one for rating levels


@dataclass(frozen=True)
class FleissKappa:
    """`z` and `p`: the test that there is no agreement beyond chance (Fleiss, Nee and Landis 1979), two-sided; None where `kappa` has no value."""

    kappa: Coefficient
    z: float | None = None
    p: float | None = None


def cohen_kappa(
    pairs: Sequence[tuple[Hashable | None, Hashable | None]],
    categories: Sequence[Hashable],
    weights: Weights = Weights.NONE,
) -> Coefficient:
    """Cohen's kappa of two assessors who rated the same items: `pairs`, one for each item, None where one did not rate it (left out).

    `categories`: all that could be given, from lowest to highest; their places count, not their values. Raises ValueError for a rating
    that is no category.
    """
    places = {category: place for place, category in enumerate(categories)}
    if len(places) != len(categories):
        raise ValueError("categories differ from each other")
    rated = [pair for pair in pairs if None not in pair]
    if any(rating not in places for pair in rated for rating in pair):
        raise ValueError("a rating is one of the categories")
    table = [[0] * len(categories) for _ in categories]
    for one, other in rated:
        table[places[one]][places[other]] += 1
    return kappa_of_table(table, disagreements(len(categories), weights), left_out=len(pairs) - len(rated))


def disagreements(categories: int, weights: Weights) -> list[list[int]]:
    """How much each pair of categories disagrees: 0 on the diagonal. Only the proportions matter to kappa."""
    power = {Weights.NONE: 0, Weights.LINEAR: 1, Weights.QUADRATIC: 2}[Weights(weights)]
    return [
        [abs(row - column) ** power if row != column else 0 for column in range(categories)]
        for row in range(categories)
    ]


def kappa_of_table(
    table: Sequence[Sequence[int]], weights: Sequence[Sequence[Amount]], *, left_out: int = 0
) -> Coefficient:
    """κ = 1 − Σ v p / Σ v p₁p₂ (Cohen 1968). `table` counts items by the first (rows) and second assessor's category; `weights` v ≥ 0 tell
    how much each pair of categories disagrees.

    Exact before it is rounded. Standard error for large samples by Fleiss, Cohen and Everitt (1969), interval by the normal distribution. No
    value where both gave one and the same category only; no interval where the standard error is 0, as with complete agreement.
    """
    items = sum(map(sum, table))
    facts = {"items": items, "assessors": 2, "left_out": left_out}
    if not items:
        return without_value(Reason.NOTHING_SHARED, **facts)
    size = range(len(table))
    v = [[exact(weight) for weight in row] for row in weights]
    p = [[Fraction(cell, items) for cell in row] for row in table]
    rows, columns = [sum(row) for row in p], [sum(row[place] for row in p) for place in size]
    observed = sum(v[i][j] * p[i][j] for i in size for j in size)
    expected = sum(v[i][j] * rows[i] * columns[j] for i in size for j in size)
    if not expected:
        return without_value(Reason.NO_VARIATION, **facts)
    share = observed / expected  # 1 − κ
    of_row = [sum(columns[j] * v[i][j] for j in size) for i in size]
    of_column = [sum(rows[i] * v[i][j] for i in size) for j in size]
    # The formula of 1969 in weights of disagreement, v = 1 − w.
    spread = (
        sum(p[i][j] * (v[i][j] - share * (of_row[i] + of_column[j])) ** 2 for i in size for j in size) - observed**2
    )
    found = Coefficient(float(1 - share), **facts)
    if not spread:
        return found.without_interval(Reason.NO_SPREAD)
    se = math.sqrt(spread / items) / float(expected)
    margin = two_sided_quantile() * se
    return found.with_interval(max(found.value - margin, -1.0), min(found.value + margin, 1.0), se)


def fleiss_kappa(counts: Sequence[Sequence[int]]) -> FleissKappa:
    """Fleiss' kappa (1971): `counts` has a row for each item, how many assessors put it into each category. Every item has equally many.

    Interval by Student's t with n − 1 degrees of freedom from how the items differ (linearized, as in Gwet 2014, “Handbook of Inter-Rater
    Reliability”): the standard error of the test holds only where there is no agreement at all. Raises ValueError where items have different
    numbers of ratings.
    """
    sizes = {sum(row) for row in counts}
    if len(sizes) > 1:
        raise ValueError("every item is rated by equally many assessors")
    items, raters = len(counts), sizes.pop() if sizes else 0
    facts = {"items": items, "assessors": raters}
    if raters < 2:
        return FleissKappa(without_value(Reason.ONE_ASSESSOR if raters else Reason.NOTHING_SHARED, **facts))
    shares = [Fraction(sum(column), items * raters) for column in zip(*counts, strict=True)]
    chance = sum(share * share for share in shares)
    if chance == 1:
        return FleissKappa(without_value(Reason.NO_VARIATION, **facts))
    alike = [Fraction(sum(cell * (cell - 1) for cell in row), raters * (raters - 1)) for row in counts]
    value = (sum(alike) / items - chance) / (1 - chance)
    z, p = _test_of_no_agreement(value, shares, items, raters)
    found = Coefficient(float(value), **facts)
    if items < 2:
        return FleissKappa(found.without_interval(Reason.TOO_FEW_ITEMS), z, p)
    # What each item adds to kappa, to the first order.
    drawn = [sum(share * cell for share, cell in zip(shares, row, strict=True)) / raters for row in counts]
    parts = [
        (own - chance) / (1 - chance) - 2 * (1 - value) * (by_chance - chance) / (1 - chance)
        for own, by_chance in zip(alike, drawn, strict=True)
    ]
    spread = sum((part - value) ** 2 for part in parts)
    if not spread:
        return FleissKappa(found.without_interval(Reason.NO_SPREAD), z, p)
    se = math.sqrt(spread / (items * (items - 1)))
    margin = two_sided_quantile(items - 1) * se
    return FleissKappa(found.with_interval(max(found.value - margin, -1.0), min(found.value + margin, 1.0), se), z, p)


def _test_of_no_agreement(value: Fraction, shares: list[Fraction], items: int, raters: int) -> tuple[float, float]:
    """z and its two-sided p under Var = 2 ((Σ p q)² − Σ p q (q − p)) / (N n (n − 1) (Σ p q)²), q = 1 − p."""
    mixed = [share * (1 - share) for share in shares]
    whole = sum(mixed)
    skew = sum(part * (1 - 2 * share) for part, share in zip(mixed, shares, strict=True))
    variance = 2 * (whole**2 - skew) / (items * raters * (raters - 1) * whole**2)
    z = float(value) / math.sqrt(variance)
    return z, math.erfc(abs(z) / math.sqrt(2))
