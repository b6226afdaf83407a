"""Whether somebody scores as the reference does. Pure: marks and reference marks in, outcome out.

A mark is within the tolerance where its points of 0–100 are no further from the reference than that; “not applicable” only where the reference says
so, too; a red line only exactly. Passed: no red line missed, and at least the wanted share of all other marks within the tolerance.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessments.selectors.criteria import Criteria
from calibration.comparison import normalised
from calibration.selectors.agreed import value_of

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Rule:
    """`tolerance` in points of 0–100; `share_wanted` in percent."""

    tolerance: Decimal
    share_wanted: Decimal


@dataclass(frozen=True)
class Outcome:
    """`within` of `compared` marks are near enough; `red_lines_missed` are not as the reference says."""

    within: int
    compared: int
    red_lines_missed: int
    passed: bool


def is_within(criteria: Criteria, code: str, mark: Mapping, reference: Mapping, tolerance: Decimal) -> bool:
    if criteria.indicators[code].is_critical:
        return value_of(dict(mark)) == value_of(dict(reference))
    given, wanted = normalised(criteria, code, mark), normalised(criteria, code, reference)
    if given is None or wanted is None:
        return given is None and wanted is None
    return abs(given - wanted) <= tolerance


def judge(criteria: Criteria, rule: Rule, sheets: Sequence[tuple[Mapping, Mapping]]) -> Outcome:
    """`sheets`: (marks, reference marks) of each."""
    within = compared = missed = 0
    for marks, reference in sheets:
        for code, indicator in criteria.indicators.items():
            if code not in marks and code not in reference:
                continue
            near = is_within(criteria, code, marks.get(code, {}), reference.get(code, {}), rule.tolerance)
            if indicator.is_critical:
                missed += not near
            else:
                compared += 1
                within += near
    enough = within * HUNDRED >= rule.share_wanted * compared
    return Outcome(within, compared, missed, passed=bool(sheets) and not missed and enough)
