import os
import subprocess
import sys
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from backend.demo import demo_edits
from backend.reports.evidence import evidence_pdf
from backend.reports.glyphs import FontsMissingError
from backend.settings import Settings
from shared_schemas.journal import Journal
from shared_schemas.reports import EvidenceRequest
from tests.backend.reports import patients
from tests.backend.reports.patients import FIRST_SESSION, NOW, Log
from tests.backend.reports.reading import (
    attached_to,
    objects_of,
    outside_the_margins,
    pages_of,
    record_in,
    table_in,
    text_of,
)

ROOT = Path(__file__).parents[3]
FONTS = Settings().fonts_dirs
MARKUP = '#read("/etc/passwd") *bold* _it_ $x^2$ @ref <label> \\ [x] = Head `raw` // no #pagebreak()'


def made(log: Log, **options: Any) -> bytes:
    return evidence_pdf(log.journal, EvidenceRequest(**options), NOW, FONTS)


@pytest.fixture(scope="module")
def responder() -> bytes:
    return made(patients.responder())


@pytest.fixture(scope="module")
def empty() -> bytes:
    return evidence_pdf(Journal(), EvidenceRequest(), NOW, FONTS)


def test_the_file_says_it_can_be_archived_and_read_aloud(responder: bytes, empty: bytes) -> None:
    for pdf in (responder, empty):
        with pikepdf.open(BytesIO(pdf)) as document:
            metadata = document.open_metadata()
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
            assert metadata["pdfuaid:part"] == "1"
            assert document.Root.MarkInfo.Marked
            assert document.Root.Lang == "en-US"
            assert document.Root.StructTreeRoot.K


def test_tables_quotes_and_the_chart_are_tagged_as_such(responder: bytes) -> None:
    with pikepdf.open(BytesIO(responder)) as document:
        tags = [item for item in document.objects if isinstance(item, pikepdf.Dictionary) and "/S" in item]
        kinds = {str(tag.S) for tag in tags}
        alternatives = [str(tag.Alt) for tag in tags if "/Alt" in tag]
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/LI", "/Figure"} <= kinds
    assert any("42 PHQ-9 scores" in text and "None from Nov 28, 2025 to Apr 8, 2026" in text for text in alternatives)


def test_a_chart_is_as_wide_as_its_column_at_most_on_either_paper() -> None:
    for options in (EvidenceRequest(), EvidenceRequest(paper="a4")):
        pdf = evidence_pdf(patients.responder().journal, options, NOW, FONTS)
        with pikepdf.open(BytesIO(pdf)) as document:
            width = float(document.pages[0].MediaBox[2])
            boxes = [
                [float(edge) for edge in tag.A[0].BBox]
                for tag in document.objects
                if isinstance(tag, pikepdf.Dictionary) and tag.get("/S") == "/Figure"
            ]
        assert len(boxes) == 3
        for left, _, right, _ in boxes:
            assert left > 71
            assert right < width - 71


def test_page_1_says_what_is_asked_answers_the_denial_and_gives_five_numbers_and_a_chart(responder: bytes) -> None:
    first = pages_of(responder)[0]
    for words in (
        "Review of the denial of Oct 2, 2026",
        "Claim number C-2026-0193",
        "Dates of service Sep 8, 2026",
        "96365, J3490",
        "F33.2",
        "Riverside Infusion Clinic, NPI 1234567893",
        "“not medically necessary” and reads: The requested ketamine infusions",
        "5 earlier treatments, as the patient recalls: Sertraline",
        "4 of them were adequate for 6 weeks or longer.",
        "PHQ-9 fell from 21 (severe) to 6 (mild), 15 points or 71%, on Oct 26, 2026.",
        "In the 131 days without a session, Nov 28, 2025 to Apr 8, 2026, PHQ-9 went from 6 to 17.",
        "Treatment sessions PHQ-9 before treatment PHQ-9, latest Earlier treatments Sessions with a severe side effect",
        "28 21 of 27 6 of 27 5 1 of 28",
        "All 42 PHQ-9 scores",
    ):
        assert words in first


def test_every_page_names_the_patient_the_claim_the_day_and_its_number(responder: bytes) -> None:
    pages = pages_of(responder)
    for place, page in enumerate(pages, start=1):
        assert "Ann Example, born May 17, 1984" in page
        assert "Member M-48213, claim C-2026-0193" in page
        assert "Made on Nov 24, 2026 (UTC). Self-reported unless marked." in page
        assert f"Page {place} of {len(pages)}" in page


