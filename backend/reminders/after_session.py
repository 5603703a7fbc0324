"""Reminders that follow a session: check-ins some hours after it, and whether its relief has worn off."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import zip_longest

from backend.reminders.occurrence import Asks, Occurrence, Span, at_local
from backend.reminders.rules import Rules
from shared_schemas.journal import Journal
from shared_schemas.treatment import ReliefNote

# A check-in a little early answers the question already: four hours of a day, one of two hours.
_EARLY = timedelta(hours=4)
# Two hours after a session matter that evening; what a day brings can still be told the day after.
_USEFUL_SAME_DAY, _USEFUL = timedelta(hours=6), timedelta(days=2)
# Relief is asked for seldom: most that wears off has done so by then, and the daily entries show it anyway.
_RELIEF_ASKED_AFTER_DAYS = (10, 20)
_RELIEF_ASKED_AT = time(10)

# A session outside has no reminder worth planning. The bounds also keep a mistyped year 1 or 9999 away from sums that
# datetime cannot hold. Back: the latest reminder that can be set (30 days), the longest session, the two days.
_LOOKS_BACK = timedelta(days=34)
_LOOKS_AHEAD = timedelta(days=400)


@dataclass(frozen=True)
class _Treatment:
    session: str
    # Its id and its day: a session that is put off to another day is asked about anew.
    subject: str
    ended_at: datetime
    # When the next one begins, None for the last.
    until: datetime | None

    def is_over_by(self, moment: datetime) -> bool:
        """Whether the next one has begun by then."""
        return self.until is not None and self.until <= moment


def check_ins_after_sessions(journal: Journal, rules: Rules, span: Span) -> Iterator[Occurrence]:
    """A check-in each of the hours after a session ended; a session of unknown length ends when it starts.

    None from the next session on, and none that a check-in has answered. The hours are hours on a clock that no
    daylight saving moves.
    """
    answered = [check_in.at for check_in in journal.check_ins if check_in.at is not None]
    for treatment in _near(journal, span.now):
        for hours in rules.after_session_hours:
            after = timedelta(hours=hours)
            due = treatment.ended_at + after
            if treatment.is_over_by(max(due, span.now)):
                break
            if not _is_answered(due - min(_EARLY, after / 2), answered):
                useful = _USEFUL if hours >= 24 else _USEFUL_SAME_DAY
                subject = f"after-session:{treatment.subject}:{hours:g}"
                yield Occurrence(subject, due, due + useful, Asks.CHECK_IN, "#/check-in")


def whether_relief_wore_off(journal: Journal, rules: Rules, span: Span) -> Iterator[Occurrence]:
    """Asked of a session until the patient has said when its relief wore off, or the next session begins."""
    if not rules.asks_whether_relief_wore_off:
        return
    told = {note.session for note in journal.of(ReliefNote) if note.wore_off_at is not None}
    for treatment in _near(journal, span.now):
        ended_on, opens = treatment.ended_at.astimezone(span.zone).date(), f"#/session/{treatment.session}/relief"
        for days in _RELIEF_ASKED_AFTER_DAYS:
            due = at_local(ended_on + timedelta(days=days), _RELIEF_ASKED_AT, span.zone)
            if treatment.session not in told and not treatment.is_over_by(max(due, span.now)):
                yield Occurrence(f"relief:{treatment.subject}:{days}", due, due + _USEFUL, Asks.ENTRY, opens)


def _near(journal: Journal, now: datetime) -> list[_Treatment]:
    near = [
        (session.id, started, timedelta(minutes=session.duration_minutes or 0))
        for session in journal.treatment_sessions
        if (started := session.started_at) is not None and now - _LOOKS_BACK < started < now + _LOOKS_AHEAD
    ]
    found = []
    for (session, started, length), following in zip_longest(near, near[1:]):
        # Sums on a local time would follow its wall clock through a change of daylight saving.
        ended = started.astimezone(UTC) + length
        found.append(_Treatment(session, f"{session}:{started.date()}", ended, following[1] if following else None))
    return found


def _is_answered(since: datetime, check_ins: Sequence[datetime]) -> bool:
    return any(at >= since for at in check_ins)
