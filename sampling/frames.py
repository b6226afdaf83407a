"""The frame of a draw as a compressed file: written once, read back with its digest checked."""

import gzip
import hashlib
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

from foundation.common.errors import Invalid
from foundation.common.files import read_bytes, store_bytes
from foundation.common.models import StoredFile
from organization.models import Person
from sampling.models import Draw
from sampling.ordering import FrozenFrame, read_frame

_BLOCK = 1 << 18


def _damaged() -> str:
    return _("The file of the sampling frame is missing or damaged.")


def _exchanged() -> str:
    return _("The file of the sampling frame is not the one that was frozen.")


def keep_frame(frame: FrozenFrame, draw: Draw, actor: Person | None) -> StoredFile:
    """Compress without a time stamp: the same frame gives the same bytes."""
    return store_bytes(
        data=gzip.compress(frame.data, compresslevel=6, mtime=0), name=f"frame-{draw.public_id}.txt.gz", actor=actor
    )


def frame_lines(draw: Draw) -> Iterator[bytes]:
    """The lines of the frame as it was frozen, in one pass, without their line feeds. Holds the compressed file and one block, never the frame.

    Raises Invalid where the file is missing or damaged, and at the end of the pass where it is not what was frozen: nothing may be made of
    the lines before the last one has come.
    """
    digest, rest = hashlib.sha256(), b""
    try:
        for block in _unpacked(read_bytes(draw.frame)):
            digest.update(block)
            lines = (rest + block).split(b"\n")
            rest = lines.pop()
            yield from lines
    except (OSError, zlib.error) as error:
        raise Invalid(_damaged()) from error
    if rest or digest.hexdigest() != draw.frame_digest:
        raise Invalid(_exchanged())


def _unpacked(data: bytes) -> Iterator[bytes]:
    reader, view = zlib.decompressobj(wbits=31), memoryview(data)  # 31: with the header and the checksum of gzip
    for start in range(0, len(view), _BLOCK):
        chunk = view[start : start + _BLOCK]
        while chunk:
            if block := reader.decompress(chunk, _BLOCK):
                yield block
            chunk = reader.unconsumed_tail
            if reader.eof:
                break
    if block := reader.flush():
        yield block
    if not reader.eof or reader.unused_data:
        raise zlib.error("the file ends early or late")


def load_frame(draw: Draw) -> FrozenFrame:
    """The frame as it was frozen. Raises Invalid where the file is missing or is not what was frozen."""
    try:
        data = gzip.decompress(read_bytes(draw.frame))
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise Invalid(_damaged()) from error
    if hashlib.sha256(data).hexdigest() != draw.frame_digest:
        raise Invalid(_exchanged())
    return read_frame(data)
