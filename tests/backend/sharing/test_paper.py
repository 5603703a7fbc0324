import io
from datetime import UTC, datetime
from typing import Literal, get_args

import pikepdf
import pypdfium2
import pytest

from backend.demo import demo_edits
from backend.settings import Settings
from backend.sharing.page import made_page
from backend.sharing.paper import shared_pdf
from backend.storage.share_links import Link
from shared_schemas.journal import Journal
from shared_schemas.sharing import Disclosure, Section

NOW = datetime(2026, 11, 24, 17, 30, tzinfo=UTC)
JOURNAL = Journal.from_edits(demo_edits(NOW))
FONTS = Settings().fonts_dirs


def pdf_of(disclosure: Disclosure, paper: Literal["letter", "a4"] = "letter", label: str = "Dr. Okafor") -> bytes:
    link = Link("1", "ana", label, disclosure, "2026-11-24T17:30:00.000Z", "2026-12-24T17:30:00.000Z", None, None, 0)
    return shared_pdf(made_page(link, JOURNAL, NOW), paper, NOW, FONTS)


def text_of(pdf: bytes) -> list[str]:
    """The words of each sheet."""
    return [" ".join(page.get_textpage().get_text_range().split()) for page in pypdfium2.PdfDocument(pdf)]


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_two_years_of_entries_go_on_two_sheets(paper: Literal["letter", "a4"]) -> None:
    sheets = text_of(pdf_of(Disclosure(), paper))
    assert len(sheets) == 2
    assert "Self-reported" in sheets[0]
    assert "Nobody monitors" in sheets[0]
    assert "PHQ-9 fell from 21" in sheets[0]
    assert "more rows on the page itself" in sheets[1], "what was cut is said"
    assert "Item 9 of the PHQ-9" in sheets[1]


def test_medicines_notes_and_answers_follow_the_two_sheets() -> None:
    everything = Disclosure(sections=frozenset(get_args(Section)), notes=True, item_answers=True)
    sheets = text_of(pdf_of(everything))
    assert len(sheets) > 2
    assert "Medicines taken now" not in " ".join(sheets[:2])
    assert "Medicines taken now" in " ".join(sheets[2:])
    assert "PHQ-9: answers to single questions" in " ".join(sheets[2:])


def test_the_pdf_is_one_that_archives_and_screen_readers_take() -> None:
    with pikepdf.open(io.BytesIO(pdf_of(Disclosure()))) as opened:
        metadata = opened.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfuaid:part"]) == ("3", "1")
        assert opened.Root.MarkInfo.Marked


def test_a_label_in_any_script_is_printed_and_breaks_nothing() -> None:
    assert "Dr. Óscar Ñ" in text_of(pdf_of(Disclosure(), label="Dr. Óscar Ñ 😀 דר"))[0]
