"""Who sets how much agreement is asked for."""

from organization.enums import Role
from organization.models import Person


def can_set_policy(person: Person | None) -> bool:
    """A manager: whoever is measured by a rule, or has to act on it, does not set it."""
    return person is not None and person.has_role(Role.MANAGER)
