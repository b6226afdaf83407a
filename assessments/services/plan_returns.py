"""Back to the lead: a manager returns a plan with a reason, and whoever sent one takes it back while nobody has decided (R9, R10)."""

from django.db import transaction
from django.utils.translation import gettext as _, ngettext

from assessments.enums import Decision, PlanState
from assessments.models import Plan, PlanDecision
from assessments.plan_contents import kept_contents
from assessments.rules.plans import can_return_plan, can_take_back_plan
from assessments.selectors.plan_returns import reason_to_answer
from assessments.services.plan_guards import LONGEST_REASON, require_seen, require_state, tell, told_of
from foundation.audit.services import record_event
from foundation.common.errors import Invalid, require
from foundation.common.states import advance
from foundation.notifications.services import withdraw_notices
from organization.models import Person


@transaction.atomic
def return_plan(*, plan: Plan, actor: Person, reason: str, version: int | None = None) -> Plan:
    """Send a plan back to its lead with a reason: one that waits for approval, or an approved one that is not drawn yet. What it was then is
    kept with the reason.

    Raises NotAllowed, Invalid without a reason, Conflict in any other state.
    """
    require(can_return_plan, actor, plan)
    require_state(plan, PlanState.SUBMITTED, PlanState.APPROVED)
    require_seen(plan, version)
    reason = reason_for_return(reason)
    before = plan.state
    advance(plan, PlanState.DRAFT, returned_reason=reason, approved_by=None, approved_at=None)
    PlanDecision.objects.create(
        plan=plan, person=actor, outcome=Decision.RETURNED, note=reason, plan_then=kept_contents(plan)
    )
    tell(plan, [plan.author, plan.submitted_by], "assessments.plan.returned")
    record_event(actor=actor, action="assessments.plan.return", target=plan, before=before, after=PlanState.DRAFT)
    return plan


def reason_for_return(reason: str) -> str:
    """As it is kept. Raises Invalid without one or with too many characters."""
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        limit = {"limit": LONGEST_REASON}
        sentence = (
            ngettext("Say in up to %(limit)d character why.", "Say in up to %(limit)d characters why.", LONGEST_REASON)
            % limit
        )
        raise Invalid({"reason": [sentence]})
    return reason


@transaction.atomic
def take_back_plan(*, plan: Plan, actor: Person, version: int | None = None) -> Plan:
    """Make a draft of a plan again that the actor has sent, while nobody has decided. One that was sent after a return asks for its answer again.
    The managers' notices go away; who has read one is told.

    Raises NotAllowed, Conflict where it does not wait for approval any more or is not what the page showed.
    """
    require(can_take_back_plan, actor, plan)
    require_state(plan, PlanState.SUBMITTED)
    require_seen(plan, version)
    advance(plan, PlanState.DRAFT, returned_reason=reason_to_answer(plan))
    withdraw_notices(
        kind="assessments.plan.submitted",
        dedupe=told_of(plan, "assessments.plan.submitted"),
        instead="assessments.plan.taken_back",
    )
    record_event(
        actor=actor,
        action="assessments.plan.take_back",
        target=plan,
        before=PlanState.SUBMITTED,
        after=PlanState.DRAFT,
    )
    return plan


def answer_to_return(plan: Plan, answer: str) -> str:
    """The words, where something was asked; empty where nothing was. Raises Invalid without words or with too many."""
    if not plan.returned_reason:
        return ""
    answer = answer.strip()
    if not answer:
        raise Invalid({"answer": [_("Say what was changed, or why nothing was.")]})
    if len(answer) > LONGEST_REASON:
        raise Invalid({"answer": [_("At most %(most)d characters.") % {"most": LONGEST_REASON}]})
    return answer