def test_the_sections_follow_in_the_order_a_reviewer_reads(responder: bytes) -> None:
    text = text_of(responder)
    titles = (
        "What is asked",
        "The denial, and what the record says to it",
        "Exhibits Exhibit What it is Page A Sessions",
        "Earlier treatments, and others since the first session",
        "Sessions All 28 sessions",
        "Questionnaire scores Other treatments",
        "Before and after each session",
        "Side effects Side effect",
        "Completeness and timeliness",
        "What is missing or left out",
        "Methods and limits The patient kept",
        "Files attached to this document",
        "Exhibit A: Sessions",
        "Exhibit B: Questionnaire scores",
        "Methods and limits How the numbers are made",
        "Sources",
        "Questionnaires",
    )
    places = [text.index(title) for title in titles]
    assert places == sorted(places)


def test_a_treatment_begun_meanwhile_is_no_earlier_one_and_stands_beside_the_scores(responder: bytes) -> None:
    assert "Other treatments changed while these scores were taken: Mirtazapine began on Sep 1, 2025." in text_of(
        responder
    )
    assert "Mirtazapine" not in pages_of(responder)[0]


def test_the_limits_the_sources_and_the_credit_lines_are_printed(responder: bytes) -> None:
    text = text_of(responder)
    for words in (
        "Everything in it is self-reported unless",
        "regression to the mean",
        "Expectation also moves self-reported scores",
        "BMJ 350:h1793",
        "Kroenke, Spitzer, Williams 2001, J Gen Intern Med 16:606-613",
        "PHQ-9 and GAD-7: Developed by Drs. Robert L. Spitzer, Janet B.W. Williams, Kurt Kroenke and colleagues",
    ):
        assert words in text


def test_no_cause_and_no_proof_is_claimed(responder: bytes) -> None:
    text = text_of(responder).lower()
    for word in (
        "proves",
        "proven",
        "proof",
        "caused",
        "thanks to",
        "led to",
        "tamper",
        "immutable",
        "notarized",
        "due to",
    ):
        assert word not in text


def test_the_attached_rows_are_the_printed_ones(responder: bytes) -> None:
    text, record = text_of(responder), record_in(responder)
    assert sorted(attached_to(responder)) == ["record.json", "scores.csv", "sessions.csv"]
    for row in record["earlier_treatments"]:
        assert row["name"] in text
    for label, value in record["asked"].items():
        assert f"{label} {value}" in text
    for sentence in record["not_recorded"]:
        assert sentence in text
    assert record["denial"]["quoted"] in text
    sessions = table_in(responder, "sessions.csv")
    assert [row["day"] for row in sessions] == [row["day"] for row in record["sessions"]]
    assert (sessions[3]["dose_mg"], sessions[3]["dose_mg_per_kg"], sessions[3]["side_effects"]) == (
        "42.5",
        "0.5",
        "dissociation (severe)",
    )
    assert "The drug was ketamine and the route IV each time." in text
    assert "4 Mar 14, 2025 42.5 mg (0.50 mg/kg)† 40 3 → 7 Dissociation (severe)" in text
    scores = table_in(responder, "scores.csv")
    assert len(scores) == 42 + 15 == len(record["scores"])
    assert dict(list(scores[-1].items())[:-1]) == {
        "measure": "GAD-7",
        "day": "2026-10-12",
        "total": "4",
        "band": "minimal",
        "is_baseline": "no",
        "change_from_baseline": "-12",
        "change_percent": "-75",
        "days_since_session": "24",
    }
    assert "Oct 12, 2026 4 Minimal −12 (−75%) 24 Patient" in text


def test_what_the_pages_do_not_show_is_nowhere_in_the_file() -> None:
    log = patients.with_a_case(Log())
    session = log.session(
        FIRST_SESSION, dose_mg=40, notes="SECRETNOTE", setting="SECRETSETTING", time_zone="Secret/Zone"
    )
    log.add("side_effect", NOW, {"session": session, "symptom": "nausea", "notes": "SECRETEFFECT"})
    log.phq9(FIRST_SESSION, 15, notes="SECRETSCORE")
    log.add("patient", NOW, {"full_name": "Ann Example", "phone": "SECRETPHONE", "address": "SECRETADDRESS"})
    log.add("check_in", NOW, {"at": FIRST_SESSION.isoformat(), "mood": 3, "notes": "SECRETCHECKIN"})
    log.add("insurer_contact", NOW, {"number_called": "SECRETCALLED", "follow_up_on": "2027-01-01"})
    log.add("expense", NOW, {"category": "SECRETEXPENSE", "notes": "SECRETRECEIPT"})
    log.add("condition", NOW, {"name": "Depression", "diagnosed_by": "SECRETDOCTOR"})
    log.add("care_contact", NOW, {"name": "SECRETCONTACT", "phone": "SECRETNUMBER"})
    pdf = made(log)
    assert "secret" not in text_of(pdf).lower()
    assert [part for part in objects_of(pdf) if b"secret" in part.lower()] == []
    assert "answers" not in record_in(pdf)["scores"][0]


