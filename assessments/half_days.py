"""The drawn half-day on which somebody must be there, in words."""

from assessments.methods import WAYS
from assessments.models import ScoreSheet
from assessments.selectors.frames import half_day_of_key
from foundation.common.dates import near_day_text
from organization.enums import Half


def half_day_text(sheet: ScoreSheet) -> str:
    """“Thu 3 Dec, morning” of a visit or an interview, for whoever goes there; empty for what is looked at elsewhere. Reads `sheet.item`."""
    if not WAYS[sheet.method].on_its_day or (drawn := half_day_of_key(sheet.item.key)) is None:
        return ""
    day, half = drawn
    return f"{near_day_text(day)} {Half(half).label}"
