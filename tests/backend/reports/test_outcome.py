from datetime import timedelta

from backend.analysis.change import ScoreCourse, course_of_scores
from backend.reports.outcome import baseline_sentence, outcome_sentences
from tests.backend.reports.patients import FIRST_SESSION, NOW, Log


def course(*scores: tuple[int, int], session: bool = True) -> ScoreCourse:
    """PHQ-9 totals by days since the first session."""
    log = Log()
    if session:
        log.session(FIRST_SESSION)
    for offset, total in scores:
        log.phq9(FIRST_SESSION + timedelta(days=offset), total)
    found = course_of_scores(log.journal, "phq9", NOW)
    assert found is not None
    return found


def test_half_of_the_baseline_is_a_response_and_below_5_is_remission() -> None:
    assert outcome_sentences(course((-1, 20), (30, 10)))[1:] == [
        "That is a response (a fall of at least 50%) and a reliable change (6 points or more).",
        "It is not remission (below 5).",
    ]
    assert "remission (below 5)" in outcome_sentences(course((-1, 20), (30, 4)))[1]


def test_a_small_fall_is_called_none_of_them() -> None:
    said = outcome_sentences(course((-1, 20), (30, 17)))
    assert said == [
        "PHQ-9 fell from 20 (severe) to 17 (moderately severe), 3 points or 15%, on Apr 3, 2025.",
        "It is not a response (a fall of at least 50%) and not remission (below 5) and "
        "not a reliable change (6 points or more).",
    ]


def test_a_rise_is_called_worse_even_below_the_reliable_change() -> None:
    assert "rose, which is worse, from 14 (moderate) to 16" in outcome_sentences(course((-1, 14), (30, 16)))[0]
    assert outcome_sentences(course((-1, 14), (30, 20)))[1] == "That is a reliable worsening (6 points or more)."


def test_no_change_is_said_without_a_verb_of_movement() -> None:
    assert outcome_sentences(course((-1, 14), (30, 14)))[0] == (
        "PHQ-9 was 14 (moderate) at baseline and is 14 (moderate) now."
    )


def test_a_mild_baseline_gets_no_response() -> None:
    said = " ".join(outcome_sentences(course((-1, 8), (30, 2))))
    assert "The baseline is below 10, the range where response and remission are defined." in said
    assert "a response (" not in said


def test_the_worst_score_in_between_is_named() -> None:
    assert outcome_sentences(course((-1, 20), (14, 8), (28, 23), (42, 6)))[-1] == (
        "The highest score in between was 23 (severe) on Apr 1, 2025."
    )


def test_a_late_first_score_is_no_baseline_before_treatment() -> None:
    assert baseline_sentence(course((10, 15), (30, 6))) == (
        "There is no baseline before treatment; changes are counted from the earliest score, "
        "15 (moderately severe) on Mar 14, 2025."
    )
