"""Who opens, reads and finalises a cycle."""

from organization.enums import Role
from organization.models import Person
from organization.rules import sees_all_units


def can_open_cycle(person: Person | None) -> bool:
    return person is not None and person.has_role(Role.LEAD)


def can_finalise_cycle(person: Person | None, cycle) -> bool:
    return person is not None and person.has_role(Role.LEAD)


def can_refresh_measures(person: Person | None, cycle) -> bool:
    return person is not None and person.has_role(Role.LEAD)


def sees_cycles(person: Person | None) -> bool:
    """How the plans stand is for those who plan, approve and watch."""
    return sees_all_units(person)
