"""Reminders of days that others set: promised answers, claims to send, appeals, authorizations that end."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import chain

from backend.reminders.occurrence import Asks, Occurrence, Span, at_local
from backend.reminders.rules import Rules
from shared_schemas.appeals import Appeal, PriorAuthorization
from shared_schemas.base import Record
from shared_schemas.insurance import Denial, InsuranceClaim, InsurerContact
from shared_schemas.journal import Journal
from shared_schemas.ledger import Expense

# In the morning, so that there is a day left for the call or the letter.
_AT, _DAY_ENDS = time(9), time(23, 59)
_USEFUL = timedelta(days=2)
# Days outside are mistyped, or need no reminder for a long time; sums of dates stay within the calendar.
_NEAR = timedelta(days=600)


@dataclass(frozen=True)
class DayToKeep:
    """A day that something must be done by, and how many days before it the patient wants to hear of it.

    `about` is one of follow_up, claim, appeal, authorization; `opens` the address inside the app.
    """

    about: str
    record: str
    day: date
    days_before: tuple[int, ...]
    opens: str


def dates(journal: Journal, rules: Rules, span: Span) -> Iterator[Occurrence]:
    """The reminders of all days to keep, at nine in the morning, until what is asked for is done."""
    for one in days_to_keep(journal, rules, span.today):
        last = at_local(one.day, _DAY_ENDS, span.zone)
        for days in one.days_before:
            due = at_local(one.day - timedelta(days=days), _AT, span.zone)
            # Nobody is told of a day that is over, but for an answer that was promised.
            is_promise = one.about == "follow_up"
            expires = due + _USEFUL if is_promise else min(due + _USEFUL, last)
            asks = Asks.FOLLOW_UP if is_promise else Asks.DATE
            yield Occurrence(f"{one.about}:{one.record}:{one.day}:{days}", due, expires, asks, one.opens)


def days_to_keep(journal: Journal, rules: Rules, today: date) -> Iterator[DayToKeep]:
    """The days that are still to be kept, in no order. Those far from `today` are mistyped, or can wait."""
    every = chain(
        _follow_ups(journal, rules),
        _claims(journal, rules),
        _appeals(journal, rules),
        _authorizations(journal, rules),
    )
    return (one for one in every if abs(one.day - today) <= _NEAR and one.days_before)


def _follow_ups(journal: Journal, rules: Rules) -> Iterator[DayToKeep]:
    """The day an answer was promised for, until the patient has asked or a later contact shows it."""
    contacts = journal.of(InsurerContact)
    for contact in contacts:
        day = contact.follow_up_on
        if day is None or contact.followed_up_on is not None or any(_is_since(day, contact, one) for one in contacts):
            continue
        yield DayToKeep("follow_up", contact.id, day, (0,) if rules.follow_ups else (), _entry(contact))


def _claims(journal: Journal, rules: Rules) -> Iterator[DayToKeep]:
    """The last day to send in what was not sent yet."""
    waiting: tuple[InsuranceClaim | Expense, ...] = (*journal.of(InsuranceClaim), *journal.of(Expense))
    for one in waiting:
        if one.submit_by_on is not None and one.submitted_on is None:
            yield DayToKeep("claim", one.id, one.submit_by_on, rules.claim_days_before, _entry(one))


def _appeals(journal: Journal, rules: Rules) -> Iterator[DayToKeep]:
    """The last day to appeal, until an appeal against that denial is sent."""
    appeals = journal.of(Appeal)
    sent = {appeal.denial for appeal in appeals if appeal.sent_on is not None}
    days = [(denial.id, denial.deadline_on) for denial in journal.of(Denial) if denial.id not in sent]
    days += [(appeal.id, appeal.due_on) for appeal in appeals if appeal.sent_on is None]
    for record, day in days:
        if day is not None:
            yield DayToKeep("appeal", record, day, rules.appeal_days_before, "#/case")


def _authorizations(journal: Journal, rules: Rules) -> Iterator[DayToKeep]:
    """The day an approval must be renewed by or ends, unless a later one was asked for."""
    authorizations = journal.of(PriorAuthorization)
    for one in authorizations:
        day = one.renewal_due_on or one.valid_to_on
        if day is not None and not any(_is_renewal(other, one) for other in authorizations):
            yield DayToKeep("authorization", one.id, day, rules.authorization_days_before, _entry(one))


def _is_since(day: date, contact: InsurerContact, other: InsurerContact) -> bool:
    return other.id != contact.id and other.at is not None and other.at.date() >= day


def _is_renewal(other: PriorAuthorization, of: PriorAuthorization) -> bool:
    begun = of.requested_on or of.decided_on
    return other.id != of.id and begun is not None and other.requested_on is not None and other.requested_on > begun


def _entry(record: Record) -> str:
    return f"#/entry/{record.id}"
