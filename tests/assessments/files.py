"""Small real files for tests of evidence."""

import struct
import zlib
from io import BytesIO


def png(width: int = 1) -> BytesIO:
    """A white PNG, one pixel high."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"\x00" + b"\xff\xff\xff" * width
    header = struct.pack(">IIBBBBB", width, 1, 8, 2, 0, 0, 0)
    return BytesIO(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    )


def pdf() -> BytesIO:
    return BytesIO(b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")


def wav() -> BytesIO:
    return BytesIO(
        b"RIFF"
        + struct.pack("<I", 36)
        + b"WAVEfmt "
        + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 8000, 1, 8)
        + b"data\x00\x00\x00\x00"
    )


def html() -> BytesIO:
    return BytesIO(b"<html><script>alert(1)</script></html>")
