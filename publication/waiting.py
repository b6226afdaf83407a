"""What this room puts on people's work lists and into the search."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from foundation.audit.authorship import done_to
from foundation.audit.selectors import days_done
from foundation.common import clock
from foundation.common.states import state_of
from foundation.common.templatetags.dates import moment
from organization.enums import Role
from organization.models import Person
from organization.searching import Hit
from organization.worklist import WorkItem
from publication.enums import PublicationState
from publication.models import Acknowledgement, Publication
from publication.rules import WRITING
from publication.selectors import visible_to

NEWS = timedelta(days=30)


def work_of(person: Person) -> list[WorkItem]:
    """Drafts for the lead, approvals for a manager; for everybody what is new to read."""
    wanted = Q(pk=None)
    if person.has_role(Role.LEAD):
        wanted |= Q(state=PublicationState.DRAFT)
    if person.has_role(Role.MANAGER):
        wrote = done_to(person, Publication, WRITING)
        wanted |= Q(state=PublicationState.PROPOSED) & ~Q(author=person) & ~Q(public_id__in=wrote)
    waiting = list(Publication.objects.filter(wanted).select_related("cycle"))
    asked = days_done([one for one in waiting if one.state == PublicationState.PROPOSED], "publication.edition.propose")
    return [*(_item(one, asked.get(one.public_id)) for one in waiting), *map(_to_read, _unread(person))]


def _unread(person: Person) -> QuerySet[Publication]:
    """What was published lately and the person has not said to have read; of each cycle the last edition."""
    published = Publication.objects.filter(state=PublicationState.PUBLISHED)
    recent = published.filter(published_at__gte=clock.now() - NEWS).select_related("cycle")
    later = published.filter(cycle=OuterRef("cycle"), edition__gt=OuterRef("edition"))
    read = Acknowledgement.objects.filter(publication=OuterRef("pk"), person=person)
    return recent.exclude(Exists(later)).exclude(Exists(read))


def _to_read(publication: Publication) -> WorkItem:
    return WorkItem(
        title=_("Read: %(title)s") % {"title": publication},
        url=publication.get_absolute_url(),
        group="publication",
        detail=_("published %(when)s") % {"when": moment(publication.published_at)},
        state=_("Not read yet"),
    )


def _item(publication: Publication, since: date | None) -> WorkItem:
    state = state_of(publication)
    return WorkItem(
        title=_("Publication: %(title)s") % {"title": publication},
        url=publication.get_absolute_url(),
        group="publication",
        detail=publication.cycle.code,
        state=str(state.label),
        tone=state.tone,
        since=since,
    )


def search_publications(person: Person, words: str) -> list[Hit]:
    found = visible_to(person).filter(
        Q(title_zh__icontains=words) | Q(title_en__icontains=words) | Q(cycle__code__icontains=words)
    )[:10]
    return [
        Hit(title=str(row), url=row.get_absolute_url(), kind=_("Publication"), detail=row.cycle.code) for row in found
    ]
