"""Papers in the report: their letters, their captions, their pages, and what is said when they cannot be shown."""

from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest

from backend.reports.evidence import evidence_exhibits, evidence_pdf
from backend.reports.exhibits import letter_of
from backend.reports.pictures import PrintedPaper, printed
from backend.settings import Settings
from shared_schemas.reports import EvidenceRequest
from tests.backend.reports import papers, patients
from tests.backend.reports.patients import FIRST_SESSION, NOW, Log
from tests.backend.reports.reading import attached_to, pages_of, record_in, text_of

FONTS = Settings().fonts_dirs
DENIAL, RECEIPT, LETTER = papers.letter(2), papers.receipt(), papers.letter(1)


def with_papers() -> Log:
    log = patients.with_a_case(Log(), attachments=[papers.digest(DENIAL)])
    log.session(FIRST_SESSION, dose_mg=40)
    log.add("expense", NOW, {"spent_on": "2025-03-04", "amount_cents": 47_500, "attachments": [papers.digest(RECEIPT)]})
    letter = {"document_type": "letter_of_medical_necessity", "dated_on": "2026-10-20"}
    log.add("document", NOW, {**letter, "attachments": [papers.digest(LETTER)]})
    return log


def made(log: Log, *contents: bytes, originals: bool = False, **options: object) -> bytes:
    shown = {papers.digest(content): printed(content) for content in contents}
    files = {papers.digest(content): content for content in contents} if originals else {}
    return evidence_pdf(log.journal, EvidenceRequest(**options), NOW, FONTS, shown, files)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def packet() -> bytes:
    return made(with_papers(), DENIAL, RECEIPT, LETTER)


def test_papers_stand_in_the_order_a_reviewer_reads_with_bills_last() -> None:
    titles = [exhibit.title for exhibit in evidence_exhibits(with_papers().journal, EvidenceRequest())]
    assert titles == ["Letter of denial of Oct 2, 2026", "Letter of medical necessity of Oct 20, 2026", "Receipts"]


def test_letters_go_on_after_z() -> None:
    assert [letter_of(place) for place in (0, 25, 26, 27, 51, 52, 701, 702)] == [
        "A", "Z", "AA", "AB", "AZ", "BA", "ZZ", "AAA",
    ]  # fmt: skip


def test_the_index_gives_the_page_on_which_each_exhibit_begins(packet: bytes) -> None:
    pages = pages_of(packet)
    index = next(page for page in pages if "Exhibits Exhibit What it is Page" in page)
    titles = {"A": "Letter of denial of Oct 2, 2026", "B": "Letter of medical necessity", "C": "Receipts"}
    for letter, title in titles.items():
        number = next(place for place, page in enumerate(pages, start=1) if f"Exhibit {letter}: {title}" in page)
        row = index[index.index(f" {letter} {title}") :]
        assert f" {number} " in f"{row} "


def test_every_page_of_an_exhibit_is_stamped_with_its_letter_and_number(packet: bytes) -> None:
    pages = [page for page in pages_of(packet) if "Exhibit A, page" in page]
    assert [f"Exhibit A, page {place} of 2" in page for place, page in enumerate(pages, start=1)] == [True, True]
    assert "Ann Example, born May 17, 1984" in pages[1]
    assert "claim C-2026-0193" in pages[1]
    assert "Exhibit C, page 1 of 1" in pages_of(packet)[-1]
    assert "Receipt of Mar 4, 2025, $475.00" in pages_of(packet)[-1]


def test_the_core_comes_before_the_exhibits_and_is_not_stamped(packet: bytes) -> None:
    stamped = [", page 1 of" in page and "Exhibit " in page for page in pages_of(packet)]
    assert stamped.index(True) == len(pages_of(packet)) - 4


def test_every_picture_has_a_text_for_those_who_do_not_see_it(packet: bytes) -> None:
    with pikepdf.open(BytesIO(packet)) as document:
        tags = [item for item in document.objects if isinstance(item, pikepdf.Dictionary) and "/Alt" in item]
        alternatives = [str(tag.Alt) for tag in tags]
    assert "Picture of a paper: Letter of denial of Oct 2, 2026, page 2 of 2" in alternatives


def test_the_attached_record_names_the_papers_by_their_hash(packet: bytes) -> None:
    exhibits = record_in(packet)["exhibits"]
    assert [(row["letter"], row["pages"], row["papers"]) for row in exhibits] == [
        ("A", 2, [papers.digest(DENIAL)]),
        ("B", 1, [papers.digest(LETTER)]),
        ("C", 1, [papers.digest(RECEIPT)]),
    ]


def test_originals_are_attached_only_when_ticked(packet: bytes) -> None:
    assert sorted(attached_to(packet)) == ["record.json", "sessions.csv"]
    attached = attached_to(made(with_papers(), DENIAL, RECEIPT, LETTER, originals=True))
    assert attached[f"exhibit-{papers.digest(RECEIPT)[:16]}.jpg"] == RECEIPT
    assert attached[f"exhibit-{papers.digest(DENIAL)[:16]}.pdf"] == DENIAL


def test_only_the_papers_that_were_ticked_are_shown() -> None:
    journal = with_papers().journal
    receipt = next(record.id for record in journal.records if record.kind == "expense" and record.attachments)
    chosen = evidence_exhibits(journal, EvidenceRequest(exhibits=[receipt]))
    assert [exhibit.title for exhibit in chosen] == ["Receipts"]
    assert evidence_exhibits(journal, EvidenceRequest(exhibits=[])) == ()


def test_a_photo_that_two_records_name_is_shown_once() -> None:
    log = with_papers()
    log.add("claim", NOW, {"service_on": "2025-03-04", "attachments": [papers.digest(RECEIPT)]})
    assert [len(exhibit.papers) for exhibit in evidence_exhibits(log.journal, EvidenceRequest())] == [1, 1, 1]


@pytest.mark.parametrize(
    ("paper", "words"),
    [
        (PrintedPaper(reason="locked"), "Receipt of Mar 4, 2025, $475.00: not shown, because the file is locked"),
        (PrintedPaper(reason="damaged"), "not shown, because the file is damaged and could not be opened."),
        (PrintedPaper(reason="lost"), "not shown, because the file could not be found on the server."),
        (PrintedPaper(reason="unknown_type"), "not shown, because the file is neither a picture nor a PDF."),
        (PrintedPaper(in_all=1, reason="too_large"), "not shown, because the file has more dots than can be shown."),
        (PrintedPaper(printed(RECEIPT).pages, 90, "too_long"), "90 pages in all, of which the first 1 are shown."),
    ],
)
def test_a_paper_that_cannot_be_shown_is_named_with_its_reason(paper: PrintedPaper, words: str) -> None:
    shown = {papers.digest(RECEIPT): paper}
    pdf = evidence_pdf(with_papers().journal, EvidenceRequest(), NOW, FONTS, shown)
    assert words in text_of(pdf)
    assert words in " ".join(record_in(pdf)["exhibits"][-1]["not_shown"])


def test_a_long_table_is_an_exhibit_and_a_short_one_stays_in_its_place() -> None:
    log = Log()
    for place in range(8):
        log.session(FIRST_SESSION + timedelta(days=place), dose_mg=40)
    assert "Exhibit" not in text_of(made(log))
    log.session(FIRST_SESSION + timedelta(days=20), dose_mg=40)
    text = text_of(made(log))
    assert "All 9 sessions are in Exhibit A, page" in text
    assert "Exhibit A: Sessions" in text
