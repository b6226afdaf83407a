"""What was asked when a plan was returned, and what the lead has answered (R10)."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.enums import Decision
from assessments.models import Plan, PlanDecision
from foundation.audit.selectors import events_about

RETURNING, CHANGING = "assessments.plan.return", ("assessments.plan.complete", "assessments.plan.copy")


@dataclass(frozen=True)
class Return:
    """`answer` is None until the plan is sent again; `is_changed`: somebody has filled it in or copied it since it was returned."""

    asked: PlanDecision
    answer: PlanDecision | None
    is_changed: bool


def reason_to_answer(plan: Plan) -> str:
    """The reason of the last return, unless the plan was approved afterwards; empty where there is none. One query."""
    told = plan.decisions.exclude(outcome=Decision.ANSWERED).order_by("-pk").first()
    return told.note if told is not None and told.outcome == Decision.RETURNED else ""


def last_return(plan: Plan, decisions: Sequence[PlanDecision]) -> Return | None:
    """The last one, unless the plan was approved afterwards. `decisions`: all of the plan, newest first. One query where there is one."""
    answer = None
    for decision in decisions:
        if decision.outcome == Decision.APPROVED:
            return None
        if decision.outcome == Decision.RETURNED:
            latest = (
                events_about(plan).filter(action__in=(RETURNING, *CHANGING)).values_list("action", flat=True).first()
            )
            return Return(decision, answer, latest in CHANGING)
        answer = answer or decision
    return None
