"""Photos, recordings and PDF files beside a score, here and in the rooms above: checked, kept with a small picture, taken off with a reason.

Content decides, not the name; photos are decoded and, where asked, stripped (decision 35). Rights, locks and the trail are the caller's.
"""

from io import BytesIO

from django.utils.translation import gettext as _

from assessments.services.marks import CONTROLS
from foundation.common import clock
from foundation.common.contents import PHOTOS, ZIP
from foundation.common.errors import Invalid
from foundation.common.files import EVIDENCE_TYPES, MAX_EVIDENCE_BYTES, evidence_type, store_bytes, store_file
from foundation.common.models import StoredFile
from foundation.common.photos import PreparedPhoto, prepare_photo
from organization.models import Person

TYPES = EVIDENCE_TYPES - {ZIP}
LONGEST_CAPTION = LONGEST_REASON = 200


def check_caption(caption: str) -> str:
    """The caption without blanks around it. Raises Invalid where it is too long or carries control characters."""
    caption = caption.strip()
    if len(caption) > LONGEST_CAPTION or CONTROLS.search(caption):
        raise Invalid(_("Say what it shows in up to %(limit)s characters.") % {"limit": LONGEST_CAPTION})
    return caption


def read_photo(source, *, strip: bool) -> PreparedPhoto | None:
    """A photo made ready; None for what is none. Before anything is locked: decoding takes its time.

    Raises Invalid for a file that is too large, damaged or of a kind that is no evidence.
    """
    source.seek(0, 2)
    if source.tell() > MAX_EVIDENCE_BYTES:
        raise Invalid(_("The file is larger than %(limit)s MB.") % {"limit": MAX_EVIDENCE_BYTES // (1024 * 1024)})
    refusal = _("This kind of file is not accepted. Photos (JPEG, PNG, WebP), recordings and PDF files are.")
    kind = evidence_type(source, allowed=TYPES, refusal=refusal)
    return prepare_photo(source, kind, strip=strip) if kind in PHOTOS else None


def keep_file(*, source, name: str, photo: PreparedPhoto | None, actor: Person) -> tuple[StoredFile, StoredFile | None]:
    """(the file, its small picture): of a photo what `read_photo` has made of it, of anything else the bytes as they came."""
    kept = BytesIO(photo.data) if photo and photo.data is not None else source
    file = store_file(source=kept, name=name, actor=actor, allowed=TYPES, max_bytes=MAX_EVIDENCE_BYTES)
    small = store_bytes(data=photo.thumbnail, name=f"{file.name}.jpg"[-200:], actor=actor) if photo else None
    return file, small


def end_date(row, *, actor: Person, reason: str) -> bool:
    """Take a saved row off with the reason; row and bytes stay. Whether it was on until now: twice is once. Raises Invalid without a reason."""
    reason = (reason or "").strip()
    if not reason or len(reason) > LONGEST_REASON or CONTROLS.search(reason):
        raise Invalid(_("Say in up to %(limit)s characters why it is taken off.") % {"limit": LONGEST_REASON})
    changes = {"removed_at": clock.now(), "removed_by": actor, "removed_reason": reason}
    return bool(type(row).objects.filter(pk=row.pk, removed_at=None).update(**changes))
