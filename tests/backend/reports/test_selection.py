"""Each option unticked in turn: what it leaves out is nowhere in the file, neither in text nor in attachments."""

import re
from datetime import timedelta

import pytest

from backend.reports.evidence import evidence_pdf
from backend.settings import Settings
from shared_schemas.reports import SECTIONS, EvidenceRequest, Section
from tests.backend.reports import patients
from tests.backend.reports.patients import FIRST_SESSION, NOW, Log
from tests.backend.reports.reading import objects_of, text_of

# A value that only this section prints.
TELLTALES: dict[Section, str] = {
    "criteria": "CRITERIONWORDS",
    "prior_treatments": "Sertralinoid",
    "scores": "17 (moderately severe)",
    "relief": "wore off, days after the start",
    "safety": "tinnitus",
    "function": "daily function",
    "contact_log": "CALLSUMMARY",
    "costs": "$977.31",
}
# Distrusted by a reviewer (methods): claims of cause, of proof, of a file that nobody could have changed.
DISTRUSTED = ("prove", "proof", "caused", "thanks to", "tamper", "immutable", "notarized", "due to", "guarantee")


def everything() -> Log:
    log = patients.with_a_case(Log())
    session = log.session(FIRST_SESSION, dose_mg=40, notes="SESSIONNOTE")
    log.side_effect(session, "tinnitus", "mild")
    log.add("vital_signs", NOW, {"session": session, "systolic_mmhg": 157, "diastolic_mmhg": 93})
    day = FIRST_SESSION + timedelta(days=5)
    log.add("relief_note", day, {"session": session, "wore_off_at": day.isoformat()})
    log.phq9(FIRST_SESSION - timedelta(days=1), 17)
    log.add("check_in", day, {"at": day.isoformat(), "function": 4, "notes": "CHECKINNOTE"})
    log.add("prior_treatment", NOW, {"name": "Sertralinoid"})
    log.add("insurer_contact", NOW, {"at": NOW.isoformat(), "summary": "CALLSUMMARY"})
    log.add("expense", NOW, {"spent_on": "2026-09-08", "amount_cents": 97_731})
    log.add("plan_criterion", NOW, {"wording": "CRITERIONWORDS", "test": "other", "met": "yes"})
    return log


def made(log: Log, **options: object) -> bytes:
    request = EvidenceRequest.model_validate(options)
    return evidence_pdf(log.journal, request, NOW, Settings().fonts_dirs)


@pytest.fixture(scope="module")
def whole() -> bytes:
    return made(everything())


def test_every_section_is_printed_when_all_are_ticked(whole: bytes) -> None:
    text = text_of(whole).lower()
    assert [section for section, words in TELLTALES.items() if words.lower() not in text] == []


@pytest.mark.parametrize("left_out", SECTIONS)
def test_an_unticked_section_is_nowhere_in_the_file(left_out: Section) -> None:
    pdf = made(everything(), sections=[section for section in SECTIONS if section != left_out])
    words = TELLTALES[left_out].lower()
    assert words not in text_of(pdf).lower()
    assert [part for part in objects_of(pdf) if words.encode() in part.lower()] == []
    assert "Left out by the patient’s choice" in text_of(pdf)


def test_readings_go_with_safety(whole: bytes) -> None:
    assert "157/93" in text_of(whole)
    pdf = made(everything(), sections=[section for section in SECTIONS if section != "safety"])
    assert "157/93" not in text_of(pdf)
    assert [part for part in objects_of(pdf) if re.search(rb'"systolic_mmhg": 157|Vital signs', part)] == []


def test_a_note_is_printed_only_when_it_was_ticked_itself(whole: bytes) -> None:
    assert "NOTE" not in text_of(whole)
    log = everything()
    session = next(record.id for record in log.journal.records if record.kind == "treatment_session")
    text = text_of(made(log, notes=[session]))
    assert "SESSIONNOTE" in text
    assert "CHECKINNOTE" not in text


def test_answers_are_printed_only_when_ticked(whole: bytes) -> None:
    assert "Answers to single questions" not in text_of(whole)
    assert "Little interest or pleasure" in text_of(made(everything(), item_answers=True))


def test_entries_outside_the_range_are_counted_and_nowhere_else() -> None:
    log = everything()
    log.session(FIRST_SESSION + timedelta(days=300), dose_mg=77)
    pdf = made(log, to_on="2025-06-01")
    assert "77 mg" not in text_of(pdf)
    assert "Entries to Jun 1, 2025 only. Outside these days lie 1 session" in text_of(pdf)


def test_before_a_denial_none_is_spoken_of() -> None:
    text = text_of(made(everything(), purpose="first_authorization"))
    assert "Prior authorization of the services below" in text
    assert "denial" not in text.lower()


def test_no_word_that_a_reviewer_distrusts_is_printed(whole: bytes) -> None:
    text = text_of(whole).lower()
    assert [word for word in DISTRUSTED if re.search(rf"\b{word}", text)] == []
