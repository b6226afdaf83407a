"""Who completes, approves and draws a plan. Separation: nobody approves what they wrote or take part in, and nobody plans how their own
unit is assessed."""

from assessments.models import Plan
from assessments.rules.recusals import units_recused_from
from foundation.audit.authorship import has_done
from organization.enums import Role
from organization.models import Person
from organization.rules import is_own_unit, units_answered_for

WRITING = ("assessments.plan.complete", "assessments.plan.copy", "assessments.plan.submit")


def can_complete_plan(person: Person | None, plan: Plan) -> bool:
    """A lead to whom the unit is not too close."""
    return person is not None and person.has_role(Role.LEAD) and not is_too_close(person, plan)


def is_too_close(person: Person, plan: Plan) -> bool:
    """Whether the person has no say in how the unit is assessed: it is their own, now or at any time of the cycle (as `can_assess_unit` means
    it, so that nobody of the head office is close to all), they answer for it from elsewhere, or they have stepped back from it.
    `selectors.plans.open_to` asks the same of many."""
    during = (plan.cycle.start, plan.cycle.end)
    if is_own_unit(person, plan.unit, during=during) or plan.unit_id in units_answered_for(person):
        return True
    return plan.unit_id in units_recused_from(person)


def can_submit_plan(person: Person | None, plan: Plan) -> bool:
    return can_complete_plan(person, plan)


def wrote_plan(person: Person, plan: Plan) -> bool:
    """Whoever completed or submitted it, also before somebody else did so again."""
    return person.pk in (plan.author_id, plan.submitted_by_id) or has_done(person, plan, WRITING)


def can_approve_plan(person: Person | None, plan: Plan) -> bool:
    """A manager: neither who completed or submitted it, nor a member of its team, nor somebody of the unit."""
    return (
        person is not None
        and person.has_role(Role.MANAGER)
        and not wrote_plan(person, plan)
        and all(member.person_id != person.pk for member in plan.team.all())
        and not is_too_close(person, plan)
    )


def can_return_plan(person: Person | None, plan: Plan) -> bool:
    """A manager sends back what waits for approval, and what was approved as long as it is not drawn."""
    return person is not None and person.has_role(Role.MANAGER) and not is_too_close(person, plan)


def can_take_back_plan(person: Person | None, plan: Plan) -> bool:
    """Whoever has sent it, as long as they could send it: what somebody else sent is theirs to take back."""
    return can_submit_plan(person, plan) and plan.submitted_by_id == person.pk


def can_start_plan_draw(person: Person | None, plan: Plan) -> bool:
    """Whoever starts it chooses the moment at which the frame is frozen."""
    return can_complete_plan(person, plan)


def can_finish_plan_draw(person: Person | None, plan: Plan) -> bool:
    """Nothing is left to choose by then, so the lead or the supervisor has it done."""
    return person is not None and person.has_role(Role.LEAD, Role.SUPERVISOR)
