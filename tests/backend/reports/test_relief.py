"""What the report says of relief, of times with and without treatment, and of entries that were changed."""

from datetime import timedelta

import pytest

from backend.reports.completeness import amended_rows
from backend.reports.evidence import evidence_pdf
from backend.reports.phases import phase_rows
from backend.reports.pictures import printed
from backend.reports.relief import relief_measure_rows, relief_section
from backend.settings import Settings
from shared_schemas.reports import EvidenceRequest
from tests import journals
from tests.backend.reports import papers, patients
from tests.backend.reports.patients import FIRST_SESSION, NOW, Log
from tests.backend.reports.reading import pages_of, record_in, text_of

FONTS = Settings().fonts_dirs


def with_relief(*, ended: int, sessions: int = 8) -> Log:
    """A session every 30 days; the first `ended` reliefs wore off after ten days, the others lasted to the next."""
    log = Log()
    for place in range(sessions):
        start = FIRST_SESSION + timedelta(days=30 * place)
        session = log.session(start, dose_mg=40)
        noted = {"session": session, "began_at": (start + timedelta(days=1)).isoformat()}
        end = {"wore_off_at": (start + timedelta(days=10)).isoformat()} if place < ended else {}
        log.add("relief_note", start + timedelta(days=11), {**noted, **end})
    day = FIRST_SESSION + timedelta(days=30 * sessions)
    log.add("check_in", day, {"at": day.isoformat(), "mood": 5})
    return log


@pytest.mark.parametrize(("ended", "words"), [(6, "10 days"), (2, "not reached")])
def test_the_median_of_relief_has_its_interval_or_is_not_reached(ended: int, words: str) -> None:
    log = with_relief(ended=ended)
    measures = relief_measure_rows(log.journal, NOW)
    assert [row.measure for row in measures] == ["Own word"]
    assert (measures[0].judged, measures[0].with_relief) == (8, 8)
    chart = next(part for part in relief_section(measures, ()) if part.kind == "chart")
    assert f"the median is {words}" in chart.alternative
    assert words.partition(" days")[0] in text_of(evidence_pdf(log.journal, EvidenceRequest(), NOW, FONTS))


def test_four_reliefs_have_no_median_and_no_curve() -> None:
    measures = relief_measure_rows(with_relief(ended=4, sessions=4).journal, NOW)
    assert not measures[0].has_curve
    assert [part.kind for part in relief_section(measures, ())] == ["section", "text", "table", "note"]


def test_each_measure_has_its_mean_with_and_without_treatment() -> None:
    rows = phase_rows(journals.with_gaps(), journals.NOW).phases
    phq9 = [(row.phase, row.scores, row.mean) for row in rows if row.measure == "PHQ-9"]
    assert phq9 == [("before treatment", 1, 18), ("on treatment", 2, 8.5), ("gap", 1, 19), ("on treatment", 1, 10)]


def test_effect_sizes_stand_in_no_page_before_the_methods() -> None:
    pages = pages_of(evidence_pdf(patients.responder().journal, EvidenceRequest(), NOW, FONTS))
    text = " ".join(pages)
    methods = text.index("Methods and limits The patient kept")
    for word in ("NAP", "Tau", "bootstrap", "Kaplan"):
        assert word in text
        assert word not in text[:methods]


def test_a_range_that_begins_in_the_middle_of_treatment_has_no_time_before_treatment() -> None:
    options = EvidenceRequest(from_on="2025-06-01")  # type: ignore[arg-type]
    pdf = evidence_pdf(patients.responder().journal, options, NOW, FONTS)
    phases = record_in(pdf)["phases"]
    assert {row["phase"] for row in phases} == {"on treatment", "gap"}
    assert min(row["from_day"] for row in phases) == "2025-06-01"


def test_a_changed_entry_is_listed_with_its_days_and_without_its_values() -> None:
    entries = journals.Entries()
    session = entries.session(0, dose_mg=40)
    entries.session(3, dose_mg=40)
    entries.amend(session, "treatment_session", journals.at(5, 9), dose_mg=42)
    rows = amended_rows(entries.journal(), journals.NOW)
    assert [(row.entry, row.of_day, row.entered_on, row.amended_on) for row in rows] == [
        ("Session", journals.at(0).date(), journals.at(0).date(), journals.at(5).date())
    ]


def test_a_number_with_a_paper_behind_it_says_on_which_page_that_stands() -> None:
    sheet, receipt, letter = papers.receipt(1), papers.receipt(2), papers.letter(2)
    log = patients.with_a_case(Log())
    log.session(FIRST_SESSION, dose_mg=40, dose_source="clinic", attachments=[papers.digest(sheet)])
    log.add("prior_treatment", NOW, {"name": "sertraline", "attachments": [papers.digest(letter)]})
    log.add("expense", NOW, {"spent_on": "2025-03-04", "amount_cents": 47_500, "attachments": [papers.digest(receipt)]})
    shown = {papers.digest(content): printed(content) for content in (sheet, receipt, letter)}
    text = text_of(evidence_pdf(log.journal, EvidenceRequest(), NOW, FONTS, shown))
    assert "clinic record, exhibit B, p. 1" in text
    assert "record: exhibit A, p. 1" in text
    assert "Receipts on file are exhibit C." in text


def test_each_criterion_names_where_its_records_are_shown_and_each_exhibit_its_criteria() -> None:
    log, policy = patients.with_a_case(Log()), papers.letter(1)
    document = log.add("document", NOW, {"document_type": "policy", "attachments": [papers.digest(policy)]})
    asked = {"wording": "A physician supervises.", "test": "other", "met": "yes", "document": document}
    log.add("plan_criterion", NOW, asked)
    pdf = evidence_pdf(log.journal, EvidenceRequest(), NOW, FONTS, {papers.digest(policy): printed(policy)})
    assert "The patient answered that it is met. Exhibit A, p. 1" in text_of(pdf)
    assert "Bears on criterion 1" in text_of(pdf)


def test_an_earlier_treatment_has_its_brand_its_scores_and_who_prescribed_it() -> None:
    log = Log()
    known = {"brand_name": "Zoloft", "drug_class": "SSRI", "prescriber": "Dr. Sample", "session_count": 3}
    scored = {"score_name": "PHQ-9", "score_before": 19, "score_after": 15, "improvement_percent": 20}
    log.add("prior_treatment", NOW, {"name": "sertraline", **known, **scored})
    text = text_of(evidence_pdf(log.journal, EvidenceRequest(), NOW, FONTS))
    assert "Sertraline (Zoloft, SSRI, 3 visits, prescriber Dr. Sample)" in text
    assert "20%; PHQ-9 19 → 15" in text
