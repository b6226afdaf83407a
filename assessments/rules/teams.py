"""Who may be on the team that assesses a unit, and what the team as a whole must be (A5.1)."""

from collections.abc import Collection, Iterable, Sequence

from django.utils.translation import gettext as _

from assessments.models import Cycle
from foundation.common.texts import labelled
from organization.enums import Role
from organization.models import Person, Unit
from organization.rules import close_units, may_assess
from organization.tree import Tree

SMALLEST_TEAM = 2
SMALLEST_MIX = 2  # departments


def objections_to(people: Iterable[Person], unit: Unit, cycle: Cycle) -> dict[int, str]:
    """{key of the person: why they may not assess the unit in the cycle}; who is not in it may. Two queries and what the roles need."""
    people = list(people)
    close = close_units(people, (cycle.start, cycle.end))
    return {person.pk: reason for person in people if (reason := _objection(person, unit, close[person.pk]))}


def _objection(person: Person, unit: Unit, close: Collection[int]) -> str:
    if person.has_role(Role.SUPERVISOR):
        return _("Supervisors watch the assessment and take no part in it.")
    if person.left_on is not None or person.user_id is None:
        return _("Has no account to score with.")
    if not may_assess(person):
        return _("Is neither assessor nor lead nor department head.")
    if unit.pk in close:
        return _("Own unit: works there, above or below it, or did so in this quarter.")
    return ""


def problems_of_team(team: Sequence[Person], unit: Unit, cycle: Cycle) -> list[str]:
    """A sentence for each thing that is wrong with the team: its members one by one, and then its make-up."""
    objections = objections_to(team, unit, cycle)
    found = [labelled(person, objections[person.pk]) for person in team if person.pk in objections]
    if len({person.pk for person in team}) < SMALLEST_TEAM:
        found.append(_("A team has at least two members."))
    elif len({person.unit_id for person in team}) < SMALLEST_MIX:
        found.append(_("The members come from at least two departments."))
    service = customer_service_units()
    if team and not any(person.unit_id in service for person in team) and needs_customer_service(unit, service):
        found.append(_("At least one member comes from customer service."))
    return found


def customer_service_units() -> set[int]:
    """Keys of the units of customer service, with all below them."""
    return Tree.read().below(set(Unit.objects.filter(is_customer_service=True).values_list("pk", flat=True)))


def needs_customer_service(unit: Unit, service: set[int]) -> bool:
    """Where the assessed unit is itself the only customer service, nobody from there can be impartial and the rule cannot be kept."""
    tree = Tree.read()
    line = {unit.pk} if tree.is_root(unit.pk) else tree.line(unit.pk)
    return bool({pk for pk in service if not tree.is_root(pk)} - line)
