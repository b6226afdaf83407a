"""What a file is, by its bytes; photos decoded on arrival; parts of files."""

from io import BytesIO

import pytest
from django.test import RequestFactory
from PIL import Image

from foundation.common.contents import HEAD_BYTES, HEIC, M4A, MP3, OGG, PDF, WAV, WEBM, WEBP, ZIP, holds_video, sniff
from foundation.common.errors import Invalid
from foundation.common.files import EVIDENCE_TYPES, evidence_type, store_bytes
from foundation.common.photos import MOST_PIXELS, THUMBNAIL_SIDE, prepare_photo
from foundation.common.serving import serve
from tests.assessments import files


def head(source: BytesIO) -> bytes:
    return source.read(HEAD_BYTES)


# what it is


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        (files.png, "image/png"),
        (files.photo, "image/jpeg"),
        (lambda: files.photo("WEBP"), WEBP),
        (files.wav, WAV),
        (files.mp3, MP3),
        (lambda: BytesIO(b"ID3\x04\x00" + b"\x00" * 20), MP3),
        (files.mp4, M4A),
        (lambda: files.mp4(b"isom"), M4A),
        (files.ogg, OGG),
        (lambda: files.ogg(b"\x01vorbis"), OGG),
        (files.webm, WEBM),
        (files.pdf, PDF),
        (lambda: BytesIO(b"PK\x03\x04rest"), ZIP),
        (lambda: files.mp4(b"heic"), HEIC),
    ],
)
def test_content_is_told_by_the_first_bytes(source, kind):
    assert sniff(head(source())) == kind


@pytest.mark.parametrize(
    "data",
    [
        files.html().read(),
        files.svg().read(),
        b"",
        b"RIFF\x00\x00\x00\x00AVI LIST",  # a video
        files.ogg(b"\x80theora").read(),
        files.webm(b"V_VP9").read(),
        b"\x1a\x45\xdf\xa3\x9f\x42\x82\x88matroska" + b"\x00" * 60,
        files.mp4(b"qt  ").read(),
        files.mp4(b"avif").read(),
        b"GIF89a" + b"\x00" * 20,
        b"BM" + b"\x00" * 60,
        b"\xff\xfe<\x00s\x00v\x00g\x00",  # UTF-16 with a mark, not a frame of MP3
        b"\xff\xf1\x50\x80",  # AAC without a container
        b"\xff\xfb\xf0\x00",  # a bit rate that does not exist
        b" %PDF-1.4",
        b"MZ\x90\x00",
    ],
    ids=lambda data: repr(data[:12]),
)
def test_whatever_is_not_on_the_list_is_nothing(data):
    assert sniff(data) is None


def test_video_in_an_mp4_is_found_wherever_it_is_described():
    # The handler lies across the border of two reads.
    across = files.mp4(b"isom", b"vide", padding=(1 << 20) - 26)
    assert holds_video(across)
    assert across.tell() == 0
    assert not holds_video(files.mp4(b"isom", b"soun", padding=1 << 20))


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (lambda: BytesIO(b""), "The file is empty."),
        (lambda: files.mp4(b"heic"), "Photos in HEIC cannot be shown here."),
        (lambda: files.mp4(b"mp42", b"vide"), "Videos are not accepted."),
        (files.svg, "Not this."),
    ],
)
def test_evidence_is_refused_with_a_sentence_of_its_own(source, sentence):
    with pytest.raises(Invalid) as refusal:
        evidence_type(source(), allowed=EVIDENCE_TYPES, refusal="Not this.")
    assert refusal.value.messages[0].startswith(sentence)


# photos


def opened(data: bytes) -> Image.Image:
    picture = Image.open(BytesIO(data))
    picture.load()
    return picture


def test_stripped_photo_is_upright_and_keeps_nothing_but_the_picture():
    found = prepare_photo(files.phone_photo(), "image/jpeg", strip=True)
    picture = opened(found.data)
    assert picture.size == (found.width, found.height) == (400, 640)
    # Turned to the right, what was left is above.
    assert [
        max(picture.getpixel(at)[:3]) == picture.getpixel(at)[place] for at, place in (((200, 40), 0), ((200, 600), 2))
    ] == [True, True]
    assert dict(picture.getexif()) == {}
    for secret in (b"Exif", b"SecretMaker", b"SecretComment", b"2026:11:25"):
        assert secret not in found.data


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_stripped_photo_of_other_kinds_has_no_metadata_either(kind):
    from PIL.PngImagePlugin import PngInfo

    tags = Image.Exif()
    tags[0x010F] = "SecretMaker"
    note = PngInfo()
    note.add_text("Comment", "SecretComment")
    more = {"pnginfo": note} if kind == "PNG" else {"xmp": b"<x>SecretComment</x>"}
    source = files.photo(kind, exif=tags, **more)
    assert b"SecretComment" in source.getvalue()
    found = prepare_photo(source, f"image/{kind.lower()}", strip=True)
    assert opened(found.data).format == kind
    assert b"Secret" not in found.data + found.thumbnail


