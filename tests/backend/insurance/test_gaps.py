"""What is missing, named after what the patient has not entered yet, and gone once it is."""

import re
from typing import Any

import pytest

from backend.insurance.gaps import Gap, gaps
from shared_schemas.base import RECORD_ID
from shared_schemas.journal import Journal
from tests.backend.insurance.cases import CaseEntries, one
from tests.journals import NOW, PATIENTS, empty

PHOTO = "a" * 64


def _by_id(journal: Journal) -> dict[str, Gap]:
    return {re.sub(f"-{RECORD_ID[1:-1]}$", "", gap.id): gap for gap in gaps(journal, NOW)}


def test_an_empty_journal_is_told_where_to_begin_the_weightiest_first() -> None:
    found = gaps(empty(), NOW)
    assert [gap.id for gap in found] == [
        "no-sessions",
        "no-plan",
        "no-score",
        "no-necessity-letter",
        "no-treatments",
        "diagnosis-code",
        "person",
    ]
    assert all(gap.next_step and gap.mend[0] for gap in found)


@pytest.mark.parametrize("patient", PATIENTS, ids=lambda patient: patient.__name__)
def test_gaps_never_rise_in_weight(patient: Any) -> None:
    weights = [gap.weight for gap in gaps(patient(), NOW)]
    assert weights == sorted(weights, reverse=True)


def test_a_baseline_after_the_first_session_is_none() -> None:
    entries = CaseEntries()
    entries.session(0)
    entries.score("phq9", 3, 20)
    assert _by_id(entries.journal())["no-baseline"].mend == ("outcome_measure", None)
    entries.score("phq9", -3, 20)
    assert "no-baseline" not in _by_id(entries.journal())


def test_sessions_without_receipts_are_counted_and_then_those_without_a_photo() -> None:
    entries = CaseEntries()
    first, second = entries.session(0), entries.session(7)
    assert _by_id(entries.journal())["no-expense"].sentence == "2 sessions have no receipt and no claim."
    receipt = entries.enter("expense", session=first, amount_cents=40_000)
    found = _by_id(entries.journal())
    assert found["no-expense"].records == (second,)
    assert found["no-receipt"].mend == ("expense", receipt)
    entries.amend(receipt, "expense", NOW, attachments=[PHOTO])
    assert "no-receipt" not in _by_id(entries.journal())


def test_a_trial_without_dose_weeks_or_result_names_all_three() -> None:
    found = _by_id(one("prior_treatment", name="sertraline", type="medicine"))
    assert found["treatment"].sentence == "sertraline has no dose, weeks at a full dose and result."


def test_a_letter_of_medical_necessity_needs_its_pages() -> None:
    assert "necessity-letter-pages" in _by_id(one("document", document_type="letter_of_medical_necessity"))
    whole = one("document", document_type="letter_of_medical_necessity", attachments=[PHOTO])
    assert {"necessity-letter-pages", "no-necessity-letter"}.isdisjoint(_by_id(whole))


def test_a_denial_needs_dates_a_reason_and_its_letter() -> None:
    assert {"denial-undated", "denial-reason", "denial-letter"} <= set(_by_id(one("denial", claim_number="1")))
    entries = CaseEntries()
    denial = entries.enter("denial", notice_on="2026-06-01", reason="experimental")
    entries.enter("document", document_type="denial_letter", denial=denial, attachments=[PHOTO])
    assert {"denial-undated", "denial-reason", "denial-letter"}.isdisjoint(_by_id(entries.journal()))


def test_calls_without_a_reference_number_are_counted() -> None:
    entries = CaseEntries()
    entries.enter("insurer_contact", summary="x")
    entries.enter("insurer_contact", reference_number="7")
    entries.enter("insurer_contact", channel="letter")
    assert _by_id(entries.journal())["call-reference"].sentence == "1 call has no reference number."


def test_an_appeal_without_proof_of_sending_is_weak() -> None:
    assert "appeal-proof" in _by_id(one("appeal", sent_on="2026-06-01"))
    assert "appeal-proof" not in _by_id(one("appeal", sent_on="2026-06-01", proof="Fax report"))


def test_a_renewal_that_is_near_asks_for_a_score() -> None:
    near = {"renewal_due_on": "2026-08-20", "decision": "approved"}
    assert "renewal" in _by_id(one("prior_authorization", **near))
    entries = CaseEntries()
    entries.enter("prior_authorization", **near)
    entries.score("phq9", 199, 8)
    assert "renewal" not in _by_id(entries.journal())
    assert "renewal" not in _by_id(one("prior_authorization", renewal_due_on="2026-12-20"))


def test_an_insurer_that_is_late_is_named() -> None:
    entries = CaseEntries()
    entries.enter("insurance_plan", plan_type="employer_self_funded")
    denial = entries.enter("denial", notice_on="2026-01-10", service="after")
    entries.enter("appeal", denial=denial, level="internal_1", sent_on="2026-03-01")
    late = next(gap for gap in gaps(entries.journal(), NOW) if gap.id.startswith("late-"))
    assert late.sentence == "The insurer’s time to decide has passed."


@pytest.mark.parametrize(
    ("kind", "fields", "sentence"),
    [
        (
            "denial",
            {"notice_on": "2026-03-02", "received_on": "2026-03-01"},
            "A denial was received before it was written.",
        ),
        ("denial", {"notice_on": "2027-03-02"}, "A day that has not come yet is entered as if it had."),
        ("denial", {"notice_on": "0202-03-02"}, "A year cannot be right."),
        ("appeal", {"sent_on": "2026-03-02", "decided_on": "2026-03-01"}, "An appeal was decided before it was sent."),
        ("expense", {"amount_cents": -1}, "An amount is below zero."),
        ("expense", {"amount_cents": 475_000_00}, "An amount is above $50,000."),
        ("expense", {"amount_cents": 100, "reimbursed_cents": 101}, "More was paid back than was paid."),
        ("expense", {"amount_cents": 100, "hsa_fsa_cents": 101}, "More came from HSA or FSA than was paid."),
        ("claim", {"service_on": "2026-03-02", "submitted_on": "2026-03-01"}, "A claim was sent before the service."),
        ("insurance_plan", {"began_on": "2026-02-01", "ended_on": "2026-01-01"}, "A plan ends before it begins."),
    ],
)
def test_what_cannot_all_be_true_is_found_first(kind: str, fields: dict[str, Any], sentence: str) -> None:
    journal = one(kind, **fields)
    found = [gap for gap in gaps(journal, NOW) if gap.sentence == sentence]
    assert [gap.mend for gap in found] == [(kind, journal.records[0].id)]


def test_a_denial_before_the_plan_began_is_found() -> None:
    entries = CaseEntries()
    entries.enter("insurance_plan", plan_type="individual", began_on="2026-06-01")
    entries.enter("denial", notice_on="2026-05-01")
    assert "A denial is older than the plan." in [gap.sentence for gap in gaps(entries.journal(), NOW)]


def test_an_expense_on_a_leap_day_contradicts_nothing() -> None:
    assert not [gap for gap in gaps(one("expense", spent_on="2024-02-29", amount_cents=100), NOW) if gap.weight == 85]
