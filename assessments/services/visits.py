"""When and where an on-site visit took place, as its assessors state it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from assessments.enums import Method
from assessments.models import ScoreSheet
from assessments.services.marks import CONTROLS
from foundation.common import clock
from foundation.common.errors import Invalid

LONGEST_PLACE = 120


@dataclass(frozen=True)
class Visit:
    """`at` is aware; None or an empty place: not stated yet."""

    at: datetime | None = None
    place: str = ""


def check_visit(sheet: ScoreSheet, visit: Visit | None) -> dict:
    """The columns of the sheet that change; empty for a record review. Raises Invalid: {"visit_at" or "visit_place": sentence}."""
    if visit is None or sheet.method != Method.ON_SITE:
        return {}
    place, wrong = visit.place.strip(), {}
    if visit.at is not None and visit.at > clock.now():
        wrong["visit_at"] = _("The visit cannot be in the future.")
    if len(place) > LONGEST_PLACE:
        wrong["visit_place"] = _("The place is longer than %(limit)s characters.") % {"limit": LONGEST_PLACE}
    elif CONTROLS.search(place):
        wrong["visit_place"] = _("The place contains characters that cannot be kept.")
    if wrong:
        raise Invalid(wrong)
    return {"visited_at": visit.at, "place": place}


def complete_visit(sheet: ScoreSheet, visit: Visit | None) -> dict:
    """The same for sealing: where nothing is stated, the visit was at the unit, and began with the first mark."""
    if sheet.method != Method.ON_SITE:
        return {}
    stated = check_visit(sheet, visit) or {"visited_at": sheet.visited_at, "place": sheet.place}
    return {
        "visited_at": stated["visited_at"] or sheet.started_at or clock.now(),
        "place": stated["place"] or sheet.unit.name_zh,
    }
