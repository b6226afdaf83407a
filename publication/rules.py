"""Two people publish: one writes, another approves."""

from assessments.enums import CycleState
from assessments.models import Cycle
from organization.enums import Role
from organization.models import Person
from publication.enums import PublicationState
from publication.models import Publication


def can_write_publications(person: Person) -> bool:
    return person is not None and person.has_role(Role.LEAD)


def can_draft_publication(person: Person, cycle: Cycle) -> bool:
    """For a cycle whose scoring has ended; one edition in the making at a time."""
    return can_write_publications(person) and cycle.state in (CycleState.FEEDBACK, CycleState.PUBLISHED)


def can_edit_publication(person: Person, publication: Publication) -> bool:
    return can_write_publications(person) and publication.state == PublicationState.DRAFT


def can_approve_publication(person: Person, publication: Publication) -> bool:
    """A manager who is not the author."""
    return (
        person.has_role(Role.MANAGER)
        and publication.author_id != person.pk
        and publication.state == PublicationState.PROPOSED
    )


def can_return_publication(person: Person, publication: Publication) -> bool:
    waiting = publication.state in (PublicationState.PROPOSED, PublicationState.APPROVED)
    return waiting and person.has_role(Role.MANAGER) and publication.author_id != person.pk


def can_acknowledge_publication(person: Person, publication: Publication) -> bool:
    return person is not None and publication.state == PublicationState.PUBLISHED
