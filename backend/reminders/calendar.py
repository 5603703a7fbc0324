"""Deadlines, follow-ups and reminders as a calendar (RFC 5545), for calendars that fetch it and for a single file.

The second way for a reminder to arrive: it needs no push service, no permission and no home screen.
"""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from itertools import chain

from icalendar import Alarm, Calendar, Event, vDuration

from backend.reminders.dates import AT, DayToKeep, days_to_keep
from backend.reminders.occurrence import Asks, Occurrence, at_local, out_of_quiet
from backend.reminders.rules import Rules
from backend.reminders.schedule import occurrences
from backend.storage.whereabouts import Whereabouts
from shared_schemas.journal import Journal

# A calendar that fetches once a week still has what comes.
_AHEAD = timedelta(days=60)
_LASTS = timedelta(minutes=15)
# How often a calendar may look again; most do so by their own rule anyway.
_REFRESHED_EVERY = timedelta(hours=6)

_DISCREET = "Casebook"
_DAYS = {
    "appeal": "Last day to appeal",
    "claim": "Last day to send this in",
    "authorization": "Approval ends or must be renewed",
    "follow_up": "An answer was promised for today",
}
_ASKED = {
    Asks.CHECK_IN: "Check-in",
    Asks.QUESTIONNAIRE: "Questionnaire",
    Asks.ENTRY: "Has the relief worn off?",
}


def calendar_of(journal: Journal, now: datetime, says_what: bool, told: Whereabouts | None = None) -> bytes:
    """The calendar as iCalendar text. Titles are discreet unless `says_what`; nothing in it comes from an entry's text.

    Days to keep are all-day events with alarms on the days the patient chose; the other reminders of the next two
    months are short events with an alarm at their start.
    """
    rules = Rules.of(journal, told)
    calendar = _empty()
    if rules.is_on:
        today = now.astimezone(rules.zone).date()
        events = chain(
            (_day(one, rules, now, says_what) for one in days_to_keep(journal, rules, today) if one.day >= today),
            _reminders(occurrences(journal, now, _AHEAD, told), now, says_what),
        )
        for event in sorted(events, key=lambda event: (str(event["DTSTART"].to_ical()), str(event["UID"]))):
            # A calendar that was given the file before takes the newer one only where the number has grown.
            event.add("sequence", journal.cursor)
            event.add("class", "PRIVATE")
            event.add("transp", "TRANSPARENT")
            calendar.add_component(event)
    text: bytes = calendar.to_ical()
    return text


def _empty() -> Calendar:
    calendar = Calendar.new(name="Casebook", prodid="-//Casebook//Reminders//EN")
    # Made up anew at each fetch otherwise, though it is the same calendar.
    del calendar["UID"]
    calendar.add("method", "PUBLISH")
    # How often to look again, as RFC 7986 has it and as Outlook had it before.
    calendar.add("refresh-interval", vDuration(_REFRESHED_EVERY), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(_REFRESHED_EVERY))
    return calendar


def _day(one: DayToKeep, rules: Rules, now: datetime, says_what: bool) -> Event:
    title = f"{_DISCREET}: {_DAYS[one.about]}" if says_what else f"{_DISCREET}: a date to keep"
    event = Event.new(
        uid=_uid(one.subject),
        summary=title,
        start=one.day,
        end=one.day + timedelta(days=1),
        stamp=now.astimezone(UTC),
    )
    for days in one.days_before:
        rings_at = out_of_quiet(at_local(one.day - timedelta(days=days), AT, rules.zone), rules.quiet, rules.zone)
        if rules.paused_until is None or rings_at >= rules.paused_until:
            # Alarms count from where the day begins, by the calendar's own clock.
            local = rings_at.astimezone(rules.zone).replace(tzinfo=None)
            event.add_component(_alarm(title, local - datetime.combine(one.day, time(0))))
    return event


def _reminders(planned: list[Occurrence], now: datetime, says_what: bool) -> Iterator[Event]:
    for one in planned:
        if one.asks in _ASKED:
            title = f"{_DISCREET}: {_ASKED[one.asks]}" if says_what else _DISCREET
            event = Event.new(
                uid=_uid(one.subject),
                summary=title,
                start=one.due_at,
                end=one.due_at + _LASTS,
                stamp=now.astimezone(UTC),
            )
            event.add_component(_alarm(title, timedelta(0)))
            yield event


def _alarm(title: str, trigger: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", trigger)
    return alarm


def _uid(subject: str) -> str:
    """The same for the same thing at every fetch, and tells nothing of it."""
    return f"{hashlib.sha256(subject.encode()).hexdigest()[:32]}@casebook"
