"""Short ways to write a sheet of 1,000 points: weights are given in its points, and a point is 10 of the 10,000 shares."""

from standards.content import IndicatorContent
from standards.presets import shape

SHARES_OF_A_POINT = 10


def docked(code: str, full: int, zh: str, en: str, *, step: int, **more) -> IndicatorContent:
    """`full` points, `step` of them off for each occurrence until none is left."""
    return shape.deduction(code, full * SHARES_OF_A_POINT, zh, en, step=step, most=full, **more)


def rated(code: str, full: int, zh: str, en: str, **more) -> IndicatorContent:
    """Five levels; the best is worth `full` points."""
    return shape.rating(code, full * SHARES_OF_A_POINT, zh, en, **more)


def ticked(code: str, full: int, zh: str, en: str, **more) -> IndicatorContent:
    """All of `full` points or none."""
    return shape.yes_no(code, full * SHARES_OF_A_POINT, zh, en, **more)


def counted(code: str, full: int, zh: str, en: str, **more) -> IndicatorContent:
    """From 0 to `full` points."""
    return shape.points(code, full * SHARES_OF_A_POINT, zh, en, full=full, **more)


def computed(code: str, full: int, zh: str, en: str, **more) -> IndicatorContent:
    """A measure, worth `full` points at its best."""
    return shape.measured(code, full * SHARES_OF_A_POINT, zh, en, **more)
