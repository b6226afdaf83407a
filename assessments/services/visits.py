"""When and where an on-site visit took place, as its assessors state it. Nothing is filled in for them: what is sealed was typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from assessments.enums import Method
from assessments.models import ScoreSheet
from assessments.services.marks import CONTROLS
from foundation.common import clock

LONGEST_PLACE = 120


@dataclass(frozen=True)
class Visit:
    """`at` is aware; None or an empty place: not stated yet. `is_unreadable`: something was typed that is no time."""

    at: datetime | None = None
    place: str = ""
    is_unreadable: bool = False


def visit_problems(sheet: ScoreSheet, visit: Visit | None) -> Mapping[str, str]:
    """What cannot be kept of the visit, in words: {"visit_at" or "visit_place": sentence}. Not stated yet is no problem."""
    if visit is None or sheet.method != Method.ON_SITE:
        return {}
    problems, place = {}, visit.place.strip()
    if visit.is_unreadable:
        problems["visit_at"] = _("Enter the time of the visit.")
    elif visit.at is not None and visit.at > clock.now():
        problems["visit_at"] = _("The visit cannot be in the future.")
    if len(place) > LONGEST_PLACE:
        problems["visit_place"] = _("The place is longer than %(limit)s characters.") % {"limit": LONGEST_PLACE}
    elif CONTROLS.search(place):
        problems["visit_place"] = _("The place contains characters that cannot be kept.")
    return problems


def visit_columns(sheet: ScoreSheet, visit: Visit | None) -> dict:
    """The columns of the sheet that the visit changes. What has a problem stays as it was: no mark is lost for a mistyped hour."""
    if visit is None or sheet.method != Method.ON_SITE:
        return {}
    problems = visit_problems(sheet, visit)
    stated = {"visit_at": ("visited_at", visit.at), "visit_place": ("place", visit.place.strip())}
    return {column: value for name, (column, value) in stated.items() if name not in problems}


def visit_gaps(sheet: ScoreSheet, visit: Visit | None) -> Mapping[str, str]:
    """What keeps the visit from being sealed, in the same words. Without `visit` the sheet's own time and place count."""
    if sheet.method != Method.ON_SITE:
        return {}
    visit = visit or Visit(sheet.visited_at, sheet.place)
    gaps = {}
    if visit.at is None:
        gaps["visit_at"] = _("Enter the time of the visit.")
    if not visit.place.strip():
        gaps["visit_place"] = _("Enter the place of the visit.")
    return gaps | visit_problems(sheet, visit)
