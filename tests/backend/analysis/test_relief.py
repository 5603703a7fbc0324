"""Worked out by hand from Casebook's definitions. Sessions begin at 10:00, scores are of 9:00, check-ins of 20:00."""

import pytest

from backend.analysis.relief import OWN_NOTES, relief
from shared_schemas.progress import Relief, ReliefEpisode
from tests.journals import NOW, Entries, at, empty, gets_worse, pain_patient, relapses_within_a_week, responder


def _of(entries: Entries, measure: str) -> Relief:
    return next(result for result in relief(entries.journal(), NOW) if result.measure == measure)


def _first(entries: Entries, measure: str) -> ReliefEpisode:
    return _of(entries, measure).episodes[0]


def _scores(*scores: tuple[float, int]) -> Entries:
    """One session on day 0 and these totals of the PHQ-9."""
    entries = Entries()
    entries.session(0)
    for day, total in scores:
        entries.score("phq9", day, total)
    return entries


def test_a_relapse_within_a_week_is_a_relief_that_was_lost() -> None:
    results = {result.measure: result for result in relief(relapses_within_a_week(), NOW)}
    (phq9,) = results["phq9"].episodes
    # 22 two hours before, 13 on day 4 at 8:00, 21 on day 8 at 8:00. Half of 9 is 4.5: lost above 17.5.
    assert (phq9.before, phq9.best, phq9.improvement, phq9.has_relief) == (22, 13, 9, True)
    assert (phq9.onset_days, phq9.lasted_days, phq9.is_censored, phq9.ended_by) == (3.9, 7.9, False, "score")
    (mood,) = results["mood"].episodes
    # Mood 2 before; 7 7 6 5 4 in the evenings of days 0 to 4, then 2. Half of 5 is 2.5, so 4.5 is the line: lost at 4.
    assert (mood.before, mood.best, mood.onset_days, mood.lasted_days) == (2, 7, 0.4, 4.4)


@pytest.mark.parametrize(("best", "has_relief"), [(15, False), (14, True)])
def test_relief_begins_at_the_reliable_change(best: int, has_relief: bool) -> None:
    assert _first(_scores((-1, 20), (7, best)), "phq9").has_relief is has_relief


def test_the_onset_is_the_first_score_at_half_and_not_the_best_one() -> None:
    # 20 to 10 is 10 points; 16 is less than half of it, 15 is half.
    episode = _first(_scores((-1, 20), (3, 16), (7, 15), (14, 10)), "phq9")
    assert (episode.best, episode.onset_days) == (10, 7.0)


def test_exactly_half_is_not_lost_yet() -> None:
    assert _first(_scores((-1, 20), (7, 10), (14, 15)), "phq9").ended_by == "end_of_entries"
    assert _first(_scores((-1, 20), (7, 10), (14, 16)), "phq9").lasted_days == 14.0


@pytest.mark.parametrize(("day", "is_judged"), [(-14, True), (-15, False)])
def test_a_questionnaire_before_a_session_is_at_most_14_days_old(day: int, is_judged: bool) -> None:
    entries = _scores((7, 10))
    entries.score("phq9", day, 20, hour=10)
    entries.score("gad7", 0, 10)
    entries.score("gad7", 5, 9)
    results = {result.measure: result for result in relief(entries.journal(), NOW)}
    assert ("phq9" in results) is is_judged


@pytest.mark.parametrize(("day", "is_judged"), [(-3, True), (-4, False)])
def test_an_own_scale_before_a_session_is_at_most_3_days_old(day: int, is_judged: bool) -> None:
    entries = Entries()
    entries.session(0)
    entries.check_in(day, 2, hour=10)
    entries.check_in(1, 8)
    assert bool(relief(entries.journal(), NOW)) is is_judged


def test_a_best_score_after_30_days_belongs_to_no_session() -> None:
    assert _first(_scores((-1, 20), (20, 18), (31, 5)), "phq9").has_relief is False


def test_a_score_on_the_day_of_the_session_counts_by_its_hour() -> None:
    entries = Entries()
    entries.session(0)
    entries.score("phq9", 0, 20, hour=9)
    entries.score("phq9", 0, 12, hour=15)
    episode = _first(entries, "phq9")
    assert (episode.before, episode.best, episode.onset_days) == (20, 12, 0.2)


def test_relief_that_goes_on_is_censored_at_the_next_session() -> None:
    entries = _scores((-1, 20), (7, 10), (20, 9))
    entries.session(28)
    episode = _first(entries, "phq9")
    assert (episode.lasted_days, episode.is_censored, episode.ended_by) == (28.0, True, "next_session")


def test_relief_that_goes_on_without_a_next_session_is_censored_at_the_last_score() -> None:
    episode = _first(_scores((-1, 20), (7, 10), (21, 9)), "phq9")
    assert (episode.lasted_days, episode.is_censored, episode.ended_by) == (21.0, True, "end_of_entries")


def test_a_year_without_entries_is_not_a_year_of_relief() -> None:
    entries = _scores((-1, 20), (7, 10))
    entries.session(150)
    episode = _first(entries, "phq9")
    assert (episode.lasted_days, episode.ended_by) == (7.0, "end_of_entries")


