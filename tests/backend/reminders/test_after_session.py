"""Check-ins after a session, and whether its relief wore off."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from shared_schemas.journal import Edit
from tests.backend.reminders.entries import NEW_YORK, NOW, check_in, entry, only, planned, record, rule, session

ONLY_THE_NEXT_DAY = [*only(), rule(950, "after_session", is_on=True, hours_after=[24])]


def due(*edits: Edit, now: datetime = NOW) -> list[tuple[str, datetime]]:
    """Subject and time of the check-ins a day after sessions."""
    return [(one.subject, one.due_at) for one in planned(*ONLY_THE_NEXT_DAY, *edits, now=now)]


def about(number: int, day: str = "2026-11-23") -> str:
    return f"after-session:{record(number)}:{day}:24"


def test_check_ins_are_asked_for_two_hours_a_day_three_days_and_a_week_after_the_session_ended() -> None:
    start = NOW - timedelta(hours=1)
    ended = start + timedelta(minutes=40)
    asked = planned(*only("after_session"), session(2, start))
    assert [one.due_at - ended for one in asked] == [timedelta(hours=hours) for hours in (2, 24, 72, 168)]
    assert {one.opens for one in asked} == {"#/check-in"}


def test_the_hours_are_the_patients_own() -> None:
    start = NOW - timedelta(hours=1)
    own = rule(950, "after_session", hours_after=[48, 6])
    asked = planned(*only("after_session"), own, session(2, start, minutes=0))
    assert [one.due_at - start for one in asked] == [timedelta(hours=6), timedelta(hours=48)]


def test_a_session_of_unknown_length_counts_from_its_start() -> None:
    start = NOW - timedelta(hours=3)
    assert due(session(2, start, minutes=None)) == [(about(2), start + timedelta(hours=24))]


def test_a_session_without_a_start_asks_for_nothing() -> None:
    assert due(entry(2, "treatment_session", dose_mg=40)) == []


def test_an_empty_journal_asks_for_nothing() -> None:
    assert planned() == []


def test_a_phone_that_syncs_a_day_late_still_gets_its_reminder() -> None:
    start = NOW - timedelta(hours=60)
    assert due(session(2, start)) == [(about(2, "2026-11-21"), start + timedelta(hours=24, minutes=40))]


def test_a_reminder_two_days_late_is_not_worth_sending() -> None:
    assert due(session(2, NOW - timedelta(hours=72, minutes=40))) == []
    assert due(session(2, NOW - timedelta(hours=72, minutes=39))) != []


def test_two_years_of_sessions_bring_one_reminder() -> None:
    sessions = [session(number, NOW - timedelta(hours=5, days=7 * number)) for number in range(2, 106)]
    latest = session(200, NOW - timedelta(hours=5))
    assert [subject for subject, _ in due(*sessions, latest)] == [about(200)]


def test_a_session_on_the_very_next_day_replaces_the_reminder_of_the_first() -> None:
    first, second = NOW - timedelta(hours=26), NOW - timedelta(hours=2)
    assert [subject for subject, _ in due(session(2, first), session(3, second))] == [about(3)]


def test_a_session_planned_for_next_week_leaves_the_reminder_of_today_and_gets_its_own() -> None:
    today, coming = NOW - timedelta(hours=2), NOW + timedelta(days=7)
    assert [subject for subject, _ in due(session(2, today), session(3, coming))] == [about(2), about(3, "2026-11-30")]


def test_whoever_checked_in_the_next_morning_is_not_asked_again() -> None:
    start = NOW - timedelta(hours=23)
    end = start + timedelta(minutes=40)
    assert due(session(2, start), check_in(3, end + timedelta(hours=20))) == []
    assert len(due(session(2, start), check_in(3, end + timedelta(hours=19, minutes=59)))) == 1


def test_a_check_in_in_another_zone_counts_by_its_instant() -> None:
    start = datetime(2026, 11, 22, 17, 20, tzinfo=UTC)
    # 08:00 in Auckland is 19:00 UTC of the day before: an hour after the session ended.
    too_early = datetime(2026, 11, 23, 8, 0, tzinfo=ZoneInfo("Pacific/Auckland"))
    assert len(due(session(2, start), check_in(3, too_early))) == 1


def test_a_deleted_session_asks_for_nothing() -> None:
    assert due(session(2, NOW), entry(2, "treatment_session", seq=2, deleted=True)) == []


def test_a_corrected_start_moves_the_reminder_and_keeps_its_subject() -> None:
    first = session(2, NOW - timedelta(hours=5))
    earlier = NOW - timedelta(hours=8)
    moved = due(first, entry(2, "treatment_session", seq=2, started_at=earlier.isoformat()))
    assert moved == [(due(first)[0][0], earlier + timedelta(hours=24, minutes=40))]


def test_24_hours_are_24_hours_when_the_clocks_go_back() -> None:
    # Clocks in New York went back on 2026-11-01: noon of that Sunday is 25 hours after noon of Saturday.
    start = datetime(2026, 10, 31, 12, 0, tzinfo=NEW_YORK)
    [(_, moment)] = due(session(2, start, minutes=0), now=start)
    assert moment == datetime(2026, 11, 1, 11, 0, tzinfo=NEW_YORK).astimezone(UTC)


def test_mistyped_years_at_both_ends_of_the_calendar_ask_for_nothing() -> None:
    first = entry(2, "treatment_session", started_at="0001-01-01T00:00:00+14:00", duration_minutes=40)
    last = entry(3, "treatment_session", started_at="9999-12-31T23:59:59-14:00", duration_minutes=1440)
    assert planned(*only("after_session", "relief"), first, last) == []


def test_whether_the_relief_wore_off_is_asked_until_the_patient_has_said_so() -> None:
    start = NOW - timedelta(days=9)
    asked = planned(*only("relief"), session(2, start))
    assert [one.due_at for one in asked] == [
        datetime(2026, 11, 24, 10, 0, tzinfo=NEW_YORK).astimezone(UTC),
        datetime(2026, 12, 4, 10, 0, tzinfo=NEW_YORK).astimezone(UTC),
    ]
    assert {one.opens for one in asked} == {f"#/session/{record(2)}/relief"}
    told = entry(3, "relief_note", session=record(2), wore_off_at=NOW.isoformat())
    assert planned(*only("relief"), session(2, start), told) == []


def test_the_relief_of_an_earlier_session_is_not_asked_about() -> None:
    earlier, latest = session(2, NOW - timedelta(days=15)), session(3, NOW - timedelta(days=8))
    assert {one.opens for one in planned(*only("relief"), earlier, latest)} == {f"#/session/{record(3)}/relief"}


def test_the_relief_of_the_last_session_is_asked_about_though_the_next_one_is_planned() -> None:
    last, coming = session(2, NOW - timedelta(days=9)), session(3, NOW + timedelta(days=8))
    asked = {one.opens: one.due_at for one in planned(*only("relief"), last, coming, now=NOW)}
    assert asked == {f"#/session/{record(2)}/relief": datetime(2026, 11, 24, 10, 0, tzinfo=NEW_YORK).astimezone(UTC)}


def test_a_session_put_off_to_another_day_is_asked_about_anew() -> None:
    planned_for = session(2, NOW - timedelta(hours=26))
    put_off = entry(2, "treatment_session", seq=2, started_at=(NOW + timedelta(days=5)).isoformat())
    [(first, _)], [(second, moment)] = due(planned_for), due(planned_for, put_off)
    assert first != second
    assert moment == NOW + timedelta(days=6, minutes=40)