def test_another_condition_of_the_patient_is_not_printed_as_what_is_treated() -> None:
    log = patients.with_a_case(Log())
    log.add("condition", NOW, {"name": "Underactive thyroid", "icd10_code": "E03.9", "other_condition": True})
    text = text_of(made(log))
    assert "Major depressive disorder" in text
    assert "thyroid" not in text
    assert "E03.9" not in text


def test_a_patient_who_gets_worse_reads_it_on_page_1_as_plainly() -> None:
    pdf = made(patients.worsening())
    first = pages_of(pdf)[0]
    assert "PHQ-9 rose, which is worse, from 14 (moderate) to 22 (severe), 8 points or 57%, on Apr 21, 2025." in first
    assert "That is a reliable worsening (6 points or more)." in first
    assert "+8 points" in first
    assert [row["change_from_baseline"] for row in record_in(pdf)["scores"]] == [None, 2, 5, 8]


def test_an_empty_journal_gives_one_page_that_says_what_is_missing(empty: bytes) -> None:
    pages = pages_of(empty)
    assert len(pages) == 1
    assert "There is no treatment, session or score to report yet." in pages[0]
    assert "No treatment session is on record." in pages[0]
    assert "Not entered: the patient’s name, birth date, insurer" in pages[0]
    assert "Page 1 of 1" in pages[0]
    assert "Methods" not in pages[0]
    assert list(attached_to(empty)) == ["record.json"]


def test_a_denial_alone_is_quoted_and_its_answer_is_that_nothing_is_on_record() -> None:
    text = text_of(made(patients.with_a_case(Log())))
    assert "The record holds no treatment, session or score yet that could answer this." in text
    assert "Record of Ann Example, without a treatment session" in text


def test_a_single_session_without_anything_else_prints_no_empty_section() -> None:
    log = Log()
    log.session(FIRST_SESSION)
    text = text_of(made(log))
    for title in (
        "What is asked",
        "denial, and",
        "Questionnaire scores Other treatments",
        "Before and after",
        "Side effects Side",
        "Earlier treatments As",
    ):
        assert title not in text
    assert "The one session on record." in text
    assert "No denial is on record." in text


def test_markup_in_names_reasons_and_symptoms_stays_text() -> None:
    log = patients.with_a_case(Log(), reason_text=MARKUP, claim_number="#panic()")
    log.add("patient", NOW, {"full_name": "#set page(width: 1pt) \\u{41}"})
    log.add("prior_treatment", NOW, {"name": '*Sertraline* #link("x")', "stop_reason": "$ #strike[no] $"})
    session = log.session(FIRST_SESSION, dose_mg=40)
    log.side_effect(session, "= Nausea <x>", "mild")
    text = text_of(made(log))
    assert " ".join(MARKUP.split()) in text
    assert "claim #panic()" in text
    assert "#set page(width: 1pt) \\u{41}" in text
    assert '*Sertraline* #link("x")' in text
    assert "$ #strike[no] $" in text
    assert "= Nausea <x> (mild)" in text


def test_a_cell_that_a_spreadsheet_would_run_is_attached_as_text() -> None:
    log = Log()
    session = log.session(FIRST_SESSION)
    log.side_effect(session, "=HYPERLINK(1)", "mild")
    assert table_in(made(log), "sessions.csv")[0]["side_effects"].startswith("'=")


def test_a_script_no_font_has_is_shown_as_boxes_in_pages_and_attachments_and_named() -> None:
    log = Log()
    log.add("patient", NOW, {"full_name": "美玲 Zoë"})
    log.add("prior_treatment", NOW, {"name": "walks 😀"})
    log.add("prior_treatment", NOW, {"name": "מרפא"})
    pdf = made(log)
    assert pages_of(pdf)[0].startswith("□□ Zoë")
    assert record_in(pdf)["patient"]["full_name"] == "□□ Zoë"
    assert "Printed as □ because the fonts of this report lack them: U+73B2 (cjk unified" in text_of(pdf)
    assert record_in(pdf)["earlier_treatments"][1]["name"] == "מרפא"
    assert record_in(pdf)["earlier_treatments"][0]["name"] == "walks 😀"


