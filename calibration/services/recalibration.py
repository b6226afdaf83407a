"""Low agreement becomes a to-do: found by rule, done by a new session, or dismissed with a reason."""

from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from analysis.agreement.outcome import Coefficient
from calibration.enums import TodoState
from calibration.models import CalibrationSession, Recalibration
from calibration.rules.sessions import can_open_session
from calibration.selectors.agreement import agreement_on, all_ratings
from calibration.selectors.policy import policy_for
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.engine import lock_for_transaction
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.numbers import round_points
from foundation.common.states import advance
from foundation.common.texts import both
from foundation.jobs.services import Running, enqueue, job_handler
from foundation.notifications.services import notify
from organization.enums import Role
from organization.models import Person
from organization.selectors import holders_of
from standards.models import Indicator, StandardVersion

JOB = "calibration.agreement.judge"
LOOKED_BACK = timedelta(days=365)
LONGEST_REASON = 300
PENDING = (TodoState.OPEN, TodoState.PLANNED)


def judge_later(session: CalibrationSession) -> None:
    """Have the agreement judged once the session's scores are open; after the commit, so that no submission waits for figures."""
    enqueue(kind=JOB, key=f"{JOB}:{session.public_id}", args={"version": session.standard_version_id})


@job_handler(JOB)
def judge_in_background(_running: Running, *, version: int) -> None:
    judge_agreement(version=StandardVersion.objects.select_related("standard").get(pk=version))


@transaction.atomic
def judge_agreement(*, version: StandardVersion) -> list[Recalibration]:
    """Find the indicators on which the sessions of the last year agree less than is wanted. Twice is as once.

    Judged is what was opened since the indicator was last calibrated again or dismissed: old scores that led to a session do not lead to the
    next one. An indicator is judged from `fewest_items` on; with fewer, nothing follows.
    """
    lock_for_transaction(f"recalibration-{version.pk}")
    policy, first = policy_for(version.standard), clock.today() - LOOKED_BACK
    before = {}
    for row in Recalibration.objects.filter(standard_version=version).order_by("found_at"):
        before[row.indicator_id] = row
    whole, found = all_ratings(version, first), []
    for indicator in whole.criteria.indicators.values():
        last = before.get(indicator.pk)
        if last is not None and last.state in PENDING:
            continue
        ratings = all_ratings(version, first, since=last.settled_at) if last else whole
        if len(ratings.scores) < policy.fewest_items:
            continue
        coefficient = agreement_on(ratings, indicator).alpha
        if coefficient.value is None or coefficient.items < policy.fewest_items:
            continue
        if Decimal(coefficient.value) < policy.alpha_wanted:
            found.append(_find(version, indicator, coefficient, policy.alpha_wanted))
    return found


def _find(version: StandardVersion, indicator: Indicator, found: Coefficient, wanted: Decimal) -> Recalibration:
    todo = Recalibration.objects.create(
        standard_version=version,
        indicator=indicator,
        alpha=_points(found.value),
        low=_points(found.low),
        high=_points(found.high),
        wanted=wanted,
        items=found.items,
        assessors=found.assessors,
    )
    notify(
        users=[lead.user for lead in holders_of(Role.LEAD)],
        kind="calibration.todo.found",
        url=todo.get_absolute_url(),
        params={"code": indicator.code, "indicator": both(indicator, "name")},
        dedupe=f"calibration.todo.found:{todo.public_id}",
    )
    record_event(actor=None, action="calibration.todo.find", target=todo, indicator=indicator.code, n=found.items)
    return todo


def _points(value: float | None) -> Decimal | None:
    return None if value is None else round_points(Decimal(value))


def plan_for(todo: Recalibration, session: CalibrationSession, actor: Person) -> None:
    """The session is opened for it. Raises Conflict where it is no longer open. The caller is in a transaction."""
    advance(todo, TodoState.PLANNED, session=session)
    record_event(actor=actor, action="calibration.todo.plan", target=todo, session=session.public_id)


def settle_with(session: CalibrationSession, actor: Person | None, *, done: bool) -> None:
    """What the session was opened for is done with its reference score, or open again where it is called off."""
    todo = Recalibration.objects.filter(session=session, state=TodoState.PLANNED).first()
    if todo is None:
        return
    if done:
        advance(todo, TodoState.DONE, settled_at=clock.now(), settled_by=actor)
    else:
        advance(todo, TodoState.OPEN, session=None)
    record_event(
        actor=actor,
        action="calibration.todo.settle" if done else "calibration.todo.reopen",
        target=todo,
        before=TodoState.PLANNED,
        after=todo.state,
    )


@transaction.atomic
def dismiss_todo(*, todo: Recalibration, actor: Person, reason: str) -> None:
    """Not calibrated again, with a reason. Raises NotAllowed, Invalid without a reason, Conflict where it is not open any more."""
    require(can_open_session, actor)
    reason = (reason or "").strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise Invalid({"reason": _("Say why, in up to %(limit)s characters.") % {"limit": LONGEST_REASON}})
    if todo.state != TodoState.OPEN:
        raise Conflict(_("This is “%(state)s” now.") % {"state": TodoState(todo.state).label}, typed=[(_("Reason"), reason)])  # fmt: skip
    advance(todo, TodoState.DISMISSED, settled_at=clock.now(), settled_by=actor, reason=reason)
    record_event(
        actor=actor, action="calibration.todo.dismiss", target=todo, before=TodoState.OPEN, after=TodoState.DISMISSED
    )
