"""In what a measure counts and in what a target is written: the one place that says how the one becomes the other.

Measures count in seconds, shares of 0–1, balances of −1 to 1 and plain means (`records.measures`); people write hours, percent and points.
"""

from fractions import Fraction

from records.measures import BALANCE, MEAN, RATE, SECONDS, SHARE
from standards.enums import TargetUnit

# (what the measure counts in, what the target is written in) → what the measure's figure is multiplied by
FACTORS = {
    (SHARE, TargetUnit.PERCENT): Fraction(100),
    (RATE, TargetUnit.PERCENT): Fraction(100),
    (BALANCE, TargetUnit.POINTS): Fraction(100),
    (MEAN, TargetUnit.POINTS): Fraction(1),
    (SECONDS, TargetUnit.SECONDS): Fraction(1),
    (SECONDS, TargetUnit.MINUTES): Fraction(1, 60),
    (SECONDS, TargetUnit.HOURS): Fraction(1, 3600),
}
SECONDS_IN = {TargetUnit.SECONDS: 1, TargetUnit.MINUTES: 60, TargetUnit.HOURS: 3600}


def factor(measure_unit: str, unit: str) -> Fraction | None:
    """By what a measure's figure is multiplied to be in the target's unit; None where the two have nothing in common."""
    return FACTORS.get((measure_unit, TargetUnit(unit)))


def readable(value: Fraction, unit: str) -> tuple[TargetUnit, Fraction]:
    """A time as people say it, whatever the target is written in: (unit, factor), so that 45 seconds are not 0.0 hours.

    Seconds up to a minute and a half, minutes up to an hour and a half, hours above. Other units stay as they are.
    """
    given = TargetUnit(unit)
    if given not in SECONDS_IN:
        return given, Fraction(1)
    seconds = abs(value) * SECONDS_IN[given]
    said = TargetUnit.SECONDS if seconds < 90 else TargetUnit.MINUTES if seconds < 90 * 60 else TargetUnit.HOURS
    return said, Fraction(SECONDS_IN[given], SECONDS_IN[said])
