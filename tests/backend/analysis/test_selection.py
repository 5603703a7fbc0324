from datetime import date

import pytest

from backend.analysis.change import course_of_scores
from backend.analysis.completeness import completeness
from backend.analysis.courses import begun_sessions
from backend.analysis.phases import stretches
from backend.analysis.relief import relief
from backend.analysis.selection import SelectionError, selected
from shared_schemas.journal import Journal
from shared_schemas.progress import Selection
from shared_schemas.treatment import SideEffect
from tests.journals import NOW, Entries, at, responder, with_gaps


def _days(journal: Journal) -> list[int]:
    return [(one.started_at - at(0)).days for one in begun_sessions(journal, NOW) if one.started_at]


def test_asking_for_everything_gives_the_journal_itself() -> None:
    journal = responder()
    assert selected(journal, Selection(), NOW) is journal


def test_a_range_holds_both_its_days_and_nothing_beside_them() -> None:
    # Days 3 to 14 after Monday, January 5.
    part = selected(responder(), Selection(since=date(2026, 1, 8), until=date(2026, 1, 19)), NOW)
    assert _days(part) == [3, 7, 10, 14]
    assert len(part.of(SideEffect)) == 4
    assert len(part.check_ins) == 12
    assert [measure.instrument for measure in part.outcome_measures] == ["phq9"]
    assert set(part.provenance) == {record.id for record in part.records}


def test_a_range_in_the_middle_of_treatment_has_no_baseline_and_no_time_before_it() -> None:
    part = selected(responder(), Selection(since=date(2026, 1, 12)), NOW)
    course = course_of_scores(part, "phq9", NOW)
    assert course is not None
    assert not course.is_baseline_before_treatment
    # Day 13; the session before it was on day 10.
    assert course.scores[0].days_since_session == 3
    assert stretches(part, NOW)[0].kind == "on_treatment"


def test_days_since_a_session_before_the_range_are_still_right() -> None:
    part = selected(responder(), Selection(since=date(2026, 1, 23)), NOW)
    course = course_of_scores(part, "phq9", NOW)
    assert course is not None
    # Days 27 and 41; the last session was on day 17.
    assert [score.days_since_session for score in course.scores] == [10, 24]
    assert course.sessions == 0


def test_each_course_has_a_baseline_of_its_own() -> None:
    first, second = (
        course_of_scores(selected(with_gaps(), Selection(course=number), NOW), "phq9", NOW) for number in (1, 2)
    )
    assert first is not None
    assert second is not None
    # Scores on days -2, 21, 35, 132 and 148; sessions on days 0, 7, 14, then 134 and 141.
    assert [score.total for score in first.scores] == [18, 8, 9, 19]
    assert [score.total for score in second.scores] == [19, 10]
    assert second.is_baseline_before_treatment
    assert [score.days_since_session for score in second.scores] == [118, 7]


def test_a_course_begins_where_the_patient_says_so() -> None:
    entries = Entries()
    entries.session(0)
    entries.session(20, starts_course=True)
    entries.session(40)
    part = selected(entries.journal(), Selection(course=2), NOW)
    assert _days(part) == [20, 40]


def test_the_evening_after_the_next_courses_first_session_is_no_relief_of_this_course() -> None:
    entries = Entries()
    entries.session(0)
    entries.session(7, starts_course=True)
    for day, mood in ((-1, 2), (5, 3), (7, 9)):
        entries.check_in(day, mood, hour=20)
    part = selected(entries.journal(), Selection(course=1), NOW)
    assert len(part.check_ins) == 2
    for journal in (part, entries.journal()):
        (first,) = [one.episodes[0] for one in relief(journal, NOW) if one.measure == "mood"]
        assert (first.best, first.has_relief) == (3, False)


def test_one_questionnaire_leaves_the_days_and_sessions_in() -> None:
    part = selected(responder(), Selection(instrument="gad7"), NOW)
    assert {measure.instrument for measure in part.outcome_measures} == {"gad7"}
    assert len(_days(part)) == 6


@pytest.mark.parametrize(
    ("selection", "field"),
    [
        (Selection(instrument="horoscope"), "instrument"),
        (Selection(course=3), "course"),
        (Selection(course=0), "course"),
        (Selection(since=date(2026, 2, 1), until=date(2026, 1, 1)), "until"),
    ],
)
def test_what_is_not_there_is_refused_by_name(selection: Selection, field: str) -> None:
    with pytest.raises(SelectionError) as refused:
        selected(with_gaps(), selection, NOW)
    assert refused.value.field == field


def test_a_range_that_is_over_counts_its_own_days_and_ends_its_last_gap() -> None:
    entries = Entries()
    for day in (0, 60):
        entries.session(day)
    for day in (-5, 3, 40):
        entries.check_in(day, 5)
    part = selected(entries.journal(), Selection(since=at(-1).date(), until=at(50).date()), NOW)
    made = completeness(part, NOW)
    # From day -1, with entries before it, to day 50.
    assert (made.first_day, made.days, made.days_with_check_in) == (at(-1).date(), 52, 2)
    gap = stretches(part, NOW)[-1]
    assert (gap.kind, gap.ended_at and gap.ended_at.date()) == ("gap", at(50).date())
