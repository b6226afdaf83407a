"""For `manage.py verify`: each blind score and each agreed mark is the one that was sealed, and each session stands where its sheets say."""

from collections.abc import Iterable

from assessments.scoring import InvalidMark
from assessments.selectors.criteria import criteria_of
from assessments.services.marks import score_marks
from calibration.enums import STILL_OPEN, BlindState, SessionState
from calibration.models import BlindSheet, CalibrationSession, ReferenceMark, ReferenceScore, SealedScore
from calibration.sealing import digest_of_mark, digest_of_reference, digest_of_score
from foundation.audit.models import AuditEvent

SUBMITTED, AGREED, CLOSED = "calibration.sheet.submit", "calibration.reference.agree", "calibration.session.close"


def verify_calibration() -> list[str]:
    """One sentence for each thing that is not as the audit trail saw it or does not follow from what it is made of."""
    return [*_scores(), *_marks(), *_references(), *_sessions()]


def _scores() -> Iterable[str]:
    noted = _noted(SUBMITTED)
    rows = SealedScore.objects.select_related("sheet__assessor", "sheet__attempt", "sheet__session__standard_version")
    for score in rows.order_by("pk").iterator(chunk_size=200):
        name = f"Blind score of {score.sheet.assessor.staff_number} in {score.sheet.session.number}"
        yield from _faults(name, score, digest_of_score(score), score.sheet.session)
        if (str(score.sheet.public_id), score.digest) not in noted:
            yield f"{name} is not the one in the audit trail."
    bare = BlindSheet.objects.filter(state=BlindState.SEALED, score=None).select_related("session", "assessor")
    for sheet in bare:
        yield f"Blind sheet of {sheet.assessor.staff_number} in {sheet.session.number} is handed in without a score."


def _marks() -> Iterable[str]:
    noted = _noted(AGREED)
    rows = ReferenceMark.objects.select_related("session", "indicator", "meeting", "decided_by")
    for row in rows.order_by("pk").iterator(chunk_size=200):
        name = f"Reference mark {row.number} of {row.indicator.code} in {row.session.number}"
        if digest_of_mark(row) != row.digest:
            yield f"{name} was changed after it was agreed."
        if (str(row.session.public_id), row.digest) not in noted:
            yield f"{name} is not the one in the audit trail."


def _references() -> Iterable[str]:
    closed = AuditEvent.objects.filter(action=CLOSED).values_list("target", "details")
    noted = {(target, details.get("reference", "")) for target, details in closed}
    rows = ReferenceScore.objects.select_related("session__standard_version", "decided_by")
    for row in rows.order_by("pk").iterator(chunk_size=200):
        name = f"Reference score of {row.session.number}"
        yield from _faults(name, row, digest_of_reference(row), row.session)
        if (str(row.session.public_id), row.digest) not in noted:
            yield f"{name} is not the one in the audit trail."
        agreed = {}
        for mark in row.session.reference_marks.select_related("indicator").order_by("number"):
            agreed[mark.indicator.code] = mark.mark
        if agreed != row.marks:
            yield f"{name} is not made of the marks that were agreed."


def _faults(name: str, row: SealedScore | ReferenceScore, digest: str, session: CalibrationSession) -> Iterable[str]:
    if digest != row.digest:
        yield f"{name} was changed after it was sealed."
    try:
        found = score_marks(criteria_of(session.standard_version), row.marks)
    except (InvalidMark, KeyError, TypeError, ValueError):
        yield f"{name} holds a mark that its standard does not know."
        return
    if (found.total, found.underlying, sorted(found.triggered)) != (row.total, row.underlying, sorted(row.triggered)):
        yield f"{name}: its total does not follow from its marks."


def _sessions() -> Iterable[str]:
    for session in CalibrationSession.objects.prefetch_related("all_sheets").order_by("pk"):
        waiting = any(sheet.state in STILL_OPEN for sheet in session.all_sheets.all() if sheet.attempt_id is None)
        if waiting != (session.state == SessionState.SCORING):
            yield f"Calibration session {session.number} is {session.state} and its sheets say otherwise."
        if (session.state == SessionState.CLOSED) != hasattr(session, "reference"):
            yield f"Calibration session {session.number} is {session.state} and its reference score says otherwise."


def _noted(action: str) -> set[tuple[str, str]]:
    """(target, digest) of each such act in the trail."""
    events = AuditEvent.objects.filter(action=action).values_list("target", "details")
    return {(target, details.get("after", "")) for target, details in events}
