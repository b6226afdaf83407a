"""Who completes, approves and draws a plan. Separation: nobody approves what they wrote or take part in."""

from assessments.models import Plan
from foundation.audit.authorship import has_done
from organization.enums import Role
from organization.models import Person

WRITING = ("assessments.plan.complete", "assessments.plan.copy", "assessments.plan.submit")


def can_complete_plan(person: Person | None, plan: Plan) -> bool:
    return person is not None and person.has_role(Role.LEAD)


def can_submit_plan(person: Person | None, plan: Plan) -> bool:
    return can_complete_plan(person, plan)


def wrote_plan(person: Person, plan: Plan) -> bool:
    """Whoever completed or submitted it, also before somebody else did so again."""
    return person.pk in (plan.author_id, plan.submitted_by_id) or has_done(person, plan, WRITING)


def can_approve_plan(person: Person | None, plan: Plan) -> bool:
    """A manager: neither who completed or submitted it, nor a member of its team."""
    return (
        person is not None
        and person.has_role(Role.MANAGER)
        and not wrote_plan(person, plan)
        and all(member.person_id != person.pk for member in plan.team.all())
    )


def can_return_plan(person: Person | None, plan: Plan) -> bool:
    """A manager sends back what waits for approval, and what was approved as long as it is not drawn."""
    return person is not None and person.has_role(Role.MANAGER)


def can_start_plan_draw(person: Person | None, plan: Plan) -> bool:
    return person is not None and person.has_role(Role.LEAD)


def can_finish_plan_draw(person: Person | None, plan: Plan) -> bool:
    """Nothing is left to choose by then, so the lead or the supervisor has it done."""
    return person is not None and person.has_role(Role.LEAD, Role.SUPERVISOR)
