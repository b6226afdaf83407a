"""Publishing what was approved, at its time and once."""

from django.db import transaction

from assessments.gates import what_bars
from assessments.models import Cycle
from assessments.services.passing import publish_cycle
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.errors import Conflict
from foundation.common.states import advance
from foundation.notifications.services import notify
from organization.models import Person
from publication.enums import PublicationState
from publication.models import Publication
from publication.services.editions import figures_have_moved, hold_still


def release_due() -> int:
    """Publish every approved edition whose time has come. Run twice or late it publishes nothing twice. Returns how many."""
    due = Publication.objects.filter(state=PublicationState.APPROVED, publish_at__lte=clock.now())
    return sum(
        release_publication(publication=publication)
        for publication in due.select_related("cycle", "snapshot", "author__user")
    )


def release_publication(*, publication: Publication) -> bool:
    """Publish one approved edition. Where something is open that may change the results it waits; where they have moved it goes back."""
    try:
        with transaction.atomic():
            cycle = hold_still(publication.cycle_id)
            if what_bars(cycle):
                return False  # it goes out when nothing is open any more
            if figures_have_moved(publication):
                _send_back(publication)
                return False
            _publish(publication, cycle)
            return True
    except Conflict:
        return False  # another scheduler was quicker


def _publish(publication: Publication, cycle: Cycle) -> None:
    advance(publication, PublicationState.PUBLISHED, published_at=clock.now())
    publish_cycle(cycle=cycle)
    readers = Person.objects.filter(user__is_active=True, left_on=None).select_related("user")
    notify(
        users=[person.user for person in readers],
        kind="publication.edition.published",
        dedupe=f"publication.published:{publication.public_id}",
        url=publication.get_absolute_url(),
        params={"cycle": publication.cycle.code, "edition": publication.edition},
    )
    record_event(
        actor=None,
        action="publication.edition.publish",
        target=publication,
        before="approved",
        after="published",
        digest=publication.snapshot.digest,
    )


def _send_back(publication: Publication) -> None:
    advance(publication, PublicationState.DRAFT, snapshot=None, approved_by=None, publish_at=None)
    notify(
        users=[publication.author.user],
        kind="publication.edition.moved",
        dedupe=f"publication.moved:{publication.public_id}:{publication.version}",
        url=publication.get_absolute_url(),
        params={"cycle": publication.cycle.code, "edition": publication.edition},
    )
    record_event(
        actor=None, action="publication.edition.send_back", target=publication, before="approved", after="draft"
    )
