"""Files: allowed by content, kept under a random name. They are given out by `serving`, to whom a view has asked the rules for."""

import hashlib
import os
import secrets
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

from foundation.common.contents import HEAD_BYTES, HEIC, M4A, PDF, PHOTOS, RECORDINGS, ZIP, holds_video, sniff
from foundation.common.errors import Invalid
from foundation.common.models import StoredFile

EVIDENCE_TYPES = PHOTOS | RECORDINGS | {PDF, ZIP}
MAX_EVIDENCE_BYTES = 20 * 1024 * 1024


def store_file(
    *, source, name: str, actor, allowed: frozenset[str] | None = None, max_bytes: int | None = None
) -> StoredFile:
    """Keep an upload (a file object) and return its row. `allowed=None` takes any content (imports, generated files).

    Raises Invalid for an empty, too large or not allowed file. The bytes are on the disk before the row is written.
    """
    limit = max_bytes or settings.MAX_UPLOAD_BYTES
    source.seek(0)
    content_type = sniff(source.read(HEAD_BYTES))
    if allowed is not None and content_type not in allowed:
        raise Invalid(_("This kind of file is not accepted. Photos, audio, PDF and Office documents are."))
    source.seek(0)
    path, digest, size = _write(source, limit)
    return StoredFile.objects.create(
        name=get_valid_filename(Path(name).name)[-200:] or "file",
        content_type=content_type or "application/octet-stream",
        size=size,
        digest=digest,
        path=path,
        uploaded_by=str(getattr(actor, "public_id", "")),
    )


def evidence_type(source, *, allowed: frozenset[str], refusal: str) -> str:
    """What kind of evidence an upload (a file object) is, by its content; it is left at its beginning.

    Raises Invalid with `refusal` for what is not allowed, and with a sentence of its own for what people bring by mistake: nothing, photos
    in HEIC, videos.
    """
    source.seek(0)
    head = source.read(HEAD_BYTES)
    if not head:
        raise Invalid(_("The file is empty."))
    kind = sniff(head)
    if kind == HEIC:
        raise Invalid(
            _(
                "Photos in HEIC cannot be shown here. Set the camera to “Most Compatible” (JPEG), or save the photo as JPEG."
            )
        )
    if kind not in allowed:
        raise Invalid(refusal)
    if kind == M4A and holds_video(source):
        raise Invalid(_("Videos are not accepted. Add photos of what is to be seen, or the sound alone."))
    source.seek(0)
    return kind


def content_digest(source) -> str:
    """SHA-256 of an upload's bytes, hex; the upload is left at its beginning."""
    digest = hashlib.sha256()
    source.seek(0)
    while chunk := source.read(1 << 20):
        digest.update(chunk)
    source.seek(0)
    return digest.hexdigest()


def store_bytes(*, data: bytes, name: str, actor) -> StoredFile:
    return store_file(source=BytesIO(data), name=name, actor=actor)


def _write(source, limit: int) -> tuple[str, str, int]:
    token = secrets.token_hex(16)
    path = f"{token[:2]}/{token}"
    target = settings.FILES_DIR / path
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with target.open("xb") as sink:
        while chunk := source.read(1 << 20):
            size += len(chunk)
            if size > limit:
                break
            digest.update(chunk)
            sink.write(chunk)
        sink.flush()
        os.fsync(sink.fileno())
    if size == 0 or size > limit:
        target.unlink()
        if size == 0:
            raise Invalid(_("The file is empty."))
        raise Invalid(_("The file is larger than %(limit)s MB.") % {"limit": limit // (1024 * 1024)})
    return path, digest.hexdigest(), size


def path_of(file: StoredFile) -> Path:
    return settings.FILES_DIR / file.path


def read_bytes(file: StoredFile) -> bytes:
    return path_of(file).read_bytes()


def is_intact(file: StoredFile) -> bool:
    """Whether the bytes on the disk still have the digest of the row."""
    try:
        with path_of(file).open("rb") as source:
            return hashlib.file_digest(source, "sha256").hexdigest() == file.digest
    except OSError:
        return False
