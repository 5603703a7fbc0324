from datetime import timedelta

import pytest

from backend.reports.answer import answer_parts
from backend.reports.parts import Bullets, Part, Quote, Section, Text
from backend.reports.record import evidence_of
from tests.backend.reports import patients
from tests.backend.reports.patients import FIRST_SESSION, NOW, Log


def answer(log: Log) -> list[Part]:
    return answer_parts(evidence_of(log.journal, NOW))


def paragraphs(log: Log) -> str:
    return " ".join(part.text for part in answer(log) if isinstance(part, Text))


def points(log: Log) -> list[str]:
    return [item for part in answer(log) if isinstance(part, Bullets) for item in part.items]


@pytest.mark.parametrize(
    ("reason", "bearing"),
    [
        ("not_medically_necessary", "is for the reviewer to decide"),
        ("experimental", "How the plan classes this treatment is not something a journal can settle"),
        ("excluded", "Whether the plan’s wording excludes this service"),
        ("no_authorization", "Whether authorization was needed or asked for is not in this record"),
        ("out_of_network", "Whether a provider in the network could have treated"),
        ("missing_information", "its last pages say what it lacks"),
        ("coding", "only the clinic can correct them"),
        ("other", "The record shows:"),
    ],
)
def test_each_reason_is_told_what_a_journal_can_and_cannot_say_to_it(reason: str, bearing: str) -> None:
    log = patients.with_a_case(Log(), reason=reason)
    log.phq9(FIRST_SESSION, 15)
    assert bearing in paragraphs(log)


def test_the_letter_is_quoted_and_cut_where_it_would_fill_the_page() -> None:
    log = patients.with_a_case(Log(), reason_text="We do not cover this. " * 100)
    quoted = [part.text for part in answer(log) if isinstance(part, Quote)]
    assert len(quoted) == 1
    assert quoted[0].startswith("We do not cover this.")
    assert quoted[0].endswith("…")
    assert len(quoted[0]) <= 420


def test_a_denial_without_its_reason_is_still_dated() -> None:
    log = Log()
    log.add("denial", NOW, {"notice_on": "2026-10-02", "received_on": "2026-10-05"})
    assert "The denial of Oct 2, 2026, received on Oct 5, 2026, is on record without its reason." in paragraphs(log)


def test_the_newest_denial_is_the_one_that_is_answered() -> None:
    log = patients.with_a_case(Log())
    log.add("denial", NOW, {"notice_on": "2026-01-02", "reason": "coding"})
    assert "not medically necessary" in paragraphs(log)
    log.add("denial", NOW, {"notice_on": "2026-11-02", "reason": "coding"})
    assert "“coding”" in paragraphs(log)


def test_without_a_denial_the_record_is_shown_and_not_defended() -> None:
    log = Log()
    log.phq9(FIRST_SESSION, 15)
    titles = [part.text for part in answer(log) if isinstance(part, Section)]
    assert titles == ["What the record shows"]
    assert answer(Log()) == []


def test_a_treatment_that_began_with_or_after_the_first_session_is_not_called_earlier() -> None:
    log = Log()
    log.session(FIRST_SESSION)
    for started_on in ("2025-03-03", "2025-03-04", "2025-06-01"):
        log.add("prior_treatment", NOW, {"name": f"from {started_on}", "started_on": started_on, "adequate_weeks": 5.9})
    assert points(log) == ["1 earlier treatment, as the patient recalls: from 2025-03-03."]


def test_the_pause_says_where_the_scores_went_and_where_they_were_a_month_after_it() -> None:
    log = Log()
    for offset in (0, 100):
        log.session(FIRST_SESSION + timedelta(days=offset))
    for offset, total in ((-1, 20), (7, 8), (60, 12), (98, 18), (110, 9), (128, 7), (142, 11)):
        log.phq9(FIRST_SESSION + timedelta(days=offset), total)
    assert points(log)[-1] == (
        "In the 100 days without a session, Mar 4, 2025 to Jun 12, 2025, PHQ-9 went from 8 to 18. "
        "On Jul 10, 2025, after sessions had begun again, it was 7."
    )


def test_one_score_is_a_state_and_no_change() -> None:
    log = Log()
    log.session(FIRST_SESSION)
    log.phq9(FIRST_SESSION - timedelta(days=1), 15)
    assert points(log) == ["The baseline is 15 (moderately severe) on Mar 3, 2025, the last score before treatment."]
