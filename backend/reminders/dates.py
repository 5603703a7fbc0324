"""Reminders of days that others set: promised answers, claims to send, appeals, approvals that end.

Which days those are is counted in `backend.insurance.agenda`; here is only on which mornings the patient hears of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

from backend.insurance.agenda import deadlines
from backend.insurance.counting import Deadline
from backend.reminders.occurrence import Asks, Occurrence, Span, at_local
from backend.reminders.rules import Rules
from shared_schemas.appeals import PriorAuthorization
from shared_schemas.insurance import InsurerContact
from shared_schemas.journal import Journal

# In the morning, so that there is a day left for the call or the letter.
AT, _DAY_ENDS = time(9), time(23, 59)
_USEFUL = timedelta(days=2)
# Days outside are mistyped, or need no reminder for a long time; sums of dates stay within the calendar.
_NEAR = timedelta(days=600)
# A day counted from an appeal or a denial opens the place where it stands with its rule; the others open their entry.
_OPENS_CASE = {"appeal", "denial"}


@dataclass(frozen=True)
class DayToKeep:
    """A day that something must be done by, and how many days before it the patient wants to hear of it.

    `about` is one of follow_up, claim, appeal, authorization; `opens` the address inside the app.
    """

    about: str
    subject: str
    day: date
    days_before: tuple[int, ...]
    opens: str


def dates(journal: Journal, rules: Rules, span: Span) -> Iterator[Occurrence]:
    """The reminders of all days to keep, at nine in the morning, until what is asked for is done."""
    for one in days_to_keep(journal, rules, span.today):
        last = at_local(one.day, _DAY_ENDS, span.zone)
        for days in one.days_before:
            due = at_local(one.day - timedelta(days=days), AT, span.zone)
            # Nobody is told of a day that is over, but for an answer that was promised.
            is_promise = one.about == "follow_up"
            expires = due + _USEFUL if is_promise else min(due + _USEFUL, last)
            asks = Asks.FOLLOW_UP if is_promise else Asks.DATE
            yield Occurrence(f"{one.subject}:{one.day}:{days}", due, expires, asks, one.opens)


def days_to_keep(journal: Journal, rules: Rules, today: date) -> Iterator[DayToKeep]:
    """The days that are still to be kept, earliest first. Those far from `today` are mistyped, or can wait."""
    for deadline in deadlines(journal):
        day = deadline.due_on
        if day is None or abs(day - today) > _NEAR or _is_answered(deadline, day, journal):
            continue
        about, days_before = _rule_of(deadline, rules)
        if days_before:
            opens = "#/case" if deadline.kind in _OPENS_CASE else f"#/entry/{deadline.record}"
            yield DayToKeep(about, deadline.id, day, days_before, opens)


def _rule_of(deadline: Deadline, rules: Rules) -> tuple[str, tuple[int, ...]]:
    if deadline.kind in ("claim", "expense"):
        return "claim", rules.claim_days_before
    if deadline.kind == "prior_authorization":
        return "authorization", rules.authorization_days_before
    # What others have to do by then is asked for on the day itself.
    if deadline.is_for_the_insurer or deadline.kind in ("insurer_contact", "va_step", "funding_option"):
        return "follow_up", (0,) if rules.follow_ups else ()
    return "appeal", rules.appeal_days_before


def _is_answered(deadline: Deadline, day: date, journal: Journal) -> bool:
    """Whether a later call shows that the patient has asked, or a later request that the renewal is under way."""
    if deadline.kind == "insurer_contact":
        calls = [contact for contact in journal.of(InsurerContact) if contact.id != deadline.record]
        return any(call.at is not None and call.at.date() >= day for call in calls)
    if deadline.kind == "prior_authorization":
        asked = {one.id: one.requested_on or one.decided_on for one in journal.of(PriorAuthorization)}
        begun = asked.get(deadline.record)
        return begun is not None and any(later is not None and later > begun for later in asked.values())
    return False
