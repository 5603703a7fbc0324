"""Letters from the record: only the template's words and the patient's values, and blanks where there is nothing."""

import json
import re
from io import BytesIO
from pathlib import Path
from typing import Any, get_args

import docx
import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
from docx.oxml.ns import qn

from backend.reports import letters
from backend.reports.letter_files import letter_docx, letter_pdf
from backend.reports.letters import letter_draft
from backend.settings import Settings
from shared_schemas.journal import Journal
from shared_schemas.reports import LetterDraft, LetterKind, WrittenLetter
from tests.backend.reports import patients
from tests.backend.reports.patients import FIRST_SESSION, NOW, Log
from tests.backend.reports.reading import text_of

FONTS = Settings().fonts_dirs
KINDS: tuple[LetterKind, ...] = get_args(LetterKind)
TEMPLATES: dict[str, Any] = json.loads((Path(letters.__file__).parent / "templates/letters.json").read_text("utf-8"))


def words_of(draft: LetterDraft) -> str:
    return "\n".join(paragraph.text for paragraph in draft.paragraphs)


def as_left(draft: LetterDraft, kind: str = "pdf") -> WrittenLetter:
    paragraphs = [paragraph.model_dump() for paragraph in draft.paragraphs]
    return WrittenLetter.model_validate({"kind": draft.kind, "format": kind, "paragraphs": paragraphs})


@pytest.fixture(scope="module")
def journal() -> Journal:
    log = patients.responder()
    call = {"at": "2026-11-03T10:00:00-06:00", "representative": "Lee", "summary": "In review."}
    log.add("insurer_contact", NOW, call)
    log.add("care_contact", NOW, {"name": "Dr. Moss", "role": "prescriber", "fax": "555-0111"})
    return log.journal


@pytest.mark.parametrize("kind", KINDS)
def test_without_a_record_every_place_is_a_marked_blank_and_none_is_guessed(kind: LetterKind) -> None:
    draft = letter_draft(kind, Journal(), NOW)
    assert "{" not in words_of(draft)
    marked = dict.fromkeys(re.findall(r"\[([^\]]+)\]", words_of(draft)))
    assert set(draft.blanks) == set(marked)
    assert "your name" in draft.blanks


@pytest.mark.parametrize("kind", KINDS)
def test_every_sentence_is_the_templates_own_with_values_in_its_places(kind: LetterKind, journal: Journal) -> None:
    templates = [entry["text"] for entry in TEMPLATES[kind]["paragraphs"] if "text" in entry]
    patterns = [re.compile(re.sub(r"\\\{[a-z_]+\\\}", "(?s:.+)", re.escape(text))) for text in templates]
    for paragraph in letter_draft(kind, journal, NOW).paragraphs:
        if paragraph.role in ("subject", "text", "closing", "enclosures"):
            assert any(pattern.fullmatch(paragraph.text) for pattern in patterns), paragraph.text


def test_the_request_to_the_physician_has_the_facts_it_needs(journal: Journal) -> None:
    words = words_of(letter_draft("medical_necessity", journal, NOW))
    for fact in (
        "Dear Dr. Moss,",
        "By fax: 555-0111",
        "addressed to Example Health. My member number is M-48213.",
        "diagnosis codes F33.2; service codes 96365, J3490",
        "Sertraline (SSRI): 200 mg a day, from Feb 1, 2018 to Sep 14, 2018, 24 weeks at an adequate dose, 20% improve",
        "Sessions on record: 28 sessions, Mar 4, 2025 to Nov 13, 2026, 38 to 42.5 mg.",
        "PHQ-9 fell from 21 (severe) to 6 (mild), 15 points or 71%, on Oct 26, 2026.",
        "correct what differs, and leave out what you cannot confirm",
    ):
        assert fact in words


def test_the_appeal_quotes_the_denial_and_leaves_reasons_to_the_patient(journal: Journal) -> None:
    draft = letter_draft("appeal", journal, NOW)
    assert "I appeal the denial of Oct 2, 2026" in words_of(draft)
    assert "“The requested ketamine infusions are not medically necessary." in words_of(draft)
    assert "Why I need the treatment: [in your own words]" in words_of(draft)
    assert "expedited" not in words_of(draft)
    assert "the day you received it" in draft.blanks


def test_an_urgent_denial_asks_for_a_faster_decision_and_for_the_physicians_words() -> None:
    log = patients.with_a_case(Log(), urgent=True)
    draft = letter_draft("appeal", log.journal, NOW)
    assert "I ask for an expedited decision" in words_of(draft)
    assert "what your physician wrote about the risk of waiting" in draft.blanks


def test_the_external_review_names_the_insurers_last_word() -> None:
    log = patients.with_a_case(Log())
    decided = {"decided_on": "2026-11-10", "decision_received_on": "2026-11-13"}
    log.add("appeal", NOW, {"level": "internal_1", "decision": "upheld", **decided})
    words = words_of(letter_draft("external_review", log.journal, NOW))
    assert "The final denial is dated Nov 10, 2026; I received it on Nov 13, 2026." in words


