"""Who is too close to judge, which roles exclude each other, who answers for what. Rooms above combine these with their own states."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from foundation.common.prepared import Prepared
from organization.enums import Role
from organization.models import FormerUnit, Person, Unit
from organization.tree import Tree

# Whoever watches the work does no part of it, and whoever gives rights uses none. Everything else (an author and an approver, an owner and a
# verifier) depends on the one case and is decided there: nobody decides about what they did themselves.
EXCLUDES: dict[str, frozenset[str]] = {
    Role.SUPERVISOR: frozenset({Role.ASSESSOR, Role.LEAD, Role.MANAGER, Role.ADMINISTRATOR}),
    Role.ADMINISTRATOR: frozenset(
        {Role.ASSESSOR, Role.LEAD, Role.MANAGER, Role.HEAD, Role.LIAISON, Role.SUPERVISOR, Role.HR}
    ),
}

Period = tuple[date, date]


def close_units(people: Iterable[Person], during: Period | None = None) -> dict[int, frozenset[int]]:
    """For each person's key, the keys of the units that are “own unit” in the separation of duties: theirs, those above and below it.

    Counts where the person works now and, with `during` = [start, end), where they worked in that time (the time of service).
    The head office is above everybody, so it is close only to those who work in it, and they are close to nothing else by it.
    Two queries, however many people.
    """
    people, tree = list(people), Tree.read()
    units: dict[int, set[int]] = defaultdict(set)
    for person in people:
        units[person.pk].add(person.unit_id)
    if during is not None:
        start, end = during
        for person_id, unit_id, since, until in _left(people):
            if until > start and (since is None or since < end):
                units[person_id].add(unit_id)
    return {
        person.pk: frozenset().union(*(_close_to(tree, unit_id) for unit_id in units[person.pk])) for person in people
    }


def _left(people: list[Person]) -> list[tuple[int, int, date | None, date]]:
    """(person, unit, since, until) of the units they used to work in."""
    if len(people) == 1:
        return _left_by(person=people[0].pk)
    return list(_LEFT.filter(person__in=people))


_LEFT = FormerUnit.objects.order_by().values_list("person", "unit", "since", "until")


def _left_one(*, person: int):
    return _LEFT.filter(person=person)


# One person on one sheet: asked with every mark that is saved.
_left_by = Prepared(_left_one)


def _close_to(tree: Tree, unit_id: int) -> set[int]:
    if tree.is_root(unit_id):
        return {unit_id}
    return {pk for pk in tree.line(unit_id) if not tree.is_root(pk)}


def is_own_unit(person: Person, unit: Unit, *, during: Period | None = None) -> bool:
    """Whether the unit is too close to the person to be judged by them; see `close_units`."""
    return unit.pk in close_units([person], during)[person.pk]


def may_assess(person: Person) -> bool:
    """Assessors, leads and heads assess; supervisors never, whatever else they are."""
    return person.has_role(Role.ASSESSOR, Role.LEAD, Role.HEAD) and not person.has_role(Role.SUPERVISOR)


def can_assess_unit(person: Person, unit: Unit, *, during: Period | None = None) -> bool:
    """Nobody assesses their own department: neither where they work now nor where they worked `during` the service."""
    return may_assess(person) and not is_own_unit(person, unit, during=during)


def answers_for_unit(person: Person, unit: Unit) -> bool:
    """Head or liaison of the unit or of one above it; the head office excepted, because what is below that is management's."""
    return unit.pk in units_answered_for(person)


def units_answered_for(person: Person) -> set[int]:
    """Keys of the units that the person answers for as head or liaison."""
    own = person.units_as(Role.HEAD, Role.LIAISON)
    if not own:
        return set()
    tree = Tree.read()
    return own | tree.below({pk for pk in own if not tree.is_root(pk)})


def units_known_from_inside(person: Person) -> frozenset[int]:
    """Keys of the units whose people the person is one of: those of their own line, and those they answer for, wherever they work.

    What a unit must not learn of, a mystery visit, they do not learn of either. One query.
    """
    return close_units([person])[person.pk] | units_answered_for(person)


def units_headed(person: Person) -> set[int]:
    """Keys of the units that the person heads, with all below them (the head office excepted)."""
    own = person.units_as(Role.HEAD)
    if not own:
        return set()
    tree = Tree.read()
    return own | tree.below({pk for pk in own if not tree.is_root(pk)})


def can_enter_absence(person: Person | None, other: Person) -> bool:
    """One's own; a head those of the unit; administrators everybody's."""
    return person is not None and (
        person.pk == other.pk or person.has_role(Role.ADMINISTRATOR) or other.unit_id in units_headed(person)
    )


def can_set_expertise(person: Person | None, other: Person) -> bool:
    """Leads know who can do what; nobody vouches for themselves. An administrator has no part in assessment."""
    return person is not None and person.has_role(Role.LEAD) and person.pk != other.pk


def can_set_needs(person: Person | None, unit: Unit) -> bool:
    """What a unit asks of its assessors is said by leads."""
    return person is not None and person.has_role(Role.LEAD)


def excluded_roles(role: str, held: Iterable[str]) -> list[str]:
    """Which of the held roles cannot go together with `role`, in the order of the enum."""
    held = set(held)
    return [
        other
        for other in Role.values
        if other in held and (other in EXCLUDES.get(role, ()) or role in EXCLUDES.get(other, ()))
    ]


def can_administer_organization(person: Person | None) -> bool:
    return person is not None and person.has_role(Role.ADMINISTRATOR)


def can_see_people(person: Person | None) -> bool:
    """Who may read the lists of units and people with their roles: those who plan, watch, manage or administer."""
    return person is not None and person.has_role(Role.ADMINISTRATOR, Role.LEAD, Role.MANAGER, Role.SUPERVISOR, Role.HR)


def can_choose_units(person: Person | None) -> bool:
    """Whoever has a place here meets units in filters and forms; what they lead to is asked there."""
    return person is not None


def can_change_roles_of(person: Person | None, other: Person) -> bool:
    """Administrators, but nobody their own."""
    return can_administer_organization(person) and person.pk != other.pk


def can_decide_role_request(person: Person | None, request) -> bool:
    """A second administrator: neither who asked nor whom it is about."""
    return can_administer_organization(person) and person.pk not in (request.asked_by_id, request.person_id)


def sees_all_units(person: Person | None) -> bool:
    """Those whose work is the whole: lead, manager, supervisor."""
    return person is not None and person.has_role(Role.LEAD, Role.MANAGER, Role.SUPERVISOR)
