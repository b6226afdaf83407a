"""Who may read what."""

from django.db.models import Q, QuerySet

from organization.enums import Role
from organization.models import Person
from publication.enums import PublicationState
from publication.models import Publication


def visible_to(person: Person | None) -> QuerySet[Publication]:
    """Published editions: everybody who signs in. Those in the making: lead, manager, supervisor."""
    rows = Publication.objects.select_related("cycle", "author", "approved_by")
    if person is None:
        return rows.none()
    if person.has_role(Role.LEAD, Role.MANAGER, Role.SUPERVISOR):
        return rows
    return rows.filter(state=PublicationState.PUBLISHED)


def other_editions(publication: Publication) -> QuerySet[Publication]:
    published = Q(state=PublicationState.PUBLISHED)
    return (
        Publication.objects.filter(published, cycle_id=publication.cycle_id)
        .exclude(pk=publication.pk)
        .order_by("-edition")
    )
