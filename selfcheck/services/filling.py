"""Filling in a self-check: the draft, and the seal."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.selectors.criteria import Criteria, criteria_of
from assessments.services.drafts import typed
from assessments.services.marks import Marks, check_marks, gaps_of, score_marks
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.receipts import once
from foundation.common.states import advance, swap
from foundation.common.templatetags.marks import person_name
from organization.models import Person
from selfcheck.enums import STILL_OPEN, CheckState
from selfcheck.models import SealedCheck, SelfCheck
from selfcheck.rules import can_fill_in, takes_in
from selfcheck.sealing import digest_of_check
from selfcheck.services.asking import hold


def checked(check: SelfCheck, marks: Mapping) -> Marks:
    """The marks in their one shape. Raises Invalid ({code: sentence}), also for an indicator that the unit was not asked for."""
    criteria = criteria_of(check.standard_version)
    clean = check_marks(criteria, marks)
    beyond = [code for code in clean if code not in check.indicators]
    if beyond:
        raise Invalid(_("This self-check does not ask for indicator %(code)s.") % {"code": beyond[0]})
    return clean


def save_draft(
    *, check: SelfCheck, actor: Person, marks: Mapping, version: int, key: UUID | None = None, sequence: int = 0
) -> int:
    """Keep what is marked so far and return the new version, as `assessments.services.drafts.save_draft` does.

    Raises Invalid ({code: sentence}), NotAllowed, or Conflict where somebody else of the unit saved, or it was handed in or is no longer open.
    """
    require(can_fill_in, actor, check)
    marks = checked(check, marks)
    own = key is not None and check.draft_key == key and check.draft_sequence < sequence
    if not _is_open(check) or (check.version != version and not own):
        raise conflict_of(check, marks)
    now = clock.now()
    changes = {
        "draft": marks,
        "draft_saved_at": now,
        "draft_by": actor,
        "draft_key": key,
        "draft_sequence": sequence,
    }
    try:
        with transaction.atomic():
            if check.state == CheckState.ASKED:
                advance(check, CheckState.DRAFT, **changes)
                record_event(actor=actor, action="selfcheck.check.start", target=check)
            else:
                swap(check, expected={"state": CheckState.DRAFT}, **changes)
    except Conflict:
        raise conflict_of(check, marks) from None
    return check.version


def hand_in(*, check: SelfCheck, actor: Person, marks: Mapping, version: int, key: UUID) -> dict:
    """Seal the marks, once, and return the receipt {check, digest}. The same key gets the first receipt.

    After its day it is still taken, and marked as late; never once the scoring of the cycle has ended. Raises Invalid ({code: sentence}) for
    what is missing or wrong, NotAllowed, Conflict as for a draft.
    """
    require(can_fill_in, actor, check)
    criteria = criteria_of(check.standard_version)
    marks = checked(check, marks)
    gaps = {code: sentence for code, sentence in gaps_of(criteria, marks).items() if code in check.indicators}
    if gaps:
        raise Invalid(gaps)
    answer, _is_new = once(
        actor=actor.public_id,
        action="selfcheck.check.hand_in",
        key=key,
        payload={"check": check.public_id, "marks": marks},
        act=lambda: _hand_in(check, actor, criteria, marks, version, key),
    )
    return answer


def _hand_in(check: SelfCheck, actor: Person, criteria: Criteria, marks: Marks, version: int, key: UUID) -> dict:
    hold(check)
    check.cycle.refresh_from_db(fields=["state"])
    try:
        if not _is_open(check) or (check.version != version and check.draft_key != key):
            raise Conflict
        before = check.state
        advance(check, CheckState.SEALED, draft={}, draft_by=actor)
    except Conflict:
        raise conflict_of(check, marks) from None
    sealed = _seal(check, actor, criteria, marks)
    record_event(
        actor=actor,
        action="selfcheck.check.hand_in",
        target=check,
        before=before,
        after=CheckState.SEALED,
        digest=sealed.digest,
        late=sealed.was_late,
    )
    return {"check": str(check.public_id), "digest": sealed.digest}


def _seal(check: SelfCheck, actor: Person, criteria: Criteria, marks: Marks) -> SealedCheck:
    score = score_marks(criteria, marks)
    sealed = SealedCheck(
        check_of=check,
        marks=marks,
        total=score.total,
        triggered=list(score.triggered),
        due_on=check.due_on,
        handed_in_by=actor,
        sealed_at=clock.now(),
    )
    sealed.digest = digest_of_check(sealed)
    sealed.save(force_insert=True)
    return sealed


def _is_open(check: SelfCheck) -> bool:
    return check.state in STILL_OPEN and takes_in(check.cycle)


def conflict_of(check: SelfCheck, marks: Marks) -> Conflict:
    """What to say to somebody who came too late, with what they typed."""
    present = SelfCheck.objects.select_related("cycle", "draft_by", "sealed__handed_in_by").get(pk=check.pk)
    if present.state == CheckState.SEALED:
        who = person_name(present.sealed.handed_in_by)
        message = _("This self-check has been handed in already, by %(person)s.") % {"person": who}
    elif present.state == CheckState.WITHDRAWN:
        message = _("This self-check was withdrawn in the meantime.")
    elif not _is_open(present):
        message = _("The scoring of %(cycle)s has ended without this self-check.") % {"cycle": present.cycle.code}
    elif present.draft_by is not None:
        message = _("%(person)s has changed this self-check in the meantime.") % {
            "person": person_name(present.draft_by)
        }
    else:
        message = _("This sheet was changed in another window.")
    return Conflict(message, typed=typed(criteria_of(check.standard_version), marks))
