"""Small real files for tests of evidence, and hostile ones."""

import struct
import wave
import zlib
from io import BytesIO

from PIL import Image


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int = 1) -> BytesIO:
    """A white PNG, one pixel high."""
    rows = b"\x00" + b"\xff\xff\xff" * width
    header = struct.pack(">IIBBBBB", width, 1, 8, 2, 0, 0, 0)
    return BytesIO(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    )


def photo(kind: str = "JPEG", size: tuple[int, int] = (640, 400), *, colour: str = "teal", **saved) -> BytesIO:
    sink = BytesIO()
    Image.new("RGB", size, colour).save(sink, kind, **saved)
    return BytesIO(sink.getvalue())


def phone_photo(size: tuple[int, int] = (640, 400)) -> BytesIO:
    """As a phone saves it: held upright (turned by a tag), with place, maker and time. Left half red, right half blue."""
    picture = Image.new("RGB", size, "red")
    picture.paste("blue", (size[0] // 2, 0, size[0], size[1]))
    tags = Image.Exif()
    tags[0x0112] = 6  # orientation: to be turned to the right
    tags[0x010F] = "SecretMaker"
    tags.get_ifd(0x8769)[0x9003] = "2026:11:25 10:42:00"
    tags.get_ifd(0x8825).update({1: "N", 2: (31.0, 13.0, 49.0), 3: "E", 4: (121.0, 28.0, 7.0)})
    sink = BytesIO()
    picture.save(sink, "JPEG", exif=tags, comment=b"SecretComment")
    return BytesIO(sink.getvalue())


def bomb(side: int = 30_000) -> BytesIO:
    """A hundred bytes that say they unpack to `side` × `side` pixels."""
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    data = zlib.compress(b"\x00" * 1000)
    return BytesIO(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b""))


def truncated() -> BytesIO:
    data = photo("JPEG", (900, 900), quality=95).read()
    return BytesIO(data[: len(data) // 2])


def pdf() -> BytesIO:
    return BytesIO(b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")


def wav(seconds: float = 0) -> BytesIO:
    """Silence, eight thousand samples a second."""
    sink = BytesIO()
    with wave.open(sink, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(b"\x80" * int(8000 * seconds))
    return BytesIO(sink.getvalue())


def ogg(codec: bytes = b"OpusHead") -> BytesIO:
    return BytesIO(b"OggS\x00\x02" + b"\x00" * 20 + b"\x01\x13" + codec + b"\x01" * 40)


def webm(codec: bytes = b"A_OPUS") -> BytesIO:
    return BytesIO(
        b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm" + b"\x00" * 60 + b"\x86" + bytes([0x80 + len(codec)]) + codec
    )


def mp4(brand: bytes = b"M4A ", handler: bytes = b"soun", *, padding: int = 0) -> BytesIO:
    """Boxes alone; the handler of its track stands after `padding` bytes."""
    track = b"hdlr" + b"\x00" * 8 + handler + b"\x00" * 13
    return BytesIO(
        struct.pack(">I", 16) + b"ftyp" + brand + b"\x00" * 4 + b"\x00" * padding + struct.pack(">I", 41) + track
    )


def mp3() -> BytesIO:
    return BytesIO(b"\xff\xfb\x90\x00" + b"\x00" * 413)


def html() -> BytesIO:
    return BytesIO(b"<html><script>alert(1)</script></html>")


def svg() -> BytesIO:
    return BytesIO(b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
