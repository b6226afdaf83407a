"""Two people publish: one writes, another approves."""

from assessments.enums import CycleState
from assessments.models import Cycle
from foundation.audit.authorship import has_done
from organization.enums import Role
from organization.models import Person
from publication.enums import PublicationState
from publication.models import Publication

WRITING = ("publication.edition.draft", "publication.edition.edit", "publication.edition.propose")


def can_write_publications(person: Person) -> bool:
    return person is not None and person.has_role(Role.LEAD)


def can_draft_publication(person: Person, cycle: Cycle) -> bool:
    """For a cycle whose scoring has ended; one edition in the making at a time."""
    return can_write_publications(person) and cycle.state in (CycleState.FEEDBACK, CycleState.PUBLISHED)


def can_edit_publication(person: Person, publication: Publication) -> bool:
    return can_write_publications(person) and publication.state == PublicationState.DRAFT


def wrote_publication(person: Person, publication: Publication) -> bool:
    """Whoever began it, changed its text or proposed it: the author of the row is only the last of them."""
    return publication.author_id == person.pk or has_done(person, publication, WRITING)


def can_discard_publication(person: Person, publication: Publication) -> bool:
    """A draft that was never proposed leaves nothing behind that anybody could miss."""
    return can_edit_publication(person, publication) and not publication.snapshots.exists()


def can_approve_publication(person: Person, publication: Publication) -> bool:
    """A manager who has not written any of it."""
    is_proposed = publication.state == PublicationState.PROPOSED
    return is_proposed and person.has_role(Role.MANAGER) and not wrote_publication(person, publication)


def can_return_publication(person: Person, publication: Publication) -> bool:
    waiting = publication.state in (PublicationState.PROPOSED, PublicationState.APPROVED)
    return waiting and person.has_role(Role.MANAGER) and not wrote_publication(person, publication)


def can_acknowledge_publication(person: Person, publication: Publication) -> bool:
    return person is not None and publication.state == PublicationState.PUBLISHED
