"""The numbers in the sentences are those of tests/backend/analysis, where they are worked out by hand."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from backend.charts.findings import LIMITS
from backend.charts.progress import progress
from backend.demo import demo_edits
from shared_schemas.journal import Journal
from shared_schemas.progress import Finding, Selection
from tests.journals import (
    NOW,
    PATIENTS,
    Entries,
    at,
    empty,
    gets_worse,
    pain_patient,
    relapses_within_a_week,
    responder,
    veteran,
    with_gaps,
)

# No cause is claimed, nothing is praised, and nothing is promised to hold before a court.
_NEVER = re.compile(
    r"because|caus|due to|thanks|effective|works|worked|prove|great|good news|tamper|immutable|notari|unfortunately"
    r"|nan|null|none\b",
    re.IGNORECASE,
)
_DEMO_NOW = datetime(2026, 11, 24, 17, 30, tzinfo=UTC)


def findings(journal: Journal, now: datetime) -> list[Finding]:
    return progress(journal, now).findings


def _said(journal: Journal, name: str) -> Finding:
    return next(finding for finding in findings(journal, NOW) if finding.id == name)


def test_a_responder_reads_from_where_to_where_and_that_it_is_a_response() -> None:
    said = _said(responder(), "phq9")
    assert said.sentence == (
        "Treatment in 6 sessions was followed by this: PHQ-9 fell from 20 on Jan 4, 2026 to 6 on Feb 15, 2026 (−70%)."
        " That is a response (a fall of half or more). The fall is clinically significant: reliable, and to below 10."
    )
    assert said.n == 4
    # Day 41, and the last session was on day 17.
    assert said.limits == ["The latest score was given 24 days after a session."]


def test_remission_is_said_as_such() -> None:
    said = _said(responder(), "gad7")
    assert "fell from 14" in said.sentence
    assert "The latest score is in the range of remission." in said.sentence


def test_worsening_is_said_as_plainly_as_improvement() -> None:
    said = _said(gets_worse(), "phq9")
    assert said.sentence == (
        "Treatment in 4 sessions was followed by this: PHQ-9 rose, which is worse, from 12 on Jan 2, 2026 to 19 on"
        " Jan 30, 2026 (+58%). The rise is large enough to count as reliable worsening (6 points or more)."
    )
    assert _said(gets_worse(), "mood_before_after").sentence.startswith("Mood after a session was on average 1 worse")


def test_a_relapse_within_a_week_is_not_called_a_response() -> None:
    sentence = _said(relapses_within_a_week(), "phq9").sentence
    assert "fell from 22 on Jan 5, 2026 to 21 on Jan 13, 2026 (−5%)." in sentence
    assert sentence.endswith("The fall is too small to count as a reliable change (6 points or more).")
    assert "response" not in sentence


def test_a_reliable_fall_short_of_half_is_called_that() -> None:
    entries = Entries()
    entries.session(0)
    entries.score("phq9", -1, 20)
    entries.score("phq9", 20, 13)
    said = _said(entries.journal(), "phq9")
    assert said.sentence.endswith("The fall is large enough to count as a reliable change (6 points or more).")
    assert "A single before and after is weak evidence." in said.limits


def test_no_change_is_said_without_a_direction() -> None:
    entries = Entries()
    entries.score("phq9", 0, 12)
    entries.score("phq9", 14, 12)
    sentence = _said(entries.journal(), "phq9").sentence
    assert "was 12 on Jan 5, 2026 and on Jan 19, 2026" in sentence
    assert not re.search(r"fell|rose|fall|rise|%", sentence)


def test_without_sessions_nothing_is_said_to_have_followed_treatment() -> None:
    entries = Entries()
    entries.score("phq9", 0, 15)
    entries.score("phq9", 14, 6)
    said = _said(entries.journal(), "phq9")
    assert "followed" not in said.sentence
    assert "There is no baseline before treatment: the earliest score is used instead." in said.limits


def test_a_baseline_taken_after_treatment_began_is_named_as_a_limit() -> None:
    entries = Entries()
    entries.session(0)
    entries.score("phq9", 5, 15)
    entries.score("phq9", 19, 6)
    said = _said(entries.journal(), "phq9")
    assert "followed" not in said.sentence
    assert "There is no baseline before treatment: the earliest score is used instead." in said.limits


def test_below_the_range_of_the_illness_a_fall_is_no_response() -> None:
    entries = Entries()
    entries.session(0)
    entries.score("phq9", -1, 8)
    entries.score("phq9", 20, 2)
    said = _said(entries.journal(), "phq9")
    assert "The baseline is below the range where response is defined." in said.limits
    assert not re.search(r"a response|remission", said.sentence)


def test_a_single_score_is_only_told() -> None:
    entries = Entries()
    entries.score("phq9", 0, 15)
    said = _said(entries.journal(), "phq9")
    assert said.sentence == "PHQ-9 was 15 (moderately severe) on Jan 5, 2026. It is the only score so far."
    assert (said.n, said.limits) == (1, ["A change needs a second score."])


def test_pain_that_falls_is_better() -> None:
    # (8,5) (7,4) (7,5): 2.67 less on average, in 3 of 3 sessions.
    said = _said(pain_patient(), "pain_before_after")
    assert said.sentence.startswith("Pain after a session was on average 2.7 better than before it")
    assert "3 of 3 sessions" in said.sentence
    assert said.limits == [
        "An own scale is not a validated questionnaire.",
        "Fewer than 5 pairs: the differences themselves and no interval.",
    ]


def test_a_fall_of_30_percent_in_pain_is_not_called_half_or_more() -> None:
    # The PEG's response is a fall of 30 % (Krebs 2009), and 8.0 to 4.7 is one of 41 %.
    sentence = _said(pain_patient(), "peg").sentence
    assert "fell from 8" in sentence
    assert "to 4.7" in sentence
    assert "half" not in sentence


def test_a_veteran_reads_the_pcl5() -> None:
    assert "PCL-5 fell from 52" in _said(veteran(), "pcl5").sentence


def test_an_empty_journal_says_what_to_do_first() -> None:
    (only,) = findings(empty(), NOW)
    assert (only.id, only.n) == ("nothing_yet", 0)
    assert "Log a session" in only.sentence


def test_days_without_an_entry_amid_a_long_journal_ask_nobody_to_begin() -> None:
    entries = Entries()
    entries.check_in(0, 5)
    entries.check_in(-400, 5)
    days = {"since": at(-300).date(), "until": at(-200).date()}
    (only,) = progress(entries.journal(), NOW, Selection(**days)).findings
    assert only.sentence == "Nothing was entered in this part of the time."


def test_a_journal_without_a_questionnaire_asks_for_one() -> None:
    entries = Entries()
    entries.check_in(0, 5)
    first, *_ = findings(entries.journal(), NOW)
    assert "PHQ-9" in first.sentence


def test_missing_days_are_said_with_the_rest() -> None:
    (said,) = [finding for finding in findings(with_gaps(), at(148, 22)) if finding.id == "completeness"]
    assert said.sentence.startswith(
        "There is a check-in on 9 of 151 days, and the PHQ-9 was answered 5 times (11 expected). 100% of the entries"
    )


def test_of_a_questionnaire_that_was_cut_off_it_is_not_said_that_it_was_never_answered() -> None:
    entries = Entries()
    entries.write("reminder", at(0), rule="questionnaire", instrument="phq9", every_days=14, is_on=True)
    entries.score("phq9", 0, 12)
    entries.score("gad7", 1, 9)
    (said,) = [
        one
        for one in progress(entries.journal(), at(30), Selection(instrument="gad7")).findings
        if one.id == "completeness"
    ]
    assert said.sentence.startswith("There is a check-in on 0 of 30 days. 100% of the entries")


@pytest.mark.parametrize("patient", PATIENTS, ids=lambda patient: patient.__name__)
def test_no_sentence_claims_a_cause_or_cheers(patient: Callable[[], Journal]) -> None:
    said = findings(patient(), NOW)
    assert said
    assert len({finding.id for finding in said}) == len(said)
    for finding in said:
        assert finding.sentence.endswith(".")
        assert _NEVER.search(" ".join([finding.sentence, *finding.limits])) is None


def test_the_example_patient_of_the_demo_reads_the_same_way() -> None:
    said = findings(Journal.from_edits(demo_edits(_DEMO_NOW)), _DEMO_NOW)
    assert said[0].sentence.startswith("Treatment in 30 sessions was followed by this: PHQ-9 fell from 21 on ")
    assert [finding.id for finding in said] == [
        "phq9", "gad7", "phases_phq9", "mood_before_after", "relief_phq9", "relief_mood", "relief_relief_note",
        "side_effects", "dose", "completeness",
    ]  # fmt: skip


def test_self_report_regression_to_the_mean_and_expectation_are_named() -> None:
    words = " ".join(LIMITS)
    for limit in ("self-reported", "regression to the mean", "expectation", "Other treatments"):
        assert limit in words


def test_reliefs_that_lasted_alike_are_told_once_and_others_one_by_one() -> None:
    alike, unlike = Entries(), Entries()
    for day in (0, 20):
        for entries, fades in ((alike, 5), (unlike, 5 + day // 10)):
            entries.session(day, mood_before=2)
            entries.check_in(day + 2, mood=7)
            entries.check_in(day + fades, mood=2)
    assert "it lasted 5.4 days each time." in _said(alike.journal(), "relief_mood").sentence
    assert "it lasted 5.4 days and 7.4 days." in _said(unlike.journal(), "relief_mood").sentence


def test_who_books_as_relief_fades_is_told_that_it_looks_longer() -> None:
    # After one of her sessions relief on the PHQ-9 went on at the next; with a single session nothing cut it short.
    fades = [limit for limit in _said(responder(), "relief_phq9").limits if "booked as soon as relief fades" in limit]
    assert len(fades) == 1
    assert not any("booked" in limit for limit in _said(relapses_within_a_week(), "relief_phq9").limits)


def test_only_sessions_before_the_latest_score_are_said_to_have_been_followed_by_it() -> None:
    entries = Entries()
    entries.score("phq9", -1, 20)
    entries.score("phq9", 10, 12)
    for day in (0, 20, 30, 40):
        entries.session(day)
    assert _said(entries.journal(), "phq9").sentence.startswith("Treatment in 1 session was followed by this: ")


def test_a_measure_without_a_cut_is_not_said_to_lie_below_it() -> None:
    entries = Entries()
    entries.session(0)
    for day, total in ((-3, 50), (20, 20)):
        entries.write("outcome_measure", at(day), instrument="caps5", answered_at=at(day), total=total, rater="Clinic")
    said = _said(entries.journal(), "caps5")
    assert said.limits[0] == "Response and remission are not defined here for the CAPS-5."
    assert not any("below the range" in limit for limit in said.limits)


def test_one_score_after_several_before_treatment_is_a_single_before_and_after() -> None:
    entries = Entries()
    for day, total in ((-40, 19), (-20, 20), (-1, 18), (20, 12)):
        entries.score("phq9", day, total)
    entries.session(0)
    assert "A single before and after is weak evidence." in _said(entries.journal(), "phq9").limits


def test_two_courses_are_named_where_the_first_ones_baseline_is_used() -> None:
    said = _said(with_gaps(), "phq9")
    assert "There are 2 courses of treatment; the baseline is that of the first." in said.limits


def test_a_rise_short_of_reliable_worsening_is_called_that() -> None:
    entries = Entries()
    entries.session(0)
    entries.score("phq9", -1, 12)
    entries.score("phq9", 20, 14)
    assert _said(entries.journal(), "phq9").sentence.endswith(
        "The rise is too small to count as reliable worsening (6 points or more)."
    )


def test_a_step_of_one_answer_from_little_pain_is_no_reliable_change() -> None:
    entries = Entries()
    entries.session(0)
    entries.answers("peg", -1, [1, 1, 1])
    entries.answers("peg", 10, [1, 1, 0])
    sentence = _said(entries.journal(), "peg").sentence
    # 30 percent of the cut of 4, since the baseline lies below it.
    assert sentence.endswith("The fall is too small to count as a reliable change (1.2 points or more).")


def test_a_veterans_fall_past_the_cut_is_called_clinically_significant() -> None:
    assert _said(veteran(), "pcl5").sentence.endswith(
        "The fall is clinically significant: reliable, and to 28 or below."
    )


def test_monthly_gaps_of_years_are_told_together() -> None:
    entries = Entries()
    for day in range(0, 200, 35):
        entries.session(day)
    for day in range(-10, 200):
        entries.check_in(day, 3 if day < 0 else 6 if day % 35 < 28 else 4)
    said = _said(entries.journal(), "phases_mood")
    assert said.sentence == (
        "Mood averaged 3 before treatment, 6 in 6 stretches on treatment and 4 in 5 gaps; higher is better."
    )


def test_a_phase_with_too_few_scores_still_makes_the_next_one_a_second() -> None:
    entries = Entries()
    for day in (0, 100):
        entries.session(day)
    for day in (10, 40, 50, 60, 110, 115, 120):
        entries.score("phq9", day, 15)
    assert "15 on treatment again" in _said(entries.journal(), "phases_phq9").sentence


def test_days_beyond_a_thousand_are_written_alike() -> None:
    entries = Entries()
    for day in range(1_100):
        entries.check_in(day - 1_100, mood=5)
    assert "a check-in on 1,100 of" in _said(entries.journal(), "completeness").sentence
