"""Which way words run on a page, and what setting it leaves behind in the process that does it."""

from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image

from backend.reports.evidence import evidence_pdf
from backend.reports.pictures import PrintedPaper
from backend.reports.worker import give_memory_back
from backend.settings import TYPST_KEPT_BYTES, Settings
from shared_schemas.reports import EvidenceRequest
from tests.backend.reports.papers import digest
from tests.backend.reports.patients import NOW, Log

FONTS = Settings().fonts_dirs
PACKETS = 6


def test_a_worker_keeps_nothing_of_the_packets_it_has_made() -> None:
    _packet(0)
    before = _own_bytes()
    for number in range(1, PACKETS + 1):
        _packet(number)
    # Kept, each would take several times what its photo has.
    assert _own_bytes() - before < PACKETS * TYPST_KEPT_BYTES


@pytest.mark.parametrize(("words", "first_is_right"), [("ט Z", True), ("ع Z", True), ("Z ט", False), ("1. ט Z", True)])
def test_words_run_the_way_their_first_letter_does(words: str, first_is_right: bool) -> None:
    log = Log()
    log.add("insurance_plan", NOW, {"plan_type": "individual"})
    log.add("denial", NOW, {"notice_on": "2026-01-05", "reason": "experimental", "reason_text": words})
    log.add("insurer_contact", NOW, {"at": NOW.isoformat(), "summary": words})
    places = _places(evidence_pdf(log.journal, EvidenceRequest(), NOW, FONTS))
    letters = [places[letter] for letter in words if letter.isalpha()]
    # Once in the denial and once in the log of calls.
    assert [first > second for first, second in zip(*letters, strict=True)] == [first_is_right] * 2


def _places(pdf: bytes) -> dict[str, list[float]]:
    """How far from the left each letter of the first page stands, from top to bottom."""
    places: dict[str, list[float]] = {}
    with pdfium.PdfDocument(pdf) as document:
        page = document[0].get_textpage()
        for place in range(page.count_chars()):
            places.setdefault(page.get_text_range(place, 1), []).append(page.get_charbox(place)[0])
    return places


def _packet(number: int) -> None:
    """A report with one photo that no other has, larger than what may be kept."""
    out = BytesIO()
    Image.effect_noise((2_000, 1_500 + number), 90).save(out, "JPEG", quality=95)
    photo = out.getvalue()
    assert len(photo) > TYPST_KEPT_BYTES
    log = Log()
    log.add("expense", NOW, {"spent_on": "2026-01-05", "amount_cents": 100, "attachments": [digest(photo)]})
    evidence_pdf(log.journal, EvidenceRequest(), NOW, FONTS, {digest(photo): PrintedPaper((photo,), 1)})


def _own_bytes() -> int:
    """The memory that this process alone holds."""
    give_memory_back()
    lines = Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1_024 for line in lines if line.startswith("Anonymous:"))
