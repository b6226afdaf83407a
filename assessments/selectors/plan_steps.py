"""At which step plans are, and which of them wait for a person: for the lists, their counts and the first screen alike (R9)."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from assessments.enums import CycleState, PlanState, PlanStep
from assessments.models import Plan
from assessments.selectors.plans import approvable_by, draws_to_start, open_to
from foundation.common import clock
from organization.enums import Role
from organization.models import Person
from sampling.models import Nonce

PLANNED_IN = (CycleState.PREPARING, CycleState.COLLECTING)
_AS_DRAFTED, _RETURNED = Q(author=None), ~Q(returned_reason="")
STEPS = {
    PlanStep.COMPLETE: Q(state=PlanState.DRAFT) & _AS_DRAFTED,
    PlanStep.SEND: Q(state=PlanState.DRAFT) & ~_AS_DRAFTED & ~_RETURNED,
    PlanStep.REVISE: Q(state=PlanState.DRAFT) & ~_AS_DRAFTED & _RETURNED,
    PlanStep.APPROVE: Q(state=PlanState.SUBMITTED),
    PlanStep.DRAW: Q(state=PlanState.APPROVED),
    PlanStep.DRAWING: Q(state=PlanState.DRAWING),
    PlanStep.SCORE: Q(state=PlanState.SCORING),
    PlanStep.DONE: Q(state=PlanState.DONE),
}
_BY_STATE = {
    PlanState.SUBMITTED: PlanStep.APPROVE,
    PlanState.APPROVED: PlanStep.DRAW,
    PlanState.DRAWING: PlanStep.DRAWING,
    PlanState.SCORING: PlanStep.SCORE,
    PlanState.DONE: PlanStep.DONE,
}


def at_step(plans: QuerySet[Plan], step: str) -> QuerySet[Plan]:
    return plans.filter(STEPS[PlanStep(step)])


def step_of(plan: Plan) -> PlanStep:
    """The same of one that is loaded."""
    if plan.state != PlanState.DRAFT:
        return _BY_STATE[PlanState(plan.state)]
    if plan.author_id is None:
        return PlanStep.COMPLETE
    return PlanStep.REVISE if plan.returned_reason else PlanStep.SEND


def waiting_for(person: Person, plans: QuerySet[Plan]) -> QuerySet[Plan]:
    """Those whose next step is the person's: drafts and draws of a lead to whom the unit is not too close, what a manager may approve, draws
    that lack the person's random characters."""
    planned = plans.filter(cycle__state__in=PLANNED_IN).order_by()
    mine = Q(pk__in=approvable_by(person, planned).values("pk"))
    if person.has_role(Role.LEAD):
        own = open_to(person, planned)
        ready = draws_to_start(own.filter(cycle__state=CycleState.COLLECTING), clock.today())
        mine |= Q(pk__in=own.filter(state=PlanState.DRAFT).values("pk")) | Q(pk__in=ready.values("pk"))
    for role in (Role.LEAD, Role.SUPERVISOR):
        if person.has_role(role):
            given = Nonce.objects.filter(draw=OuterRef("draw"), role=role)
            mine |= Q(pk__in=planned.filter(~Exists(given), state=PlanState.DRAWING).values("pk"))
    return plans.filter(mine)
