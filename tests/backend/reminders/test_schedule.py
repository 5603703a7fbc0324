from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from backend.reminders.schedule import occurrences
from shared_schemas.journal import Edit, Journal

NOW = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
NEW_YORK = ZoneInfo("America/New_York")


def record(number: int) -> str:
    return f"00000000-0000-7000-8000-{number:012x}"


def entry(number: int, kind: str, seq: int = 1, **fields: Any) -> Edit:
    stamp = f"2026-11-23T09:15:42.004Z-{seq:04x}-0123456789abcdef"
    return Edit(id=record(1000 * seq + number), record=record(number), kind=kind, stamp=stamp, set=fields, seq=seq)


def session(number: int, started_at: datetime, minutes: float | None = 40, **more: Any) -> Edit:
    fields = {"started_at": started_at.isoformat(), "time_zone": "America/New_York", **more}
    if minutes is not None:
        fields["duration_minutes"] = minutes
    return entry(number, "treatment_session", **fields)


def check_in(number: int, at: datetime) -> Edit:
    return entry(number, "check_in", at=at.isoformat(), mood=6)


def due(*edits: Edit, now: datetime = NOW) -> list[tuple[str, datetime]]:
    return [(one.subject, one.due_at) for one in occurrences(Journal.from_edits(edits), now)]


def test_a_check_in_is_asked_for_24_hours_after_the_session_ended() -> None:
    start = NOW - timedelta(hours=3)
    assert due(session(1, start)) == [(f"check-in:{record(1)}", start + timedelta(hours=24, minutes=40))]


def test_a_session_of_unknown_length_counts_from_its_start() -> None:
    start = NOW - timedelta(hours=3)
    assert due(session(1, start, minutes=None)) == [(f"check-in:{record(1)}", start + timedelta(hours=24))]


def test_a_session_without_a_start_asks_for_nothing() -> None:
    assert due(entry(1, "treatment_session", dose_mg=40)) == []


def test_an_empty_journal_asks_for_nothing() -> None:
    assert due() == []


def test_a_phone_that_syncs_a_day_late_still_gets_its_reminder() -> None:
    start = NOW - timedelta(hours=60)
    assert due(session(1, start)) == [(f"check-in:{record(1)}", start + timedelta(hours=24, minutes=40))]


def test_a_reminder_two_days_late_is_not_worth_sending() -> None:
    assert due(session(1, NOW - timedelta(hours=72, minutes=40))) == []
    assert due(session(1, NOW - timedelta(hours=72, minutes=39))) != []


def test_two_years_of_sessions_bring_one_reminder() -> None:
    sessions = [session(number, NOW - timedelta(hours=5, days=7 * number)) for number in range(1, 105)]
    latest = session(200, NOW - timedelta(hours=5))
    assert [subject for subject, _ in due(*sessions, latest)] == [f"check-in:{record(200)}"]


def test_a_session_on_the_very_next_day_replaces_the_reminder_of_the_first() -> None:
    first, second = NOW - timedelta(hours=26), NOW - timedelta(hours=2)
    assert [subject for subject, _ in due(session(1, first), session(2, second))] == [f"check-in:{record(2)}"]


def test_a_session_planned_for_next_week_leaves_the_reminder_of_today_and_gets_its_own() -> None:
    today, planned = NOW - timedelta(hours=2), NOW + timedelta(days=7)
    subjects = [subject for subject, _ in due(session(1, today), session(2, planned))]
    assert subjects == [f"check-in:{record(1)}", f"check-in:{record(2)}"]


def test_whoever_checked_in_the_next_morning_is_not_asked_again() -> None:
    start = NOW - timedelta(hours=23)
    end = start + timedelta(minutes=40)
    assert due(session(1, start), check_in(2, end + timedelta(hours=20))) == []
    assert len(due(session(1, start), check_in(2, end + timedelta(hours=19, minutes=59)))) == 1


def test_a_check_in_on_the_evening_of_the_session_does_not_count_for_the_next_day() -> None:
    start = NOW - timedelta(hours=9)
    assert len(due(session(1, start), check_in(2, start + timedelta(hours=8)))) == 1


def test_a_check_in_in_another_zone_counts_by_its_instant() -> None:
    start = datetime(2026, 11, 22, 17, 20, tzinfo=UTC)
    # 08:00 in Auckland is 19:00 UTC of the day before: an hour after the session ended.
    too_early = datetime(2026, 11, 23, 8, 0, tzinfo=ZoneInfo("Pacific/Auckland"))
    assert len(due(session(1, start), check_in(2, too_early))) == 1


def test_a_deleted_session_asks_for_nothing() -> None:
    assert due(session(1, NOW), entry(1, "treatment_session", seq=2, deleted=True)) == []


def test_a_corrected_start_moves_the_reminder_and_keeps_its_subject() -> None:
    first = due(session(1, NOW - timedelta(hours=5)))
    earlier = NOW - timedelta(hours=8)
    moved = due(
        session(1, NOW - timedelta(hours=5)), entry(1, "treatment_session", seq=2, started_at=earlier.isoformat())
    )
    assert [subject for subject, _ in moved] == [subject for subject, _ in first]
    assert moved[0][1] == earlier + timedelta(hours=24, minutes=40)


def test_24_hours_are_24_hours_when_the_clocks_go_back() -> None:
    # Clocks in New York went back on 2026-11-01: noon of that Sunday is 25 hours after noon of Saturday.
    start = datetime(2026, 10, 31, 12, 0, tzinfo=NEW_YORK)
    [(_, moment)] = due(session(1, start, minutes=0), now=start)
    assert moment == datetime(2026, 11, 1, 11, 0, tzinfo=NEW_YORK).astimezone(UTC)


def test_mistyped_years_at_both_ends_of_the_calendar_ask_for_nothing() -> None:
    first = entry(1, "treatment_session", started_at="0001-01-01T00:00:00+14:00", duration_minutes=40)
    last = entry(2, "treatment_session", started_at="9999-12-31T23:59:59-14:00", duration_minutes=1440)
    assert due(first, last) == []
