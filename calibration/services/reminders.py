"""Who has not scored blind yet is reminded a working day before the scores are due: once for each day, however often the schedule fires (R20)."""

from calibration.enums import STILL_OPEN, SessionState
from calibration.models import BlindSheet
from foundation.common import clock
from foundation.notifications.services import notify
from foundation.workdays.calendar import add_workdays

DAYS_BEFORE = 1


def remind_assessors() -> int:
    """Of sessions, not of qualifications, whose day is the assessor's own. Returns the sheets it concerns."""
    today = clock.today()
    rows = BlindSheet.objects.filter(
        attempt=None,
        state__in=STILL_OPEN,
        session__state=SessionState.SCORING,
        session__due_on__gte=today,
        session__due_on__lte=add_workdays(today, DAYS_BEFORE),
    )
    concerned = list(rows.select_related("session", "assessor__user"))
    for sheet in concerned:
        session = sheet.session
        notify(
            users=[sheet.assessor.user],
            kind="calibration.session.due_soon",
            url=session.get_absolute_url(),
            params={"number": session.number, "title": session.title, "due": session.due_on.isoformat()},
            dedupe=f"calibration.session.due_soon:{session.public_id}:{session.due_on}",
        )
    return len(concerned)
