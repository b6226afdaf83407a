"""From the counts of a measure to its figure with interval; of times the median and the 90th percentile too."""

from collections import Counter
from dataclasses import replace
from math import ceil, sqrt

from analysis.intervals import Estimate, estimate_difference, estimate_mean, estimate_share
from analysis.rates import poisson_interval
from records.measures import RATE, SHARE, Measure, MeasureFigure

PER = 1_000  # contacts to which a rate is said


def estimate_of(measure: Measure, figure: MeasureFigure) -> Estimate | None:
    """None where nothing was observed. In what the measure counts in; a rate is per thousand.

    Shares by Wilson, rates exactly by Poisson, means by Student's t. Times are skewed: their t interval is that of the mean, which the central
    limit theorem carries for samples that are not small; what a customer meets is told by the median and the 90th percentile beside it.
    """
    if not figure.n:
        return None
    if measure.unit == SHARE:
        return estimate_share(figure.hits, figure.n)
    if measure.unit == RATE:
        found = poisson_interval(figure.hits)
        each = PER / figure.n
        return Estimate(figure.hits * each, found.low * each, found.high * each, sqrt(figure.hits) * each, figure.n)
    low, high = measure.limits
    bounds = (float(low), float(high)) if low is not None and high is not None else None
    found = estimate_mean(figure.n, figure.total, figure.squares, bounds=bounds)
    if found is None or found.low is None or low is None:
        return found
    # An interval does not reach beyond what the measure can be.
    return replace(
        found, low=max(found.low, float(low)), high=found.high if high is None else min(found.high, float(high))
    )


def change_of(now: Estimate | None, before: Estimate | None) -> Estimate | None:
    """By how much it has moved since the period before, with Welch's interval; None without both, or where either has no interval."""
    if now is None or before is None or now.se is None or before.se is None:
        return None
    return estimate_difference(now, before)


def percentile(values: Counter[int], share: float) -> int | None:
    """The smallest value that so large a share of the observations does not exceed (nearest rank); None without observations."""
    wanted, seen = ceil(share * values.total()), 0
    for value in sorted(values):
        seen += values[value]
        if seen >= max(wanted, 1):
            return value
    return None
