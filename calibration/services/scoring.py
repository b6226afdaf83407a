"""Scoring blind: the draft, and the seal that nobody reads before the scores are open."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.selectors.criteria import Criteria, criteria_of
from assessments.services.drafts import typed
from assessments.services.marks import Marks, check_marks, require_complete, score_marks
from calibration.enums import STILL_OPEN, AttemptState, BlindState, SessionState
from calibration.models import BlindSheet, SealedScore
from calibration.rules.sessions import can_score_blind, is_waiting
from calibration.sealing import digest_of_score
from calibration.services.qualification import hold_attempt, judge_when_complete
from calibration.services.sessions import finish_scoring, hold_session
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.errors import Conflict, require
from foundation.common.receipts import once
from foundation.common.states import advance, swap
from organization.models import Person


@transaction.atomic
def save_draft(
    *, sheet: BlindSheet, actor: Person, marks: Mapping, version: int, key: UUID | None = None, sequence: int = 0
) -> int:
    """Keep what is marked so far and return the sheet's new version, as `assessments.services.drafts.save_draft` does.

    Raises Invalid ({code: sentence}), NotAllowed, or Conflict where another window saved, the sheet was handed in, or the scoring has ended.
    """
    require(can_score_blind, actor, sheet)
    criteria = criteria_of(sheet.session.standard_version)
    marks = check_marks(criteria, marks)
    own = key is not None and sheet.draft_key == key and sheet.draft_sequence < sequence
    if not is_waiting(sheet) or (sheet.version != version and not own):
        raise conflict_of(sheet, criteria, marks)
    now = clock.now()
    changes = {"draft": marks, "draft_saved_at": now, "draft_key": key, "draft_sequence": sequence}
    try:
        if sheet.state == BlindState.ASSIGNED:
            advance(sheet, BlindState.DRAFT, started_at=now, **changes)
            record_event(actor=actor, action="calibration.sheet.start", target=sheet)
        else:
            swap(sheet, expected={"state": BlindState.DRAFT}, **changes)
    except Conflict:
        raise conflict_of(sheet, criteria, marks) from None
    return sheet.version


def submit_blind(*, sheet: BlindSheet, actor: Person, marks: Mapping, version: int, key: UUID) -> dict:
    """Seal the marks and return the receipt {sheet, digest}; the last one in opens the scores to all. The same key gets the first receipt.

    Raises Invalid ({code: sentence}) for what is missing or wrong, NotAllowed, Conflict as for a draft.
    """
    require(can_score_blind, actor, sheet)
    criteria = criteria_of(sheet.session.standard_version)
    marks = check_marks(criteria, marks)
    require_complete(criteria, marks)
    answer, _is_new = once(
        actor=actor.public_id,
        action="calibration.sheet.submit",
        key=key,
        payload={"sheet": sheet.public_id, "marks": marks},
        act=lambda: _submit(sheet, actor, criteria, marks, version, key),
    )
    return answer


def _submit(sheet: BlindSheet, actor: Person, criteria: Criteria, marks: Marks, version: int, key: UUID) -> dict:
    session, attempt = sheet.session, sheet.attempt
    if attempt is None:
        hold_session(session)
    else:
        hold_attempt(attempt)
    try:
        if not is_waiting(sheet) or (sheet.version != version and sheet.draft_key != key):
            raise Conflict
        advance(sheet, BlindState.SEALED, draft={})
    except Conflict:
        raise conflict_of(sheet, criteria, marks) from None
    score = _seal(sheet, criteria, marks)
    record_event(actor=actor, action="calibration.sheet.submit", target=sheet, after=score.digest)
    if attempt is not None:
        judge_when_complete(attempt)
    elif not session.sheets.filter(state__in=STILL_OPEN).exists():
        finish_scoring(session, SessionState.DISCUSSING, actor=None)
    return {"sheet": str(sheet.public_id), "digest": score.digest}


def _seal(sheet: BlindSheet, criteria: Criteria, marks: Marks) -> SealedScore:
    found, now = score_marks(criteria, marks), clock.now()
    score = SealedScore(
        sheet=sheet,
        marks=marks,
        total=found.total,
        underlying=found.underlying,
        triggered=list(found.triggered),
        failed=found.failed,
        seconds_spent=int((now - sheet.started_at).total_seconds()) if sheet.started_at else None,
        sealed_at=now,
    )
    score.digest = digest_of_score(score)
    score.save(force_insert=True)
    return score


def conflict_of(sheet: BlindSheet, criteria: Criteria, marks: Marks) -> Conflict:
    """What to say to somebody who came too late, with what they typed. Only ever about their own sheet."""
    present = BlindSheet.objects.select_related("session", "attempt").get(pk=sheet.pk)
    if present.state == BlindState.SEALED:
        message = _("You have handed this sheet in already.")
    elif present.attempt is not None and present.attempt.state != AttemptState.RUNNING:
        message = _("This qualification was withdrawn in the meantime.")
    elif present.attempt is None and present.session.state != SessionState.SCORING:
        message = _("The scoring of %(number)s has ended without this sheet.") % {"number": present.session.number}
    else:
        message = _("This sheet was changed in another window.")
    return Conflict(message, typed=typed(criteria, marks))
