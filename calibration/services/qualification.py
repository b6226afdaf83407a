"""Reference sheets for a new assessor: given by a lead, scored blind, judged by rule."""

import calendar
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from assessments.selectors.criteria import criteria_of
from calibration.enums import STILL_OPEN, AttemptState, BlindState, SessionState
from calibration.models import Attempt, BlindSheet, CalibrationSession
from calibration.qualifying import Rule, judge
from calibration.rules.qualification import can_give_attempt, can_qualify, can_withdraw_attempt
from calibration.selectors.policy import policy_for
from calibration.selectors.qualification import unknown_to
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.receipts import once
from foundation.common.states import advance
from foundation.notifications.services import notify
from foundation.workdays.calendar import is_workday
from organization.models import Person
from standards.models import StandardVersion

LONGEST_REASON = 300


def give_attempt(
    *,
    person: Person,
    version: StandardVersion,
    sessions: Sequence[CalibrationSession],
    due_on: date,
    actor: Person,
    key: UUID,
) -> Attempt:
    """Give the reference sheets of these closed sessions to somebody. The rule that holds now is kept with the attempt. The same key gives the same.

    Raises NotAllowed, or Invalid ({"person", "sessions" or "due_on": sentence}), Conflict where another attempt is under way.
    """
    require(can_give_attempt, actor)
    answer, _is_new = once(
        actor=actor.public_id,
        action="calibration.attempt.give",
        key=key,
        payload=[person.public_id, version.public_id, sorted(str(one.public_id) for one in sessions), due_on],
        act=lambda: _give(person, version, sessions, due_on, actor),
    )
    return Attempt.objects.get(public_id=answer["attempt"])


def _give(person, version, sessions, due_on, actor) -> dict:
    policy = policy_for(version.standard)
    before = Attempt.objects.filter(person=person, standard_version=version)
    _check(person, version, sessions, due_on, actor, policy, before.exclude(state=AttemptState.WITHDRAWN).count())
    attempt = Attempt(
        person=person,
        standard_version=version,
        number=before.count() + 1,
        due_on=due_on,
        given_by=actor,
        tolerance=policy.tolerance,
        share_wanted=policy.share_wanted,
        valid_months=policy.valid_months,
    )
    try:
        with transaction.atomic():
            attempt.save(force_insert=True)
    except IntegrityError:
        raise Conflict(_("%(person)s has an attempt under way already.") % {"person": person}) from None
    BlindSheet.objects.bulk_create(BlindSheet(session=one, attempt=attempt, assessor=person) for one in sessions)
    notify(
        users=[person.user],
        kind="calibration.attempt.given",
        url=attempt.get_absolute_url(),
        params={"count": len(sessions), "due": due_on.isoformat()},
        dedupe=f"calibration.attempt.given:{attempt.public_id}",
    )
    record_event(
        actor=actor,
        action="calibration.attempt.give",
        target=attempt,
        person=person.public_id,
        sessions=[one.public_id for one in sessions],
        due_on=due_on,
    )
    return {"attempt": str(attempt.public_id)}


def _check(person, version, sessions, due_on, actor, policy, attempts: int) -> None:
    wrong = {}
    if not can_qualify(person) or person.pk == actor.pk:
        wrong["person"] = _("Only assessors and heads qualify; whoever reads the reference scores cannot score blind.")
    elif attempts >= policy.attempts_allowed:
        wrong["person"] = _("All %(most)d attempts by this standard are used up.") % {"most": policy.attempts_allowed}
    fit = [one for one in sessions if one.state == SessionState.CLOSED and one.standard_version_id == version.pk]
    if len(fit) < len(sessions) or len({one.pk for one in sessions}) < policy.sheets_wanted:
        wrong["sessions"] = _("Choose at least %(least)d reference sheets of this standard.") % {"least": policy.sheets_wanted}  # fmt: skip
    elif len(unknown_to(person, sessions)) < len(sessions):
        wrong["sessions"] = _("One of these is known to the candidate, or is of their own unit or service.")
    if due_on < clock.today() or not is_workday(due_on):
        wrong["due_on"] = _("A working day from today on.")
    if wrong:
        raise Invalid(wrong)


def hold_attempt(attempt: Attempt) -> None:
    """Lock the row: a last sheet and a withdrawal take turns. The caller is in a transaction."""
    attempt.refresh_from_db(fields=["state", "version"], from_queryset=Attempt.objects.select_for_update(no_key=True))


def judge_when_complete(attempt: Attempt) -> None:
    """After the last sheet is in: passed or not, by the rule kept with the attempt. The row is held by the caller."""
    if attempt.sheets.filter(state__in=STILL_OPEN).exists():
        return
    sheets = attempt.sheets.select_related("score", "session__reference")
    outcome = judge(
        criteria_of(attempt.standard_version),
        Rule(attempt.tolerance, attempt.share_wanted),
        [(sheet.score.marks, sheet.session.reference.marks) for sheet in sheets],
    )
    today = clock.today()
    state = AttemptState.PASSED if outcome.passed else AttemptState.FAILED
    advance(
        attempt,
        state,
        within=outcome.within,
        compared=outcome.compared,
        red_lines_missed=outcome.red_lines_missed,
        decided_at=clock.now(),
        valid_until=months_after(today, attempt.valid_months) if outcome.passed else None,
    )
    kind = f"calibration.attempt.{state.value}"
    notify(
        users=[attempt.person.user, attempt.given_by.user],
        kind=kind,
        url=attempt.get_absolute_url(),
        params={"person": attempt.person.name, "standard": str(attempt.standard_version)},
        dedupe=f"{kind}:{attempt.public_id}",
    )
    record_event(
        actor=None,
        action="calibration.attempt.judge",
        target=attempt,
        before=AttemptState.RUNNING,
        after=state,
        within=outcome.within,
        compared=outcome.compared,
    )


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months later, or the month's last one."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


@transaction.atomic
def withdraw_attempt(*, attempt: Attempt, actor: Person, reason: str) -> None:
    """Take it back, with a reason; it does not count as an attempt, and its sheets are known to the candidate from now on.

    Raises NotAllowed, Invalid without a reason, Conflict where it has been judged.
    """
    require(can_withdraw_attempt, actor, attempt)
    reason = (reason or "").strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise Invalid({"reason": _("Say why, in up to %(limit)s characters.") % {"limit": LONGEST_REASON}})
    hold_attempt(attempt)
    advance(attempt, AttemptState.WITHDRAWN, decided_at=clock.now(), reason=reason)
    for sheet in attempt.sheets.filter(state__in=STILL_OPEN):
        advance(sheet, BlindState.MISSED, draft={})
    record_event(
        actor=actor,
        action="calibration.attempt.withdraw",
        target=attempt,
        before=AttemptState.RUNNING,
        after=AttemptState.WITHDRAWN,
    )
