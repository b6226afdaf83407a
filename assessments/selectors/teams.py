"""Who could be on a team, and why not."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from assessments.models import Cycle, Plan, ScoreSheet
from assessments.rules.teams import customer_service_units, objections_to
from assessments.selectors.plan_differences import plans_before
from foundation.common.texts import labelled
from organization.enums import Role
from organization.models import Person, RoleAssignment, Unit
from organization.selectors import current, holders_of, people_in_force

ASSESSING_ROLES = (Role.ASSESSOR, Role.LEAD, Role.HEAD)


@dataclass(frozen=True)
class Candidate:
    """`load`: sheets that the person has in the cycle already; `objection`: why they may not be on the team, empty if they may."""

    person: Person
    roles: tuple[str, ...]
    is_customer_service: bool
    load: int
    objection: str


def candidates_for(plan: Plan) -> list[Candidate]:
    """Everybody with a role that assesses or watches; those who may come first, assessors before leads and heads. A fixed number of queries."""
    holders = current(RoleAssignment.objects.filter(role__in=(*ASSESSING_ROLES, Role.SUPERVISOR))).values("person")
    people = list(people_in_force().filter(pk__in=holders))
    for person in people:
        person.assignments = person.current_roles  # read for all at once, so that asking for a role asks no database
    objections = objections_to(people, plan.unit, plan.cycle)
    service, loads = customer_service_units(), _loads(plan)
    found = [
        Candidate(
            person=person,
            roles=tuple(
                str(Role(row.role).label)
                for row in person.current_roles
                if row.role in (*ASSESSING_ROLES, Role.SUPERVISOR)
            ),
            is_customer_service=person.unit_id in service,
            load=loads.get(person.pk, 0),
            objection=objections.get(person.pk, ""),
        )
        for person in people
    ]
    return sorted(
        found, key=lambda one: (bool(one.objection), _rank(one.person), one.person.unit.code, one.person.sort_key)
    )


@dataclass(frozen=True)
class LastTeam:
    """Who of the unit's last plan may be on the team again, and a sentence on each who may not."""

    cycle: Cycle
    people: list[Person]
    left_out: list[str]


def last_team_of(plan: Plan, candidates: Iterable[Candidate]) -> LastTeam | None:
    """None where the unit has no earlier plan. `candidates` are those of the plan."""
    before = plans_before([plan]).get(plan.pk)
    if before is None:
        return None
    able = {one.person.pk for one in candidates if not one.objection}
    team = [member.person for member in before.team.all()]
    gone = [person for person in team if person.pk not in able]
    objections = objections_to(gone, plan.unit, plan.cycle) if gone else {}
    return LastTeam(
        before.cycle,
        [person for person in team if person.pk in able],
        [labelled(person, objections[person.pk]) if person.pk in objections else str(person) for person in gone],
    )


def _rank(person: Person) -> int:
    """Assessors, leads, heads, others."""
    return next((place for place, role in enumerate(ASSESSING_ROLES) if person.has_role(role)), len(ASSESSING_ROLES))


def _loads(plan: Plan) -> dict[int, int]:
    sheets = ScoreSheet.objects.filter(cycle=plan.cycle_id).exclude(plan=plan).order_by()
    alone = dict(sheets.values_list("assessor").annotate(n=Count("pk")))
    joint = dict(sheets.filter(~Q(co_assessor=None)).values_list("co_assessor").annotate(n=Count("pk")))
    return {key: alone.get(key, 0) + joint.get(key, 0) for key in {*alone, *joint}}


def eligible_assessors(unit: Unit, cycle: Cycle) -> list[Person]:
    """The assessors of the house who may look at the unit; leads where there is none. May be empty."""
    for role in (Role.ASSESSOR, Role.LEAD):
        people = list(holders_of(role).filter(firm=""))
        objections = objections_to(people, unit, cycle)
        allowed = [person for person in people if person.pk not in objections]
        if allowed:
            return allowed
    return []
