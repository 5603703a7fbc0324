"""Journals that are empty, thin or odd: a plain sentence, no NaN, no empty chart, no exception, no claim too many."""

import json
import re
from collections.abc import Callable

import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.charts.progress import progress
from shared_schemas.journal import Journal
from shared_schemas.progress import Progress, Selection
from tests.journals import NOW, Entries, at, responder_entries


def _one_score() -> Entries:
    entries = Entries()
    entries.score("phq9", 0, 15)
    return entries


def _only_totals() -> Entries:
    entries = Entries()
    entries.session(0)
    for day, total in ((-3, 22), (20, 12)):
        entries.write("outcome_measure", at(day), instrument="madrs", answered_at=at(day), total=total, rater="Clinic")
    return entries


def _all_equal() -> Entries:
    entries = Entries()
    for day in range(0, 70, 7):
        entries.session(day, mood_before=5, mood_after=5, dose_mg=40)
        entries.score("phq9", day - 1, 12)
        entries.check_in(day, 5)
    return entries


def _all_missing() -> Entries:
    entries = Entries()
    for day in (0, 7):
        entries.session(day, duration_minutes=None)
        entries.check_in(day)
        entries.answers("phq9", day, [None] * 9)
    return entries


def _scores_before_any_session() -> Entries:
    entries = Entries()
    for day in (-40, -20, -1):
        entries.score("phq9", day, 20)
    entries.session(0)
    return entries


def _a_day_apart() -> Entries:
    entries = Entries()
    for day in range(6):
        entries.session(day, mood_before=3, mood_after=6)
        entries.score("phq9", day, 20 - day, hour=10)
    return entries


def _unknown_instruments() -> Entries:
    entries = Entries()
    entries.session(0)
    for day in (-1, 20):
        entries.write("outcome_measure", at(day), instrument="sleep_99", answered_at=at(day), total=7)
    return entries


def _edited_later() -> Entries:
    entries = Entries()
    session = entries.session(0, mood_before=2, mood_after=9)
    entries.amend(session, "treatment_session", at(50), mood_after=3, started_at=None)
    entries.session(1, mood_before=2, mood_after=9)
    return entries


def _years_of_gaps() -> Entries:
    entries = Entries()
    for day in (-2000, -1000, 0):
        entries.session(day)
        entries.score("phq9", day - 1, 20)
        entries.score("phq9", day + 20, 8)
        entries.check_in(day, 4)
    return entries


def _slips_of_the_pen() -> Entries:
    """A dose in the thousands, no weight to speak of, the year 26, a symptom of nothing but a line."""
    entries = Entries()
    for day, dose_mg, weight in ((0, 1_050, 1e-310), (7, 1_999.99, 80), (14, 0.004, 80)):
        session = entries.session(day, dose_mg=dose_mg, body_weight_kg=weight, mood_before=3, mood_after=6)
        entries.side_effect(session, "_ ", "mild")
    entries.write("treatment_session", at(20), started_at="0026-01-05T10:00:00-07:00", mood_before=3, mood_after=6)
    entries.write("check_in", at(20), at="0001-01-01T00:00:00+14:00", mood=3)
    entries.write("outcome_measure", at(20), instrument="madrs", answered_at="0026-01-05T10:00:00-07:00", total=30)
    return entries


def _nothing() -> Entries:
    return Entries()


def _two_courses() -> Entries:
    entries = Entries()
    for day in (0, 3, 7, 140, 143, 147):
        entries.session(day, mood_before=3, mood_after=6)
    for day, total in ((-1, 20), (14, 9), (139, 18), (160, 19)):
        entries.score("phq9", day, total)
    return entries


def _on_the_day_of_a_session() -> Entries:
    entries = Entries()
    for day, hour, total in ((0, 18, 18), (14, 9, 6)):
        entries.session(day, hour=10)
        entries.score("phq9", day, total, hour=hour)
    return entries


ODD = [
    _nothing, _one_score, _only_totals, _all_equal, _all_missing, _scores_before_any_session, _a_day_apart,
    _unknown_instruments, _edited_later, _years_of_gaps, _two_courses, _on_the_day_of_a_session,
    _slips_of_the_pen,
]  # fmt: skip
odd = pytest.mark.parametrize("entries", ODD, ids=lambda one: one.__name__.strip("_"))


def _checked(made: Progress) -> Progress:
    sent = json.loads(json.dumps(made.model_dump(mode="json"), allow_nan=False))
    assert sent["findings"]
    for finding in sent["findings"]:
        assert re.fullmatch(r"[A-Z0-9].*\.", finding["sentence"])
        assert not re.search(r"\bnan\b|None|null|_", " ".join([finding["sentence"], *finding["limits"]]))
    for figure in sent["figures"]:
        assert figure["title"]
        assert figure["rows"]
        assert any(value is not None for trace in figure["plotly"]["data"] for value in trace["y"])
        go.Figure(figure["plotly"], skip_invalid=False)
    return made


