"""What the scoring page's scripts need to know of a sheet."""

from uuid import UUID

from assessments.enums import SheetState
from assessments.models import ScoreSheet
from assessments.services.revisions import marks_of
from assessments.services.visits import STATED, Visit, visit_of
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
        visit=visit_fields(visit_of(sheet)) if sheet.method in STATED else None,
    )


def visit_fields(visit: Visit) -> dict[str, str]:
    """What stands in the fields of a visit, by their names on the page without “visit_”."""
    times = {"at": visit.at, "left": visit.left_at}
    typed = {name: f"{clock.local(moment):%Y-%m-%dT%H:%M}" if moment else "" for name, moment in times.items()}
    return {**typed, "place": visit.place, "why": visit.why, "met": visit.met}
