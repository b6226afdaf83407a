"""What this room puts on people's work lists and into the search."""

from django.db.models import Q
from django.utils.translation import gettext as _

from foundation.audit.authorship import done_to
from foundation.common.states import state_of
from organization.enums import Role
from organization.models import Person
from organization.searching import Hit
from organization.worklist import WorkItem
from publication.enums import PublicationState
from publication.models import Publication
from publication.rules import WRITING
from publication.selectors import visible_to


def work_of(person: Person) -> list[WorkItem]:
    """Drafts for the lead, approvals for a manager."""
    wanted = Q(pk=None)
    if person.has_role(Role.LEAD):
        wanted |= Q(state=PublicationState.DRAFT)
    if person.has_role(Role.MANAGER):
        wrote = done_to(person, Publication, WRITING)
        wanted |= Q(state=PublicationState.PROPOSED) & ~Q(author=person) & ~Q(public_id__in=wrote)
    waiting = Publication.objects.filter(wanted).select_related("cycle")
    return [_item(publication) for publication in waiting]


def _item(publication: Publication) -> WorkItem:
    state = state_of(publication)
    return WorkItem(
        title=_("Publication: %(title)s") % {"title": publication},
        url=publication.get_absolute_url(),
        group="publication",
        detail=publication.cycle.code,
        state=str(state.label),
        tone=state.tone,
    )


def search_publications(person: Person, words: str) -> list[Hit]:
    found = visible_to(person).filter(
        Q(title_zh__icontains=words) | Q(title_en__icontains=words) | Q(cycle__code__icontains=words)
    )[:10]
    return [
        Hit(title=str(row), url=row.get_absolute_url(), kind=_("Publication"), detail=row.cycle.code) for row in found
    ]
