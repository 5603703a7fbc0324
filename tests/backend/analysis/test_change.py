"""Golden numbers, each computed by hand from the published cut:

- PHQ-9: response is a fall of at least 50 %, remission below 5, cut 10 (Kroenke, Spitzer, Williams 2001); reliable
  change 6 points (NHS Talking Therapies manual; Hudgens 2021);
- GAD-7: response 50 %, remission below 5, cut 8 (Spitzer 2006; NHS Talking Therapies manual), change 4 points
  (Toussaint 2020);
- PCL-5: cut 31, reliable change 18 points, past the cut at 28 or below (Marx 2022);
- PEG: a fall of at least 30 % (Krebs 2009), cut 4.
"""

import pytest

from backend.analysis.change import Change, Score, change, course_of_scores, courses_of_scores, score_changes, scores
from shared_schemas.instruments import INSTRUMENTS
from tests.journals import (
    NOW,
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


def _score(total: float, day: float = 0) -> Score:
    return Score(f"{day}", at(day), total, None, None, self_reported=True)


def _changed(instrument: str, baseline: float, later: float) -> Change:
    return change(INSTRUMENTS[instrument], _score(baseline), _score(later, 14))


def test_a_responder_is_told_points_percent_and_what_they_amount_to() -> None:
    course = course_of_scores(responder(), "phq9", NOW)
    assert course is not None
    latest = course.latest
    assert latest is not None
    # 6 - 20 = -14; -14 / 20 = -70 %; at least 50 %; 6 is not below 5; 14 is at least 6; 6 is below the cut of 10.
    assert (latest.points, latest.percent) == (-14, -70)
    assert (latest.is_response, latest.is_remission) == (True, False)
    assert (latest.is_reliable_fall, latest.is_reliable_rise) == (True, False)
    assert latest.is_clinically_significant
    assert course.sessions == 6
    assert [score.total for score in course.scores] == [20, 12, 7, 6]
    assert [score.band for score in course.scores] == ["severe", "moderate", "mild", "mild"]


def test_one_who_gets_worse_is_told_so() -> None:
    course = course_of_scores(gets_worse(), "phq9", NOW)
    assert course is not None
    latest = course.latest
    assert latest is not None
    # 19 - 12 = 7, and 7 / 12 = 58.33 %: a rise of at least 6 points is reliable worsening.
    assert latest.points == 7
    assert latest.percent == pytest.approx(58.333, abs=0.001)
    assert (latest.is_reliable_rise, latest.is_reliable_fall, latest.is_response) == (True, False, False)
    assert not latest.is_clinically_significant


def test_a_relapse_within_a_week_leaves_no_response() -> None:
    course = course_of_scores(relapses_within_a_week(), "phq9", NOW)
    assert course is not None
    assert course.baseline is not None
    in_between = change(course.instrument, course.baseline, course.scores[1])
    # 22 to 13 is -41 %: reliable, but no response and not past the cut. 22 to 21 is neither.
    assert (in_between.is_reliable_fall, in_between.is_response) == (True, False)
    assert not in_between.is_clinically_significant
    assert course.latest is not None
    assert (course.latest.points, course.latest.is_reliable_fall) == (-1, False)


def test_a_veteran_past_the_cut_of_the_pcl5() -> None:
    course = course_of_scores(veteran(), "pcl5", NOW)
    assert course is not None
    latest = course.latest
    assert latest is not None
    # 28 - 52 = -24, at least 18; 28 is the highest total past the cut. No response is defined in percent.
    assert (latest.points, latest.is_reliable_fall, latest.is_clinically_significant) == (-24, True, True)
    assert latest.is_response is None


def test_a_pain_patient_has_a_mean_to_one_decimal() -> None:
    course = course_of_scores(pain_patient(), "peg", NOW)
    assert course is not None
    # (9+8+7)/3 = 8.0, (6+5+5)/3 = 5.33, (5+5+4)/3 = 4.67.
    assert [score.total for score in course.scores] == [8.0, 5.3, 4.7]
    assert course.latest is not None
    # 4.7 - 8.0 = -3.3, -41.25 %; 30 % of 8.0 is 2.4; 4.7 is not below the cut of 4.
    assert course.latest.points == pytest.approx(-3.3)
    assert course.latest.percent == pytest.approx(-41.25)
    assert (course.latest.is_response, course.latest.is_reliable_fall) == (True, True)
    assert course.latest.is_clinically_significant is False
    assert course.latest.is_remission is None


@pytest.mark.parametrize(
    ("instrument", "baseline", "later", "expected"),
    [
        ("phq9", 20, 10, True),
        ("phq9", 20, 11, False),
        ("phq9", 21, 11, False),
        ("phq9", 10, 5, True),
        ("gad7", 16, 8, True),
        ("gad7", 15, 8, False),
        ("peg", 10.0, 7.0, True),
        ("peg", 7.0, 4.9, True),
        ("peg", 7.0, 5.0, False),
        ("phq9", 12, 20, False),
    ],
)
def test_response_is_a_fall_of_at_least_the_published_share(
    instrument: str, baseline: float, later: float, expected: bool
) -> None:
    assert _changed(instrument, baseline, later).is_response is expected


@pytest.mark.parametrize(
    ("instrument", "later", "expected"),
    [
        ("phq9", 4, True),
        ("phq9", 5, False),
        ("gad7", 4, True),
        ("gad7", 5, False),
        ("pcl5", 28, True),
        ("pcl5", 29, False),
    ],
)
def test_remission_is_below_the_cut_and_not_at_it(instrument: str, later: float, expected: bool) -> None:
    highest = INSTRUMENTS[instrument].range[1]
    assert _changed(instrument, highest, later).is_remission is expected


@pytest.mark.parametrize(("instrument", "points"), [("phq9", 6), ("gad7", 4), ("pcl5", 18)])
def test_reliable_change_begins_at_the_published_points(instrument: str, points: int) -> None:
    baseline = (INSTRUMENTS[instrument].caseness or 0) + points
    for moved, reliable in ((points - 1, False), (points, True)):
        fallen, risen = (_changed(instrument, baseline, baseline + sign * moved) for sign in (-1, 1))
        assert (fallen.is_reliable_fall, fallen.is_reliable_rise) == (reliable, False)
        assert (risen.is_reliable_fall, risen.is_reliable_rise) == (False, reliable)


@pytest.mark.parametrize(
    ("instrument", "baseline"), [("phq9", 10), ("gad7", 8), ("pcl5", 31), ("peg", 4.0)], ids=lambda value: str(value)
)
def test_below_the_cut_response_is_not_said_at_all(instrument: str, baseline: float) -> None:
    assert _changed(instrument, baseline, 0).baseline_in_range
    below = _changed(instrument, baseline - 1, 0)
    assert not below.baseline_in_range
    assert (below.is_response, below.is_remission, below.is_clinically_significant) == (None, None, None)


def test_without_a_published_cut_a_baseline_is_not_said_to_lie_below_it() -> None:
    entries = Entries()
    for instrument, total in (("bdi2", 45), ("madrs", 19)):
        entries.write("outcome_measure", at(0), instrument=instrument, answered_at=at(0), total=total, rater="Clinic")
    told = {one.instrument: one.baseline_in_range for one in score_changes(entries.journal(), NOW)}
    assert told == {"madrs": False, "bdi2": None}


@pytest.mark.parametrize(
    ("instrument", "baseline", "later", "expected"),
    [
        ("phq9", 16, 9, True),  # 7 points, below 10
        ("phq9", 16, 10, False),  # 6 points, not below 10
        ("phq9", 14, 9, False),  # below 10, but only 5 points
        ("gad7", 12, 7, True),
        ("gad7", 12, 8, False),
        ("pcl5", 46, 28, True),
        ("pcl5", 47, 29, False),  # 18 points, and 29 is not past the cut
        ("pcl5", 45, 28, False),  # past the cut, but only 17 points
    ],
)
def test_clinically_significant_is_reliable_and_past_the_cut(
    instrument: str, baseline: float, later: float, expected: bool
) -> None:
    assert _changed(instrument, baseline, later).is_clinically_significant is expected


def test_a_baseline_of_zero_has_points_and_no_percent() -> None:
    risen = _changed("phq9", 0, 7)
    assert (risen.points, risen.percent, risen.is_response) == (7, None, None)
    assert risen.is_reliable_rise
    # 30 percent of the cut of 4: pain that comes where none was is said to have come.
    assert (_changed("peg", 0.0, 1.1).is_reliable_rise, _changed("peg", 0.0, 1.2).is_reliable_rise) == (False, True)


def test_the_baseline_is_the_last_score_before_the_first_session_not_the_worst() -> None:
    entries = Entries()
    for day, total in ((-20, 24), (-3, 18), (10, 9)):
        entries.score("phq9", day, total)
    entries.session(0)
    course = course_of_scores(entries.journal(), "phq9", NOW)
    assert course is not None
    assert course.baseline is not None
    assert (course.baseline.total, course.is_baseline_before_treatment) == (18, True)


@pytest.mark.parametrize(("day", "is_before"), [(-28, True), (-29, False), (0, True), (1, False)])
def test_a_baseline_is_from_the_first_session_or_the_28_days_before_it(day: int, is_before: bool) -> None:
    entries = Entries()
    entries.session(0, hour=10)
    entries.score("phq9", day, 20, hour=9)
    entries.score("phq9", 40, 9)
    course = course_of_scores(entries.journal(), "phq9", NOW)
    assert course is not None
    assert course.baseline is not None
    assert (course.baseline.total, course.is_baseline_before_treatment) == (20, is_before)


def test_without_a_session_the_earliest_score_is_held_against_and_is_no_baseline_before_treatment() -> None:
    entries = Entries()
    entries.score("phq9", 0, 15)
    entries.score("phq9", 14, 12)
    course = course_of_scores(entries.journal(), "phq9", NOW)
    assert course is not None
    assert course.latest is not None
    assert (course.latest.points, course.is_baseline_before_treatment, course.sessions) == (-3, False, 0)


def test_a_single_score_has_nothing_to_be_held_against() -> None:
    entries = Entries()
    entries.score("phq9", 0, 15)
    course = course_of_scores(entries.journal(), "phq9", NOW)
    assert course is not None
    assert course.latest is None


def test_an_unfinished_questionnaire_is_never_scored_or_estimated() -> None:
    entries = Entries()
    entries.answers("phq9", 0, [3, 3, 3, 3, 3, 3, 3, 3, None])
    entries.answers("phq9", 1, [3, 3])
    assert scores(entries.journal(), INSTRUMENTS["phq9"], NOW) == ()
    assert course_of_scores(entries.journal(), "phq9", NOW) is None


def test_a_score_dated_ahead_is_left_out() -> None:
    assert [score.total for score in scores(responder(), INSTRUMENTS["phq9"], at(20))] == [20, 12]


def test_a_total_from_the_clinics_record_counts_and_is_not_called_self_reported() -> None:
    entries = Entries()
    fields = {"instrument": "phq9", "answered_at": at(-1), "total": 22}
    entries.write("outcome_measure", at(3), rater="Example Clinic", **fields)
    entries.write("outcome_measure", at(3), **fields | {"answered_at": at(0)})
    (score,) = scores(entries.journal(), INSTRUMENTS["phq9"], NOW)
    assert (score.total, score.self_reported) == (22, False)


def test_each_score_knows_the_days_since_the_last_session() -> None:
    found = scores(with_gaps(), INSTRUMENTS["phq9"], NOW)
    # Sessions on days 0, 7, 14, 134, 141; scores on days -2, 21, 35, 132, 148.
    assert [score.days_since_session for score in found] == [None, 7, 21, 118, 7]


def test_instruments_stand_in_the_order_they_ship_and_empty_ones_not_at_all() -> None:
    assert [course.instrument.id for course in courses_of_scores(responder(), NOW)] == ["phq9", "gad7"]
    assert courses_of_scores(empty(), NOW) == ()
