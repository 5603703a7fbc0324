"""Reminders that come again: the daily check-in, and a questionnaire every so many days."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from backend.analysis.change import scores
from backend.reminders.occurrence import Asks, Occurrence, Span, at_local
from backend.reminders.rules import Rules
from shared_schemas.instruments import INSTRUMENTS, Instrument
from shared_schemas.journal import Journal

# A daily check-in is about this day; a questionnaire about two weeks can wait a few.
_USEFUL_TODAY, _USEFUL_THIS_WEEK = timedelta(hours=12), timedelta(days=3)
_NIGHT = time(23, 59)
# Most criteria of insurers begin with it; every two weeks is also what it asks about.
_FIRST, _FIRST_EVERY_DAYS = "phq9", 14


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
    """Each one so many days after it was last completed, and again after as many.

    Those the patient answers, or the single one that was chosen. Before any was answered, the first is asked for from
    the day after the first entry on.
    """
    at = rules.questionnaires_at
    if at is None:
        return
    days = span.days(back=_USEFUL_THIS_WEEK.days + 1)
    for instrument, day, every in _first_days(journal, rules, span.now):
        for due_on in _repeated(day, every, days):
            due = at_local(due_on, at, span.zone)
            subject, opens = f"questionnaire:{instrument}:{due_on}", f"#/questionnaire/{instrument}"
            yield Occurrence(subject, due, due + _USEFUL_THIS_WEEK, Asks.QUESTIONNAIRE, opens)


def _first_days(journal: Journal, rules: Rules, now: datetime) -> Iterator[tuple[str, date, int]]:
    """Each instrument that is asked for, the day it is due, and after how many days it is due again."""
    asked = [rules.questionnaire] if rules.questionnaire else list(INSTRUMENTS)
    is_any_answered = False
    for instrument in (INSTRUMENTS[name] for name in asked if name in INSTRUMENTS):
        every = _every(instrument, rules)
        answered = scores(journal, instrument, now)
        is_any_answered = is_any_answered or bool(answered)
        if answered and every and instrument.items:
            yield instrument.id, answered[-1].answered_at.date() + timedelta(days=every), every
    first = INSTRUMENTS.get(rules.questionnaire or _FIRST)
    entered = _first_entry(journal, now)
    if not is_any_answered and first is not None and first.items and entered is not None:
        yield first.id, entered + timedelta(days=1), _every(first, rules) or _FIRST_EVERY_DAYS


def _every(instrument: Instrument, rules: Rules) -> int | None:
    if rules.questionnaire:
        return rules.questionnaire_days or instrument.every_days
    return instrument.asked_every(rules.questionnaire_days)


def _repeated(first: date, every: int, days: list[date]) -> Iterator[date]:
    """`first` and every so many days after it, as far as it is among `days` (consecutive, earliest first)."""
    return (day for day in days if day >= first and (day - first).days % every == 0)


def _first_entry(journal: Journal, now: datetime) -> date | None:
    entered = [
        *(session.started_at for session in journal.treatment_sessions),
        *(check_in.at for check_in in journal.check_ins),
    ]
    return min((at.date() for at in entered if at is not None and at <= now), default=None)
