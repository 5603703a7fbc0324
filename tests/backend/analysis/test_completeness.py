"""Golden numbers: expected are one check-in a day from the first entry and a PHQ-9 every 14 days; timely is an entry
recorded within 24 hours of what it describes (the definitions the report prints); the counting is done by hand."""

from datetime import UTC, datetime, timedelta

import pytest

from backend.analysis.completeness import completeness
from tests.journals import ZONE, Entries, at, empty, responder, with_gaps


def test_an_empty_journal_expects_nothing() -> None:
    made = completeness(empty(), at(10))
    assert made.first_day is None
    assert (made.days, made.days_with_check_in, made.questionnaires_expected, made.questionnaires_made) == (0, 0, 0, 0)
    assert (made.dated, made.timely, made.amended) == (0, 0, 0)


def test_a_responder_with_a_check_in_every_evening() -> None:
    made = completeness(responder(), at(41, 23))
    # Day -1 to day 41 is 43 days; a PHQ-9 is due on days -1, 13, 27, 41. Dated: 6 sessions, 43 check-ins, 4 + 2 scores.
    assert made.first_day == at(-1).date()
    assert (made.days, made.days_with_check_in) == (43, 43)
    assert (made.questionnaires_expected, made.questionnaires_made) == (4, 4)
    assert (made.dated, made.timely, made.amended) == (55, 55, 0)


def test_missed_days_and_missed_questionnaires_are_counted_as_missed() -> None:
    made = completeness(with_gaps(), at(148, 22))
    # Day -2 to day 148 is 151 days with check-ins on 9 of them; a PHQ-9 is due on days -2, 12, ..., 138: 11, made 5.
    assert (made.days, made.days_with_check_in) == (151, 9)
    assert (made.questionnaires_expected, made.questionnaires_made) == (11, 5)


@pytest.mark.parametrize(("day", "expected"), [(0, 1), (13, 1), (14, 2), (27, 2), (28, 3)])
def test_a_phq9_is_due_on_the_first_day_and_every_fourteenth_after_it(day: int, expected: int) -> None:
    entries = Entries()
    entries.check_in(0, 5, hour=8)
    made = completeness(entries.journal(), at(day, 12))
    assert (made.days, made.questionnaires_expected) == (day + 1, expected)


def _reminds(**fields) -> Entries:
    entries = Entries()
    entries.check_in(0, 5, hour=8)
    entries.write("reminder", at(0), rule="questionnaire", **fields)
    for day in (0, 7, 14):
        entries.score("phq9", day, 12)
    entries.score("gad7", 0, 12)
    return entries


@pytest.mark.parametrize(
    ("fields", "questionnaire", "every_days", "expected", "made"),
    [
        ({"every_days": 7}, "PHQ-9", 7, 5, 3),
        ({"instrument": "gad7", "every_days": 10}, "GAD-7", 10, 3, 1),
        ({"instrument": "gad7"}, "GAD-7", 14, 3, 1),
        # A time of day is no rhythm, and what is off asks for nothing: then Casebook's own expectation holds.
        ({"at_time": "10:00"}, "PHQ-9", 14, 3, 3),
        ({"every_days": 7, "is_on": False}, "PHQ-9", 14, 3, 3),
        ({"instrument": "sleep_99"}, "PHQ-9", 14, 3, 3),
    ],
)
def test_the_patients_own_reminder_says_what_is_expected(
    fields: dict, questionnaire: str, every_days: int, expected: int, made: int
) -> None:
    found = completeness(_reminds(**fields).journal(), at(28, 12))
    assert (found.questionnaire, found.every_days) == (questionnaire, every_days)
    assert (found.questionnaires_expected, found.questionnaires_made) == (expected, made)
    assert ("as the patient set it" in found.method) == (every_days != 14 or questionnaire != "PHQ-9")


def test_a_rhythm_of_ones_own_is_that_of_the_questionnaire_that_is_answered() -> None:
    def every(instrument: str) -> tuple[str, int, bool]:
        entries = Entries()
        entries.check_in(0, 5, hour=8)
        entries.write("reminder", at(0), rule="questionnaire", every_days=7)
        entries.score(instrument, 0, 12)
        found = completeness(entries.journal(), at(28, 12))
        return found.questionnaire, found.every_days, "as the patient set it" in found.method

    assert every("gad7") == ("GAD-7", 7, True)
    # It looks back a month, and keeps that.
    assert every("pcl5") == ("PCL-5", 30, False)


