"""Phases worked out by hand; the effect sizes have their published examples in test_single_case.py."""

from datetime import UTC

import pytest

from backend.analysis.phases import phases, stretches
from shared_schemas.journal import Journal
from shared_schemas.progress import Phases
from tests.journals import NOW, Entries, at, empty, gets_worse, responder, with_gaps


def _kinds(journal: Journal, day: float) -> list[tuple[str, object, object]]:
    return [(one.kind, one.began_at, one.ended_at) for one in stretches(journal, at(day))]


def _of(journal: Journal, measure: str) -> Phases:
    return next(result for result in phases(journal, NOW) if result.measure == measure)


def test_a_gap_begins_28_days_after_a_session_and_ends_with_the_next() -> None:
    # Sessions on days 0, 7, 14, 134 and 141 at 10:00.
    assert _kinds(with_gaps(), 150) == [
        ("before", None, at(0, 10)),
        ("on_treatment", at(0, 10), at(42, 10)),
        ("gap", at(42, 10), at(134, 10)),
        ("on_treatment", at(134, 10), None),
    ]


def test_the_time_after_the_last_28_days_is_a_gap_that_has_not_ended() -> None:
    assert _kinds(with_gaps(), 200)[-2:] == [
        ("on_treatment", at(134, 10), at(169, 10)),
        ("gap", at(169, 10), None),
    ]


def test_a_session_every_four_weeks_is_one_phase_even_when_the_hour_differs() -> None:
    entries = Entries()
    for day, hour in ((0, 9), (28, 11), (56, 14)):
        entries.session(day, hour)
    assert [kind for kind, *_ in _kinds(entries.journal(), 60)] == ["before", "on_treatment"]


def test_withdrawal_and_treatment_again_are_held_against_each_other() -> None:
    entries = Entries()
    for day in (0, 7, 100):
        entries.session(day)
    for day, total in ((-20, 20), (-10, 20), (-1, 20), (5, 10), (12, 8), (20, 8), (50, 14), (70, 18), (98, 20),
                       (104, 9), (110, 9), (120, 9)):  # fmt: skip
        entries.score("phq9", day, total)
    result = _of(entries.journal(), "phq9")
    assert [(phase.kind, phase.n, phase.mean) for phase in result.phases] == [
        ("before", 3, 20),
        ("on_treatment", 3, 8.6667),
        ("gap", 3, 17.3333),
        ("on_treatment", 3, 9),
        ("gap", 0, None),
    ]
    # Every pair better, then every pair worse, then better; the trends 0, +2 (two of three pairs fell), -3 in 9 pairs.
    assert [(one.first, one.second, one.nap, one.tau, one.tau_u) for one in result.comparisons] == [
        ("before", "on_treatment", 1, 1, 1),
        ("on_treatment", "gap", 0, -1, round(-11 / 9, 4)),
        ("gap", "on_treatment", 1, 1, round(12 / 9, 4)),
    ]


def test_one_who_gets_worse_is_below_a_half() -> None:
    (comparison,) = _of(gets_worse(), "mood").comparisons
    assert comparison.nap < 0.5
    assert comparison.tau < 0


def test_two_scores_are_no_phase_to_compare() -> None:
    result = _of(responder(), "phq9")
    assert result.comparisons == ()
    assert result.missing == ("2 phases have fewer than 3 scores and cannot be compared.",)


def test_a_daily_scale_has_an_interval_from_five_weeks_on_and_a_questionnaire_has_none() -> None:
    mood, phq9 = _of(responder(), "mood"), _of(responder(), "phq9")
    # Check-ins in the evenings of days -1 to 41, a Sunday and six weeks from Monday.
    assert [(phase.n, phase.weeks, phase.interval is None) for phase in mood.phases] == [
        (1, 1, True),
        (42, 6, False),
        (0, 0, True),
    ]
    assert {phase.interval for phase in phq9.phases} == {None}


def test_a_mood_that_never_changes_has_a_point_for_an_interval() -> None:
    entries = Entries()
    entries.session(0)
    for day in range(-40, 20):
        entries.check_in(day, 4)
    before, on_treatment, _ = _of(entries.journal(), "mood").phases
    assert before.interval is not None
    assert (before.interval.low, before.interval.high, on_treatment.mean) == (4, 4, 4)
    assert _of(entries.journal(), "mood").comparisons[0].nap == pytest.approx(0.5)


def test_without_a_session_there_are_no_phases() -> None:
    entries = Entries()
    entries.score("phq9", 0, 20)
    assert phases(entries.journal(), NOW) == phases(empty(), NOW) == ()


def test_a_flight_across_the_date_line_makes_no_gap_that_ends_before_it_begins() -> None:
    entries = Entries()
    for start in ("2026-01-05T23:00:00-10:00", "2026-02-03T00:30:00+12:00"):  # 27 days and two hours apart
        entries.write("treatment_session", at(0), started_at=start)
    assert [kind for kind, *_ in _kinds(entries.journal(), 50)] == ["before", "on_treatment"]


def test_late_in_the_evening_of_the_28th_day_no_gap_has_begun() -> None:
    entries = Entries()
    entries.session(0, hour=22)
    now = at(28, 21).astimezone(UTC)  # there it is the 29th day already
    assert [one.kind for one in stretches(entries.journal(), now)] == ["before", "on_treatment"]
