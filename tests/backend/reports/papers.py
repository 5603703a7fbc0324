"""Papers as patients have them: photos of receipts, letters as PDF, and what is none of that."""

import random
from collections.abc import Sequence
from hashlib import sha256
from io import BytesIO

import pikepdf
from PIL import Image, ImageDraw, ImageFont

LINES = ("Riverside Infusion Clinic", "Ketamine infusion, 96365", "Amount paid 475.00 USD", "Thank you")


def digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def receipt(number: int = 1, size: tuple[int, int] = (1_500, 2_000), lines: Sequence[str] = LINES) -> bytes:
    """A photo of a receipt on a dark table: noise, a grey page and text, as JPEG."""
    drawn = Image.effect_noise(size, 30).point(lambda value: value // 3).convert("RGB")
    draw = ImageDraw.Draw(drawn)
    draw.rectangle((size[0] // 12, size[1] // 12, size[0] * 11 // 12, size[1] * 11 // 12), fill=(214, 210, 200))
    font = ImageFont.load_default(size[0] // 22)
    for place, line in enumerate((f"Receipt {number}", *lines)):
        draw.text((size[0] // 6, size[1] // 6 + place * size[0] // 10), line, fill=(40, 40, 46), font=font)
    return _saved(drawn, "JPEG", quality=85)


def picture(size: tuple[int, int], kind: str = "PNG", mode: str = "RGB") -> bytes:
    return _saved(Image.new(mode, size, "white" if mode == "RGB" else 0), kind)


def letter(pages: int = 1, password: str = "") -> bytes:
    """A PDF of empty pages in letter size, locked when there is a password."""
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page(page_size=(612, 792))
    out = BytesIO()
    document.save(out, encryption=pikepdf.Encryption(owner=password, user=password) if password else False)
    return out.getvalue()


def noise(size: int) -> bytes:
    return random.Random(size).randbytes(size)


def _saved(drawn: Image.Image, kind: str, **options: int) -> bytes:
    out = BytesIO()
    drawn.save(out, kind, **options)
    return out.getvalue()
