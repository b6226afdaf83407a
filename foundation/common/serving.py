"""Stored files on their way out: whole, or the part that a player asks for."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from foundation.common.contents import PHOTOS, RECORDINGS
from foundation.common.files import path_of
from foundation.common.models import StoredFile

_CHUNK = 1 << 16
_RANGE = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII)


def serve(file: StoredFile, *, inline: bool = False, request: HttpRequest | None = None) -> HttpResponseBase:
    """The bytes as an attachment, sandboxed. `inline` shows photos and plays recordings, never anything that could run.

    With `request`, one range of bytes is served as asked (RFC 9110, 14): a recording can be listened to from the middle. Several ranges at once are
    answered with the whole file, as the rule allows; one beyond the end with 416.
    """
    span = _span(request, file) if request is not None else None
    if span == ():
        response: HttpResponseBase = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{file.size}"
    elif span:
        first, last = span
        response = StreamingHttpResponse(
            _part(path_of(file), first, last - first + 1), status=206, content_type=file.content_type
        )
        response["Content-Range"] = f"bytes {first}-{last}/{file.size}"
        response["Content-Length"] = str(last - first + 1)
    else:
        response = FileResponse(path_of(file).open("rb"), content_type=file.content_type)
    shown = inline and file.content_type in PHOTOS | RECORDINGS
    response["Content-Disposition"] = f"{'inline' if shown else 'attachment'}; filename*=UTF-8''{quote(file.name)}"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    if request is not None:
        response["Accept-Ranges"] = "bytes"
        response["ETag"] = _tag(file)
    return response


def _tag(file: StoredFile) -> str:
    return f'"{file.digest}"'


def _span(request: HttpRequest, file: StoredFile) -> tuple[int, int] | tuple[()] | None:
    """First and last byte that are wanted; empty where there are none; None: the whole file."""
    found = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    if found is None or request.headers.get("If-Range", _tag(file)) != _tag(file):
        return None
    # Nobody has files of 10^18 bytes; longer numbers would only cost time.
    first, last = (text[:18] for text in found.groups())
    if first:
        span = int(first), min(int(last), file.size - 1) if last else file.size - 1
        if last and int(last) < int(first):
            return None
    elif last:
        span = max(0, file.size - int(last)), file.size - 1
    else:
        return None
    return span if span[0] <= span[1] else ()


def _part(path: Path, first: int, length: int) -> Iterator[bytes]:
    with path.open("rb") as source:
        source.seek(first)
        while length > 0 and (chunk := source.read(min(_CHUNK, length))):
            length -= len(chunk)
            yield chunk
