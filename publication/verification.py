"""Checking published editions: for `manage.py verify`, and step by step for whoever reads the page."""

from django.utils.translation import gettext as _

from foundation.audit.models import AuditEvent
from publication.enums import PublicationState
from publication.freezing import digest_of, figures_hold, sign, texts_hold
from publication.models import Publication


def steps_of(publication: Publication) -> list[dict]:
    """Each step of the check as {what, explained, value, holds}, recomputed now from what is stored."""
    snapshot = publication.snapshot
    digest = digest_of(snapshot.body)
    return [
        {
            "what": _("The text is the one that was frozen"),
            "explained": _(
                "SHA-256 of the download, computed just now, must equal the digest noted when it was frozen."
            ),
            "value": digest,
            "holds": digest == snapshot.digest,
        },
        {
            "what": _("The digest was noted by this portal"),
            "explained": _("A keyed signature over the digest; its key is not in the database."),
            "value": snapshot.signature,
            "holds": sign(snapshot.digest, snapshot.key_id) == snapshot.signature
            and snapshot.publication_id == publication.pk,
        },
        {
            "what": _("Title and summary on the page are those of the text"),
            "explained": _("They stand in the frozen text, word for word."),
            "value": "",
            "holds": texts_hold(publication),
        },
        {
            "what": _("The figures kept beside the text are the same"),
            "explained": _("Every figure is stored a second time as a row of its own."),
            "value": "",
            "holds": figures_hold(snapshot),
        },
    ]


def _unpublished() -> list[str]:
    """Editions that the trail saw published and that are not there any more, or not as published."""
    events = AuditEvent.objects.filter(action="publication.edition.publish").order_by("number")
    published = {
        str(key)
        for key in Publication.objects.filter(state=PublicationState.PUBLISHED).values_list("public_id", flat=True)
    }
    gone = [event for event in events if event.target not in published]
    return [f"Publication {event.target} was published (audit event {event.number}) and is no more." for event in gone]


def verify_snapshots() -> list[str]:
    """One sentence for each published edition that is not what was approved."""
    wrong = [*_unpublished()]
    for publication in Publication.objects.filter(state=PublicationState.PUBLISHED).select_related("snapshot", "cycle"):
        name = f"Publication {publication.cycle.code}, edition {publication.edition}"
        failed = [step["what"] for step in steps_of(publication) if not step["holds"]]
        wrong += [f"{name}: this does not hold: {what}." for what in failed]
    return wrong