def test_the_patients_own_word_takes_precedence_and_is_marked() -> None:
    entries = Entries()
    session = entries.session(0)
    for day, total in ((-1, 20), (7, 10), (21, 19)):
        entries.score("phq9", day, total)
    entries.write("relief_note", at(13), session=session, began_at=at(1, 10), wore_off_at=at(12, 22))
    episode = _first(entries, "phq9")
    assert (episode.lasted_days, episode.is_censored, episode.ended_by) == (12.5, False, "patient")
    noted = _first(entries, OWN_NOTES)
    assert (noted.before, noted.onset_days, noted.lasted_days, noted.ended_by) == (None, 1.0, 12.5, "patient")


def test_a_wore_off_before_the_relief_began_speaks_of_something_else() -> None:
    entries = Entries()
    session = entries.session(0)
    for day, total in ((-1, 20), (7, 10), (21, 19)):
        entries.score("phq9", day, total)
    entries.write("relief_note", at(13), session=session, wore_off_at=at(2))
    assert _first(entries, "phq9").ended_by == "score"


def test_a_note_of_relief_without_an_end_is_censored_at_the_last_entry() -> None:
    entries = Entries()
    session = entries.session(0)
    entries.write("relief_note", at(1), session=session, began_at=at(1, 10))
    entries.check_in(9, hour=10)
    noted = _first(entries, OWN_NOTES)
    assert (noted.lasted_days, noted.ended_by) == (9.0, "end_of_entries")


def test_pain_needs_30_percent_and_pain_to_begin_with() -> None:
    entries = Entries()
    for day, before in ((0, 8), (10, 1), (20, 5)):
        entries.session(day, pain_before=before)
        for later, pain in ((1, 0.7 * before), (2, 0)):
            moment = at(day + later, 20)
            if later == 1 or before == 1:
                entries.write("check_in", moment, at=moment, pain=round(pain, 2))
    episodes = _of(entries, "pain").episodes
    # 8 to 5.6 and 5 to 3.5 are 30 %; 1 to 0 is all of a pain too small for relief to be said of it.
    assert [episode.has_relief for episode in episodes] == [True, None, True]


def test_the_state_right_after_a_session_is_no_onset() -> None:
    results = {result.measure: result for result in relief(responder(), NOW)}
    first = results["mood"].episodes[0]
    # Mood before 2, after 5; the evenings are 2 until day 3, when the second session began: no relief by the day's own.
    assert (first.before, first.has_relief) == (2, False)


def test_one_who_gets_worse_has_no_relief_and_no_curve() -> None:
    for result in relief(gets_worse(), NOW):
        assert (result.with_relief, result.curve, result.median_days) == (0, (), None)


def test_fewer_than_five_reliefs_have_no_curve_and_say_so() -> None:
    (peg,) = [result for result in relief(pain_patient(), NOW) if result.measure == "peg"]
    assert (peg.sessions, peg.n, peg.with_relief, peg.curve) == (3, 1, 1, ())
    assert peg.missing == (
        "2 sessions could not be judged: no score soon enough before, or no score after.",
        "Fewer than 5 reliefs: no curve and no median.",
    )


def test_five_reliefs_have_a_curve() -> None:
    entries = Entries()
    for number, lasted in enumerate((3, 5, 5, 8, 10)):
        day = 20 * number
        entries.session(day, mood_before=3)
        entries.check_in(day + 1, 7, hour=10)
        entries.check_in(day + lasted, 3, hour=10)
    mood = _of(entries, "mood")
    # Lost after 3, 5, 5, 8 and 10 days: shares 0.8, 0.4, 0.2, 0; the first at or below a half is day 5.
    assert [(point.days, point.share) for point in mood.curve] == [(3, 0.8), (5, 0.4), (8, 0.2), (10, 0)]
    assert (mood.median_days, mood.median_onset_days) == (5, 1)


def test_sessions_a_day_apart_are_judged_each_by_itself() -> None:
    entries = Entries()
    for day in range(3):
        entries.session(day, mood_before=3)
        entries.check_in(day, 6)
    episodes = _of(entries, "mood").episodes
    assert [(episode.onset_days, episode.lasted_days) for episode in episodes] == [(0.4, 1.0), (0.4, 1.0), (0.4, 0.4)]


def test_without_sessions_or_entries_there_is_nothing_to_say() -> None:
    entries = Entries()
    entries.score("phq9", 0, 20)
    assert relief(entries.journal(), NOW) == relief(empty(), NOW) == ()


def test_what_began_after_the_next_session_or_wore_off_before_it_began_is_not_told() -> None:
    entries = Entries()
    first, second = entries.session(0), entries.session(7)
    entries.write("relief_note", at(20), session=first, began_at=at(9))
    entries.write("relief_note", at(20), session=second, began_at=at(12, 10), wore_off_at=at(10, 10))
    (notes,) = relief(entries.journal(), NOW)
    early, late = notes.episodes
    assert early.has_relief is None
    assert (late.onset_days, late.lasted_days, late.ended_by) == (None, 3.0, "patient")


def test_sessions_without_a_note_are_not_said_to_lack_a_score() -> None:
    entries = Entries()
    session = entries.session(0)
    entries.session(30)
    entries.write("relief_note", at(1), session=session, began_at=at(1, 10))
    (notes,) = relief(entries.journal(), NOW)
    assert notes.missing == (
        "After 1 session no relief was noted; there may have been some.",
        "In 1 relief no end was noted: counted up to the next session or the last entry, which may be too long.",
        "Fewer than 5 reliefs: no curve and no median.",
    )
