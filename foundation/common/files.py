"""Files: allowed by content, kept under a random name, given out only by views that ask the rules."""

import hashlib
import os
import secrets
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.http import FileResponse, HttpResponseBase
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

from foundation.common.errors import Invalid
from foundation.common.models import StoredFile

# First bytes -> content type. SVG and HTML are not on the list and never will be: they run scripts.
SIGNATURES: tuple[tuple[bytes, int, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"%PDF-", 0, "application/pdf"),
    (b"ID3", 0, "audio/mpeg"),
    (b"\xff\xfb", 0, "audio/mpeg"),
    (b"RIFF", 0, "audio/wav"),
    (b"OggS", 0, "audio/ogg"),
    (b"ftyp", 4, "audio/mp4"),
    (b"PK\x03\x04", 0, "application/zip"),
)
EVIDENCE_TYPES = frozenset(content_type for _s, _o, content_type in SIGNATURES)
MAX_EVIDENCE_BYTES = 20 * 1024 * 1024


def sniff(head: bytes) -> str | None:
    """The content type by the first bytes, or None for anything not on the list."""
    for signature, offset, content_type in SIGNATURES:
        if head[offset : offset + len(signature)] == signature:
            return content_type
    return None


def store_file(
    *, source, name: str, actor, allowed: frozenset[str] | None = None, max_bytes: int | None = None
) -> StoredFile:
    """Keep an upload (a file object) and return its row. `allowed=None` takes any content (imports, generated files).

    Raises Invalid for an empty, too large or not allowed file. The bytes are on the disk before the row is written.
    """
    limit = max_bytes or settings.MAX_UPLOAD_BYTES
    source.seek(0)
    content_type = sniff(source.read(16))
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


def serve(file: StoredFile, *, inline: bool = False) -> HttpResponseBase:
    """The bytes as an attachment, sandboxed. `inline` shows photos and audio, never anything that could run."""
    shown = inline and file.content_type.split("/")[0] in ("image", "audio")
    response = FileResponse(path_of(file).open("rb"), content_type=file.content_type)
    response["Content-Disposition"] = f"{'inline' if shown else 'attachment'}; filename*=UTF-8''{quote(file.name)}"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
