"""Who could sit in the group that decides about a cycle, and why not."""

from dataclasses import dataclass

from assessments.models import Cycle
from assessments.rules.cycles import objections_to_deciding
from decisions.rules import objections_to_membership
from organization.enums import Role
from organization.models import Person, RoleAssignment
from organization.selectors import current, people_in_force

# In the order in which they are proposed. Supervisors and administrators are listed to say why they cannot.
DECIDING_ROLES = (Role.MANAGER, Role.LEAD, Role.HEAD, Role.HR, Role.ASSESSOR, Role.SUPERVISOR, Role.ADMINISTRATOR)
PROPOSED = 5


@dataclass(frozen=True)
class Decider:
    """`objection`: why they may not sit in it, empty if they may. `proposed`: ticked by rule before the lead chooses."""

    person: Person
    roles: tuple[str, ...]
    objection: str
    proposed: bool = False


def deciders_for(cycle: Cycle, asker: Person) -> list[Decider]:
    """Those who may come first, by role; by rule the first few of them are proposed. A fixed number of queries."""
    holders = current(RoleAssignment.objects.filter(role__in=DECIDING_ROLES)).values("person")
    people = list(people_in_force().filter(pk__in=holders))
    for person in people:
        person.assignments = person.current_roles  # read for all at once, so that asking for a role asks no database
    objections = objections_to_deciding(people, cycle) | objections_to_membership(people, asker)
    people.sort(key=lambda one: (one.pk in objections, _rank(one), one.unit.code, one.sort_key))
    return [
        Decider(
            person=person,
            roles=tuple(str(Role(row.role).label) for row in person.current_roles if row.role in DECIDING_ROLES),
            objection=objections.get(person.pk, ""),
            proposed=place < PROPOSED and person.pk not in objections and _rank(person) < DECIDING_ROLES.index(Role.ASSESSOR),
        )
        for place, person in enumerate(people)
    ]  # fmt: skip


def _rank(person: Person) -> int:
    return next(place for place, role in enumerate(DECIDING_ROLES) if person.has_role(role))