def test_the_follow_up_names_the_last_call(journal: Journal) -> None:
    draft = letter_draft("follow_up", journal, NOW)
    called = "On Nov 3, 2026 I was in contact with Lee; the reference number is [reference number of the call]."
    assert called in words_of(draft)
    assert "I noted: In review." in words_of(draft)


def test_a_patient_who_got_worse_does_not_get_a_letter_that_says_otherwise() -> None:
    words = words_of(letter_draft("appeal", patients.worsening().journal, NOW))
    assert "PHQ-9 rose, which is worse, from 14 (moderate) to 22 (severe)" in words


def test_the_word_file_holds_the_text_as_the_patient_left_it_with_blanks_marked() -> None:
    letter = WrittenLetter.model_validate(
        {
            "kind": "appeal",
            "format": "docx",
            "paragraphs": [
                {"role": "subject", "text": "Appeal"},
                {"role": "text", "text": "Edited by hand: <b>bold?</b> #set \x00\x0b [plan words] ليلى 😀"},
                {"role": "list", "text": "one\ntwo"},
            ],
        }
    )
    document = docx.Document(BytesIO(letter_docx(letter, NOW)))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts == ["Appeal", "Edited by hand: <b>bold?</b> #set  [plan words] ليلى 😀", "one", "two"]
    marked = [run.text for paragraph in document.paragraphs for run in paragraph.runs if run.font.highlight_color]
    assert marked == ["[plan words]"]
    assert document.core_properties.author == ""


@pytest.mark.parametrize("kind", KINDS)
def test_the_pdf_of_every_letter_can_be_archived_and_read_aloud(kind: LetterKind, journal: Journal) -> None:
    draft = letter_draft(kind, journal, NOW)
    pdf = letter_pdf(as_left(draft), NOW, FONTS)
    with pikepdf.open(BytesIO(pdf)) as document:
        metadata = document.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfuaid:part"]) == ("3", "1")
    text = text_of(pdf)
    lines = [line for paragraph in draft.paragraphs for line in paragraph.text.splitlines()]
    assert [line for line in lines if " ".join(line.split()) not in text] == []


def test_markup_and_a_pasted_diary_stay_text_in_the_pdf() -> None:
    text = '#read("/etc/passwd") *b* $x^2$ <script> \\section ' + "word " * 3_000
    paragraphs = [{"role": "text", "text": text}]
    letter = WrittenLetter.model_validate({"kind": "appeal", "format": "pdf", "paragraphs": paragraphs})
    assert '#read("/etc/passwd") *b* $x^2$ <script> \\section word word' in text_of(letter_pdf(letter, NOW, FONTS))


def test_no_letter_promises_or_claims_what_a_reviewer_distrusts() -> None:
    text = json.dumps(TEMPLATES).lower()
    for word in ("prove", "proof", "guarantee", "tamper", "immutable", "notarized", "cure", "fda"):
        assert word not in text


def test_an_entry_that_looks_like_a_place_is_not_filled_in() -> None:
    log = Log()
    log.add("patient", FIRST_SESSION, {"full_name": "Ann {address} [x]"})
    assert "Ann {address} [x]" in words_of(letter_draft("claim_file", log.journal, NOW))


@pytest.mark.parametrize("emptied", ["", " \n", "\x00", "\u200b", "\ufeff", "\u00ad", "\u0300"])
def test_a_subject_with_nothing_to_be_seen_is_left_out(emptied: str) -> None:
    paragraphs = [{"role": "subject", "text": emptied}, {"role": "text", "text": "What is left."}]
    letter = WrittenLetter.model_validate({"kind": "appeal", "format": "pdf", "paragraphs": paragraphs})
    assert "What is left." in text_of(letter_pdf(letter, NOW, FONTS))


def test_a_paragraph_in_hebrew_runs_from_right_to_left_as_a_whole() -> None:
    """The dose after the words stands left of them, as it is read, on the page and in Word; English stays as it is."""
    paragraphs = [{"role": "text", "text": text} for text in ("שלום 75 mg", "Dose 75 mg, שלום")]
    letter = WrittenLetter.model_validate({"kind": "appeal", "format": "pdf", "paragraphs": paragraphs})
    page = pypdfium2.PdfDocument(letter_pdf(letter, NOW, FONTS))[0].get_textpage()
    letters = [(page.get_text_range(index, 1), page.get_charbox(index)) for index in range(page.count_chars())]
    first_line = max(bottom for _, (_, bottom, _, _) in letters)
    left_of = {sign: left for sign, (left, bottom, _, _) in letters if first_line - bottom < 6}
    assert left_of["m"] < left_of["7"] < left_of["ש"]

    hebrew, english = docx.Document(BytesIO(letter_docx(letter, NOW))).paragraphs
    assert hebrew._p.pPr.find(qn("w:bidi")) is not None
    assert all(run.font.rtl for run in hebrew.runs)
    assert english._p.pPr is None or english._p.pPr.find(qn("w:bidi")) is None
