"""Reading sessions and scores. Whether somebody may see marks is decided here and nowhere else."""

from django.db.models import Count, Prefetch, Q, QuerySet

from calibration.enums import JUDGED, SCORES_OPEN, STILL_OPEN, AttemptState, BlindState, SessionState
from calibration.models import BlindSheet, CalibrationSession, SealedScore
from calibration.rules.sessions import sees_all_sessions
from organization.models import Person


def visible_to(person: Person | None) -> QuerySet[CalibrationSession]:
    """Leads, managers and supervisors: all. Everybody else: those in which they score. To see a session is not yet to see its scores."""
    rows = CalibrationSession.objects.select_related("standard_version__standard", "unit", "opened_by")
    if person is None:
        return rows.none()
    if sees_all_sessions(person):
        return rows
    return rows.filter(pk__in=sheets_of(person).filter(attempt=None).values("session"))


def sheets_of(person: Person | None) -> QuerySet[BlindSheet]:
    """The person's own blind sheets."""
    if person is None:
        return BlindSheet.objects.none()
    return BlindSheet.objects.filter(assessor=person).select_related(
        "session__standard_version__standard",
        "session__unit",
        "session__record",
        "session__attachment",
        "assessor",
        "attempt",
    )


def scores_visible_to(person: Person | None) -> QuerySet[SealedScore]:
    """Marks that may be read: one's own; others' only once the session's scores are open. No role sees more.

    Those of a qualification are read by its candidate, and by leads, managers and supervisors once it is judged.
    """
    rows = SealedScore.objects.select_related("sheet__assessor", "sheet__session", "sheet__attempt")
    if person is None:
        return rows.none()
    opened = Q(
        sheet__attempt=None,
        sheet__session__state__in=SCORES_OPEN,
        sheet__session__in=visible_to(person).order_by().values("pk"),
    )
    if sees_all_sessions(person):
        opened |= Q(sheet__attempt__state__in=JUDGED)
    return rows.filter(Q(sheet__assessor=person) | opened)


def scores_of(session: CalibrationSession, person: Person | None) -> list[SealedScore]:
    """What the person may read of the session's scores, by assessor. One query."""
    rows = scores_visible_to(person).filter(sheet__session=session, sheet__attempt=None)
    return list(rows.order_by("sheet__assessor__sort_key", "sheet"))


def assessors_of(session: CalibrationSession) -> list[BlindSheet]:
    """Everybody's place in the session, without any mark. One query."""
    rows = session.sheets.select_related("assessor__unit").defer("draft")
    return list(rows.order_by("assessor__sort_key", "pk"))


def missing_in(session: CalibrationSession) -> list[BlindSheet]:
    return [sheet for sheet in assessors_of(session) if sheet.state in STILL_OPEN]


def with_progress(sessions: QuerySet[CalibrationSession]) -> QuerySet[CalibrationSession]:
    """Adds `named` and `handed_in`: how many score, and how many have."""
    return sessions.annotate(
        named=Count("all_sheets", filter=Q(all_sheets__attempt=None)),
        handed_in=Count("all_sheets", filter=Q(all_sheets__attempt=None, all_sheets__state=BlindState.SEALED)),
    )


def with_own_sheets(sessions: QuerySet[CalibrationSession], person: Person) -> QuerySet[CalibrationSession]:
    """Adds `own_sheets`: the person's sheet in each, as a list of one or none."""
    own = BlindSheet.objects.filter(assessor=person, attempt=None).defer("draft")
    return sessions.prefetch_related(Prefetch("all_sheets", own, to_attr="own_sheets"))


def to_score(person: Person | None) -> QuerySet[BlindSheet]:
    """What the person still has to score blind."""
    running = Q(attempt=None, session__state=SessionState.SCORING) | Q(attempt__state=AttemptState.RUNNING)
    return sheets_of(person).filter(running, state__in=STILL_OPEN).order_by("session__due_on", "session__number")


def counts_by_state(sessions: QuerySet[CalibrationSession]) -> dict[str, int]:
    return dict(sessions.order_by().select_related(None).values_list("state").annotate(n=Count("pk")))
