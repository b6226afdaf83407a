"""Who makes, edits, tries, approves and reads standards."""

from foundation.audit.authorship import has_done
from organization.enums import Role
from organization.models import Person
from standards.enums import VersionState
from standards.models import StandardVersion
from standards.models.study import StudyExpert

WRITING = (
    "standards.version.create",
    "standards.version.edit",
    "standards.version.submit",
    "standards.version.pilot",
    "standards.version.pilot_report",
    "standards.weights.set",
)


def can_create_standard(person: Person | None) -> bool:
    return person is not None and person.has_role(Role.LEAD)


def can_edit_version(person: Person | None, version: StandardVersion) -> bool:
    """Any lead, while it is a draft: a standard is the work of the assessment group."""
    return can_create_standard(person) and version.state == VersionState.DRAFT


def can_discard_version(person: Person | None, version: StandardVersion) -> bool:
    """What was tried or approved once stays for ever."""
    return can_create_standard(person)


def can_submit_version(person: Person | None, version: StandardVersion) -> bool:
    return can_create_standard(person)


def can_pilot_version(person: Person | None, version: StandardVersion) -> bool:
    return can_create_standard(person)


def wrote_version(person: Person, version: StandardVersion) -> bool:
    """Whoever made it, changed anything in it, tried it or sent it, or whose comparisons became its weights: the author of the row is only the
    first of them."""
    return (
        person.pk in (version.author_id, version.submitted_by_id)
        or has_done(person, version, WRITING)
        or StudyExpert.objects.filter(
            person=person, submission__isnull=False, study__settings__standard_version=version
        ).exists()
    )


def can_approve_version(person: Person | None, version: StandardVersion) -> bool:
    """A manager who has not written any of it."""
    return person is not None and person.has_role(Role.MANAGER) and not wrote_version(person, version)


def can_return_version(person: Person | None, version: StandardVersion) -> bool:
    return person is not None and person.has_role(Role.MANAGER)


def can_take_back_version(person: Person | None, version: StandardVersion) -> bool:
    """Whoever has sent it, as long as they could send it: what somebody else sent is theirs to take back."""
    return can_submit_version(person, version) and version.submitted_by_id == person.pk


def can_put_in_force(person: Person | None, version: StandardVersion) -> bool:
    """Whoever plans or approves. What was approved comes into force as it is, so the author may do it too."""
    return person is not None and person.has_role(Role.LEAD, Role.MANAGER)


def can_retire_version(person: Person | None, version: StandardVersion) -> bool:
    return person is not None and person.has_role(Role.LEAD, Role.MANAGER)


def sees_drafts(person: Person | None) -> bool:
    """Everybody may read what they are measured by; a draft only those who work on it or watch."""
    return person is not None and person.has_role(Role.LEAD, Role.MANAGER, Role.SUPERVISOR)


def can_see_version(person: Person | None, version: StandardVersion) -> bool:
    return person is not None and (version.state not in VersionState.unpublished() or sees_drafts(person))
