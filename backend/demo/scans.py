"""Papers of the example patient, drawn when needed: each says that it is an example. No real form is copied."""

from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from textwrap import wrap

from PIL import Image, ImageDraw, ImageFont

# Half a sheet for a receipt, a letter at 100 dots an inch: legible, and a few kilobytes.
_RECEIPT, _LETTER = (620, 760), (850, 1_100)
_PAPER, _INK, _PALE = 255, 0, 80
MARK = "EXAMPLE - synthetic"


def receipt(day: str, amount: str, codes: Sequence[str]) -> bytes:
    """A clinic's receipt of one session, as PNG."""
    lines = ["Example Infusion Clinic", "1 Example Street, Chicago", "", f"Date of service   {day}", *codes, ""]
    return _drawn(_RECEIPT, "RECEIPT", [*lines, f"Total   {amount}", "Paid by card", "Thank you"])


def denial_letter(day: str, claim_number: str, words: str) -> bytes:
    """The insurer's letter, with the words that the patient copied from it, as PNG."""
    lines = ["Synthetic Health Plan, Appeals", "2 Example Plaza, Chicago", "", day, f"Claim {claim_number}", ""]
    return _drawn(_LETTER, "NOTICE OF DENIAL", [*lines, *wrap(words, 58), "", "You may ask for a review."])


def clinic_sheet(day: str, dose: str, weight: str, minutes: str) -> bytes:
    """The clinic's record of one infusion, as PNG."""
    lines = [f"Date   {day}", f"Weight   {weight}", f"Ketamine IV   {dose}", f"Over   {minutes}"]
    return _drawn(_RECEIPT, "INFUSION RECORD", [*lines, "", "Signed: Sample Nurse"])


def _drawn(size: tuple[int, int], title: str, lines: Sequence[str]) -> bytes:
    page = Image.new("L", size, _PAPER)
    draw, left = ImageDraw.Draw(page), size[0] // 11
    draw.text((left, 40), title, fill=_INK, font=_font(34))
    draw.line((left, 92, size[0] - left, 92), fill=_INK, width=2)
    for place, line in enumerate(lines):
        draw.text((left, 116 + 38 * place), line, fill=_INK, font=_font(23))
    draw.text((left, size[1] - 64), MARK, fill=_PALE, font=_font(30))
    out = BytesIO()
    page.save(out, "PNG", compress_level=6)
    return out.getvalue()


@lru_cache(maxsize=4)
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)
