"""Which reminders a journal calls for, as a pure function. Nothing here is stored or sent."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import chain

from backend.reminders.after_session import check_ins_after_sessions, whether_relief_wore_off
from backend.reminders.dates import dates
from backend.reminders.occurrence import Occurrence, Span, out_of_quiet
from backend.reminders.recurring import daily_check_ins, questionnaires
from backend.reminders.rules import Rules
from backend.storage.whereabouts import Whereabouts
from shared_schemas.journal import Journal

# How far ahead a sweep plans. A journal that nobody adds to is read again when half of it has passed.
PLANNED_AHEAD = timedelta(days=14)


def occurrences(
    journal: Journal, now: datetime, ahead: timedelta = PLANNED_AHEAD, told: Whereabouts | None = None
) -> list[Occurrence]:
    """The reminders still worth sending from `now` until `ahead` of it, earliest first; none when all are off.

    What falls into the quiet hours comes at their end, and what falls into a pause when it ends, unless that is too
    late for it to be of use. What the journal shows as done is left out.
    """
    rules = Rules.of(journal, told)
    if not rules.is_on:
        return []
    span = Span(now, now + ahead, rules.zone)
    moved = _moved(_of_all_rules(journal, rules, span), rules)
    planned = [one for one in moved if span.now < one.expires_at and one.due_at < min(span.until, one.expires_at)]
    return sorted(planned, key=lambda one: (one.due_at, one.subject))


def _of_all_rules(journal: Journal, rules: Rules, span: Span) -> Iterator[Occurrence]:
    return chain(
        check_ins_after_sessions(journal, rules, span),
        whether_relief_wore_off(journal, rules, span),
        daily_check_ins(journal, rules, span),
        questionnaires(journal, rules, span),
        dates(journal, rules, span),
    )


def _moved(found: Iterator[Occurrence], rules: Rules) -> Iterator[Occurrence]:
    for one in found:
        due = max(one.due_at, rules.paused_until) if rules.paused_until else one.due_at
        # A pause may last until the end of the calendar, from where nothing can be counted on.
        if due < one.expires_at:
            yield replace(one, due_at=out_of_quiet(due, rules.quiet, rules.zone))