def test_a_whole_diary_in_another_script_is_named_briefly() -> None:
    log = Log()
    log.add("denial", NOW, {"reason_text": "".join(map(chr, range(0x4E00, 0x4E00 + 300)))})
    text = text_of(made(log))
    assert text.count("U+") == 20
    assert "U+4E13 (cjk unified ideograph-4e13) and 280 more." in text


def test_five_hundred_sessions_are_all_printed_under_a_repeated_head() -> None:
    log = Log()
    for place in range(500):
        log.session(FIRST_SESSION - timedelta(days=3 * place), route="oral", dose_mg=100)
    pages = pages_of(made(log))
    assert "All 500 sessions on record" in " ".join(pages)
    with_rows = [page for page in pages if "No. Date Dose Minutes" in page]
    assert len(with_rows) > 10
    assert "500 Mar 4, 2025 100 mg" in with_rows[-1]


def test_words_as_long_as_a_field_allows_stay_inside_the_margins() -> None:
    log = patients.with_a_case(Log(), claim_number="8" * 500, reason_text="W" * 5_000)
    log.add("patient", NOW, {"full_name": "W" * 500})
    log.add("prior_treatment", NOW, {"name": "W" * 500, "stop_reason": "W" * 5_000})
    session = log.session(FIRST_SESSION, route="intranasal", product="esketamine")
    log.session(FIRST_SESSION + timedelta(days=1), product="ketamine")
    log.side_effect(session, "W" * 500, "severe")
    assert outside_the_margins(made(log)) == []


def test_the_example_reports_stay_inside_the_margins(responder: bytes, empty: bytes) -> None:
    for pdf in (responder, empty, made(patients.worsening(), paper="a4")):
        assert outside_the_margins(pdf) == []


def test_the_paper_is_what_was_asked_for(empty: bytes) -> None:
    def size(pdf: bytes) -> list[int]:
        with pikepdf.open(BytesIO(pdf)) as document:
            return [round(float(edge)) for edge in document.pages[0].MediaBox[2:]]

    assert size(empty) == [612, 792]
    assert size(evidence_pdf(Journal(), EvidenceRequest(paper="a4"), NOW, FONTS)) == [595, 842]


def test_the_same_journal_gives_the_same_bytes_in_whatever_order_its_edits_came(responder: bytes) -> None:
    log = patients.responder()
    log.edits.sort(key=lambda edit: sha256(edit.id.encode()).digest())
    assert made(log) == responder


def test_another_process_with_another_hash_seed_makes_the_same_bytes(responder: bytes) -> None:
    making = (
        "from hashlib import sha256; from tests.backend.reports import patients; "
        "from tests.backend.reports.test_evidence import made; print(sha256(made(patients.responder())).hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    there = subprocess.run([sys.executable, "-c", making], cwd=ROOT, env=environment, capture_output=True, check=True)
    assert there.stdout.decode().strip() == sha256(responder).hexdigest()


def test_entries_dated_after_the_report_are_counted_and_not_printed() -> None:
    log = Log()
    log.session(FIRST_SESSION, dose_mg=40)
    log.session(NOW + timedelta(days=2), dose_mg=77)
    pdf = made(log)
    assert "Left out: 1 entry that is dated after this report was made." in text_of(pdf)
    assert "77 mg" not in text_of(pdf)
    assert record_in(pdf)["left_out"][0] == "Left out: 1 entry that is dated after this report was made."
    assert len(record_in(pdf)["sessions"]) == 1


def test_without_fonts_it_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FontsMissingError, match="scripts/setup"):
        evidence_pdf(Journal(), EvidenceRequest(), NOW, (tmp_path / "none",))


def test_the_example_patients_first_page_holds_its_chart_on_either_paper() -> None:
    journal = Journal.from_edits(demo_edits(NOW))
    for options in (EvidenceRequest(), EvidenceRequest(paper="a4")):
        pdf = evidence_pdf(journal, options, NOW, FONTS)
        pages = pages_of(pdf)
        assert "PHQ-9 scores, from 0 to 27; higher is worse" in pages[0]
        assert "Earlier treatments As the patient recalls them" in pages[1]
        assert outside_the_margins(pdf) == []