def test_of_two_reminders_the_newer_says_what_is_expected() -> None:
    entries = _reminds(every_days=7)
    entries.write("reminder", at(3), rule="questionnaire", every_days=28)
    assert completeness(entries.journal(), at(28, 12)).every_days == 28


def test_two_check_ins_on_a_day_are_one_day() -> None:
    entries = Entries()
    entries.check_in(0, 5, hour=8)
    entries.check_in(0, 6, hour=21)
    made = completeness(entries.journal(), at(1, 12))
    assert (made.days, made.days_with_check_in, made.dated) == (2, 1, 2)


@pytest.mark.parametrize(("hours_late", "timely"), [(0, 1), (24, 1), (24.01, 0), (72, 0)])
def test_an_entry_is_timely_up_to_24_hours_after_the_event(hours_late: float, timely: int) -> None:
    entries = Entries()
    entries.check_in(0, 5, hours_late=hours_late)
    assert completeness(entries.journal(), at(10)).timely == timely


@pytest.mark.parametrize(("hours", "amended"), [(1, 0), (24, 0), (24.1, 1)])
def test_an_entry_that_is_completed_within_a_day_is_not_counted_as_changed(hours: float, amended: int) -> None:
    entries = Entries()
    session = entries.session(0, 10, mood_before=4)
    entries.amend(session, "treatment_session", at(0, 10 + hours), mood_after=7)
    assert completeness(entries.journal(), at(10)).amended == amended


def test_an_amended_entry_is_counted_and_stays_timely() -> None:
    entries = Entries()
    record = entries.check_in(0, 5)
    entries.amend(record, "check_in", at(5), mood=6)
    entries.check_in(1, 5)
    made = completeness(entries.journal(), at(10))
    assert (made.dated, made.timely, made.amended) == (2, 2, 1)


def test_entries_dated_ahead_are_not_counted() -> None:
    entries = Entries()
    entries.check_in(0, 5, hour=8)
    entries.check_in(9, 5)
    made = completeness(entries.journal(), at(3, 12))
    assert (made.days, made.days_with_check_in, made.dated) == (4, 1, 1)


def test_a_phq9_dated_ahead_is_not_counted() -> None:
    entries = Entries()
    entries.score("phq9", 0, 12)
    entries.score("phq9", 14, 12)
    assert completeness(entries.journal(), at(3, 12)).questionnaires_made == 1


def test_an_unfinished_phq9_is_not_counted_as_made() -> None:
    entries = Entries()
    entries.score("phq9", 0, 12)
    entries.answers("phq9", 14, [1, 2, None, None, None, None, None, None, None])
    assert completeness(entries.journal(), at(20)).questionnaires_made == 1


def test_whoever_follows_another_questionnaire_is_not_found_wanting_in_phq9() -> None:
    entries = Entries()
    entries.score("pcl5", 0, 52)
    entries.score("pcl5", 30, 40)
    made = completeness(entries.journal(), at(40))
    assert (made.questionnaire, made.every_days) == ("PCL-5", 30)
    assert (made.questionnaires_expected, made.questionnaires_made) == (2, 2)
    entries.score("phq9", 35, 12)
    assert completeness(entries.journal(), at(40)).questionnaire == "PHQ-9"


def test_late_in_the_evening_it_is_still_the_patients_day() -> None:
    entries = Entries()
    for day in range(3):
        entries.check_in(day, 5, hour=20)
    # 20:30 in the patient's zone is 03:30 of the next day in UTC, in which the server counts.
    now = (at(2, 20) + timedelta(minutes=30)).astimezone(UTC)
    made = completeness(entries.journal(), now)
    assert (made.days, made.days_with_check_in) == (3, 3)


def test_a_check_in_without_a_time_is_kept_but_not_counted() -> None:
    entries = Entries()
    entries.write("check_in", at(0), mood=5, time_zone=ZONE)
    assert completeness(entries.journal(), at(3)).days == 0


def test_a_flight_across_the_date_line_leaves_no_check_in_outside_the_days() -> None:
    entries = Entries()
    for moment in ("2026-01-02T01:00:00+14:00", "2026-01-01T02:00:00-10:00"):  # an hour apart
        entries.write("check_in", datetime(2026, 1, 1, 12, tzinfo=UTC), at=moment, mood=4)
    made = completeness(entries.journal(), datetime(2026, 1, 1, 13, tzinfo=UTC))
    assert (made.days_with_check_in, made.days) == (2, 2)
