"""The calendar, read back by the library that wrote it and by another one that shares no code with it."""

from datetime import date, datetime, timedelta

import icalendar
from ical.calendar_stream import IcsCalendarStream

from backend.reminders.calendar import calendar_of
from shared_schemas.journal import Edit, Journal
from tests.backend.reminders.entries import NEW_YORK, NOW, check_in, entry, rule, session

TELLING = ("ketamine", "session", "infusion", "phq", "insur", "appeal", "denial", "clinic", "relief", "secret words")
STORY = [
    session(2, NOW - timedelta(hours=2), notes="secret words"),
    check_in(3, NOW - timedelta(days=1)),
    entry(4, "denial", deadline_on="2027-01-15", reason_text="secret words"),
    entry(5, "insurer_contact", at="2026-11-20T10:00:00-05:00", follow_up_on="2026-12-01", summary="secret words"),
    rule(950, "check_in", is_on=True, at_time="20:00"),
]


def text(*edits: Edit, says_what: bool = False, now: datetime = NOW) -> bytes:
    return calendar_of(Journal.from_edits(edits), now, says_what)


def events(content: bytes) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


def test_both_readers_see_the_same_events() -> None:
    content = text(*STORY)
    other = IcsCalendarStream.calendar_from_ics(content.decode())
    mine = {str(event["UID"]): event for event in events(content)}
    assert {event.uid for event in other.events} == mine.keys()
    assert len(mine) == len(other.events) > 60
    for event in other.events:
        assert event.dtstart == mine[event.uid]["DTSTART"].dt
        assert event.summary == str(mine[event.uid]["SUMMARY"])


def test_a_deadline_is_a_whole_day_with_an_alarm_on_each_of_its_days() -> None:
    [deadline] = [event for event in events(text(*STORY)) if event["DTSTART"].dt == date(2027, 1, 15)]
    alarms = {alarm["TRIGGER"].dt for alarm in deadline.walk("VALARM")}
    assert alarms == {timedelta(hours=9, days=-days) for days in (30, 14, 7, 2, 1)}


def test_alarms_wait_for_the_end_of_the_quiet_hours_and_of_a_pause() -> None:
    def alarms(**every: str) -> list[timedelta]:
        content = text(*STORY, rule(952, "all", **every))
        [deadline] = [event for event in events(content) if event["DTSTART"].dt == date(2027, 1, 15)]
        return [alarm["TRIGGER"].dt for alarm in deadline.walk("VALARM")]

    late = alarms(quiet_from="22:00", quiet_until="10:30")
    assert late == [timedelta(hours=10, minutes=30, days=-days) for days in (30, 14, 7, 2, 1)]
    assert alarms(paused_until="2027-01-09T00:00:00Z") == [timedelta(hours=9, days=-days) for days in (2, 1)]


def test_calendars_of_every_make_find_what_they_look_for() -> None:
    content = text(*STORY)
    lines = content.split(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in lines) <= 75
    head = lines[: lines.index(b"BEGIN:VEVENT")]
    assert {b"METHOD:PUBLISH", b"X-WR-CALNAME:Casebook", b"X-PUBLISHED-TTL:PT6H"} <= set(head)
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT6H" in head
    # Instants are UTC and days are days, so that no zone has to be described.
    assert b"TZID" not in content
    for event in events(content):
        assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "SEQUENCE", "CLASS"} <= set(event)
        assert len(event.walk("VALARM")) >= 1


def test_a_day_that_moved_takes_the_place_of_the_former_one_in_a_calendar_that_was_given_the_file() -> None:
    moved = entry(4, "denial", seq=2, deadline_on="2027-01-20")
    before, after = (
        next(event for event in events(text(*edits)) if not isinstance(event["DTSTART"].dt, datetime))
        for edits in ([STORY[2]], [STORY[2], moved])
    )
    assert before["UID"] == after["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]


def test_two_fetches_in_the_same_minute_are_the_same_to_the_letter() -> None:
    assert text(*STORY) == text(*STORY)


def test_the_daily_check_in_stands_at_its_local_time_after_the_clocks_changed_too() -> None:
    # Clocks in New York go forward on 2027-03-14.
    before = datetime(2027, 3, 10, 12, 0, tzinfo=NEW_YORK)
    chosen = [check_in(3, before - timedelta(days=1)), rule(950, "check_in", is_on=True, at_time="20:00")]
    starts = [event["DTSTART"].dt for event in events(text(*chosen, now=before))]
    local = {start.astimezone(NEW_YORK).strftime("%H:%M") for start in starts if isinstance(start, datetime)}
    assert "20:00" in local
    assert local <= {"20:00", "10:00"}


def test_titles_are_discreet_unless_the_patient_wants_them_to_speak() -> None:
    quiet = text(*STORY).decode().lower()
    assert [word for word in TELLING if word in quiet] == []
    speaking = text(*STORY, says_what=True).decode()
    assert "Last day to appeal" in speaking
    assert "secret words" not in speaking


def test_the_same_thing_keeps_its_name_from_fetch_to_fetch() -> None:
    later = text(*STORY, now=NOW + timedelta(hours=3))
    first, second = ({str(event["UID"]) for event in events(content)} for content in (text(*STORY), later))
    assert len(first & second) >= len(first) - 2


def test_an_empty_journal_and_one_with_all_reminders_off_are_empty_calendars() -> None:
    assert events(text()) == []
    assert events(text(*STORY, rule(951, "all", is_on=False))) == []
