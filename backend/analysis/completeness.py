"""How complete the journal is, and how soon after the event its entries were made."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import attrgetter

from backend.analysis.change import scores
from backend.analysis.courses import begun_sessions
from backend.analysis.remembered import remembered
from backend.analysis.series import made_check_ins
from backend.wording import count
from shared_schemas.instruments import INSTRUMENTS, Instrument
from shared_schemas.journal import Journal, Provenance
from shared_schemas.progress import Completeness
from shared_schemas.reminders import Reminder

# What Casebook expects where the patient set no rule: a check-in a day, a PHQ-9 every 14 days. Whoever answers another
# questionnaire, and never a PHQ-9, is asked about pain or trauma: there it is that one, as often as it looks back.
_QUESTIONNAIRE, _EVERY_DAYS = "phq9", 14
TIMELY = timedelta(hours=24)
_SOURCE = "Casebook’s definitions"


def is_changed_later(known: Provenance) -> bool:
    """Whether an entry was changed more than 24 hours after it was first made: until then it is being completed, as a
    session is that is entered while it goes on."""
    return known.amended_at is not None and known.amended_at - known.entered_at > TIMELY


@dataclass(frozen=True)
class Expected:
    """The questionnaire that is expected every so many days, by the patient's own rule or Casebook's."""

    instrument: Instrument
    every_days: int
    is_own_rule: bool

    def by(self, days: int) -> int:
        """How many in so many days, the first on the first of them."""
        return (days - 1) // self.every_days + 1 if days > 0 else 0

    @property
    def method(self) -> str:
        """What the shares are of."""
        whose = ", as the patient set it," if self.is_own_rule else ""
        return (
            f"Entries made, beside one check-in a day and one {self.instrument.name} every {self.every_days} days"
            f"{whose} from the first entry on; timely is recorded within 24 hours of what it describes."
        )


def expected_questionnaire(journal: Journal, now: datetime) -> Expected:
    """By the newest reminder the patient set for questionnaires; one that is off, or names no rhythm, is no rule."""
    own = [one for one in journal.of(Reminder) if one.rule == "questionnaire"]
    newest = max(own, key=lambda one: (journal.provenance[one.id].entered_at, one.id), default=None)
    if newest is not None and newest.is_on is not False:
        chosen = INSTRUMENTS.get(newest.instrument) if newest.instrument else None
        every = newest.every_days or (chosen.every_days if chosen else None)
        if chosen is not None and every is not None:
            return Expected(chosen, every, is_own_rule=True)
        if not newest.instrument and newest.every_days is not None:
            usual = _usual(journal, now)
            every = usual.instrument.asked_every(newest.every_days) or usual.every_days
            return Expected(usual.instrument, every, is_own_rule=every == newest.every_days)
    return _usual(journal, now)


def _usual(journal: Journal, now: datetime) -> Expected:
    usual = Expected(INSTRUMENTS[_QUESTIONNAIRE], _EVERY_DAYS, is_own_rule=False)
    followed = (
        Expected(one, one.every_days, is_own_rule=False)
        for one in INSTRUMENTS.values()
        if one.every_days is not None and scores(journal, one, now)
    )
    return usual if scores(journal, usual.instrument, now) else next(followed, usual)


def completeness(journal: Journal, now: datetime) -> Completeness:
    """All zero for an empty journal. A day is the day it was where the entry was made."""
    entries = _dated(journal, now)
    first = journal.begins_on or min(_days(journal, now), default=None)
    today = today_of(journal, now)
    days = (today - first).days + 1 if first else 0
    expected = expected_questionnaire(journal, now)
    provenance = [journal.provenance.get(record) for record, _ in entries]
    unknown = provenance.count(None)
    return Completeness(
        n=len(entries),
        method=expected.method,
        source=_SOURCE,
        missing=(f"{count(unknown, 'entry', 'entries')} of unknown age.",) if unknown else (),
        first_day=first,
        days=max(days, 0),
        days_with_check_in=len(timely_days(journal, now)),
        questionnaire=expected.instrument.name,
        every_days=expected.every_days,
        questionnaires_expected=expected.by(days),
        questionnaires_made=len(scores(journal, expected.instrument, now)),
        dated=len(entries),
        timely=len(_timely(journal, now)),
        amended=sum(1 for known in provenance if known is not None and is_changed_later(known)),
    )


def next_ahead(journal: Journal, now: datetime) -> datetime | None:
    """When the next session, check-in or questionnaire that is dated after `now` begins to count, with no new entry."""
    moments = (
        *(one.started_at for one in journal.treatment_sessions),
        *(one.at for one in journal.check_ins),
        *(one.answered_at for one in journal.outcome_measures),
    )
    return min((at for at in moments if at is not None and at > now), default=None)


@remembered
def timely_days(journal: Journal, now: datetime) -> Mapping[date, bool]:
    """Days with a check-in, and whether one of them was entered within 24 hours."""
    timely = _timely(journal, now)
    found: dict[date, bool] = {}
    for one in made_check_ins(journal, now):
        if one.at is not None:
            day = one.at.date()
            found[day] = one.id in timely or found.get(day, False)
    return found


@remembered
def _timely(journal: Journal, now: datetime) -> frozenset[str]:
    """Which of the dated entries were recorded within 24 hours of what they describe."""
    entered = journal.provenance
    return frozenset(
        record
        for record, at in _dated(journal, now)
        if (known := entered.get(record)) is not None and known.entered_at - at <= TIMELY
    )


@remembered
def today_of(journal: Journal, now: datetime) -> date:
    """The day it is where the latest entry was made: at night there it is tomorrow already in UTC.

    Never before the day of an entry, which lies ahead after a flight across the date line; of a part of a journal never
    after its last day.
    """
    latest = max((at for _, at in _dated(journal, now)), default=now)
    here = now.astimezone(latest.tzinfo).date()
    here = min(here, journal.ends_on) if journal.ends_on else here
    return max(_days(journal, now) | {here})


@remembered
def _days(journal: Journal, now: datetime) -> frozenset[date]:
    """The days on which a dated entry lies, where it was made."""
    return frozenset(at.date() for _, at in _dated(journal, now))


@remembered
def _dated(journal: Journal, now: datetime) -> list[tuple[str, datetime]]:
    """The ids of sessions, check-ins and questionnaires up to now, with their moment."""
    answered = journal.outcome_measures
    return [
        *map(attrgetter("id", "started_at"), begun_sessions(journal, now)),
        *map(attrgetter("id", "at"), made_check_ins(journal, now)),
        *map(attrgetter("id", "answered_at"), answered[: bisect_right(answered, now, key=attrgetter("answered_at"))]),
    ]
