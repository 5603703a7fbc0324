"""Golden numbers: the difference of each pair is after minus before, with mean, median and the count of pairs (the
definition the report prints); every sum is done by hand beside the test."""

from backend.analysis.before_after import before_after
from shared_schemas.progress import Interval
from tests.journals import NOW, Entries, at, empty, gets_worse, pain_patient, responder


def test_a_responders_mood_rises_from_before_to_after_the_sessions() -> None:
    (mood,) = before_after(responder(), NOW)
    # (2,5) (3,5) (3,6) (4,6) (5,6) (5,8): 3+2+3+2+1+3 = 14, 14 / 6 = 2.333; sorted 1 2 2 3 3 3, median 2.5.
    assert mood.differences == (3, 2, 3, 2, 1, 3)
    assert mood.mean == 2.3333
    assert mood.median == 2.5
    assert (mood.state, mood.n, mood.sessions, mood.higher_is_better) == ("mood", 6, 6, True)


def test_worsening_has_its_sign_and_the_direction_of_its_scale() -> None:
    mood, anxiety = before_after(gets_worse(), NOW)
    # Mood (5,4) (4,4) (4,2) (3,2): -1+0-2-1 = -4, mean -1, median -1. Anxiety +2 each time, and higher is worse.
    assert (mood.mean, mood.median, mood.higher_is_better) == (-1, -1, True)
    assert (anxiety.state, anxiety.mean, anxiety.higher_is_better) == ("anxiety", 2, False)


def test_pain_that_falls_is_below_zero_and_lower_is_better() -> None:
    (pain,) = before_after(pain_patient(), NOW)
    # (8,5) (7,4) (7,5): -3-3-2 = -8, mean -2.667, median -3.
    assert pain.differences == (-3, -3, -2)
    assert pain.mean == -2.6667
    assert (pain.median, pain.higher_is_better) == (-3, False)


def test_a_session_with_half_a_pair_is_missing_and_not_guessed() -> None:
    entries = Entries()
    entries.session(0, mood_before=2, mood_after=6)
    entries.session(3, mood_before=2)
    entries.session(6, mood_after=9)
    (mood,) = before_after(entries.journal(), NOW)
    assert (mood.differences, mood.n, mood.sessions) == ((4,), 1, 3)


def test_a_difference_of_tenths_has_four_decimals_at_most() -> None:
    entries = Entries()
    entries.session(0, mood_before=0.1, mood_after=0.3)
    entries.session(3, mood_before=0.1, mood_after=0.3)
    entries.session(6, mood_before=0, mood_after=0)
    (mood,) = before_after(entries.journal(), NOW)
    assert (mood.differences, mood.mean, mood.median) == ((0.2, 0.2, 0), 0.1333, 0.2)


def test_a_mood_of_zero_is_a_value() -> None:
    entries = Entries()
    entries.session(0, mood_before=0, mood_after=0)
    (mood,) = before_after(entries.journal(), NOW)
    assert mood.differences == (0,)


def test_a_session_dated_ahead_is_left_out() -> None:
    (mood,) = before_after(responder(), at(8))
    assert (mood.n, mood.sessions) == (3, 3)
    assert mood.mean == 2.6667


def test_states_stand_in_one_order_and_empty_ones_not_at_all() -> None:
    entries = Entries()
    entries.session(
        0, well_being_before=1, well_being_after=2, pain_before=3, pain_after=3, mood_before=1, mood_after=1
    )
    assert [pair.state for pair in before_after(entries.journal(), NOW)] == ["mood", "pain", "well_being"]
    assert before_after(empty(), NOW) == ()


def test_the_interval_of_six_pairs_is_the_bootstraps() -> None:
    mood = before_after(responder(), NOW)[0]
    # Differences 3, 2, 3, 2, 1, 3. scipy.stats.bootstrap((d,), np.mean, n_resamples=9999, method="BCa", rng=0).
    assert mood.interval == Interval(low=1.6667, high=2.8333)
    assert mood.missing == ()


def test_three_pairs_are_shown_one_by_one_without_an_interval() -> None:
    pain = before_after(pain_patient(), NOW)[0]
    assert (pain.interval, pain.differences) == (None, (-3, -3, -2))
    assert pain.missing == ("Fewer than 5 pairs: the differences themselves and no interval.",)


def test_a_session_written_down_in_the_evening_has_a_recalled_state_before() -> None:
    entries = Entries()
    entries.session(0, mood_before=2, mood_after=5)
    entries.session(7, mood_before=2, mood_after=5, hours_late=9)
    assert before_after(entries.journal(), NOW)[0].recalled == 1


def test_a_state_before_that_was_added_during_the_session_is_recalled() -> None:
    entries = Entries()
    session = entries.session(0, mood_after=6)
    entries.amend(session, "treatment_session", at(0, 11), mood_before=3, before_recalled=True)
    (mood,) = before_after(entries.journal(), NOW)
    assert (mood.n, mood.recalled) == (1, 1)
