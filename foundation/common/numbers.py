"""Exact points: integers of 1/10,000 in the database, Decimal in Python, rounded half up and once."""

from decimal import ROUND_HALF_UP, Decimal

UNITS = 10_000
QUANTUM = Decimal("0.0001")


def round_points(value: Decimal) -> Decimal:
    """To the storage unit of 1/10,000 point."""
    return value.quantize(QUANTUM, rounding=ROUND_HALF_UP)


def round_shown(value: Decimal, places: int = 1) -> Decimal:
    """To what pages show."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def to_units(value: Decimal) -> int:
    """Points to stored units; refuses what would lose a digit."""
    units = value * UNITS
    whole = int(units)
    if whole != units:
        raise ValueError(f"{value} has more than four decimals.")
    return whole


def from_units(units: int) -> Decimal:
    return (Decimal(units) / UNITS).quantize(QUANTUM)
