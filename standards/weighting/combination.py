"""Experts' weights and entropy weights as one set."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from standards.weighting.shares import Amount, exact


class NothingInCommon(ValueError):
    """Every product is 0: what one side weighs, the other gives nothing."""


def multiply(one: Mapping[str, Amount], other: Mapping[str, Amount]) -> dict[str, Fraction]:
    """w = a · b / Σ a · b: an indicator counts much only where both say so. Raises NothingInCommon."""
    products = {code: exact(one[code]) * exact(other[code]) for code in one}
    whole = sum(products.values())
    if not whole:
        raise NothingInCommon("every product is 0")
    return {code: product / whole for code, product in products.items()}


def mix(one: Mapping[str, Amount], other: Mapping[str, Amount], alpha: Decimal) -> dict[str, Fraction]:
    """w = α · a + (1 − α) · b, α from 0 to 1; both sides taken as shares of their sums."""
    if not 0 <= alpha <= 1:
        raise ValueError("α is from 0 to 1")
    factor = Fraction(alpha)
    first, second = _shares(one), _shares(other)
    return {code: factor * first[code] + (1 - factor) * second[code] for code in one}


def _shares(values: Mapping[str, Amount]) -> dict[str, Fraction]:
    amounts = {code: exact(value) for code, value in values.items()}
    whole = sum(amounts.values())
    if not whole:
        raise ValueError("weights sum to more than 0")
    return {code: amount / whole for code, amount in amounts.items()}