@odd
def test_an_odd_journal_has_plain_sentences_and_no_empty_chart(entries: Callable[[], Entries]) -> None:
    _checked(progress(entries().journal(), NOW))


@odd
def test_so_has_every_course_and_range_of_it(entries: Callable[[], Entries]) -> None:
    journal = entries().journal()
    for course in progress(journal, NOW).courses:
        _checked(progress(journal, NOW, Selection(course=course.number)))
    for since in (at(-30).date(), at(3).date(), at(190).date()):
        _checked(progress(journal, NOW, Selection(since=since)))


def test_all_equal_values_are_no_change_and_no_response() -> None:
    made = progress(_all_equal().journal(), NOW)
    assert made.numbers is not None
    (phq9,) = made.numbers.scores
    assert (phq9.is_response, phq9.is_reliable_fall, phq9.is_reliable_rise) == (False, False, False)
    assert "no different" in next(one.sentence for one in made.findings if one.id == "mood_before_after")


def test_scores_before_any_session_are_not_said_to_have_followed_it() -> None:
    first = progress(_scores_before_any_session().journal(), NOW).findings[0]
    assert "followed" not in first.sentence
    assert first.sentence.endswith("on Jan 4, 2026. That is the baseline; there is no score after it yet.")
    assert first.n == 3


def test_one_score_is_no_before_and_after() -> None:
    first = progress(_one_score().journal(), NOW).findings[0]
    assert first.limits == ["A change needs a second score."]


def test_a_score_on_the_day_of_a_session_is_not_said_to_come_days_after_it() -> None:
    first = progress(_on_the_day_of_a_session().journal(), NOW).findings[0]
    assert "The latest score was given on the day of a session." in first.limits


def test_relief_whose_end_nobody_saw_for_years_says_so() -> None:
    made = progress(_years_of_gaps().journal(), NOW)
    said = next(one for one in made.findings if one.id == "relief_phq9")
    assert any(limit.startswith("In 2 reliefs more than 42 days without a score") for limit in said.limits)


def test_a_calendar_without_a_check_in_is_not_drawn() -> None:
    assert [one.id for one in progress(_all_missing().journal(), NOW).figures] == []


def test_a_second_course_has_its_own_baseline() -> None:
    made = progress(_two_courses().journal(), NOW, Selection(course=2))
    assert "PHQ-9 rose, which is worse, from 18 on May 24, 2026 to 19" in made.findings[0].sentence


def test_a_dose_in_the_thousands_is_told_like_any_other() -> None:
    entries = Entries()
    for day, dose_mg in ((0, 40), (7, 1_050)):
        entries.session(day, dose_mg=dose_mg, mood_before=3, mood_after=6)
    said = next(one for one in progress(entries.journal(), NOW).findings if one.id == "dose")
    assert said.sentence == "Doses ran from 40 to 1,050 mg in 2 sessions."


def test_a_session_dated_ahead_is_not_one_without_side_effects() -> None:
    entries = Entries()
    entries.session(300)
    assert [one.id for one in progress(entries.journal(), NOW).findings] == ["nothing_yet"]


def test_unknown_questionnaires_are_counted_and_not_worked_out() -> None:
    made = progress(_unknown_instruments().journal(), NOW)
    assert any("2 scores of other questionnaires" in limit for limit in made.limits)


_EVERYTHING = responder_entries().edits


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(len(_EVERYTHING))), st.lists(st.sampled_from(_EVERYTHING), max_size=5))
def test_order_and_duplicates_of_entries_change_nothing(order: list[int], twice: list) -> None:
    shuffled = Journal.from_edits([*(_EVERYTHING[place] for place in order), *twice])
    assert progress(shuffled, NOW) == progress(Journal.from_edits(_EVERYTHING), NOW)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 27), st.lists(st.integers(0, 27), min_size=1, max_size=4), st.integers(0, 3), st.integers(1, 12))
def test_a_worse_score_never_improves_a_finding(baseline: int, later: list[int], place: int, worse: int) -> None:
    def made(totals: list[int]) -> Progress:
        entries = Entries()
        entries.session(0)
        entries.score("phq9", -1, baseline)
        for number, total in enumerate(totals, start=1):
            entries.score("phq9", 5 * number, total)
        return progress(entries.journal(), NOW)

    changed = list(later)
    changed[place % len(later)] = min(27, changed[place % len(later)] + worse)
    before, after = made(later).numbers, made(changed).numbers
    assert before is not None
    assert after is not None
    one, other = before.scores[0], after.scores[0]
    for claim in ("is_response", "is_remission", "is_reliable_fall", "is_clinically_significant"):
        assert bool(getattr(other, claim)) <= bool(getattr(one, claim))
    assert bool(other.is_reliable_rise) >= bool(one.is_reliable_rise)
    improved = [
        [episode.improvement or 0 for result in made.relief for episode in result.episodes] for made in (before, after)
    ]
    assert all(now <= then for then, now in zip(*improved, strict=True))
    assert sum(result.with_relief for result in after.relief) <= sum(result.with_relief for result in before.relief)
