"""Reminders that come again: the daily check-in, and a questionnaire every so many days."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from backend.analysis.change import scores
from backend.reminders.occurrence import Asks, Occurrence, Span, at_local
from backend.reminders.rules import Rules
from shared_schemas.instruments import INSTRUMENTS
from shared_schemas.journal import Journal

# A daily check-in is about this day; a questionnaire about two weeks can wait a few.
_USEFUL_TODAY, _USEFUL_THIS_WEEK = timedelta(hours=12), timedelta(days=3)
_NIGHT = time(23, 59)


def daily_check_ins(journal: Journal, rules: Rules, span: Span) -> Iterator[Occurrence]:
    """One each day at the chosen time, but for days that have a check-in."""
    if rules.check_in_at is None:
        return
    made = {check_in.at.date() for check_in in journal.check_ins if check_in.at is not None}
    for day in span.days(back=1):
        if day not in made:
            due = at_local(day, rules.check_in_at, span.zone)
            expires = max(min(due + _USEFUL_TODAY, at_local(day, _NIGHT, span.zone)), due + timedelta(hours=1))
            yield Occurrence(f"check-in:{day}", due, expires, Asks.CHECK_IN, "#/check-in")


def questionnaires(journal: Journal, rules: Rules, span: Span) -> Iterator[Occurrence]:
    """Every so many days after the last complete one; without any, from the day after the first entry."""
    if rules.questionnaire is None or rules.questionnaire[0] not in INSTRUMENTS:
        return
    instrument, every, at = rules.questionnaire
    day = _first_due(journal, instrument, every, span.now)
    if day is None:
        return
    days = set(span.days(back=_USEFUL_THIS_WEEK.days + 1))
    # A first due day long past is brought near in one step, not one by one.
    day += timedelta(days=max(0, (min(days) - day).days // every * every))
    while day <= max(days):
        if day in days:
            due = at_local(day, at, span.zone)
            opens = f"#/questionnaire/{instrument}"
            subject = f"questionnaire:{instrument}:{day}"
            yield Occurrence(subject, due, due + _USEFUL_THIS_WEEK, Asks.QUESTIONNAIRE, opens)
        day += timedelta(days=every)


def _first_due(journal: Journal, instrument: str, every: int, now: datetime) -> date | None:
    answered = scores(journal, INSTRUMENTS[instrument], now)
    if answered:
        return answered[-1].answered_at.date() + timedelta(days=every)
    entered = [
        *(session.started_at for session in journal.treatment_sessions),
        *(check_in.at for check_in in journal.check_ins),
    ]
    made = [at.date() for at in entered if at is not None and at <= now]
    return min(made) + timedelta(days=1) if made else None
