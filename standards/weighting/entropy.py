"""Entropy weights: an indicator in which the units differ says more about them than one in which all are alike (R4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum, log

Number = float


@dataclass(frozen=True)
class EntropyWeights:
    """`weights` sum to 1. `entropy` is from 0 (all in one unit) to 1 (evenly spread); `n`: values that a column was computed from."""

    weights: dict[str, float]
    entropy: dict[str, float]
    n: dict[str, int]


class NothingDiffers(ValueError):
    """No column differs between its rows: entropy cannot weigh them."""


def entropy_of(values: Sequence[Number]) -> float:
    """E = −k Σ p ln p with k = 1 / ln m, p = r / Σ r, r = (x − min) / (max − min), and 0 ln 0 = 0 (Shannon 1948; m values).

    Where all values are equal, or there is one, nothing is told apart: 1.
    """
    low, high, size = min(values), max(values), len(values)
    if size < 2 or high == low:
        return 1.0
    scaled = [(value - low) / (high - low) for value in values]
    whole = fsum(scaled)
    shares = [value / whole for value in scaled if value > 0]
    return max(0.0, -fsum(share * log(share) for share in shares) / log(size))


def entropy_weights(columns: Mapping[str, Sequence[Number | None]]) -> EntropyWeights:
    """w = (1 − E) / Σ (1 − E) over the columns {code: a value per unit}, all of them “more is better”; None: this unit has no value.

    Each column is computed from the values that it has, m being their number. A constant column gets 0. Raises NothingDiffers where all are.
    """
    present = {code: [value for value in column if value is not None] for code, column in columns.items()}
    entropy = {code: entropy_of(values) if values else 1.0 for code, values in present.items()}
    spread = {code: max(0.0, 1 - one) for code, one in entropy.items()}
    # Min-max scaling of two values gives 0 and 1, and a column of 0 and 1 has entropy 0 whatever their distance.
    whole = fsum(spread.values())
    if not whole:
        raise NothingDiffers("no column differs between its rows")
    return EntropyWeights(
        {code: one / whole for code, one in spread.items()}, entropy, {code: len(one) for code, one in present.items()}
    )
