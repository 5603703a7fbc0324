"""How complete the journal is, and how soon after the event its entries were made."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from backend.analysis.change import scores
from shared_schemas.base import Record
from shared_schemas.instruments import INSTRUMENTS
from shared_schemas.journal import Journal

# What Casebook expects where the patient set no rule: a check-in a day, a PHQ-9 every 14 days.
PHQ9_EVERY_DAYS = 14
TIMELY = timedelta(hours=24)


@dataclass(frozen=True)
class Completeness:
    """Expected and made entries from the first entry to now, and how many were recorded within 24 hours.

    `dated` counts sessions, check-ins and questionnaires; `amended` those of them changed later.
    """

    first_day: date | None
    days: int
    days_with_check_in: int
    phq9_expected: int
    phq9_made: int
    dated: int
    timely: int
    amended: int


def completeness(journal: Journal, now: datetime) -> Completeness:
    """All zero for an empty journal. A day is the day it was where the entry was made."""
    entries = [(record, at) for record, at in _dated(journal) if at <= now]
    first = min((at.date() for _, at in entries), default=None)
    # Today is the day it is where the latest entry was made: at night there it is tomorrow already in UTC.
    today = now.astimezone(max(entries, key=lambda entry: entry[1])[1].tzinfo).date() if entries else now.date()
    days = (today - first).days + 1 if first else 0
    check_in_days = {check_in.at.date() for check_in in journal.check_ins if check_in.at and check_in.at <= now}
    phq9 = scores(journal, INSTRUMENTS["phq9"], now)
    provenance = [(journal.provenance.get(record.id), at) for record, at in entries]
    return Completeness(
        first_day=first,
        days=max(days, 0),
        days_with_check_in=len(check_in_days),
        phq9_expected=(days - 1) // PHQ9_EVERY_DAYS + 1 if days > 0 else 0,
        phq9_made=len(phq9),
        dated=len(entries),
        timely=sum(1 for known, at in provenance if known is not None and known.entered_at - at <= TIMELY),
        amended=sum(1 for known, _ in provenance if known is not None and known.amended_at is not None),
    )


def _dated(journal: Journal) -> list[tuple[Record, datetime]]:
    dated: list[tuple[Record, datetime | None]] = [
        *((session, session.started_at) for session in journal.treatment_sessions),
        *((check_in, check_in.at) for check_in in journal.check_ins),
        *((measure, measure.answered_at) for measure in journal.outcome_measures),
    ]
    return [(record, at) for record, at in dated if at is not None]
