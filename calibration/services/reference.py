"""From open scores to the reference score: the meeting, the mark agreed for each indicator, the closing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _, ngettext

from assessments.selectors.criteria import Criteria, criteria_of
from assessments.services.drafts import describe
from assessments.services.marks import check_marks, check_reason, is_given, needs_reason, score_marks
from calibration.enums import SessionState
from calibration.models import Attendance, CalibrationSession, Meeting, ReferenceMark, ReferenceScore
from calibration.rules.sessions import can_decide_reference
from calibration.sealing import digest_of_mark, digest_of_reference
from calibration.selectors.agreed import agreed_marks, last_meeting, open_indicators, unanimous_marks
from calibration.services.recalibration import settle_with
from calibration.services.sessions import hold_session
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.receipts import once
from foundation.common.states import advance
from foundation.notifications.services import notify
from organization.models import Person
from standards.models import Indicator

FEWEST_PRESENT = 2
LONGEST_NOTE = 4_000


def record_meeting(
    *, session: CalibrationSession, actor: Person, held_at: datetime, present: Sequence[Person], note: str, key: UUID
) -> Meeting:
    """Write down when the scores were discussed and who was there; the actor had the chair. The same key gives the same meeting.

    Raises NotAllowed, Invalid ({"held_at", "present" or "note": sentence}), Conflict where the session is not at this point.
    """
    require(can_decide_reference, actor, session)
    note = note.replace("\r\n", "\n").strip()
    scorers = set(session.sheets.values_list("assessor", flat=True))
    wrong = {}
    # A time of day is said in minutes: a meeting in the minute in which the scores were opened came after them.
    if session.ended_at and not session.ended_at.replace(second=0, microsecond=0) <= held_at <= clock.now():
        wrong["held_at"] = _("After the scores were opened, and not in the future.")
    if len({person.pk for person in present} | {actor.pk}) < FEWEST_PRESENT:
        wrong["present"] = _("A discussion takes at least two.")
    elif not any(person.pk in scorers for person in present):
        wrong["present"] = _("At least one of those who have scored must have been there.")
    if len(note) > LONGEST_NOTE:
        wrong["note"] = _("At most %(limit)d characters.") % {"limit": LONGEST_NOTE}
    if wrong:
        raise Invalid(wrong)
    answer, _is_new = once(
        actor=actor.public_id,
        action="calibration.meeting.record",
        key=key,
        payload=[session.public_id, held_at, sorted(str(person.public_id) for person in present), note],
        act=lambda: _record_meeting(session, actor, held_at, present, note),
    )
    return Meeting.objects.get(public_id=answer["meeting"])


def _record_meeting(session, actor, held_at, present, note) -> dict:
    _hold(session)
    meeting = Meeting.objects.create(
        session=session, number=session.meetings.count() + 1, held_at=held_at, chair=actor, note=note
    )
    people = {person.pk: person for person in (actor, *present)}
    Attendance.objects.bulk_create(Attendance(meeting=meeting, person=person) for person in people.values())
    record_event(
        actor=actor,
        action="calibration.meeting.record",
        target=session,
        meeting=meeting.public_id,
        members=[person.public_id for person in people.values()],
    )
    return {"meeting": str(meeting.public_id)}


def _hold(session: CalibrationSession) -> None:
    hold_session(session)
    refuse_unless_discussed(session)


def refuse_unless_discussed(session: CalibrationSession) -> None:
    """Raises Conflict before the scores are open, and once the reference score is sealed."""
    if session.state != SessionState.DISCUSSING:
        raise Conflict(
            _("This session is “%(state)s” now; nothing can be agreed about it.")
            % {"state": SessionState(session.state).label}
        )


def agree_mark(
    *,
    session: CalibrationSession,
    indicator: Indicator,
    actor: Person,
    mark: Mapping,
    reason: str,
    dissenters: Sequence[Person],
    number: int,
    key: UUID,
) -> ReferenceMark:
    """Write down the reference mark of an indicator with its reason. `number` is how many there were when the page was loaded.

    `dissenters`: who of those present did not agree. Where the standard wants a deduction reason, the reason is that too. Raises NotAllowed,
    Invalid ({"mark", "reason" or "dissenters": sentence}), Conflict where another mark was agreed in the meantime or the session is closed.
    """
    require(can_decide_reference, actor, session)
    answer, _is_new = once(
        actor=actor.public_id,
        action="calibration.reference.agree",
        key=key,
        payload=[session.public_id, indicator.code, mark, reason, sorted(str(one.public_id) for one in dissenters)],
        act=lambda: _agree(session, indicator, actor, mark, reason, dissenters, number),
    )
    return ReferenceMark.objects.get(public_id=answer["mark"])


def _agree(session, indicator, actor, mark, reason, dissenters, number) -> dict:
    _hold(session)
    criteria = criteria_of(session.standard_version)
    meeting = _require_meeting(session)
    reason = _checked(check_reason, "reason", reason)
    if not reason:
        raise Invalid({"reason": _("Say why this is the right mark.")})
    given = _checked(lambda one: check_marks(criteria, {indicator.code: one}).get(indicator.code, {}), "mark", mark)
    if not is_given(given):
        raise Invalid({"mark": _("Choose the mark that was agreed on.")})
    there = set(meeting.register.values_list("person", flat=True))
    if any(person.pk not in there for person in dissenters) or len(dissenters) * 2 >= len(there):
        raise Invalid({"dissenters": _("More than half of those who were there must agree.")})
    before = session.reference_marks.filter(indicator=indicator).count()
    if before != number:
        raise Conflict(
            _("Another mark has been agreed for this indicator in the meantime."),
            typed=[(str(indicator), describe(given)), (_("Reason"), reason)],
        )
    row = _seal_mark(session, criteria, indicator, given, reason, meeting, dissenters, actor, before + 1)
    return {"mark": str(row.public_id)}


def _checked(check, field: str, value):
    """What a check of the marks says, at the field of this form."""
    try:
        return check(value)
    except Invalid as error:
        raise Invalid({field: error.messages}) from None


def _require_meeting(session: CalibrationSession) -> Meeting:
    meeting = last_meeting(session)
    if meeting is None:
        raise Invalid(_("Write down the meeting first: a reference mark is agreed by those who were there."))
    return meeting


def _seal_mark(
    session: CalibrationSession,
    criteria: Criteria,
    indicator: Indicator,
    mark: dict,
    reason: str,
    meeting: Meeting,
    dissenters: Sequence[Person],
    actor: Person,
    number: int,
) -> ReferenceMark:
    mark = {name: value for name, value in mark.items() if name != "reason"}
    if needs_reason(criteria, indicator.code, mark):
        mark["reason"] = reason
    row = ReferenceMark(
        session=session,
        indicator=indicator,
        number=number,
        mark=mark,
        reason=reason,
        meeting=meeting,
        dissenters=sorted(str(person.public_id) for person in dissenters),
        decided_by=actor,
    )
    row.digest = digest_of_mark(row)
    row.save(force_insert=True)
    record_event(
        actor=actor,
        action="calibration.reference.agree",
        target=session,
        after=row.digest,
        indicator=indicator.code,
        position=number,
        mark=row.public_id,
    )
    return row


@transaction.atomic
def adopt_unanimous(*, session: CalibrationSession, actor: Person) -> int:
    """Take over the mark of each indicator on which all have given the same and nothing is agreed yet. Returns how many. Twice is as once."""
    require(can_decide_reference, actor, session)
    _hold(session)
    meeting = _require_meeting(session)
    criteria = criteria_of(session.standard_version)
    done = agreed_marks(session)
    found = [(code, mark) for code, mark in unanimous_marks(session, criteria).items() if code not in done]
    for code, mark in found:
        _seal_mark(session, criteria, criteria.indicators[code], mark, mark.get("reason", ""), meeting, (), actor, 1)
    return len(found)


@transaction.atomic
def close_session(*, session: CalibrationSession, actor: Person) -> ReferenceScore:
    """Seal the reference score made of the agreed marks. There is no way back: what is to be discussed anew is a new session.

    Raises NotAllowed, Invalid naming the indicators that nothing is agreed about, Conflict where the session is not at this point.
    """
    require(can_decide_reference, actor, session)
    _hold(session)
    _require_meeting(session)
    criteria = criteria_of(session.standard_version)
    if missing := open_indicators(session, criteria):
        raise Invalid(
            ngettext(
                "Nothing is agreed yet about %(n)d indicator: %(codes)s.",
                "Nothing is agreed yet about %(n)d indicators: %(codes)s.",
                len(missing),
            )
            % {"n": len(missing), "codes": ", ".join(missing)}
        )
    agreed = agreed_marks(session)
    marks = {code: agreed[code].mark for code in criteria.indicators if code in agreed}
    found = score_marks(criteria, marks)
    reference = ReferenceScore(
        session=session,
        marks=marks,
        total=found.total,
        underlying=found.underlying,
        triggered=list(found.triggered),
        failed=found.failed,
        decided_by=actor,
    )
    reference.digest = digest_of_reference(reference)
    reference.save(force_insert=True)
    advance(session, SessionState.CLOSED, closed_at=clock.now(), closed_by=actor)
    settle_with(session, actor, done=True)
    people = [sheet.assessor for sheet in session.sheets.select_related("assessor__user")]
    notify(
        users=[person.user for person in people if person.pk != actor.pk],
        kind="calibration.session.closed",
        url=session.get_absolute_url(),
        params={"number": session.number, "title": session.title},
        dedupe=f"calibration.session.closed:{session.public_id}",
    )
    record_event(
        actor=actor,
        action="calibration.session.close",
        target=session,
        before=SessionState.DISCUSSING,
        after=SessionState.CLOSED,
        reference=reference.digest,
    )
    return reference
