"""Who may be on the team that assesses a unit, and what the team as a whole must be (A5.1)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.models import Cycle
from foundation.common.texts import labelled
from organization.enums import Role
from organization.models import Person, Unit
from organization.rules import close_units, may_assess
from organization.tree import Tree

SMALLEST_TEAM = 2
SMALLEST_MIX = 2  # departments


class Objections:
    """Why people may not assess units in a cycle. Read once for all people; then asked for each unit without a query."""

    def __init__(self, people: Iterable[Person], cycle: Cycle):
        self._close = close_units(people, (cycle.start, cycle.end))

    def to(self, person: Person, unit: Unit) -> str:
        """A sentence; empty if the person may."""
        return _objection(person, unit, self._close[person.pk])


def objections_to(people: Iterable[Person], unit: Unit, cycle: Cycle) -> dict[int, str]:
    """{key of the person: why they may not assess the unit in the cycle}; who is not in it may. Two queries and what the roles need."""
    people = list(people)
    objections = Objections(people, cycle)
    return {person.pk: reason for person in people if (reason := objections.to(person, unit))}


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


@dataclass(frozen=True)
class TeamCheck:
    """One thing that a team must be, and whether it is. `problem`: the sentence that says it is not; empty where it holds or need not."""

    rule: str
    problem: str
    detail: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        return not self.problem and not self.detail


def checks_of_team(team: Sequence[Person], unit: Unit, cycle: Cycle) -> list[TeamCheck]:
    """The rules of A5.1 one by one, for who decides about a plan."""
    objections = objections_to(team, unit, cycle)
    members, units = {person.pk for person in team}, {person.unit_id for person in team}
    service = customer_service_units()
    needed = needs_customer_service(unit, service)
    lacks_service = bool(team) and needed and not units & service
    mixed = len(members) < SMALLEST_TEAM or len(units) >= SMALLEST_MIX  # of one member nobody expects two departments
    return [
        TeamCheck(
            _("Every member may assess this unit"),
            "",
            tuple(labelled(person, objections[person.pk]) for person in team if person.pk in objections)
            + tuple(
                labelled(person, _("Outside assessors make mystery visits only."))
                for person in team
                if person.is_outside
            ),
        ),
        TeamCheck(
            _("Two members or more"), _("A team has at least two members.") if len(members) < SMALLEST_TEAM else ""
        ),
        TeamCheck(
            _("From two departments or more"), "" if mixed else _("The members come from at least two departments.")
        ),
        TeamCheck(
            _("One from customer service") if needed else _("No customer service but the assessed one: none needed"),
            _("At least one member comes from customer service.") if lacks_service else "",
        ),
    ]


def problems_of_team(team: Sequence[Person], unit: Unit, cycle: Cycle) -> list[str]:
    """A sentence for each thing that is wrong with the team: its members one by one, and then its make-up."""
    return [
        sentence
        for check in checks_of_team(team, unit, cycle)
        for sentence in (*check.detail, *filter(None, [check.problem]))
    ]


def customer_service_units() -> set[int]:
    """Keys of the units of customer service, with all below them."""
    return Tree.read().below(set(Unit.objects.filter(is_customer_service=True).values_list("pk", flat=True)))


def needs_customer_service(unit: Unit, service: set[int]) -> bool:
    """Where the assessed unit is itself the only customer service, nobody from there can be impartial and the rule cannot be kept."""
    tree = Tree.read()
    line = {unit.pk} if tree.is_root(unit.pk) else tree.line(unit.pk)
    return bool({pk for pk in service if not tree.is_root(pk)} - line)
