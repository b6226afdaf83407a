"""How much more frequent a word has become: the log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi, Quinn 2008, eqs. 16, 19–22).

For a word w with y₁ of n₁ in the period and y₀ of n₀ in the one before, and a prior α_w = α₀ · (y₁ + y₀) / (n₁ + n₀):

    δ_w = ln[(y₁ + α_w) / (n₁ + α₀ − y₁ − α_w)] − ln[(y₀ + α_w) / (n₀ + α₀ − y₀ − α_w)]
    var ≈ 1 / (y₁ + α_w) + 1 / (y₀ + α_w)                z_w = δ_w / √var

y counts the texts with the word, n the sum of y over all words. The prior is what both periods have in common: it draws rare words to no change.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist

# The weight of the prior, in words: a tenth of what was counted, so that a small organization's changes are seen too, and at most 500, the number to
# which Monroe et al. let their informative prior sum.
PRIOR, PRIOR_SHARE = 500.0, 0.1
CONFIDENCE = 0.95


@dataclass(frozen=True)
class Change:
    """`ratio`: the log-odds ratio, above 0 where the word has become more frequent; `z`: in standard errors."""

    ratio: float
    z: float


def changes(now: Mapping[int, int], before: Mapping[int, int], *, prior: float | None = None) -> dict[int, Change]:
    """{word: change} for every word of either period; empty where one of the two has no words at all."""
    n_now, n_before = sum(now.values()), sum(before.values())
    if not n_now or not n_before:
        return {}
    prior = min(PRIOR, PRIOR_SHARE * (n_now + n_before)) if prior is None else prior
    found = {}
    for word in now.keys() | before.keys():
        one, other = now.get(word, 0), before.get(word, 0)
        alpha = prior * (one + other) / (n_now + n_before)
        ratio = _log_odds(one + alpha, n_now + prior) - _log_odds(other + alpha, n_before + prior)
        found[word] = Change(ratio, ratio / math.sqrt(1 / (one + alpha) + 1 / (other + alpha)))
    return found


def _log_odds(count: float, total: float) -> float:
    """Of a word that is all there is nothing can be compared: a half stands for what is not there."""
    return math.log(count / max(total - count, 0.5))


def surely_from(words: int) -> float:
    """The z from which one of so many words that were looked at has changed by more than chance (Bonferroni, two-sided 95 %)."""
    return NormalDist().inv_cdf(1 - (1 - CONFIDENCE) / 2 / max(words, 1))
