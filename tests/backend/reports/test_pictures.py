from io import BytesIO

import pytest
from PIL import Image

from backend.reports import pictures
from backend.reports.pictures import PrintedPaper, page_count, page_picture, printed
from backend.settings import EXHIBIT_FILE_PAGES, EXHIBIT_PAGE_BYTES
from tests.backend.reports import papers


def opened(page: bytes) -> Image.Image:
    return Image.open(BytesIO(page))


def test_a_photo_becomes_a_grey_picture_no_larger_than_the_frame_and_small_enough_to_send() -> None:
    paper = printed(papers.receipt(size=(3_000, 4_000)))
    assert (len(paper.pages), paper.in_all, paper.reason) == (1, 1, None)
    picture = opened(paper.pages[0])
    assert picture.mode == "L"
    assert picture.width <= 1_300
    assert picture.height <= 1_600
    assert len(paper.pages[0]) <= EXHIBIT_PAGE_BYTES


def test_a_photo_taken_sideways_stands_upright() -> None:
    image = Image.new("L", (400, 200), 255)
    exif = image.getexif()
    exif[0x0112] = 6  # turned a quarter to the right
    out = BytesIO()
    image.save(out, "JPEG", exif=exif)
    assert opened(printed(out.getvalue()).pages[0]).size == (200, 400)


def test_a_receipt_on_a_dark_table_stays_legible_in_black_and_white() -> None:
    fax = opened(printed(papers.receipt()).pages[0]).point(lambda value: 255 if value > 127 else 0)
    paper = fax.crop((fax.width // 5, fax.height // 2, fax.width * 4 // 5, fax.height * 4 // 5))
    text = fax.crop((fax.width // 6, fax.height // 6, fax.width * 4 // 5, fax.height // 2))
    assert sum(1 for dot in paper.tobytes() if dot == 0) < paper.width * paper.height * 0.001
    assert sum(1 for dot in text.tobytes() if dot == 0) > text.width * text.height * 0.02


def test_transparent_parts_of_a_screenshot_are_white_paper() -> None:
    image = Image.new("RGBA", (100, 100), (0, 0, 0, 0))
    image.paste((0, 0, 0, 255), (40, 40, 60, 60))
    out = BytesIO()
    image.save(out, "PNG")
    picture = opened(printed(out.getvalue()).pages[0])
    assert picture.getpixel((10, 10)) == 255
    assert picture.getpixel((50, 50)) == 0


def test_a_photo_from_an_iphone_is_read() -> None:
    pictures._know_heic()
    assert opened(printed(papers.picture((300, 200), "HEIF")).pages[0]).size == (300, 200)


def test_every_page_of_a_letter_is_shown() -> None:
    paper = printed(papers.letter(3))
    assert (len(paper.pages), paper.in_all, paper.reason) == (3, 3, None)
    assert opened(paper.pages[0]).size in {(1_236, 1_600), (1_237, 1_600)}


def test_of_a_file_of_2000_pages_the_first_are_shown_and_the_rest_is_counted() -> None:
    paper = printed(papers.letter(2_000))
    assert (len(paper.pages), paper.in_all, paper.reason) == (EXHIBIT_FILE_PAGES, 2_000, "too_long")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "unknown_type"),
        (b"a note, not a picture", "unknown_type"),
        (b"%PDF-1.7 and then nothing", "damaged"),
        (papers.letter(2)[:300], "damaged"),
        (papers.letter(1, password="secret"), "locked"),
        (papers.receipt()[:5_000], "damaged"),
        (b"\x89PNG\r\n\x1a\n" + papers.noise(500), "unknown_type"),
        (papers.picture((9_000, 9_000), mode="1"), "too_large"),
    ],
)
def test_a_file_that_cannot_be_shown_has_its_reason(content: bytes, reason: str) -> None:
    assert printed(content) == PrintedPaper(in_all=1 if reason == "too_large" else 0, reason=reason)  # type: ignore[arg-type]


def test_a_large_scan_as_jpeg_is_scaled_while_it_is_read() -> None:
    paper = printed(papers.picture((12_000, 12_000), "JPEG"))
    assert paper.reason is None
    assert opened(paper.pages[0]).size == (1_300, 1_300)


def test_a_report_can_be_looked_at_page_by_page() -> None:
    pdf = papers.letter(2)
    assert page_count(pdf) == 2
    picture = page_picture(pdf, 2)
    assert picture is not None
    assert opened(picture).width == 1_170
    assert page_picture(pdf, 0) is None
    assert page_picture(pdf, 3) is None
