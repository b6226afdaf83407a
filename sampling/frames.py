"""The frame of a draw as a compressed file: written once, read back with its digest checked."""

import gzip
import hashlib
import zlib

from django.utils.translation import gettext as _

from foundation.common.errors import Invalid
from foundation.common.files import read_bytes, store_bytes
from foundation.common.models import StoredFile
from organization.models import Person
from sampling.models import Draw
from sampling.ordering import FrozenFrame, read_frame


def keep_frame(frame: FrozenFrame, draw: Draw, actor: Person | None) -> StoredFile:
    """Compress without a time stamp: the same frame gives the same bytes."""
    return store_bytes(data=gzip.compress(frame.data, mtime=0), name=f"frame-{draw.public_id}.txt.gz", actor=actor)


def load_frame(draw: Draw) -> FrozenFrame:
    """The frame as it was frozen. Raises Invalid where the file is missing or is not what was frozen."""
    try:
        data = gzip.decompress(read_bytes(draw.frame))
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise Invalid(_("The file of the sampling frame is missing or damaged.")) from error
    if hashlib.sha256(data).hexdigest() != draw.frame_digest:
        raise Invalid(_("The file of the sampling frame is not the one that was frozen."))
    return read_frame(data)
