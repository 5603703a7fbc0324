"""The daily check-in at its local time, around every change of clocks; and questionnaires."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from shared_schemas.journal import Edit
from tests.backend.reminders.entries import NEW_YORK, NOW, check_in, entry, only, phq9, planned, rule, session


def daily(at: str, *edits: Edit, now: datetime = NOW) -> list[datetime]:
    asked = planned(*only(), rule(950, "check_in", is_on=True, at_time=at), *edits, now=now)
    return [one.due_at for one in asked]


def somewhere(zone: str, at: datetime) -> Edit:
    return entry(50, "check_in", at=at.astimezone(ZoneInfo(zone)).isoformat(), time_zone=zone, mood=5)


def test_no_daily_check_in_is_asked_for_before_the_patient_chose_its_time() -> None:
    assert planned(*only(), check_in(2, NOW - timedelta(days=3))) == []


def test_the_check_in_comes_each_day_at_its_time_where_the_patient_is() -> None:
    days = daily("20:30", check_in(2, NOW - timedelta(days=3)))
    assert days[0] == datetime(2026, 11, 23, 20, 30, tzinfo=NEW_YORK)
    assert {(later - earlier) for earlier, later in pairwise(days)} == {timedelta(days=1)}
    assert len(days) == 14


def test_a_day_with_a_check_in_is_left_out() -> None:
    days = daily("20:30", check_in(2, NOW - timedelta(hours=3)))
    assert days[0] == datetime(2026, 11, 24, 20, 30, tzinfo=NEW_YORK)


def test_after_a_flight_the_time_is_that_of_the_new_place() -> None:
    tokyo = ZoneInfo("Asia/Tokyo")
    days = daily("20:30", check_in(2, NOW - timedelta(days=3)), somewhere("Asia/Tokyo", NOW - timedelta(days=1)))
    assert days[0].astimezone(tokyo).strftime("%H:%M") == "20:30"


@pytest.mark.parametrize(
    ("zone", "day", "at", "expected"),
    [
        # Clocks skip 02:00 to 03:00 in New York on 2027-03-14, and show 01:00 to 02:00 twice on 2026-11-01.
        ("America/New_York", "2027-03-14", "02:30", "2027-03-14T07:30:00+00:00"),
        ("America/New_York", "2027-03-14", "03:30", "2027-03-14T07:30:00+00:00"),
        ("America/New_York", "2026-11-01", "01:30", "2026-11-01T05:30:00+00:00"),
        ("America/New_York", "2026-11-01", "02:30", "2026-11-01T07:30:00+00:00"),
        # Half an hour on Lord Howe Island: 02:00 becomes 02:30 on 2026-10-04.
        ("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03T15:45:00+00:00"),
        # The south changes the other way round: Santiago skips midnight of 2026-09-06.
        ("America/Santiago", "2026-09-06", "00:30", "2026-09-06T04:30:00+00:00"),
        # No change at all.
        ("Asia/Kolkata", "2026-11-24", "09:00", "2026-11-24T03:30:00+00:00"),
    ],
)
def test_a_time_that_clocks_skip_comes_later_and_one_they_show_twice_comes_once(
    zone: str, day: str, at: str, expected: str
) -> None:
    noon_before = datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=ZoneInfo(zone)) - timedelta(days=1)
    days = daily(at, somewhere(zone, noon_before), now=noon_before)
    assert days[0] == datetime.fromisoformat(expected)


def test_every_day_of_a_year_has_one_check_in_time_in_every_kind_of_zone() -> None:
    for zone in ("America/New_York", "Europe/London", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kolkata"):
        asked: set[tuple[str, datetime]] = set()
        for week in range(54):
            now = datetime(2026, 1, 1, 12, tzinfo=UTC) + timedelta(days=7 * week)
            told = somewhere(zone, datetime(2025, 12, 1, 12, tzinfo=UTC))
            chosen = rule(950, "check_in", is_on=True, at_time="02:30")
            asked |= {(one.subject, one.due_at) for one in planned(*only(), chosen, told, now=now)}
        days = {subject for subject, _ in asked}
        assert len(days) == len(asked)
        assert len(days) >= 365


def questionnaires(*edits: Edit) -> list[str]:
    return [one.subject for one in planned(*only("questionnaire"), *edits)]


def test_a_phq9_is_asked_for_two_weeks_after_the_last_one() -> None:
    assert questionnaires(phq9(2, NOW - timedelta(days=10))) == ["questionnaire:phq9:2026-11-27"]


def test_an_unfinished_questionnaire_does_not_count() -> None:
    unfinished = phq9(3, NOW - timedelta(days=1), answers=[1, 1, 1, None, 1, 1, 1, 1, 1])
    assert questionnaires(phq9(2, NOW - timedelta(days=10)), unfinished) == ["questionnaire:phq9:2026-11-27"]


def test_without_any_it_is_asked_for_the_day_after_the_first_entry_and_then_every_two_weeks() -> None:
    assert questionnaires(session(2, NOW - timedelta(hours=3))) == ["questionnaire:phq9:2026-11-24"]
    assert questionnaires(session(2, NOW - timedelta(days=800))) != []


def test_each_questionnaire_the_patient_answers_is_asked_for_in_its_own_time() -> None:
    gad7 = entry(3, "outcome_measure", instrument="gad7", answers=[1] * 7,
                 answered_at=(NOW - timedelta(days=12)).isoformat(), time_zone="America/New_York")  # fmt: skip
    assert questionnaires(phq9(2, NOW - timedelta(days=10)), gad7) == [
        "questionnaire:gad7:2026-11-25",
        "questionnaire:phq9:2026-11-27",
    ]


def test_a_total_that_a_clinician_gave_is_not_asked_of_the_patient() -> None:
    madrs = entry(3, "outcome_measure", instrument="madrs", total=30, rater="Dr. Example",
                  answered_at=(NOW - timedelta(days=20)).isoformat(), time_zone="America/New_York")  # fmt: skip
    assert not any("madrs" in subject for subject in questionnaires(madrs))


def test_the_patient_chooses_instrument_days_and_time() -> None:
    own = rule(950, "questionnaire", is_on=True, instrument="gad7", every_days=7, at_time="18:00")
    asked = planned(*only("questionnaire"), own, session(2, NOW - timedelta(hours=3)))
    assert [one.opens for one in asked] == ["#/questionnaire/gad7", "#/questionnaire/gad7"]
    assert asked[0].due_at == datetime(2026, 11, 24, 18, 0, tzinfo=NEW_YORK)


def test_those_that_are_answered_come_every_week_where_the_patient_chose_that_and_the_pcl5_keeps_its_month() -> None:
    weekly = rule(950, "questionnaire", is_on=True, every_days=7)
    pcl5 = entry(3, "outcome_measure", instrument="pcl5", answers=[1] * 20,
                 answered_at=(NOW - timedelta(days=20)).isoformat(), time_zone="America/New_York")  # fmt: skip
    assert questionnaires(phq9(2, NOW - timedelta(days=6)), pcl5, weekly) == [
        "questionnaire:phq9:2026-11-24",
        "questionnaire:phq9:2026-12-01",
        "questionnaire:pcl5:2026-12-03",
    ]


def test_the_first_questionnaire_comes_in_the_rhythm_that_the_patient_chose() -> None:
    weekly = rule(950, "questionnaire", is_on=True, every_days=7)
    assert questionnaires(session(2, NOW - timedelta(hours=3)), weekly) == [
        "questionnaire:phq9:2026-11-24",
        "questionnaire:phq9:2026-12-01",
    ]


def test_a_questionnaire_nobody_knows_asks_for_nothing() -> None:
    own = rule(950, "questionnaire", is_on=True, instrument="horoscope")
    assert planned(*only("questionnaire"), own, session(2, NOW - timedelta(hours=3))) == []
