"""How lenient each assessor is: by how much they score the same items above or below what they are compared with."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from analysis.agreement.outcome import Amount, Reason, exact, width_of
from analysis.intervals import estimate_mean


@dataclass(frozen=True, slots=True)
class Leniency:
    """The mean signed difference of an assessor, in the unit of the scores; above 0 is lenient, below 0 strict.

    `low`, `high`: 95 % interval by Student's t over `items`; None where `interval_reason` says why. `value` None: `reason` does.
    """

    value: float | None
    items: int
    low: float | None = None
    high: float | None = None
    se: float | None = None
    reason: Reason | None = None
    interval_reason: Reason | None = None

    @property
    def is_sure(self) -> bool:
        """Whether 0 lies outside the interval. Asked of each assessor alone: of twenty without any leniency, one is outside by chance."""
        return self.low is not None and not self.low <= 0 <= self.high


def leniencies_of(
    table: Sequence[Sequence[Amount | None]], reference: Sequence[Amount | None] | None = None
) -> list[Leniency]:
    """One for each assessor (place in the rows), over the items that they rated.

    Compared with `reference`, an agreed score for each item (None: it has none and does not count); without one, with the mean of the others on
    the same item, their own score left out: with m assessors a difference from the mean of all would be only (m − 1) / m as large.
    """
    width = width_of(table)
    if reference is not None and len(reference) != len(table):
        raise ValueError("a reference score for each item, or None")
    rows = [[None if score is None else exact(score) for score in row] for row in table]
    agreed = None if reference is None else [None if score is None else exact(score) for score in reference]
    return [
        _leniency([_difference(row, place, agreed, item) for item, row in enumerate(rows)]) for place in range(width)
    ]


def _difference(
    row: Sequence[Fraction | None], place: int, agreed: Sequence[Fraction | None] | None, item: int
) -> Fraction | None:
    if row[place] is None:
        return None
    if agreed is not None:
        return None if agreed[item] is None else row[place] - agreed[item]
    others = [score for other, score in enumerate(row) if other != place and score is not None]
    return row[place] - sum(others) / len(others) if others else None


def _leniency(differences: Sequence[Fraction | None]) -> Leniency:
    known = [one for one in differences if one is not None]
    mean = estimate_mean(len(known), sum(known, Fraction(0)), sum((one * one for one in known), Fraction(0)))
    if mean is None:
        return Leniency(None, 0, reason=Reason.NOTHING_SHARED, interval_reason=Reason.NOTHING_SHARED)
    if mean.n == 1:
        return Leniency(mean.value, 1, interval_reason=Reason.TOO_FEW_ITEMS)
    if not mean.se:
        return Leniency(mean.value, mean.n, interval_reason=Reason.NO_SPREAD)
    return Leniency(mean.value, mean.n, low=mean.low, high=mean.high, se=mean.se)
