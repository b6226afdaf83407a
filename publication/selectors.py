"""Who may read what."""

from uuid import UUID

from django.db.models import Q, QuerySet

from foundation.common.prepared import Prepared
from organization.enums import Role
from organization.models import Person
from publication.enums import PublicationState
from publication.models import Acknowledgement, Publication


def visible_to(person: Person | None) -> QuerySet[Publication]:
    """Published editions: everybody who signs in. Those in the making: lead, manager, supervisor."""
    rows = Publication.objects.select_related("cycle", "author", "approved_by")
    if person is None:
        return rows.none()
    if person.has_role(Role.LEAD, Role.MANAGER, Role.SUPERVISOR):
        return rows
    return rows.filter(state=PublicationState.PUBLISHED)


def to_read(public_id: UUID) -> Publication | None:
    """A published edition with what its page shows. Whoever signs in may read it."""
    return _published.first(public_id=public_id)


def _one_published(*, public_id: UUID) -> QuerySet[Publication]:
    rows = Publication.objects.filter(state=PublicationState.PUBLISHED, public_id=public_id).order_by()
    return rows.select_related("cycle__standard_version", "author", "approved_by", "snapshot")[:1]


_published = Prepared(_one_published)


def other_editions(publication: Publication) -> list[Publication]:
    """The published ones of the same cycle, latest first."""
    return _others(cycle=publication.cycle_id, own=publication.pk)


def _other_published(*, cycle: int, own: int) -> QuerySet[Publication]:
    published = Q(state=PublicationState.PUBLISHED)
    return Publication.objects.filter(published, cycle=cycle).exclude(pk=own).order_by("-edition")


_others = Prepared(_other_published)


def acknowledgement_of(publication: Publication, person: Person) -> Acknowledgement | None:
    """That the person has read it; None until they say so."""
    return _acknowledged.first(publication=publication.pk, person=person.pk)


def _one_acknowledgement(*, publication: int, person: int) -> QuerySet[Acknowledgement]:
    return Acknowledgement.objects.filter(publication=publication, person=person).order_by()[:1]


_acknowledged = Prepared(_one_acknowledgement)