def test_photo_that_is_not_stripped_stays_byte_by_byte_and_its_small_one_is_clean():
    found = prepare_photo(files.phone_photo(), "image/jpeg", strip=False)
    assert found.data is None
    assert b"Secret" not in found.thumbnail
    assert opened(found.thumbnail).size == (300, THUMBNAIL_SIDE)


def test_colour_profile_stays():
    from PIL.ImageCms import ImageCmsProfile, createProfile

    profile = ImageCmsProfile(createProfile("sRGB")).tobytes()
    found = prepare_photo(files.photo(icc_profile=profile), "image/jpeg", strip=True)
    assert opened(found.data).info["icc_profile"] == profile


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "PA", "RGB", "RGBA", "CMYK", "I;16"])
def test_every_mode_of_pixels_is_taken(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG" if mode != "PA" else None
    if kind is None:
        picture = Image.new("P", (40, 30), 1)
        picture.info["transparency"] = 1
        kind = "PNG"
    else:
        picture = Image.new(mode, (40, 30))
    sink = BytesIO()
    picture.save(sink, kind)
    found = prepare_photo(BytesIO(sink.getvalue()), f"image/{kind.lower()}", strip=True)
    assert (opened(found.data).size, opened(found.thumbnail).mode) == ((40, 30), "RGB")


def test_monstrous_photo_is_refused_before_it_is_unpacked(monkeypatch):
    source = files.bomb()
    assert len(source.getvalue()) < 1_000
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", lambda self: pytest.fail("decoded"))
    with pytest.raises(Invalid, match="more than 50 million pixels"):
        prepare_photo(source, "image/png", strip=True)
    just_above = files.bomb(int(MOST_PIXELS**0.5) + 8)
    with pytest.raises(Invalid, match="more than 50 million pixels"):
        prepare_photo(just_above, "image/png", strip=True)


@pytest.mark.parametrize(
    "source",
    [
        files.truncated,
        lambda: BytesIO(b"\x89PNG\r\n\x1a\n" + b"0" * 64),
        lambda: BytesIO(b"\xff\xd8\xff<script>alert(1)</script>"),
        lambda: BytesIO(files.png().read().replace(b"IDAT", b"IDAX")),
    ],
)
def test_photo_that_cannot_be_decoded_to_its_end_is_refused(source):
    kind = sniff(source().read(HEAD_BYTES))
    with pytest.raises(Invalid, match="damaged or incomplete"):
        prepare_photo(source(), kind, strip=False)


def test_stripping_drops_what_hides_behind_the_picture():
    polyglot = BytesIO(files.photo().read() + b"<script>alert(1)</script>PK\x03\x04")
    found = prepare_photo(polyglot, "image/jpeg", strip=True)
    assert b"script" not in found.data


# parts of files


@pytest.fixture
def ten(db):
    return store_bytes(data=b"0123456789", name="ten", actor=None)


def served(file, **headers):
    return serve(file, request=RequestFactory().get("/", headers=headers))


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.parametrize(
    ("wanted", "data", "told"),
    [
        ("bytes=0-3", b"0123", "bytes 0-3/10"),
        ("bytes=4-", b"456789", "bytes 4-9/10"),
        ("bytes=9-9", b"9", "bytes 9-9/10"),
        ("bytes=-3", b"789", "bytes 7-9/10"),
        ("bytes=-99", b"0123456789", "bytes 0-9/10"),
        ("bytes=5-99999999999999999999999", b"56789", "bytes 5-9/10"),
    ],
)
def test_part_is_served_as_asked(ten, wanted, data, told):
    response = served(ten, range=wanted)
    assert (response.status_code, response["Content-Range"], response["Content-Length"]) == (206, told, str(len(data)))
    assert body(response) == data
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize(
    "wanted", ["", "bytes=", "bytes=-", "bytes=5-2", "bytes=0-1,4-5", "lines=0-1", "bytes=a-b", "bytes=٣-"]
)
def test_whole_file_where_no_single_part_is_asked(ten, wanted):
    response = served(ten, range=wanted)
    assert (response.status_code, response["Accept-Ranges"], body(response)) == (200, "bytes", b"0123456789")


@pytest.mark.parametrize("wanted", ["bytes=10-", "bytes=99-100", "bytes=-0"])
def test_part_beyond_the_end_is_refused(ten, wanted):
    response = served(ten, range=wanted)
    assert (response.status_code, response["Content-Range"], response.content) == (416, "bytes */10", b"")


def test_part_of_another_edition_is_the_whole(ten):
    tag = served(ten)["ETag"]
    assert served(ten, range="bytes=0-1", **{"if-range": tag}).status_code == 206
    assert served(ten, range="bytes=0-1", **{"if-range": '"other"'}).status_code == 200


def test_without_a_request_there_are_no_parts(ten):
    assert "Accept-Ranges" not in serve(ten)
