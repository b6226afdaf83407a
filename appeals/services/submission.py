"""Sending an appeal, and taking it back."""

from uuid import UUID

from django.utils.translation import gettext as _

from appeals.enums import OPEN, AppealState
from appeals.marks import is_same, present_marks
from appeals.models import Appeal, AppealPoint
from appeals.people import tell
from appeals.rules import can_submit_appeal, can_withdraw_appeal
from appeals.sealing import content_digest_of
from appeals.selectors import clarifiers_of, for_page, rulers_of, terms_now
from appeals.services.drafts import require_open_window
from assessments.enums import CycleState
from assessments.models import Cycle
from assessments.services.passing import locked
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.engine import lock_for_transaction
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.receipts import once
from foundation.common.states import advance
from foundation.workdays.calendar import due_after
from organization.models import Person

LONGEST_REASON = 300


def held(appeal: Appeal) -> tuple[Cycle, Appeal]:
    """The cycle's row first, as corrections and publications do, then the appeal's, as it stands now."""
    cycle = locked(appeal.cycle_id)
    Appeal.objects.select_for_update(of=("self",), no_key=True).get(pk=appeal.pk)
    return cycle, for_page(Appeal.objects.all()).get(pk=appeal.pk)


def counted(days: int) -> dict:
    """The columns of a step that begins today."""
    today = clock.today()
    return {"due_on": due_after(today, days), "counted_from": today, "counted_days": days}


def submit_appeal(*, appeal: Appeal, actor: Person, version: int, key: UUID) -> Appeal:
    """The head sends the draft: its points are held against what the sheet says now, its digest goes into the trail, leads and assessors are told.

    The same key sends once. Raises NotAllowed, Invalid where nothing is disputed or a proposed score is given already, Conflict where the window
    is closed, the results are published, or the draft has changed since `version`.
    """
    once(
        actor=actor.public_id,
        action="appeals.appeal.submit",
        key=key,
        payload={"appeal": appeal.public_id},
        act=lambda: _submit(appeal, actor, version),
    )
    return for_page(Appeal.objects.all()).get(pk=appeal.pk)


def _submit(appeal: Appeal, actor: Person, version: int) -> dict:
    cycle, present = held(appeal)
    if present.state != AppealState.DRAFT:
        raise Conflict(_("This appeal has been sent already."))
    require(can_submit_appeal, actor, present)
    if cycle.state != CycleState.FEEDBACK:
        raise Conflict(_("The results of %(cycle)s are not in feedback any more.") % {"cycle": cycle.code})
    require_open_window(present.sheet)
    if present.version != version:
        raise Conflict(_("The draft has been changed in the meantime. Read it again before you send it."))
    _hold_points(present)
    present_revision = present.sheet.revision
    advance(
        present,
        AppealState.SUBMITTED,
        number=_next_number(cycle),
        revision=present_revision,
        submitted_by=actor,
        submitted_at=clock.now(),
        **counted(terms_now().take_up_days),
    )
    tell([*clarifiers_of(present), *present.sheet.holders], present, "submitted", but=actor)
    record_event(
        actor=actor,
        action="appeals.appeal.submit",
        target=present,
        before=AppealState.DRAFT.value,
        after=present.state,
        digest=content_digest_of(present),
        due=present.due_on,
    )
    return {"appeal": str(present.public_id)}


def _hold_points(appeal: Appeal) -> None:
    """What is disputed is what the sheet says now; where a correction has given it meanwhile there is nothing left to dispute."""
    points = list(appeal.points.select_related("indicator"))
    if not points:
        raise Invalid(_("Dispute at least one indicator before you send the appeal."))
    marks = present_marks(appeal.sheet)
    for point in points:
        now = marks.get(point.indicator.code, {})
        if is_same(now, point.wanted):
            raise Invalid(
                _("The sheet was corrected: %(code)s has the score that you propose. Take it out of the appeal.")
                % {"code": point.indicator.code}
            )
        if now != point.given:
            AppealPoint.objects.filter(pk=point.pk).update(given=now)


def _next_number(cycle: Cycle) -> str:
    lock_for_transaction("appeal-number")
    return f"AP-{cycle.code}-{Appeal.objects.filter(cycle=cycle).exclude(number='').count() + 1:03}"


def withdraw_appeal(*, appeal: Appeal, reason: str, actor: Person, key: UUID) -> Appeal:
    """The unit takes back what it has sent; the indicators cannot be disputed again. Raises NotAllowed, Invalid, Conflict where it is decided."""
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise Invalid({"reason": _("Say in up to %(limit)d characters why.") % {"limit": LONGEST_REASON}})
    once(
        actor=actor.public_id,
        action="appeals.appeal.withdraw",
        key=key,
        payload={"appeal": appeal.public_id, "reason": reason},
        act=lambda: _withdraw(appeal, reason, actor),
    )
    return for_page(Appeal.objects.all()).get(pk=appeal.pk)


def _withdraw(appeal: Appeal, reason: str, actor: Person) -> dict:
    _cycle, present = held(appeal)
    if present.state not in OPEN:
        raise Conflict(_("This appeal is not open any more."))
    require(can_withdraw_appeal, actor, present)
    before = present.state
    concerned = [*clarifiers_of(present), *present.sheet.holders, *rulers_of(present)]
    advance(present, AppealState.WITHDRAWN, withdrawn_reason=reason, closed_at=clock.now())
    tell(concerned, present, "withdrawn", but=actor)
    record_event(actor=actor, action="appeals.appeal.withdraw", target=present, before=before, after=present.state)
    return {"appeal": str(present.public_id)}
