"""What the scoring page's scripts need to know of a sheet."""

from uuid import UUID

from django.urls import reverse

from assessments.enums import Method, SheetState
from assessments.models import ScoreSheet
from assessments.services.revisions import marks_of
from assessments.sheet_form import page
from foundation.common import clock
from organization.models import Person


def state_for_scripts(sheet: ScoreSheet, person: Person, key: UUID) -> dict:
    """What the page's scripts start from: where it stands, where it talks to, and the policies of the arithmetic."""
    addresses = {
        "save": reverse("assessments:sheet_save", args=[sheet.public_id]),
        "submit": reverse("assessments:sheet_submit", args=[sheet.public_id]),
        "evidence": reverse("assessments:evidence_add", args=[sheet.public_id]),
        "take": reverse("assessments:sheet_take", args=[sheet.public_id]),
    }
    return page.state_for_scripts(sheet, person, key, **addresses, **present_state(sheet))


def present_state(sheet: ScoreSheet) -> dict:
    """How the sheet stands on the server: also the answer to a page that came too late."""
    sealed = sheet.state == SheetState.SUBMITTED
    return page.present_state(
        sheet,
        marks_of(sheet.revision) if sealed else sheet.draft,
        sealed=sealed,
        detail=reverse("assessments:sheet_detail", args=[sheet.public_id]),
        by=str(sheet.draft_by) if sheet.draft_by_id else "",
        visit=visit_fields(sheet) if sheet.method == Method.ON_SITE else None,
    )


def visit_fields(sheet: ScoreSheet) -> dict:
    return {
        "at": f"{clock.local(sheet.visited_at):%Y-%m-%dT%H:%M}" if sheet.visited_at else "",
        "place": sheet.place,
    }
