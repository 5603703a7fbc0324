"""What a reviewer reads before the exhibits is short, whoever the patient is and however much was entered."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from backend.reports.evidence import evidence_pdf
from backend.reports.packet import ROWS_IN_CORE, with_long_tables_apart
from backend.reports.parts import Bullets, Reference, Section
from backend.settings import Settings
from shared_schemas.journal import Journal
from shared_schemas.reports import EvidenceRequest
from tests import journals
from tests.backend.reports import patients
from tests.backend.reports.patients import FIRST_SESSION, NOW, Log
from tests.backend.reports.reading import pages_of

CORE_PAGES = 6
QUESTIONNAIRES = {"phq9": 9, "gad7": 7, "pcl5": 20, "peg": 3}


def core_pages(pdf: bytes) -> list[str]:
    pages = pages_of(pdf)
    begins = next((number for number, text in enumerate(pages) if "Exhibit A, page 1 of" in text), len(pages))
    return pages[:begins]


def a_lifetime() -> Log:
    """200 sessions, 40 earlier treatments, 200 calls, every questionnaire, and long notes."""
    log = patients.with_a_case(Log())
    for number in range(200):
        day = FIRST_SESSION + timedelta(days=3 * number)
        session = log.session(day, dose_mg=40, duration_minutes=40, mood_before=3, mood_after=6, notes="Long. " * 300)
        for symptom in ("nausea", "dizziness", f"symptom {number % 30}"):
            log.side_effect(session, symptom, "mild")
        log.add("vital_signs", NOW, {"session": session, "at": day.isoformat(), "systolic_mmhg": 120})
        for instrument, items in QUESTIONNAIRES.items():
            answers = [number % 3] * items
            log.add(
                "outcome_measure", NOW, {"instrument": instrument, "answered_at": day.isoformat(), "answers": answers}
            )
        log.add("check_in", NOW, {"at": day.isoformat(), "mood": 4, "function": 5, "sleep_hours": 7})
        log.add("insurer_contact", NOW, {"at": day.isoformat(), "summary": "Asked again. " * 10})
        log.add("expense", NOW, {"spent_on": day.date().isoformat(), "amount_cents": 47_500})
    for number in range(40):
        started = (FIRST_SESSION + timedelta(days=10 * number - 200)).date().isoformat()
        log.add(
            "prior_treatment", NOW, {"name": f"Medicine {number}", "started_on": started, "stop_reason": "why " * 50}
        )
        log.add("plan_criterion", NOW, {"wording": f"Criterion {number} of the plan", "test": "other", "met": "yes"})
    return log


@pytest.mark.parametrize("patient", journals.PATIENTS)
def test_the_core_of_every_example_patient_is_at_most_six_pages(patient: Callable[[], Journal]) -> None:
    pdf = evidence_pdf(patient(), EvidenceRequest(), journals.NOW, Settings().fonts_dirs)
    assert len(core_pages(pdf)) <= CORE_PAGES


def test_the_core_of_a_lifetime_of_entries_is_at_most_six_pages_and_says_where_the_rest_is() -> None:
    journal = a_lifetime().journal
    notes = [record.id for record in journal.records if getattr(record, "notes", None)]
    options = EvidenceRequest(notes=notes, item_answers=True)
    core = core_pages(evidence_pdf(journal, options, NOW, Settings().fonts_dirs))
    text = " ".join(core)
    assert len(core) <= CORE_PAGES
    for said in ("All 200 sessions are in Exhibit", "The 200 notes that the patient chose", "All 40"):
        assert said in text


def test_of_a_long_list_the_beginning_is_read_and_all_of_it_is_an_exhibit() -> None:
    long = Bullets([f"Missing {number}" for number in range(30)])
    core, apart = with_long_tables_apart([Section("What is missing"), long])
    reference = Reference("These are 8 of 30; all are in", "A")
    assert core == [Section("What is missing"), Bullets(long.items[:ROWS_IN_CORE]), reference]
    assert [exhibit.parts for exhibit in apart] == [[long]]
