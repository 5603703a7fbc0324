"""Totals that a clinician stated: in the report like any score, with the cuts that are published and no other."""

from datetime import timedelta

from backend.reports.evidence import evidence_pdf
from backend.settings import Settings
from shared_schemas.reports import EvidenceRequest
from tests.backend.reports.patients import FIRST_SESSION, NOW, Log
from tests.backend.reports.reading import text_of


def _with_totals(instrument: str, *totals: float) -> str:
    log = Log()
    log.session(FIRST_SESSION)
    for week, total in enumerate(totals):
        at = FIRST_SESSION + timedelta(weeks=2 * week, days=-1)
        fields = {"instrument": instrument, "answered_at": at.isoformat(), "total": total, "rater": "Dr. Moss"}
        log.add("outcome_measure", at, fields)
    return text_of(evidence_pdf(log.journal, EvidenceRequest(), NOW, Settings().fonts_dirs))


def test_a_clinicians_madrs_is_evaluated_by_its_published_cuts() -> None:
    text = _with_totals("madrs", 36, 15)
    assert "MADRS fell from 36" in text
    assert "reliable change is 6 points" in text


def test_a_scale_without_a_published_cut_is_printed_without_one() -> None:
    text = _with_totals("caps5", 48, 30)
    assert "CAPS-5 fell from 48 to 30" in text
    assert "CAPS-5: no cut is used." in text


def test_a_scale_with_a_response_but_no_range_for_it_says_so_without_a_range() -> None:
    text = _with_totals("bdi2", 34, 10)
    assert "BDI-II: response is a fall of at least 50" in text
    assert "no range is published" in text
    assert "That is a response" not in text
    assert "said only of a baseline of" not in text


def test_a_total_that_no_madrs_can_give_is_left_out_and_said() -> None:
    text = _with_totals("madrs", 36, 15, 220)
    assert "MADRS fell from 36" in text
    assert "Left out: 1 total that is outside the range of the questionnaire." in text
    assert "220" not in text
