"""Deadlines, follow-ups and reminders as a calendar (RFC 5545), for calendars that fetch it and for a single file.

The second way for a reminder to arrive: it needs no push service, no permission and no home screen.
"""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import chain

from icalendar import Alarm, Calendar, Event

from backend.reminders.dates import DayToKeep, days_to_keep
from backend.reminders.occurrence import Asks, Occurrence
from backend.reminders.rules import Rules
from backend.reminders.schedule import occurrences
from backend.storage.push_subscriptions import Whereabouts
from shared_schemas.journal import Journal

# A calendar that fetches once a week still has what comes.
_AHEAD = timedelta(days=60)
_LASTS = timedelta(minutes=15)
# How often a calendar may look again; most do so by their own rule anyway.
_REFRESHED_EVERY = timedelta(hours=6)
# On the day itself, and before it, at nine in the morning: alarms count from the day's beginning.
_ALARM_AT = timedelta(hours=9)

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
    calendar = Calendar.new(name="Casebook", prodid="-//Casebook//Reminders//EN", refresh_interval=_REFRESHED_EVERY)
    if rules.is_on:
        today = now.astimezone(rules.zone).date()
        events = chain(
            (_day(one, now, says_what) for one in days_to_keep(journal, rules, today) if one.day >= today),
            _reminders(occurrences(journal, now, _AHEAD, told), now, says_what),
        )
        for event in sorted(events, key=lambda event: (str(event["DTSTART"].to_ical()), str(event["UID"]))):
            calendar.add_component(event)
    text: bytes = calendar.to_ical()
    return text


def _day(one: DayToKeep, now: datetime, says_what: bool) -> Event:
    title = f"{_DISCREET}: {_DAYS[one.about]}" if says_what else f"{_DISCREET}: a date to keep"
    event = Event.new(
        uid=_uid(one.subject),
        summary=title,
        start=one.day,
        end=one.day + timedelta(days=1),
        stamp=now.astimezone(UTC),
    )
    event.add("transp", "TRANSPARENT")
    for days in one.days_before:
        event.add_component(_alarm(title, _ALARM_AT - timedelta(days=days)))
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
            event.add("transp", "TRANSPARENT")
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
