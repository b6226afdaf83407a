"""Whether weights decide who stands above whom (R5).

Of two comparable units A scores higher under the weights that are tried, on the indicators for which both have results.

- **Firm**: A is at least as good in each of these indicators. Then no weights at all can put B above A.
- **Turns at x**: otherwise x is the smallest number of percentage points such that weights exist, none negative, together 100, each within x of
  the one that is tried, under which B is level with A. Exact: the worst weights within x take from where A leads most and give to where B does.
- **Share of weights**: in how many of 4,000 random weight vectors around the tried ones A stays above B (Dirichlet with concentration 100: a
  weight of 10 % varies with a standard deviation of 3 points). The seed is fixed, so the same weights give the same share.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil

from analysis.whatif.means import UnitMeans
from analysis.whatif.trial import TrialRow, Weights
from foundation.common.numbers import UNITS

DRAWS, CONCENTRATION, SEED = 4000, 100, 20_260_101
_HALVINGS = 40


@dataclass(frozen=True)
class Pair:
    """`better` of `common` indicators A leads in, or is level; `turns_at` in percentage points, None where the pair is firm; `share` 0–1."""

    above: UnitMeans
    below: UnitMeans
    ahead: Fraction
    better: int
    common: int
    turns_at: float | None
    share: float | None

    @property
    def is_firm(self) -> bool:
        return self.turns_at is None

    @property
    def lead(self) -> Decimal:
        """Points that A is ahead."""
        return Decimal(self.ahead.numerator) / Decimal(self.ahead.denominator)

    @property
    def turns_shown(self) -> str:
        """Two decimals, rounded up: within less the order holds for sure."""
        return "" if self.turns_at is None else f"{ceil(self.turns_at * 100 - 1e-6) / 100:.2f}"


def differences(above: UnitMeans, below: UnitMeans, weights: Weights) -> dict[str, Fraction]:
    """{code: points that A is ahead} of the indicators that both have and the standard weighs or could weigh."""
    return {
        code: points - below.points[code]
        for code, points in above.points.items()
        if code in below.points and code in weights
    }


def turning_point(ahead: Mapping[str, Fraction], weights: Weights) -> float | None:
    """The smallest x, in percentage points, at which the order can turn; None where it cannot. See the head of the module."""
    if not ahead or min(ahead.values()) >= 0:
        return None
    whole = sum(weights[code] for code in ahead)
    own = {code: 100 * weights[code] / whole if whole else 100 / len(ahead) for code in ahead}
    lead = {code: float(value) for code, value in ahead.items()}
    if _least(lead, own, 0.0) <= 0:
        return 0.0
    low, high = 0.0, 100.0
    for _step in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if _least(lead, own, middle) <= 0 else (middle, high)
    return high


def _least(lead: Mapping[str, float], own: Mapping[str, float], reach: float) -> float:
    """The smallest lead that weights within `reach` can give: what may be moved goes to where the lead is smallest."""
    lowest = {code: max(0.0, weight - reach) for code, weight in own.items()}
    free = 100 - sum(lowest.values())
    total = sum(lowest[code] * lead[code] for code in lead)
    for code in sorted(lead, key=lead.__getitem__):
        more = min(free, own[code] + reach - lowest[code])
        total += more * lead[code]
        free -= more
    return total


def neighbours(rows: Sequence[TrialRow], weights: Weights) -> list[Pair]:
    """Each unit with the next lower score of its group, in order."""
    groups: dict[str, list[TrialRow]] = {}
    for row in rows:
        if row.score is not None:
            groups.setdefault(row.means.unit.peer_group, []).append(row)
    pairs = []
    for members in groups.values():
        ordered = sorted(members, key=lambda row: -row.score)
        shares = shares_in_order([row.means for row in ordered], weights)
        pairs += [
            _pair(one.means, other.means, weights, shares[place])
            for place, (one, other) in enumerate(zip(ordered, ordered[1:], strict=False))
        ]
    return pairs


def _pair(above: UnitMeans, below: UnitMeans, weights: Weights, share: float | None) -> Pair:
    ahead = differences(above, below, weights)
    whole = sum(weights[code] for code in ahead)
    lead = sum(weights[code] * value for code, value in ahead.items()) / whole if whole else Fraction(0)
    return Pair(
        above,
        below,
        lead,
        sum(value >= 0 for value in ahead.values()),
        len(ahead),
        turning_point(ahead, weights),
        share,
    )


def shares_in_order(units: Sequence[UnitMeans], weights: Weights) -> list[float | None]:
    """For each two that follow each other: the share of random weights that keep their order. None where they have nothing in common."""
    import numpy as np

    codes = sorted(code for code, weight in weights.items() if weight)
    if len(units) < 2 or not codes:
        return [None] * max(len(units) - 1, 0)
    whole = sum(weights[code] for code in codes)
    alpha = np.array([CONCENTRATION * weights[code] / whole for code in codes])
    drawn = np.random.default_rng(SEED).dirichlet(alpha, DRAWS)
    found = []
    for above, below in zip(units, units[1:], strict=False):
        ahead = differences(above, below, weights)
        if not any(code in ahead for code in codes):
            found.append(None)
            continue
        lead = drawn @ np.array([float(ahead.get(code, 0)) for code in codes])
        found.append(float((lead >= 0).mean()))
    return found


@dataclass(frozen=True)
class Firmness:
    """Of all pairs of comparable units: how many are firm."""

    pairs: int
    firm: int


def firmness_of(units: Sequence[UnitMeans], weights: Weights) -> Firmness:
    """Counts every two units of a group once; firm: one is at least as good in each indicator that both have."""
    import numpy as np

    codes = sorted(weights)
    groups: dict[str, list[list[float]]] = {}
    for one in units:
        # Exact: points are whole ten-thousandths, far below what a float holds.
        line = [float(one.points[code] * UNITS) if code in one.points else np.nan for code in codes]
        groups.setdefault(one.unit.peer_group, []).append(line)
    pairs = firm = 0
    for lines in groups.values():
        table = np.array(lines)
        for place in range(len(table) - 1):
            ahead = table[place] - table[place + 1 :]
            unknown = np.isnan(ahead)
            one_sided = (unknown | (ahead >= 0)).all(axis=1) | (unknown | (ahead <= 0)).all(axis=1)
            pairs += len(ahead)
            firm += int((one_sided & ~unknown.all(axis=1)).sum())
    return Firmness(pairs, firm)
