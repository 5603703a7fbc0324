"""Papers as pictures for a page: photos scaled and PDF pages rendered, in grey, small enough to send and to fax.

The bytes come from anywhere, so whatever is wrong with them becomes a named reason and never an error.
"""

import base64
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from backend.settings import (
    EXHIBIT_DOTS_PER_INCH,
    EXHIBIT_FILE_PAGES,
    EXHIBIT_FRAME_INCHES,
    EXHIBIT_PAGE_BYTES,
    JPEG_DOTS,
    PICTURE_DOTS,
    PREVIEW_WIDTH,
)

if TYPE_CHECKING:
    from PIL.Image import Image

Reason = Literal["lost", "damaged", "locked", "too_large", "unknown_type", "too_long", "no_room"]

_FRAME = tuple(round(inches * EXHIBIT_DOTS_PER_INCH) for inches in EXHIBIT_FRAME_INCHES)
_QUALITIES = (75, 60, 45, 30)
# Pages of text have few greys; sixteen keep their edges and take a third of the room.
_GREYS = 16


@dataclass(frozen=True)
class PrintedPaper:
    """The pages of one file as JPEG or PNG, how many it has in all, and why some or all are not here."""

    pages: tuple[bytes, ...] = ()
    in_all: int = 0
    reason: Reason | None = None


def printed(content: bytes) -> PrintedPaper:
    """The first pages of a photo or PDF, scaled to the frame of a page. Never raises."""
    try:
        if content.startswith(b"%PDF-"):
            return _of_pdf(content)
        return _of_picture(content)
    except MemoryError:
        return PrintedPaper(reason="too_large")
    except Exception:  # whatever a reader of strange bytes stumbles over
        return PrintedPaper(reason="damaged")


def _of_picture(content: bytes) -> PrintedPaper:
    from PIL import Image, ImageOps, UnidentifiedImageError

    _know_heic()
    # Sizes are looked at here, with limits of our own.
    Image.MAX_IMAGE_PIXELS = None
    try:
        opened: Any = Image.open(io.BytesIO(content))
    except UnidentifiedImageError:
        return PrintedPaper(reason="unknown_type")
    with opened as picture:
        limit = JPEG_DOTS if picture.format == "JPEG" else PICTURE_DOTS
        if picture.width * picture.height > limit:
            return PrintedPaper(in_all=1, reason="too_large")
        # JPEG is unpacked at an eighth of its size where that is enough.
        picture.draft("L", (_FRAME[0], _FRAME[0]))
        flat = _flat(picture)
        ImageOps.exif_transpose(flat, in_place=True)
        return PrintedPaper((_packed(_fitted(flat)),), in_all=1)


def _flat(picture: "Image") -> "Image":
    """In grey, with transparent parts as white paper."""
    from PIL import Image

    if picture.mode == "L" and "transparency" not in picture.info:
        return picture
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        grey = picture.convert("L")
        grey.info.update(picture.info)
        return grey
    layered = picture.convert("LA")
    paper = Image.new("L", picture.size, 255)
    paper.paste(layered.getchannel("L"), mask=layered.getchannel("A"))
    return paper


def _fitted(picture: "Image") -> "Image":
    """No larger than the frame, and with its darkest and lightest parts as black and white, as a fax needs them."""
    from PIL import ImageOps

    picture.thumbnail((_FRAME[0], _FRAME[1]))
    return ImageOps.autocontrast(picture, cutoff=(1, 1))


def _packed(picture: "Image") -> bytes:
    """As JPEG of the best quality that keeps to the size of a page."""
    packed = b""
    for quality in _QUALITIES:
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=quality, optimize=True, dpi=(EXHIBIT_DOTS_PER_INCH,) * 2)
        packed = out.getvalue()
        if len(packed) <= EXHIBIT_PAGE_BYTES:
            break
    return packed


@lru_cache(maxsize=1)
def _know_heic() -> None:
    from pillow_heif import register_heif_opener

    register_heif_opener()


def _of_pdf(content: bytes) -> PrintedPaper:
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        return PrintedPaper(reason="locked" if "password" in str(error).lower() else "damaged")
    with document:
        in_all = len(document)
        pages = tuple(_rendered(document, min(in_all, EXHIBIT_FILE_PAGES)))
        reason: Reason | None = "too_long" if in_all > EXHIBIT_FILE_PAGES else None
        return PrintedPaper(pages, in_all, reason if pages else "damaged")


def _rendered(document: Any, count: int) -> Iterator[bytes]:
    for number in range(count):
        page = document[number]
        width, height = page.get_size()
        scale = min(_FRAME[0] / max(width, 1), _FRAME[1] / max(height, 1))
        picture = page.render(scale=scale, grayscale=True, may_draw_forms=False).to_pil().convert("L")
        page.close()
        yield _page_of_text(picture)


def _page_of_text(picture: "Image") -> bytes:
    out = io.BytesIO()
    picture.quantize(_GREYS).save(out, "PNG", optimize=True)
    return out.getvalue() if out.tell() <= EXHIBIT_PAGE_BYTES else _packed(picture)


def as_svg(picture: bytes) -> bytes:
    """`picture` inside an SVG, since Typst takes files from memory only as text; the picture itself stays as it is."""
    from PIL import Image

    with Image.open(io.BytesIO(picture)) as opened:
        width, height, kind = opened.width, opened.height, (opened.format or "").lower()
    size = f'width="{width}" height="{height}"'
    content = base64.b64encode(picture).decode()
    image = f'<image {size} href="data:image/{kind};base64,{content}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {width} {height}">{image}</svg>'.encode()


def page_count(pdf: bytes) -> int:
    """How many pages a report of ours has."""
    import pypdfium2 as pdfium

    with pdfium.PdfDocument(pdf) as document:
        return len(document)


def page_picture(pdf: bytes, number: int) -> bytes | None:
    """Page `number` of a report of ours, counted from 1, as PNG for a screen; None when there is no such page."""
    import pypdfium2 as pdfium

    with pdfium.PdfDocument(pdf) as document:
        if not 1 <= number <= len(document):
            return None
        out = io.BytesIO()
        page = document[number - 1]
        scale = PREVIEW_WIDTH / page.get_width()
        page.render(scale=scale).to_pil().convert("RGB").quantize(64).save(out, "PNG")
        return out.getvalue()
