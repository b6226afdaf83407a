"""Whether a target is reached. Pure; the rule is told on the page."""

from fractions import Fraction

from analysis.enums import TargetState

# Without an interval: what is off by at most this share of the target is nearly reached; a rank by one place.
NEAR = Fraction(1, 20)
ONE_PLACE = Fraction(1)


def judge(
    value: Fraction,
    low: float | None,
    high: float | None,
    *,
    target: Fraction,
    at_most: bool,
    is_rank: bool = False,
) -> TargetState:
    """Reached where the figure itself does; open where it does not, but its 95 % interval reaches the target, so that chance alone may part
    them. A figure without an interval is nearly there within `NEAR`. All in one unit."""
    if value <= target if at_most else value >= target:
        return TargetState.MET
    if low is not None and high is not None:
        reaches = low <= float(target) if at_most else high >= float(target)
        return TargetState.OPEN if reaches else TargetState.MISSED
    margin = ONE_PLACE if is_rank else abs(target) * NEAR
    return TargetState.NEARLY if abs(value - target) <= margin else TargetState.MISSED
