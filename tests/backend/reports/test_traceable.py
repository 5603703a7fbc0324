"""Every number of the example patient's tables is in the records or is counted from them, here a second time and in
another way than the report counts it."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from backend.demo import demo_edits
from backend.reports.evidence import evidence_pdf
from backend.settings import Settings
from shared_schemas.insurance import InsuranceClaim, InsurerContact
from shared_schemas.journal import Journal
from shared_schemas.ledger import Expense
from shared_schemas.outcome_measures import OutcomeMeasure
from shared_schemas.reports import EvidenceRequest
from shared_schemas.treatment import SideEffect, TreatmentSession, VitalSigns
from tests.backend.reports.reading import pages_of

NOW = datetime(2026, 11, 24, 17, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def journal() -> Journal:
    return Journal.from_edits(demo_edits(NOW))


@pytest.fixture(scope="module")
def pages(journal: Journal) -> list[str]:
    return pages_of(evidence_pdf(journal, EvidenceRequest(), NOW, Settings().fonts_dirs))


def text_between(pages: Iterable[str], start: str, end: str) -> str:
    """What stands between two words of the pages, without the heads and feet of pages between."""
    text = " ".join(pages)
    text = re.sub(r"Casebook evidence report\. Made on .*? Page \d+ of \d+", "", text)
    text = re.sub(r"Alex Example \(synthetic\), born .*? claim SYN-\d+", "", text)
    text = re.sub(r"Exhibit [A-Z], page \d+ of \d+", "", text)
    after = text[text.index(start) + len(start) :]
    return " ".join(after[: after.index(end)].split())


def plain(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def day(moment: datetime) -> str:
    return f"{moment:%b} {moment.day}, {moment.year}"


def starts(journal: Journal) -> list[datetime]:
    return sorted(one.started_at for one in journal.of(TreatmentSession) if one.started_at)


def test_every_session_is_printed_as_it_was_entered_and_nothing_else(journal: Journal, pages: list[str]) -> None:
    rows = []
    sessions = sorted((one for one in journal.of(TreatmentSession) if one.started_at), key=lambda one: str(one.id))
    for number, one in enumerate(sorted(sessions, key=lambda one: one.started_at or NOW), start=1):
        assert one.started_at
        assert one.dose_mg
        assert one.body_weight_kg
        entered = journal.provenance[one.id].entered_at
        recalled = "*" if (entered - one.started_at).total_seconds() > 300 else ""
        noted = [effect for effect in journal.of(SideEffect) if effect.session == one.id]
        effects = ", ".join(sorted(f"{effect.symptom} ({effect.severity})" for effect in noted)) or "none noted"
        dose = f"{plain(one.dose_mg)} mg ({one.dose_mg / one.body_weight_kg:.2f} mg/kg)"
        mood = f"{plain(one.mood_before or 0)}{recalled} → {plain(one.mood_after or 0)}"
        mark = "†" if one.dose_source == "clinic" else ""
        minutes = plain(one.duration_minutes or 0)
        rows.append(f"{number} {day(one.started_at)} {dose}{mark} {minutes} {mood} {effects[0].upper()}{effects[1:]}")
    table = text_between(pages, "Minutes Mood before → after Side effects", "† Dose copied")
    assert table == " ".join(rows)


@pytest.mark.parametrize(("instrument", "name"), [("phq9", "PHQ-9 (depression)"), ("gad7", "GAD-7 (anxiety)")])
def test_every_score_is_the_sum_of_its_answers_with_its_days(
    journal: Journal, pages: list[str], instrument: str, name: str
) -> None:
    measures = [one for one in journal.of(OutcomeMeasure) if one.instrument == instrument and one.answered_at]
    first = starts(journal)[0]
    rows, baseline = [], None
    for one in sorted(measures, key=lambda one: one.answered_at or NOW):
        assert one.answered_at
        if any(answer is None for answer in one.answers or [None]):
            continue
        total = sum(answer or 0 for answer in one.answers or [])
        if one.answered_at < first:
            baseline = total
        before = [start for start in starts(journal) if start.date() <= one.answered_at.date()]
        since = str((one.answered_at.date() - before[-1].date()).days) if before else "–"
        assert baseline is not None
        points = f"{total - baseline:+d} ({100 * (total - baseline) / baseline:+.0f}%)".replace("-", "−")
        change = "baseline" if one.answered_at < first else points.replace("+0 (+0%)", "0")
        rows.append((day(one.answered_at), str(total), change, since))
    exhibit = " ".join(pages)
    exhibit = exhibit[exhibit.index("Exhibit B: Questionnaire scores") :]
    table = text_between([exhibit], name, "– Answered before the first session.")
    date, band = r"([A-Z][a-z]{2} \d+, \d{4})", r"[A-Z][a-z]+(?: [a-z]+)?"
    points = r"(baseline|0|[−+]\d+ \([−+]\d+%\))"
    found = re.findall(rf"{date} (\d+) {band} {points} (–|\d+) Patient", table)
    assert found == rows


def test_every_amount_of_the_costs_is_a_sum_of_what_was_entered(journal: Journal, pages: list[str]) -> None:
    table = text_between(pages, "Allowed Paid back Not paid back", "Sessions, visits, travel and other costs")
    printed = re.findall(r"(\d{4})((?: \$[\d,]+\.\d\d){6})", table)
    assert re.sub(r"(\d{4})((?: \$[\d,]+\.\d\d){6})", "", table).strip() == ""
    years = {one.spent_on.year for one in journal.of(Expense) if one.spent_on}
    assert [int(year) for year, _ in printed] == sorted(years)
    for year, amounts in printed:
        spent = [one for one in journal.of(Expense) if one.spent_on and one.spent_on.year == int(year)]
        claims = [one for one in journal.of(InsuranceClaim) if one.service_on and one.service_on.year == int(year)]
        billed = sum(one.amount_cents or 0 for one in spent)
        back = sum(one.reimbursed_cents or 0 for one in spent)
        sent = sum(one.billed_cents or 0 for one in claims if one.submitted_on)
        allowed = sum(one.allowed_cents or 0 for one in claims)
        expected = [billed, billed, sent, allowed, back, billed - back]
        cents = [int(re.sub(r"[$,.]", "", amount)) for amount in amounts.split()]
        assert cents == expected


def test_every_call_is_printed_with_its_day_its_number_and_its_words(journal: Journal, pages: list[str]) -> None:
    calls = sorted((one for one in journal.of(InsurerContact) if one.at), key=lambda one: one.at or NOW)
    text = " ".join(pages)
    exhibit = text_between([text[text.index("Exhibit F: Contacts with the insurer") :]], "What was said", "Exhibit G:")
    places = []
    for one in calls:
        assert one.at
        place = exhibit.index(f"{day(one.at)} {(one.representative or '').removesuffix(' (synthetic)')}")
        for field in (one.reference_number, *(one.summary or "").split()):
            assert field in exhibit[place:]
        places.append(place)
    assert all(first < second for first, second in pairwise(places))
    assert len(re.findall(r"SYN-CALL-\d+", exhibit)) == len(calls)


def test_every_reading_of_vital_signs_is_printed_with_its_session(journal: Journal, pages: list[str]) -> None:
    numbers = {start: number for number, start in enumerate(starts(journal), start=1)}
    sessions = {one.id: one.started_at for one in journal.of(TreatmentSession) if one.started_at}
    expected = sorted(
        (numbers[sessions[one.session or ""]], f"{one.systolic_mmhg:.0f}/{one.diastolic_mmhg:.0f}")
        for one in journal.of(VitalSigns)
    )
    table = text_between(pages, "Heart rate a minute Oxygen saturation", "Before, during and after are told")
    printed = re.findall(r"(\d+) [A-Z][a-z]{2} \d+, \d{4}.*? (?:Before|During|After)\D* \d+\D*? (\d+/\d+)", table)
    assert sorted((int(number), pressure) for number, pressure in printed) == expected


def test_page_1_counts_what_the_tables_list(journal: Journal, pages: list[str]) -> None:
    sessions = len(starts(journal))
    severe = {effect.session for effect in journal.of(SideEffect) if effect.severity == "severe"}
    tried = [one for one in journal.records if one.kind == "prior_treatment"]
    assert f"{sessions} 21 of 27 6 of 27 {len(tried)} {len(severe)} of {sessions}" in pages[0]
