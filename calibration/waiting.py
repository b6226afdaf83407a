"""What of calibration waits for a person, and what of it the search field finds."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from calibration.enums import STILL_OPEN, SessionState
from calibration.models import CalibrationSession
from calibration.rules.sessions import can_open_session
from calibration.selectors.sessions import to_score, visible_to
from foundation.common import clock
from foundation.common.texts import localized
from organization.models import Person
from organization.searching import Hit
from organization.worklist import WorkItem


def calibration_waiting_for(person: Person) -> list[WorkItem]:
    """Blind sheets to hand in; for leads sessions whose day has passed, and those that wait to be discussed. One or two queries."""
    items = [_to_score(sheet) for sheet in to_score(person)]
    if can_open_session(person):
        items += [_to_lead(session) for session in _with_the_lead()]
    return items


def _to_score(sheet) -> WorkItem:
    session, state = sheet.session, sheet.States(sheet.state)
    text = _("Qualification: %(title)s") if sheet.attempt else _("Score blind: %(title)s")
    return WorkItem(
        title=text % {"title": session.title},
        url=reverse("calibration:sheet_score", args=[sheet.public_id]),
        group="calibration",
        detail=session.number,
        unit=localized(session.unit, "name") if session.unit else "",
        state=str(state.label),
        tone=state.tone,
        due_on=sheet.attempt.due_on if sheet.attempt else session.due_on,
    )


def _with_the_lead():
    """Sessions that go on only if a lead does something."""
    stuck = Q(state=SessionState.SCORING, due_on__lt=clock.today()) | Q(state=SessionState.DISCUSSING)
    rows = CalibrationSession.objects.filter(stuck).select_related("unit").order_by("due_on", "number")
    waiting = Q(all_sheets__attempt=None, all_sheets__state__in=STILL_OPEN)
    return rows.annotate(missing=Count("all_sheets", filter=waiting))


def _to_lead(session) -> WorkItem:
    state = SessionState(session.state)
    if state == SessionState.SCORING:
        title = ngettext(
            "%(n)d blind score of %(number)s is missing",
            "%(n)d blind scores of %(number)s are missing",
            session.missing,
        ) % {"n": session.missing, "number": session.number}
    else:
        title = _("Discuss the scores of %(number)s and agree on the reference") % {"number": session.number}
    return WorkItem(
        title=title,
        url=session.get_absolute_url(),
        group="calibration",
        detail=session.title,
        unit=localized(session.unit, "name") if session.unit else "",
        state=str(state.label),
        tone="late" if session.is_overdue else state.tone,
        due_on=session.due_on if state == SessionState.SCORING else None,
    )


def search_sessions(person: Person, words: str) -> list[Hit]:
    """By number and title, within what the person may see. What is described in a session is not searched."""
    found = visible_to(person).filter(Q(number__icontains=words) | Q(title__icontains=words))[:10]
    return [
        Hit(
            title=str(session),
            url=session.get_absolute_url(),
            kind=_("calibration session"),
            detail=str(SessionState(session.state).label),
        )
        for session in found
    ]
