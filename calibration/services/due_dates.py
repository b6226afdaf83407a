"""The day until which scores are handed in follows the calendar (R14)."""

from datetime import date

from django.db import transaction

from calibration.enums import STILL_OPEN, SessionState
from calibration.models import CalibrationSession
from foundation.audit.services import record_event
from foundation.common.errors import Conflict
from foundation.common.states import swap
from foundation.notifications.services import notify
from foundation.workdays.recounting import out_of_step


def recount_sessions() -> int:
    """Sessions that are being scored. Returns how many moved."""
    rows = CalibrationSession.objects.filter(state=SessionState.SCORING)
    return sum(_move(session, due) for session, due in out_of_step(rows))


def _move(session: CalibrationSession, due: date) -> int:
    before = session.due_on
    try:
        with transaction.atomic():
            swap(session, expected={"state": SessionState.SCORING, "due_on": before}, due_on=due)
            waiting = session.sheets.filter(state__in=STILL_OPEN).select_related("assessor__user")
            notify(
                users=[sheet.assessor.user for sheet in waiting],
                kind="calibration.session.moved",
                url=session.get_absolute_url(),
                params={"number": session.number, "title": session.title, "due": due.isoformat()},
                dedupe=f"calibration.session.moved:{session.public_id}:{due}",
            )
            record_event(actor=None, action="calibration.session.move_due", target=session, before=before, after=due)
    except Conflict:
        return 0
    return 1
