"""Weights as integer shares of 10,000 that sum to exactly that: the largest remainder decides who gets the last hundredths."""

from collections.abc import Collection, Hashable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

WHOLE = 10_000
# Floating point leaves noise far below this: what is equal in truth is made equal before remainders are compared.
_DIGITS = 12
_ALIKE = 6  # decimals of a share to which remainders are compared

Key = TypeVar("Key", bound=Hashable)
Amount = int | float | Decimal | Fraction


def exact(value: Amount) -> Fraction:
    """The value as a fraction; a float to twelve decimals."""
    if isinstance(value, float):
        return Fraction(round(value * 10**_DIGITS), 10**_DIGITS)
    return Fraction(value)


def apportion(values: Mapping[Key, Amount], whole: int = WHOLE) -> dict[Key, int]:
    """Integer shares in the proportion of `values` that sum to exactly `whole`, in the order given (Hamilton's method).

    Each gets its whole part; what is left goes one by one to the largest remainders, of equal ones to the larger value, then by the key.
    So the order of the entries changes nothing. Where all values are 0, all get the same. Raises ValueError for a negative value or none.
    """
    amounts = {key: exact(value) for key, value in values.items()}
    if not amounts or min(amounts.values()) < 0:
        raise ValueError("weights are not negative, and there is one at least")
    total = sum(amounts.values())
    if not total:
        amounts, total = dict.fromkeys(amounts, Fraction(1)), Fraction(len(amounts))
    ideal = {key: amount * whole / total for key, amount in amounts.items()}
    shares = {key: int(one) for key, one in ideal.items()}
    left = whole - sum(shares.values())
    by_remainder = sorted(
        ideal,
        key=lambda key: (round(shares[key] - ideal[key], _ALIKE), -round(ideal[key], _ALIKE), str(key)),
    )
    for key in by_remainder[:left]:
        shares[key] += 1
    return shares


def spread_rest(
    values: Mapping[Key, Amount | None], whole: int = WHOLE, *, movable: Collection[Key] = ()
) -> dict[Key, int]:
    """Fill up to `whole`: what is left goes in equal parts to the entries that are None; where none is, those of `movable` grow or shrink in
    proportion and the others stay; without any, all do.

    Raises ValueError where the entries that stay exceed the whole and others wait for a part of it.
    """
    open_ones = [key for key, value in values.items() if value is None]
    given = {key: value for key, value in values.items() if value is not None}
    if not open_ones:
        fixed = {key: value for key, value in given.items() if movable and key not in movable}
        rest = whole - sum(exact(value) for value in fixed.values())
        if rest < 0:
            raise ValueError("nothing is left to spread")
        moved = {key: value for key, value in given.items() if key not in fixed}
        shares = apportion(moved, int(rest)) | {key: int(value) for key, value in fixed.items()}
        return {key: shares[key] for key in values}
    rest = whole - sum(exact(value) for value in given.values())
    if rest < 0:
        raise ValueError("nothing is left to spread")
    return apportion(given | dict.fromkeys(open_ones, rest / len(open_ones)), whole)
