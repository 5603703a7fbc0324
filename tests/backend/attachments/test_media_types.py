import pytest

from backend.attachments.media_types import ENDINGS, media_type_of

_REST = bytes(40)


def heif(brand: bytes, *others: bytes) -> bytes:
    box = b"ftyp" + brand + bytes(4) + b"".join(others)
    return (len(box) + 4).to_bytes(4) + box + b"\x00\x00\x00\x08meta"


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image/jpeg"),
        (b"\xff\xd8\xff\xe1\x00\x10Exif", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n" + _REST, "image/png"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "image/webp"),
        (heif(b"heic", b"mif1", b"heic"), "image/heic"),
        (heif(b"mif1", b"mif1", b"heic"), "image/heif"),
        (b"%PDF-1.7\n", "application/pdf"),
    ],
)
def test_a_photo_or_a_letter_is_known_by_its_first_bytes(content: bytes, media_type: str) -> None:
    assert media_type_of(content) == media_type
    assert media_type in ENDINGS


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<!doctype html><script>",
        b"<svg xmlns='http://www.w3.org/2000/svg'>",
        b"GIF89a" + _REST,
        b"PK\x03\x04" + _REST,
        b"MZ" + _REST,
        b"RIFF\x10\x00\x00\x00WAVEfmt ",
        b" %PDF-1.7",
        b"\x00\x00\x00\x18ftypisom" + _REST,
        heif(b"avif", b"mif1"),
        heif(b"mif1", b"mif1", b"avif"),
    ],
)
def test_anything_else_is_of_no_type(content: bytes) -> None:
    assert media_type_of(content) is None


def test_too_few_bytes_are_of_no_type_yet() -> None:
    whole = heif(b"heic")
    assert [media_type_of(whole[:length]) for length in range(12)] == [None] * 12
