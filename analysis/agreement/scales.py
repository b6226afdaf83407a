"""What a difference between two ratings means, for Krippendorff's alpha."""

from collections.abc import Sequence
from enum import StrEnum


class Scale(StrEnum):
    NOMINAL = "nominal"  # the same or not
    ORDINAL = "ordinal"  # how many ratings lie between them
    INTERVAL = "interval"  # their difference
    RATIO = "ratio"  # their difference by their sum; no rating is below 0


def squared_differences(totals, values: Sequence[float], scale: Scale):
    """The matrix δ² of a scale, for ascending values that occur `totals` times (arrays of numpy). Its diagonal is exactly 0.

    Nominal: 0 or 1. Interval: (c − k)². Ratio: ((c − k) / (c + k))². Ordinal: (Σ from c to k of n(g) − (n(c) + n(k)) / 2)², which is the
    squared difference of the values' mean ranks.
    """
    import numpy as np

    if scale == Scale.NOMINAL:
        return 1 - np.eye(len(values))
    points = np.cumsum(totals) - totals / 2 if scale == Scale.ORDINAL else np.asarray(values)
    differences = np.subtract.outer(points, points)
    if scale == Scale.RATIO:
        sums = np.add.outer(points, points)
        differences = np.divide(differences, sums, out=np.zeros_like(differences), where=sums > 0)
    return differences**2
