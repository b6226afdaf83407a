"""What the scoring page's scripts need to know of a sheet."""

from uuid import UUID

from django.urls import reverse

from assessments.enums import Method, SheetState
from assessments.models import ScoreSheet
from assessments.selectors.criteria import Criteria
from assessments.services.revisions import marks_of
from assessments.sheet_form.rows import cap_units, chosen_of, typed_of
from foundation.common import clock
from organization.models import Person


def state_for_scripts(sheet: ScoreSheet, person: Person, criteria: Criteria, key: UUID) -> dict:
    """What the page's scripts start from: where it stands, where it talks to, and the policies of the arithmetic."""
    version = sheet.standard_version
    return {
        "sheet": str(sheet.public_id),
        "person": str(person.public_id),
        "me": str(person),
        "key": str(key),
        "now": f"{clock.local(clock.now()):%Y-%m-%dT%H:%M:%S}",
        "naPolicy": version.na_policy,
        "criticalPolicy": version.critical_policy,
        "criticalCap": cap_units(version),
        "save": reverse("assessments:sheet_save", args=[sheet.public_id]),
        "submit": reverse("assessments:sheet_submit", args=[sheet.public_id]),
        "evidence": reverse("assessments:evidence_add", args=[sheet.public_id]),
        "take": reverse("assessments:sheet_take", args=[sheet.public_id]),
        **present_state(sheet, criteria),
    }


def present_state(sheet: ScoreSheet, criteria: Criteria) -> dict:
    """How the sheet stands on the server: also the answer to a page that came too late. Every mark as the value of its button."""
    sealed = sheet.state == SheetState.SUBMITTED
    marks = marks_of(sheet.revision) if sealed else sheet.draft
    return {
        "version": sheet.version,
        "sealed": sealed,
        "marks": {code: [chosen_of(mark) or typed_of(mark), mark.get("reason", "")] for code, mark in marks.items()},
        "visit": visit_fields(sheet) if sheet.method == Method.ON_SITE else None,
        "saved": f"{clock.local(sheet.draft_saved_at):%H:%M}" if sheet.draft_saved_at else "",
        "by": str(sheet.draft_by) if sheet.draft_by_id else "",
        "detail": reverse("assessments:sheet_detail", args=[sheet.public_id]),
    }


def visit_fields(sheet: ScoreSheet) -> dict:
    return {
        "at": f"{clock.local(sheet.visited_at):%Y-%m-%dT%H:%M}" if sheet.visited_at else "",
        "place": sheet.place,
    }
