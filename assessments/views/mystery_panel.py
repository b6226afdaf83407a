"""A mystery visit beside the form: the scenario as steps, the drawn half-day, and what of it who may read."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from assessments.enums import Method
from assessments.methods_planned import guide_of
from assessments.models import ScoreSheet
from assessments.rules.sheets import sees_who_was_met, watches_covertly
from assessments.scripts import Line, lines_of
from assessments.selectors.frames import half_day_of_key
from foundation.common.texts import current_suffix
from organization.enums import Half
from organization.models import Person


@dataclass(frozen=True)
class MysteryPanel:
    """`scenario` is empty for whoever may not know how the unit is looked at; `met` says whether this reader sees who was met;
    `is_taken`: the page leaves the house, where nothing is kept encrypted."""

    scenario: list[Line]
    day: date | None
    half: str
    met: bool
    is_taken: bool = False


def covert_notice() -> str:
    """What may be recorded, beside the buttons that bring it."""
    return settings.COVERT_NOTICE.get(current_suffix()) or _(
        "Photos and recordings are covert. Record only how you were served: no faces of other customers, no screens, no papers of others. "
        "The unit sees none of it before the results are approved, and afterwards only through its appeal."
    )


def mystery_panel(
    sheet: ScoreSheet, person: Person | None, *, for_device: bool = False, **page: object
) -> MysteryPanel:
    """The same on every page, beside the form and on a device, which says that it keeps what is stated as it is."""
    day, half = half_day_of_key(sheet.item.key) or (None, "")
    return MysteryPanel(
        scenario=lines_of(guide_of(sheet.plan, Method.MYSTERY)) if watches_covertly(person, sheet) else [],
        day=day,
        half=str(Half(half).label) if half else "",
        met=sees_who_was_met(person, sheet),
        is_taken=for_device,
    )
