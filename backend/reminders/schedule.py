"""Which reminders a journal calls for, as a pure function. Nothing here is stored or sent."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from shared_schemas.check_ins import CheckIn
from shared_schemas.journal import Journal

AFTER_SESSION = timedelta(hours=24)
# A check-in late on the next day answers the question already; one a few hours after the session does not.
ALREADY_ASKED_FROM = timedelta(hours=20)
# After two days the next day's check-in is no longer what a reminder would bring, and the push would only puzzle.
USEFUL_FOR = timedelta(days=2)

# Sessions outside cannot have a reminder worth planning. The bounds also keep a mistyped year 1 or 9999 away from
# sums that datetime cannot hold. Back: the longest session, the 24 hours and the two days.
_LOOKS_BACK = timedelta(days=4)
_LOOKS_AHEAD = timedelta(days=366)


@dataclass(frozen=True)
class Occurrence:
    """One reminder at one time. `subject` names what it is about and stays the same when its time is corrected."""

    subject: str
    due_at: datetime

    @property
    def expires_at(self) -> datetime:
        """From here on it is not sent any more."""
        return self.due_at + USEFUL_FOR


@dataclass(frozen=True)
class _Treatment:
    session: str
    began_at: datetime
    ended_at: datetime


def occurrences(journal: Journal, now: datetime) -> list[Occurrence]:
    """The reminders still worth sending at `now`, earliest first, those of coming sessions included.

    A check-in is asked for 24 hours after a session ended; a session of unknown length ends when it starts. None for a
    session with another one before that moment, and none once a check-in stands 20 hours or more after its end. The
    hours are hours on a clock that no daylight saving moves.
    """
    planned = [
        Occurrence(f"check-in:{treatment.session}", treatment.ended_at + AFTER_SESSION)
        for treatment in _without_a_next_within_a_day(_near(journal, now))
        if not _answered(treatment, journal.check_ins)
    ]
    return sorted((one for one in planned if one.expires_at > now), key=lambda one: (one.due_at, one.subject))


def _near(journal: Journal, now: datetime) -> list[_Treatment]:
    treatments = []
    for session in journal.treatment_sessions:
        start = session.started_at
        if start is not None and now - _LOOKS_BACK < start < now + _LOOKS_AHEAD:
            # Sums on a local time would follow its wall clock through a change of daylight saving.
            began_at = start.astimezone(UTC)
            length = timedelta(minutes=session.duration_minutes or 0)
            treatments.append(_Treatment(session.id, began_at, began_at + length))
    return treatments


def _without_a_next_within_a_day(treatments: Sequence[_Treatment]) -> Iterator[_Treatment]:
    for treatment, following in pairwise(treatments):
        if following.began_at > treatment.ended_at + AFTER_SESSION:
            yield treatment
    yield from treatments[-1:]


def _answered(treatment: _Treatment, check_ins: Sequence[CheckIn]) -> bool:
    asked_from = treatment.ended_at + ALREADY_ASKED_FROM
    return any(check_in.at is not None and check_in.at >= asked_from for check_in in check_ins)
