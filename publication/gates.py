"""What this room says at the gates of a cycle: what is missing for its publication, and that what is out, or on its way, keeps it where it is."""

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.gates import Blocker, Link
from assessments.models import Cycle
from foundation.common.dates import moment_text
from organization.enums import Role
from publication.enums import PublicationState
from publication.models import Publication


def not_published(cycle: Cycle) -> list[Blocker]:
    """At the gate of feedback: how far the first edition is."""
    edition = Publication.objects.filter(cycle=cycle).order_by("-edition").first()
    lead, manager = str(Role.LEAD.label), str(Role.MANAGER.label)
    if edition is None:
        link = Link(_("Publications"), reverse("publication:publication_list"))
        return [Blocker(_("No publication has been begun."), (link,), lead)]
    link = Link(_("Publication"), edition.get_absolute_url())
    if edition.state == PublicationState.APPROVED:
        when = moment_text(edition.publish_at)
        return [Blocker(_("The publication is approved and goes out at its time: %(when)s.") % {"when": when}, (link,))]
    if edition.state == PublicationState.PROPOSED:
        return [Blocker(_("The publication waits for approval."), (link,), manager)]
    return [Blocker(_("The publication is being written."), (link,), lead)]


def editions_hold(cycle: Cycle) -> list[Blocker]:
    """A draft can wait for better figures; what was frozen from these cannot."""
    frozen = Publication.objects.filter(cycle=cycle).exclude(state=PublicationState.DRAFT).order_by("edition").first()
    if frozen is None:
        return []
    link = Link(_("Publication"), frozen.get_absolute_url())
    if frozen.state == PublicationState.PUBLISHED:
        return [Blocker(_("The results are published. What is wrong is corrected by a new edition."), (link,))]
    text = _("A publication is frozen from these results. Have it returned to its author first.")
    return [Blocker(text, (link,), str(Role.MANAGER.label))]
