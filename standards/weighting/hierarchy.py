"""From weights of dimensions and weights within each dimension to weights of indicators."""

from collections.abc import Mapping

from standards.weighting.shares import WHOLE, Amount, apportion, exact


def overall(dimensions: Mapping[str, Amount], within: Mapping[str, Mapping[str, Amount]]) -> dict[str, int]:
    """{indicator: share of 10,000}: the product of its dimension's weight and its own weight within the dimension.

    `within`: {dimension: {indicator: weight}}; either side in any unit. Dimensions first get their shares of the whole, then each share is
    divided among its indicators: so a dimension's sum is what was decided about it, and rounding stays within it.
    """
    shares = apportion({code: exact(value) for code, value in dimensions.items()}, WHOLE)
    found: dict[str, int] = {}
    for code, share in shares.items():
        found |= apportion(within[code], share)
    return found
