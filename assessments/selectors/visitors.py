"""Who could make a plan's mystery visits, and why not."""

from dataclasses import dataclass

from assessments.models import Plan
from assessments.rules.visitors import objections_to_visitors
from organization.enums import Role
from organization.models import Person
from organization.selectors import holding, people_in_force


@dataclass(frozen=True)
class VisitorCandidate:
    """`objection`: why they may not go, empty if they may."""

    person: Person
    objection: str


def visitor_candidates(plan: Plan) -> list[VisitorCandidate]:
    """Every assessor, those from outside first, of each those who may before those who may not. As the plan is kept: what is typed beside
    it is asked when it is saved. A fixed number of queries."""
    people = list(holding(people_in_force(outside=True), Role.ASSESSOR))
    for person in people:
        person.keep_assignments(person.current_roles)
    team = [member.person for member in plan.team.select_related("person")]
    objections = objections_to_visitors(people, plan, team=team, visits=plan.visits_wanted, due_on=plan.due_on)
    rows = [VisitorCandidate(person, objections.get(person.pk, "")) for person in people if not person.is_expired]
    return sorted(rows, key=lambda one: (not one.person.is_outside, bool(one.objection), one.person.sort_key))
