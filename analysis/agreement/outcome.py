"""What a coefficient of agreement comes to: a value with its interval, or the reason why there is none."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

Amount = int | float | Decimal | Fraction


class Reason(StrEnum):
    """Why there is no value, or no interval. `reading.explain` says it in words."""

    NOTHING_SHARED = "nothing_shared"  # no item was rated by two assessors
    ONE_ASSESSOR = "one_assessor"
    TOO_FEW_ITEMS = "too_few_items"
    NO_VARIATION = "no_variation"  # every rating is the same: agreement cannot be told from chance
    NO_SPREAD = "no_spread"  # the items do not differ in how well they are agreed on: no interval follows from them
    ONE_ITEM_DECIDES = "one_item_decides"  # without it, every rating would be the same
    UNDEFINED = "undefined"  # the formula divides by something that is not above 0


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A coefficient with its interval.

    `value` None: `reason` says why. `low` and `high` None: `interval_reason` does. `items` and `assessors`: how many counted, after those that the
    coefficient leaves out; `left_out`: items of the table that did not count.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    se: float | None = None
    items: int = 0
    assessors: int = 0
    left_out: int = 0
    reason: Reason | None = None
    interval_reason: Reason | None = None

    def with_interval(self, low: float, high: float, se: float | None = None) -> "Coefficient":
        return replace(self, low=low, high=high, se=se, interval_reason=None)

    def without_interval(self, reason: Reason) -> "Coefficient":
        return replace(self, low=None, high=None, se=None, interval_reason=reason)


def without_value(reason: Reason, *, items: int = 0, assessors: int = 0, left_out: int = 0) -> Coefficient:
    return Coefficient(None, items=items, assessors=assessors, left_out=left_out, reason=reason, interval_reason=reason)


def width_of(table: Sequence[Sequence]) -> int:
    """How many assessors a table has room for. Raises ValueError where its rows differ."""
    widths = {len(row) for row in table}
    if len(widths) > 1:
        raise ValueError("every item has a place for every assessor")
    return widths.pop() if widths else 0


def exact(value: Amount) -> Fraction:
    """A rating as a fraction. Raises ValueError for what is not a finite number."""
    if isinstance(value, float | Decimal) and not math.isfinite(value):
        raise ValueError("a rating is a finite number")
    return Fraction(value)
