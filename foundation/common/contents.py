"""What a file is, by its bytes: its name and what a browser says of it count for nothing.

SVG and HTML are not on the list and never will be: they run scripts. Videos are not either; a recording is sound alone.
"""

import re

# So much is read to tell: the codecs of a recording stand within its first pages.
HEAD_BYTES = 4096

JPEG, PNG, WEBP = "image/jpeg", "image/png", "image/webp"
MP3, M4A, WAV, OGG, WEBM = "audio/mpeg", "audio/mp4", "audio/wav", "audio/ogg", "audio/webm"
PDF, ZIP = "application/pdf", "application/zip"
# Told apart only to say why it is refused: no decoder that we may ship reads it.
HEIC = "image/heic"

PHOTOS = frozenset({JPEG, PNG, WEBP})
RECORDINGS = frozenset({MP3, M4A, WAV, OGG, WEBM})

_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_AUDIO_BRANDS = frozenset({b"M4A ", b"M4B ", b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"dash"})
_OGG_SOUND = (b"\x01vorbis", b"OpusHead", b"Speex   ", b"\x7fFLAC")
_VIDEO_HANDLER = re.compile(rb"hdlr.{8}vide", re.DOTALL)
_VIDEO_CODEC = re.compile(rb"V_(?:VP|AV1|MPEG|THEORA|UNCOMPRESSED|MS/)")


def sniff(head: bytes) -> str | None:
    """The content type by the first bytes (`HEAD_BYTES` of them, or the whole file), None for anything not on the list."""
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"PK\x03\x04"):
        return ZIP
    if head.startswith(b"RIFF"):
        return {b"WAVE": WAV, b"WEBP": WEBP}.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _of_boxes(head)
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return WEBM if b"webm" in head[:64] and not _VIDEO_CODEC.search(head) else None
    if head.startswith(b"OggS"):
        return OGG if head[28:36].startswith(_OGG_SOUND) else None
    return MP3 if head.startswith(b"ID3") or _is_mp3_frame(head) else None


def holds_video(source) -> bool:
    """Whether an MP4 file has a picture track; it may be described at the very end. The file object is left at its beginning."""
    source.seek(0)
    before, found = b"", False
    while not found and (chunk := source.read(1 << 20)):
        found = _VIDEO_HANDLER.search(before + chunk) is not None
        before = chunk[-16:]
    source.seek(0)
    return found


def _of_boxes(head: bytes) -> str | None:
    brand = head[8:12]
    if brand in _HEIC_BRANDS:
        return HEIC
    return M4A if brand in _AUDIO_BRANDS else None


def _is_mp3_frame(head: bytes) -> bool:
    """A frame of MPEG layer III: eleven bits set, and neither the bit rate nor the sampling rate is one that does not exist."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2 or head[1] & 0x18 == 0x08:
        return False
    return head[2] & 0xF0 not in (0x00, 0xF0) and head[2] & 0x0C != 0x0C
