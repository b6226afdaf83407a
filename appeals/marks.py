"""Marks as one field: what can be proposed for an indicator, and what is typed back as a mark of `assessments.services.marks`."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _, ngettext

from assessments.enums import SheetState
from assessments.models import ScoreSheet
from assessments.scoring import normalise_points
from assessments.selectors.criteria import Criteria
from assessments.services.marks import Marks, needs_reason, points_of
from assessments.services.revisions import marks_of
from foundation.common.texts import localized
from standards.enums import Scale

TYPED = (Scale.POINTS, Scale.BONUS, Scale.DEDUCTION)
LONGEST_REASON = 500


def present_marks(sheet: ScoreSheet) -> Marks:
    """The marks of the latest sealed revision."""
    return marks_of(sheet.revision) if sheet.state == SheetState.SUBMITTED else {}


def choices_for(criteria: Criteria, code: str) -> list[tuple[str, str]]:
    """What can be chosen for the indicator; empty where something is typed."""
    indicator = criteria.indicators[code]
    if indicator.is_critical:
        return [("no", _("Not triggered")), ("yes", _("Triggered"))]
    if indicator.scale in TYPED:
        return []
    plain = indicator.scale == Scale.YES_NO
    rows = sorted(criteria.levels[code].values(), key=lambda row: -row.level)
    named = [
        (str(row.level), (_("Yes") if row.level else _("No")) if plain else f"{row.level} · {localized(row, 'text')}")
        for row in rows
    ]
    return [*named, ("na", _("Not applicable"))] if indicator.na_allowed else named


def value_of(mark: Mapping | None) -> str:
    """The mark as the field's value."""
    mark = mark or {}
    if "triggered" in mark:
        return "yes" if mark["triggered"] else "no"
    if mark.get("na"):
        return "na"
    for name in ("level", "points", "count"):
        if mark.get(name) is not None:
            return str(mark[name])
    return ""


def mark_from(criteria: Criteria, code: str, value: str) -> dict:
    """The field's value as a mark, without a reason; what it cannot be is refused by `check_marks`."""
    indicator, value = criteria.indicators[code], value.strip()
    if indicator.is_critical:
        return {"triggered": {"yes": True, "no": False}.get(value, value)}
    if value.lower() == "na":
        return {"na": True}
    if indicator.scale == Scale.DEDUCTION:
        return {"count": int(value) if value.isascii() and value.isdigit() and len(value) < 6 else value}
    if indicator.scale in TYPED:
        return {"points": value}
    return {"level": int(value) if value.isascii() and value.isdigit() and len(value) < 6 else value}


def without_reason(mark: Mapping) -> dict:
    return {name: value for name, value in mark.items() if name != "reason"}


def is_same(one: Mapping, other: Mapping) -> bool:
    """Whether two marks give the same, whatever their reasons say."""
    return without_reason(one) == without_reason(other)


def mark_text(criteria: Criteria, code: str, mark: Mapping | None) -> str:
    """“4”, “7.5 / 10”, “Not applicable”, “Triggered”; an en dash for none."""
    if not mark:
        return "–"
    if "triggered" in mark:
        return _("Triggered") if mark["triggered"] else _("Not triggered")
    if mark.get("na"):
        return _("Not applicable")
    indicator = criteria.indicators[code]
    if "level" in mark and indicator.scale == Scale.YES_NO:
        return _("Yes") if mark["level"] else _("No")
    if "points" in mark:
        return f"{mark['points']} / {indicator.max_points.normalize():f}"
    if "count" in mark:
        return ngettext("%(n)d time", "%(n)d times", mark["count"]) % {"n": mark["count"]}
    return str(mark.get("level", "–"))


def with_reason(criteria: Criteria, code: str, mark: Mapping, given: Mapping, ruled: str) -> dict:
    """The ruled mark as it is sealed: below full marks it keeps the deduction reason that was given, or takes the ruling's."""
    plain = without_reason(mark)
    if not needs_reason(criteria, code, plain):
        return plain
    return {**plain, "reason": (given.get("reason") or ruled)[:LONGEST_REASON]}


def change_between(criteria: Criteria, code: str, given: Mapping, ruled: Mapping) -> Decimal | None:
    """By how much the indicator moves on the scale of 0–100; None where one of the two has no points."""
    before, after = points_of(criteria, code, given), points_of(criteria, code, ruled)
    if before is None or after is None:
        return None
    most = criteria.indicators[code].max_points
    return normalise_points(after, most) - normalise_points(before, most)
