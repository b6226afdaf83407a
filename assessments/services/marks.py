"""Marks as they come from a page, checked strictly and brought into one shape.

A mark is {"level": 4} | {"points": "7.5"} | {"na": true} | {"triggered": false}, each perhaps with "reason"; a reason may also stand alone
while the sheet is a draft. Nothing is repaired: a full-width ９５, NaN or 1e5 is refused, because what is sealed must be what was meant.
"""

import re
from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from assessments.scoring import MOST_OCCURRENCES, Mark, SheetScore, score_sheet
from assessments.selectors.criteria import Criteria
from foundation.common.errors import Invalid
from standards.enums import Scale
from standards.models import Indicator

Marks = dict[str, dict]

LONGEST_REASON = 500
POINTS = re.compile(r"(0|[1-9][0-9]{0,5})(\.[0-9]{1,4})?")
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
VALUES = ("level", "points", "count", "na", "triggered")


def check_marks(criteria: Criteria, marks: Mapping) -> Marks:
    """The marks in their one shape, in the standard's order, without empty ones. Raises Invalid: {indicator code: sentence}."""
    if not isinstance(marks, Mapping):
        raise Invalid(_("The marks could not be read. Load the page again."))
    unknown = [code for code in marks if code not in criteria.indicators]
    if unknown:
        raise Invalid(_("This sheet has no indicator %(code)s.") % {"code": str(unknown[0])[:20]})
    clean, wrong = {}, {}
    for code, indicator in criteria.indicators.items():
        if code in marks:
            try:
                mark = _check_mark(criteria, indicator, marks[code])
            except Invalid as error:
                wrong[code] = error.messages[0]
            else:
                if mark:
                    clean[code] = mark
    if wrong:
        raise Invalid(wrong)
    return clean


def _check_mark(criteria: Criteria, indicator: Indicator, mark) -> dict:
    if not isinstance(mark, Mapping) or not set(mark) <= {*VALUES, "reason"}:
        raise Invalid(_("This mark could not be read."))
    given = [name for name in VALUES if mark.get(name) is not None]
    if len(given) > 1:
        raise Invalid(_("Give one mark only."))
    clean = {name: CHECKS[name](criteria, indicator, mark[name]) for name in given}
    if reason := check_reason(mark.get("reason") or ""):
        clean["reason"] = reason
    return clean


def _check_level(criteria: Criteria, indicator: Indicator, level) -> int:
    if type(level) is not int or level not in criteria.levels[indicator.code]:
        raise Invalid(_("This indicator has no such level."))
    return level


def _check_points(criteria: Criteria, indicator: Indicator, points) -> str:
    if indicator.scale not in (Scale.POINTS, Scale.BONUS):
        raise Invalid(_("This indicator is not scored in points."))
    if not isinstance(points, str) or not POINTS.fullmatch(points) or Decimal(points) > indicator.max_points:
        limit = f"{indicator.max_points.normalize():f}"
        raise Invalid(
            _("Enter points from 0 to %(limit)s in plain digits, with at most four decimals.") % {"limit": limit}
        )
    return f"{Decimal(points).normalize():f}"


def _check_count(criteria: Criteria, indicator: Indicator, count) -> int:
    if indicator.scale != Scale.DEDUCTION:
        raise Invalid(_("Of this indicator no occurrences are counted."))
    if type(count) is not int or not 0 <= count <= MOST_OCCURRENCES:
        raise Invalid(_("Enter how many times it occurred, from 0 to %(most)d.") % {"most": MOST_OCCURRENCES})
    return count


def _check_na(criteria: Criteria, indicator: Indicator, na) -> bool:
    if na is not True or not indicator.na_allowed:
        raise Invalid(_("This indicator cannot be “not applicable”."))
    return True


def _check_triggered(criteria: Criteria, indicator: Indicator, triggered) -> bool:
    if type(triggered) is not bool or not indicator.is_critical:
        raise Invalid(_("Only a critical indicator is triggered or not."))
    return triggered


