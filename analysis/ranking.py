"""Ranks that say no more than the figures do (R29): units that cannot be told apart share one."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from analysis.intervals import Estimate, is_small_sample

if TYPE_CHECKING:
    from numpy.typing import NDArray

ALPHA = 0.05
UNRANKED = "–"
# Values that differ by less are equal: what is left is the noise of floating point, far below the stored 1/10,000 point.
_NOISE = 1e-9

Unit = TypeVar("Unit", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Standing:
    """A unit's place. `rank`: 1 + the number of units that are significantly better, but never above a unit that scores higher; None where
    nothing can be compared.

    `label`: the rank as it is shown, "1=" where it is shared; `is_small`: the sample is small, the place may mean little; `better`: the units
    that are significantly better, by the keys that they were given with, in the order to show.
    """

    rank: int | None
    label: str
    is_small: bool
    better: tuple[Hashable, ...] = field(default=(), compare=False)


def rank_units(
    estimates: Mapping[Unit, Estimate | None], *, alpha: float = ALPHA, higher_is_better: bool = True
) -> dict[Unit, Standing]:
    """Rank comparable units by two-sided Welch tests of each against each, Holm-adjusted over all these pairs.

    Better than one that is significantly better is significantly better too: Holm's procedure errs in none of its findings with
    probability 1 - `alpha`, and what follows from them is then as true. So nobody stands beside or above a unit that was found better,
    as could otherwise happen next to samples of two or three. Nor does anybody stand above a unit that scores higher: a figure too uncertain
    to be told apart from the best is not for that among the best, it shares the place of those just above it.
    A unit without an estimate, or with one observation and so without a standard error, has no rank and takes no part in the tests.
    Standard errors of 0 are taken as they stand. Returned in the order to show: by rank, then by value, then as given; the unranked last.
    """
    compared = [
        (unit, estimate) for unit, estimate in estimates.items() if estimate is not None and estimate.se is not None
    ]
    places, above = _places([estimate for _, estimate in compared], alpha, higher_is_better)
    ranks = {unit: place for (unit, _), place in zip(compared, places, strict=True)}
    shared = Counter(ranks.values())
    sign = -1 if higher_is_better else 1
    order = sorted(compared, key=lambda item: (ranks[item[0]], sign * item[1].value))
    better = {unit: {compared[at][0] for at in found} for (unit, _), found in zip(compared, above, strict=True)}
    standings = {
        unit: Standing(
            rank=ranks[unit],
            label=f"{ranks[unit]}=" if shared[ranks[unit]] > 1 else str(ranks[unit]),
            is_small=is_small_sample(estimate.n),
            better=tuple(other for other, _ in order if other in better[unit]),
        )
        for unit, estimate in order
    }
    for unit, estimate in estimates.items():
        if unit not in ranks:
            standings[unit] = Standing(
                rank=None, label=UNRANKED, is_small=estimate is not None and is_small_sample(estimate.n)
            )
    return standings


def reject_by_holm(p_values: "NDArray", alpha: float = ALPHA) -> "NDArray":
    """Which hypotheses Holm's step-down procedure rejects at family-wise level `alpha` (Holm 1979), in the order given.

    The i-th smallest of m is rejected while it is at most alpha / (m - i + 1); from the first that is not, none is.
    """
    import numpy as np

    order = np.argsort(p_values, kind="stable")
    limits = alpha / np.arange(len(p_values), 0, -1)
    failing = np.flatnonzero(p_values[order] > limits)
    rejected = np.zeros(len(p_values), dtype=bool)
    rejected[order[: failing[0] if failing.size else len(p_values)]] = True
    return rejected


def _places(estimates: Sequence[Estimate], alpha: float, higher_is_better: bool) -> tuple[list[int], list[list[int]]]:
    """The rank of each estimate, and the places in the list of those that are significantly better."""
    if len(estimates) < 2:
        return [1] * len(estimates), [[] for _one in estimates]
    import numpy as np

    values = np.array([estimate.value for estimate in estimates], dtype=float)
    variances = np.array([estimate.se**2 for estimate in estimates], dtype=float)
    # 1 / df, and 0 for the normal distribution.
    inverse_df = np.array([1 / estimate.df if estimate.df else 0.0 for estimate in estimates], dtype=float)
    first, second = np.triu_indices(len(estimates), k=1)
    differences = values[first] - values[second]
    rejected = reject_by_holm(_welch_p(differences, variances, inverse_df, first, second), alpha)
    first_wins = (differences > 0) == higher_is_better
    winners, losers = np.where(first_wins, first, second)[rejected], np.where(first_wins, second, first)[rejected]
    above = np.zeros((len(estimates), len(estimates)), dtype=bool)  # [unit, other]: the other is better
    above[losers, winners] = True
    order = np.argsort(-values if higher_is_better else values, kind="stable")
    for unit in order:  # whoever is better has been dealt with
        above[unit] |= above[above[unit]].any(axis=0)
    return _never_above_a_higher_score(values, order, above), [row.nonzero()[0].tolist() for row in above]


def _never_above_a_higher_score(values: "NDArray", order: "NDArray", above: "NDArray") -> list[int]:
    """1 + the number of better ones, raised to the rank of whoever scores higher and beyond that of whoever is better. Equal scores share one."""
    places = [0] * len(values)
    best, begin = 1, 0
    while begin < len(order):
        end = begin + 1
        while end < len(order) and abs(values[order[end]] - values[order[begin]]) < _NOISE:
            end += 1
        alike = order[begin:end]
        for unit in alike:
            better = above[unit].nonzero()[0]
            best = max(best, 1 + len(better), 1 + max((places[other] for other in better), default=0))
        for unit in alike:
            places[unit] = best
        begin = end
    return places


def _welch_p(
    differences: "NDArray", variances: "NDArray", inverse_df: "NDArray", first: "NDArray", second: "NDArray"
) -> "NDArray":
    """Two-sided p-values of Welch's test for pairs; a difference without any variance is certain, no difference never is."""
    import numpy as np
    from scipy.special import stdtr

    variance = variances[first] + variances[second]
    known = (variances**2 * inverse_df)[first] + (variances**2 * inverse_df)[second]
    with np.errstate(divide="ignore", invalid="ignore"):
        df = np.where(known > 0, variance**2 / known, np.inf)
        t = np.where(np.abs(differences) < _NOISE, 0.0, np.abs(differences) / np.sqrt(variance))
    return 2 * stdtr(df, -t)
