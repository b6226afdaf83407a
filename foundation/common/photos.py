"""Photos: decoded once on arrival, so that a broken or monstrous one never gets further, and made small for lists."""

import io
import logging
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from foundation.common.contents import JPEG, PNG, WEBP
from foundation.common.errors import Invalid

# What the largest cameras of phones give. Three bytes a pixel in memory, and that twice.
MOST_PIXELS = 50_000_000
THUMBNAIL_SIDE = 480
_FORMATS = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP"}
_QUALITY = {"JPEG": {"quality": 92}, "WEBP": {"quality": 92}, "PNG": {"optimize": False}}

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class PreparedPhoto:
    """`data`: the photo to keep (without metadata, upright), None where the upload is to be kept as it came; `thumbnail`: a JPEG of at most
    `THUMBNAIL_SIDE` pixels a side, without metadata."""

    data: bytes | None
    thumbnail: bytes
    width: int
    height: int


def prepare_photo(source, content_type: str, *, strip: bool) -> PreparedPhoto:
    """Decode an upload (a file object) of one of the kinds of photos.

    `strip` leaves out all that is not picture (place, time, camera, comments) and turns it as its camera was held; colours keep their profile.
    Raises Invalid for what cannot be decoded to its end and, before decoding, for more than `MOST_PIXELS`.
    """
    source.seek(0)
    try:
        with Image.open(source, formats=[_FORMATS[content_type]]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise _too_many_pixels()
            picture.load()
            upright = ImageOps.exif_transpose(picture)
            data = _without_metadata(upright, _FORMATS[content_type]) if strip else None
            return PreparedPhoto(data, _thumbnail(upright), upright.width, upright.height)
    except Image.DecompressionBombError:
        raise _too_many_pixels() from None
    except Invalid:
        raise
    except (
        Exception
    ) as error:  # Pillow raises whatever its decoders meet: OSError, ValueError, SyntaxError, struct.error, …
        log.info("a photo could not be decoded: %s", type(error).__name__)
        raise Invalid(_("This photo is damaged or incomplete. Take it again, or choose another one.")) from None
    finally:
        source.seek(0)


def _too_many_pixels() -> Invalid:
    return Invalid(
        _("This photo has more than %(limit)s million pixels. Make it smaller and try again.")
        % {"limit": MOST_PIXELS // 1_000_000}
    )


def _without_metadata(picture: Image.Image, kind: str) -> bytes:
    if "transparency" in picture.info:
        picture = picture.convert("RGBA")
    profile = picture.info.get("icc_profile")
    clean = picture.copy()
    clean.info = {}
    sink = io.BytesIO()
    clean.save(sink, kind, icc_profile=profile, **_QUALITY[kind])
    return sink.getvalue()


def _thumbnail(picture: Image.Image) -> bytes:
    """On white, where the picture lets something shine through."""
    small = picture.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    if small.mode in ("RGBA", "LA", "PA") or "transparency" in small.info:
        small = small.convert("RGBA")
        ground = Image.new("RGBA", small.size, "white")
        small = Image.alpha_composite(ground, small)
    sink = io.BytesIO()
    small = small.convert("RGB")
    small.info = {}
    small.save(sink, "JPEG", quality=80)
    return sink.getvalue()
