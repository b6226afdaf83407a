"""Photos, recordings and PDF files with an entry of the log, by the rules for evidence (decision 35): content decides, photos are stripped."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.services.files import check_caption, end_date, keep_file, read_photo
from foundation.audit.services import record_event
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.files import content_digest
from foundation.common.receipts import once
from organization.models import Person
from selfcheck.models import LogEntry, LogFile
from selfcheck.rules import can_change_entry

MOST_FILES = 12


def add_file(
    *, entry: LogEntry, actor: Person, source, name: str, key: UUID, caption: str = "", strip: bool | None = None
) -> LogFile:
    """Keep a file (a file object) with the entry. The same key gives the same file.

    `strip`: leave place, time and camera out of a photo; None: as the installation is set. Raises NotAllowed, Invalid ({"file" or "caption":
    sentence}) for a file that is empty, too large, damaged or of another kind, Conflict for an entry that was struck out.
    """
    require(can_change_entry, actor, entry)
    strip = settings.STRIP_PHOTOS if strip is None else strip
    with _beside("caption"):
        caption = check_caption(caption)
    with _beside("file"):
        photo = read_photo(source, strip=strip)

    def act() -> dict:
        present = LogEntry.objects.select_for_update(no_key=True).get(pk=entry.pk)
        if present.is_struck:
            raise Conflict(_("This entry is struck out."))
        if present.files.filter(removed_at=None).count() >= MOST_FILES:
            raise Invalid({"file": _("An entry takes up to %(limit)s files.") % {"limit": MOST_FILES}})
        file, small = keep_file(source=source, name=name, photo=photo, actor=actor)
        row = LogFile.objects.create(
            entry=present,
            file=file,
            thumbnail=small,
            is_stripped=bool(photo and strip),
            caption=caption,
            added_by=actor,
        )
        record_event(
            actor=actor, action="selfcheck.file.add", target=present, after=file.digest, evidence=str(row.public_id)
        )
        return {"file": str(row.public_id)}

    payload = {
        "entry": entry.public_id,
        "name": name,
        "caption": caption,
        "content": content_digest(source),
        "strip": strip,
    }
    answer, _is_new = once(actor=actor.public_id, action="selfcheck.file.add", key=key, payload=payload, act=act)
    return LogFile.objects.select_related("file").get(public_id=answer["file"])


@transaction.atomic
def remove_file(*, file: LogFile, actor: Person, reason: str) -> LogFile:
    """Take it off and say why. Row and bytes stay, for those who watch over the work. Twice is once. Raises NotAllowed, Invalid without a reason."""
    require(can_change_entry, actor, file.entry)
    with _beside("reason"):
        was_on = end_date(file, actor=actor, reason=reason)
    if was_on:
        record_event(
            actor=actor,
            action="selfcheck.file.remove",
            target=file.entry,
            before=file.file.digest,
            evidence=str(file.public_id),
        )
    return LogFile.objects.select_related("file", "entry__unit").get(pk=file.pk)


@contextmanager
def _beside(field: str) -> Iterator[None]:
    """What is refused within is said beside the field."""
    try:
        yield
    except Invalid as error:
        raise Invalid({field: error.messages}) from None
