"""For `manage.py verify`: one sentence for each published edition that is not what was approved."""

from django.utils.translation import gettext as _

from publication.enums import PublicationState
from publication.freezing import body_holds, figures_hold
from publication.models import Publication


def verify_snapshots() -> list[str]:
    wrong = []
    for publication in Publication.objects.filter(state=PublicationState.PUBLISHED).select_related("snapshot", "cycle"):
        wrong += [f"Publication {publication.cycle.code}, edition {publication.edition}: {what}" for what in problems_of(publication)]
    return wrong


def problems_of(publication: Publication) -> list[str]:
    """What does not hold, as sentences; empty: all well."""
    snapshot = publication.snapshot
    if snapshot is None or snapshot.publication_id != publication.pk:
        return [_("it has no snapshot of its own.")]
    if not body_holds(snapshot):
        return [_("the text was changed after it was frozen.")]
    if not figures_hold(snapshot):
        return [_("the figures kept beside the text were changed.")]
    return []