CHECKS = {
    "level": _check_level,
    "points": _check_points,
    "count": _check_count,
    "na": _check_na,
    "triggered": _check_triggered,
}


def check_reason(text) -> str:
    """A reason without blanks around it. Raises Invalid where it is too long or carries control characters."""
    if not isinstance(text, str):
        raise Invalid(_("This reason could not be read."))
    text = text.replace("\r\n", "\n").strip()
    if len(text) > LONGEST_REASON:
        raise Invalid(_("The reason is longer than %(limit)s characters.") % {"limit": LONGEST_REASON})
    if CONTROLS.search(text):
        raise Invalid(_("The reason contains characters that cannot be kept."))
    return text


def is_given(mark: Mapping | None) -> bool:
    """Whether there is a mark and not only a reason."""
    return bool(mark) and any(name in mark for name in VALUES)


def points_of(criteria: Criteria, code: str, mark: Mapping) -> Decimal | None:
    """Points out of the indicator's full marks; None for N/A, a critical indicator, or no mark."""
    if "level" in mark:
        return criteria.levels[code][mark["level"]].points
    if "count" in mark:
        return criteria.rules[code].points_left(mark["count"])
    return Decimal(mark["points"]) if "points" in mark else None


def carries_deduction(criteria: Criteria, code: str, mark: Mapping) -> bool:
    """Below full marks, a bonus that was given, or triggered. A text beside any other mark is a remark and explains nothing."""
    if mark.get("triggered"):
        return True
    points = points_of(criteria, code, mark)
    if criteria.rules[code].is_optional:
        return bool(points)
    return points is not None and points < criteria.indicators[code].max_points


def needs_reason(criteria: Criteria, code: str, mark: Mapping) -> bool:
    """Below full marks where the standard says so, and always for a triggered critical indicator."""
    asks = bool(mark.get("triggered")) or criteria.indicators[code].reason_below_full
    return asks and carries_deduction(criteria, code, mark)


def lacks_reason(criteria: Criteria, code: str, mark: Mapping | None) -> bool:
    """Whether there is a mark whose reason is still to be given."""
    return is_given(mark) and needs_reason(criteria, code, mark) and not mark.get("reason")


def gaps_of(criteria: Criteria, marks: Marks) -> dict[str, str]:
    """What keeps the marks from being sealed: {indicator code: sentence}."""
    gaps = {}
    for code in criteria.indicators:
        mark = marks.get(code)
        if not is_given(mark):
            if not criteria.rules[code].is_optional:
                gaps[code] = _("Not scored yet.")
        elif lacks_reason(criteria, code, mark):
            gaps[code] = _why_wanted(criteria, code, mark)
    return gaps


def _why_wanted(criteria: Criteria, code: str, mark: Mapping) -> str:
    if mark.get("triggered"):
        return _("Say what happened.")
    return _("Say what the bonus is for.") if criteria.rules[code].is_optional else _("Give the deduction reason.")


def require_complete(criteria: Criteria, marks: Marks, *, beside: Mapping[str, str] | None = None) -> None:
    """Raises Invalid, naming for each indicator what is missing; `beside`: what else is, to be said at once."""
    if gaps := {**(beside or {}), **gaps_of(criteria, marks)}:
        raise Invalid(gaps)


def count_given(marks: Mapping) -> int:
    """How many indicators have a mark: for “12 of 15 scored”."""
    return sum(is_given(mark) for mark in marks.values())


def score_marks(criteria: Criteria, marks: Marks) -> SheetScore:
    """Checked marks as a score; what is not marked yet is missing."""
    return score_sheet(
        criteria.rule,
        [
            Mark(
                code,
                points=points_of(criteria, code, mark),
                na="na" in mark,
                triggered=mark.get("triggered", False),
                occurrences=mark.get("count"),
            )
            for code, mark in marks.items()
            if is_given(mark)
        ],
    )
