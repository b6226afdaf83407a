"""Who makes, approves and reads standards."""

from organization.enums import Role
from organization.models import Person
from standards.enums import VersionState
from standards.models import StandardVersion


def can_create_standard(person: Person | None) -> bool:
    return person is not None and person.has_role(Role.LEAD)


def can_approve_version(person: Person | None, version: StandardVersion) -> bool:
    """A manager, but never the author of the version."""
    return person is not None and person.has_role(Role.MANAGER) and version.author_id != person.pk


def can_put_in_force(person: Person | None, version: StandardVersion) -> bool:
    """Whoever plans or approves. What was approved comes into force as it is, so the author may do it too."""
    return person is not None and person.has_role(Role.LEAD, Role.MANAGER)


def sees_drafts(person: Person | None) -> bool:
    """Everybody may read what they are measured by; a draft only those who work on it or watch."""
    return person is not None and person.has_role(Role.LEAD, Role.MANAGER, Role.SUPERVISOR)


def can_see_version(person: Person | None, version: StandardVersion) -> bool:
    return person is not None and (version.state != VersionState.DRAFT or sees_drafts(person))
