"""Krippendorff's alpha: any number of assessors, any scale, ratings may be missing.

α = 1 − D_o / D_e (Krippendorff 2011, “Computing Krippendorff's Alpha-Reliability”; 2004, “Content Analysis”, ch. 11). The observed
disagreement D_o is the mean squared difference within items, the expected one D_e that between all ratings that have a partner, wherever
they stand.

The interval is the jackknife's over items with Student's t (Efron and Tibshirani 1993, ch. 11), not the bootstrap of Hayes and Krippendorff
(2007): that one draws single pairs of ratings, takes those of one item for independent of each other and is far too narrow where several
assessors rate few items. How often each rule holds the truth: docs/decisions/034.
"""

import math
from collections import Counter
from collections.abc import Hashable, Sequence

from analysis.agreement.outcome import Amount, Coefficient, Reason, exact, width_of, without_value
from analysis.agreement.scales import Scale, squared_differences
from sampling.quantiles import two_sided_quantile

Table = Sequence[Sequence[Hashable | None]]


# Fewer items say next to nothing about others: the interval would be as wide as the scale of alpha.
FEWEST_ITEMS = 5
# Below this, leaving items out moves alpha by the noise of floating point only.
_NOISE = 1e-12


def alpha(table: Table, scale: Scale) -> Coefficient:
    """Krippendorff's alpha of a table of ratings with its 95 % interval.

    Ratings of the nominal scale are anything that can be compared for equality, all others are numbers. Items that fewer than two
    assessors rated do not count. No value where nothing was rated twice or where every rating is the same; no interval for fewer than
    `FEWEST_ITEMS`, or where they do not differ in how well they are agreed on. Raises ValueError for a rating that the scale does not know.
    """
    scale, width = Scale(scale), width_of(table)
    paired = [row for row in table if sum(rating is not None for rating in row) > 1]
    facts = {
        "items": len(paired),
        "assessors": sum(any(row[place] is not None for row in paired) for place in range(width)),
        "left_out": len(table) - len(paired),
    }
    if not paired:
        return without_value(Reason.NOTHING_SHARED, **facts)
    counts, values = _counted([[rating for rating in row if rating is not None] for row in paired], scale)
    if len(counts[0]) == 1:
        return without_value(Reason.NO_VARIATION, **facts)
    return _with_interval(Coefficient(_alpha_of(counts, values, scale), **facts), counts, values, scale)


def _counted(items: Sequence[Sequence], scale: Scale) -> tuple[list[list[int]], list[float]]:
    """How often each value stands in each item, values in ascending order, and the values as numbers (of the nominal scale: their places)."""
    if scale == Scale.NOMINAL:
        order = sorted({rating for row in items for rating in row}, key=repr)
        places = {value: place for place, value in enumerate(order)}
        numbers = [float(place) for place in range(len(order))]
        rows = items
    else:
        rows = [[_number(rating, scale) for rating in row] for row in items]
        order = sorted({rating for row in rows for rating in row})
        places = {value: place for place, value in enumerate(order)}
        numbers = [float(value) for value in order]
    counts = []
    for row in rows:
        seen = Counter(places[rating] for rating in row)
        counts.append([seen[place] for place in range(len(order))])
    return counts, numbers


def _number(rating: Amount, scale: Scale):
    if not isinstance(rating, Amount) or isinstance(rating, bool):
        raise ValueError("a rating of this scale is a number")
    number = exact(rating)
    if scale == Scale.RATIO and number < 0:
        raise ValueError("a ratio scale begins at 0")
    return number


def _alpha_of(counts: list[list[int]], values: list[float], scale: Scale) -> float:
    """By the coincidence matrix: o(c, k) = Σ over items of the pairs (c, k) / (ratings of the item − 1); n(c) = Σ o(c, k); n = Σ n(c);
    α = 1 − (n − 1) Σ o(c, k) δ²(c, k) / Σ n(c) n(k) δ²(c, k)."""
    import numpy as np

    table = np.array(counts, dtype=float)
    partners = table.sum(axis=1) - 1
    coincidences = table.T @ (table / partners[:, None])
    coincidences -= np.diag((table / partners[:, None]).sum(axis=0))
    totals = table.sum(axis=0)
    differences = squared_differences(totals, values, scale)
    observed = float((coincidences * differences).sum())
    expected = float((np.outer(totals, totals) * differences).sum())
    return 1 - (float(totals.sum()) - 1) * observed / expected


def _with_interval(found: Coefficient, counts: list[list[int]], values: list[float], scale: Scale) -> Coefficient:
    """α ± t √((n − 1) / n Σ (α₋ᵢ − mean of α₋ᵢ)²) with n − 1 degrees of freedom, α₋ᵢ being alpha without item i; at most 1."""
    size = len(counts)
    if size < FEWEST_ITEMS:
        return found.without_interval(Reason.TOO_FEW_ITEMS)
    partial = []
    for left_out in range(size):
        rest = counts[:left_out] + counts[left_out + 1 :]
        if sum(map(any, zip(*rest, strict=True))) == 1:
            return found.without_interval(Reason.ONE_ITEM_DECIDES)
        partial.append(_alpha_of(rest, values, scale))
    if max(partial) - min(partial) < _NOISE:
        return found.without_interval(Reason.NO_SPREAD)
    mean = math.fsum(partial) / size
    se = math.sqrt((size - 1) / size * math.fsum((one - mean) ** 2 for one in partial))
    margin = two_sided_quantile(size - 1) * se
    return found.with_interval(found.value - margin, min(found.value + margin, 1.0), se)
