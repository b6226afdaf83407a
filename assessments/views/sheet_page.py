"""What the scoring page's scripts need to know of a sheet."""

from uuid import UUID

from assessments.enums import Method, SheetState
from assessments.models import ScoreSheet
from assessments.services.revisions import marks_of
from assessments.sheet_form import page
from foundation.common import clock
from foundation.common.addresses import address
from organization.models import Person


def state_for_scripts(sheet: ScoreSheet, person: Person, key: UUID) -> dict:
    """What the page's scripts start from: where it stands, where it talks to, and the policies of the arithmetic."""
    addresses = {
        "save": address("assessments:sheet_save", sheet.public_id),
        "submit": address("assessments:sheet_submit", sheet.public_id),
        "evidence": address("assessments:evidence_add", sheet.public_id),
        "take": address("assessments:sheet_take", sheet.public_id),
    }
    return page.state_for_scripts(sheet, person, key, **addresses, **present_state(sheet))


def present_state(sheet: ScoreSheet) -> dict:
    """How the sheet stands on the server: also the answer to a page that came too late."""
    sealed = sheet.state == SheetState.SUBMITTED
    return page.present_state(
        sheet,
        marks_of(sheet.revision) if sealed else sheet.draft,
        sealed=sealed,
        detail=address("assessments:sheet_detail", sheet.public_id),
        by=str(sheet.draft_by) if sheet.draft_by_id else "",
        visit=visit_fields(sheet) if sheet.method == Method.ON_SITE else None,
    )


def visit_fields(sheet: ScoreSheet) -> dict:
    return {
        "at": f"{clock.local(sheet.visited_at):%Y-%m-%dT%H:%M}" if sheet.visited_at else "",
        "place": sheet.place,
    }
