"""The short way to write an item of a sheet of deductions."""

from standards.content import IndicatorContent
from standards.presets.shape import deduction


def taking(code: str, step: int, most: int, zh: str, en: str, **more) -> IndicatorContent:
    """`step` of the sheet's 100 points for each occurrence, `most` at most. May be not applicable."""
    return deduction(code, 0, zh, en, step=step, most=most, **{"na_allowed": True, **more})
