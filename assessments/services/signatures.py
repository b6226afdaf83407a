"""A signature: drawn with finger or pen on the page, or on paper and photographed."""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image, ImageChops

from foundation.common.contents import JPEG, PDF, PNG, WEBP
from foundation.common.errors import Invalid
from foundation.common.files import MAX_EVIDENCE_BYTES, evidence_type
from foundation.common.photos import prepare_photo

PREFIX = "data:image/png;base64,"
MOST_BYTES = 600_000  # of the picture as text
MOST_SIDE = 4000
# A dot or a dash by mistake is no signature.
LEAST_INK, LEAST_WIDTH, LEAST_HEIGHT = 120, 40, 12
EXTENSIONS = {PNG: "png", JPEG: "jpg", WEBP: "webp", PDF: "pdf"}


@dataclass(frozen=True)
class Signature:
    """`data` as it is stored; `is_paper`: a photo or scan of what was signed on paper."""

    data: bytes
    extension: str
    is_paper: bool = False

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def read_drawn(text: str) -> Signature | None:
    """What the page has drawn, a PNG as data URL; dark on white, without anything else that a PNG may carry. None where nothing was drawn.

    Raises Invalid for what is no picture, or hardly one.
    """
    if not text:
        return None
    unreadable = Invalid({"signature": _("The signature could not be read. Have it signed again.")})
    if not text.startswith(PREFIX) or len(text) > MOST_BYTES:
        raise unreadable
    try:
        data = base64.b64decode(text.removeprefix(PREFIX), validate=True)
        with Image.open(BytesIO(data), formats=["PNG"]) as picture:
            if max(picture.size) > MOST_SIDE:
                raise unreadable
            drawn = picture.convert("RGBA")
    except (binascii.Error, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise unreadable from None
    ground = Image.new("RGBA", drawn.size, "white")
    flat = Image.alpha_composite(ground, drawn).convert("L")
    _require_ink(flat)
    sink = BytesIO()
    flat.save(sink, "PNG", optimize=True)
    return Signature(sink.getvalue(), "png")


def _require_ink(flat: Image.Image) -> None:
    ink = ImageChops.invert(flat).point(lambda value: 255 if value > 64 else 0)
    box = ink.getbbox()
    dots = ink.histogram()[255]
    if box is None or dots < LEAST_INK or box[2] - box[0] < LEAST_WIDTH or box[3] - box[1] < LEAST_HEIGHT:
        raise Invalid({"signature": _("The field holds no signature yet. Sign with the full name.")})


def read_paper(source) -> Signature:
    """A photo (without its place and camera) or a PDF of the paper. Raises Invalid ({"paper": sentence})."""
    refusal = _("Add a photo (JPEG, PNG, WebP) or a PDF of the signed sheet.")
    try:
        source.seek(0, 2)
        if source.tell() > MAX_EVIDENCE_BYTES:
            raise Invalid(_("The file is larger than %(limit)s MB.") % {"limit": MAX_EVIDENCE_BYTES // (1024 * 1024)})
        kind = evidence_type(source, allowed=frozenset(EXTENSIONS), refusal=refusal)
        if kind == PDF:
            source.seek(0)
            data = source.read()
        else:
            data = prepare_photo(source, kind, strip=True).data
    except Invalid as error:
        raise Invalid({"paper": error.messages[0]}) from None
    return Signature(data, EXTENSIONS[kind], is_paper=True)
