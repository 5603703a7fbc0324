"""Golden numbers: the share is the sessions in which a symptom was noted over all sessions, by hand beside it."""

from datetime import timedelta

import pytest

from backend.analysis.side_effects import side_effect_shares
from tests.journals import NOW, Entries, at, empty, responder, with_gaps


def test_dissociation_in_every_session_of_the_responder() -> None:
    (share,) = side_effect_shares(responder(), NOW)
    assert (share.symptom, share.with_symptom, share.sessions, share.percent) == ("dissociation", 6, 6, 100)
    assert share.severities == {"mild": 6}


def test_the_share_is_of_all_sessions_and_the_most_frequent_stands_first() -> None:
    entries = Entries()
    first, second, _ = (entries.session(day) for day in (0, 3, 7))
    entries.side_effect(first, "nausea", "mild")
    entries.side_effect(first, "headache", "mild")
    entries.side_effect(second, "headache", "severe")
    headache, nausea = side_effect_shares(entries.journal(), NOW)
    # Headache in 2 of 3 sessions, nausea in 1 of 3.
    assert (headache.symptom, headache.with_symptom, headache.sessions) == ("headache", 2, 3)
    assert headache.percent == pytest.approx(66.667, abs=0.001)
    assert headache.severities == {"mild": 1, "severe": 1}
    assert nausea.percent == pytest.approx(33.333, abs=0.001)


def test_the_same_symptom_twice_in_a_session_counts_once_at_its_worst() -> None:
    entries = Entries()
    session = entries.session(0)
    for severity in ("mild", "severe", "moderate", None):
        entries.side_effect(session, "nausea", severity)
    (nausea,) = side_effect_shares(entries.journal(), NOW)
    assert (nausea.with_symptom, nausea.severities) == (1, {"severe": 1})


def test_spelling_does_not_make_two_symptoms_of_one() -> None:
    entries = Entries()
    session, other = entries.session(0), entries.session(3)
    entries.side_effect(session, "Raised_Heart_Rate", "mild")
    entries.side_effect(other, " raised heart rate ", "mild")
    (share,) = side_effect_shares(entries.journal(), NOW)
    assert (share.symptom, share.with_symptom) == ("raised heart rate", 2)


def test_a_side_effect_without_severity_counts_as_noted() -> None:
    entries = Entries()
    entries.side_effect(entries.session(0), "dizziness")
    (share,) = side_effect_shares(entries.journal(), NOW)
    assert (share.with_symptom, share.severities) == (1, {})


def test_severities_stand_from_mild_to_severe() -> None:
    entries = Entries()
    for day, severity in ((0, "severe"), (3, "mild"), (7, "moderate")):
        entries.side_effect(entries.session(day), "nausea", severity)
    (share,) = side_effect_shares(entries.journal(), NOW)
    assert list(share.severities) == ["mild", "moderate", "severe"]


def test_side_effects_of_no_known_session_are_left_out() -> None:
    entries = Entries()
    entries.session(0)
    entries.side_effect("ffffffff-0000-7000-8000-000000000000", "nausea", "mild")
    entries.side_effect(entries.session(10), "headache", "mild")
    assert side_effect_shares(entries.journal(), at(5)) == ()


def test_equally_frequent_symptoms_stand_by_name() -> None:
    entries = Entries()
    session = entries.session(0)
    for symptom in ("nausea", "confusion", "headache"):
        entries.side_effect(session, symptom)
    assert [share.symptom for share in side_effect_shares(entries.journal(), NOW)] == [
        "confusion",
        "headache",
        "nausea",
    ]


def test_sessions_without_side_effects_and_no_sessions_give_nothing() -> None:
    assert side_effect_shares(with_gaps(), NOW) == ()
    assert side_effect_shares(empty(), NOW) == ()


def test_durations_and_the_two_halves_of_the_sessions() -> None:
    entries = Entries()
    for day in range(7):
        session = entries.session(day)
        if day in (0, 1, 2, 6):
            start = at(day, 10)
            fields = {"session": session, "symptom": "nausea", "started_at": start}
            ended = {} if day == 2 else {"ended_at": start + timedelta(minutes=20 + 10 * day)}
            entries.write("side_effect", start, **fields, **ended)
    (nausea,) = side_effect_shares(entries.journal(), NOW)
    # 20, 30 and 80 minutes; three of the first three sessions and one of the last three, the middle one left out.
    assert (nausea.median_minutes, nausea.with_duration) == (30, 3)
    assert (nausea.first_half, nausea.second_half) == ((3, 3), (1, 3))
    assert nausea.missing == ("4 sessions without a noted severity.", "1 session without a noted duration.")


def test_five_sessions_have_no_halves() -> None:
    entries = Entries()
    for day in range(5):
        entries.side_effect(entries.session(day), "nausea", "mild")
    assert side_effect_shares(entries.journal(), NOW)[0].first_half is None
