"""How complete the journal is, and how soon after the event its entries were made."""

from datetime import date, datetime, timedelta

from backend.analysis.change import scores
from backend.analysis.remembered import remembered
from backend.wording import count
from shared_schemas.base import Record
from shared_schemas.instruments import INSTRUMENTS
from shared_schemas.journal import Journal
from shared_schemas.progress import Completeness

# What Casebook expects where the patient set no rule: a check-in a day, a PHQ-9 every 14 days.
PHQ9_EVERY_DAYS = 14
TIMELY = timedelta(hours=24)
_METHOD = (
    "Entries made, beside one check-in a day and one PHQ-9 every 14 days from the first entry on; timely is recorded"
    " within 24 hours of what it describes."
)
_SOURCE = "Casebook’s definitions"


def completeness(journal: Journal, now: datetime) -> Completeness:
    """All zero for an empty journal. A day is the day it was where the entry was made."""
    entries = _dated(journal, now)
    first = min((at.date() for _, at in entries), default=None)
    today = today_of(journal, now)
    days = (today - first).days + 1 if first else 0
    check_in_days = {check_in.at.date() for check_in in journal.check_ins if check_in.at and check_in.at <= now}
    phq9 = scores(journal, INSTRUMENTS["phq9"], now)
    provenance = [(journal.provenance.get(record.id), at) for record, at in entries]
    unknown = sum(1 for known, _ in provenance if known is None)
    return Completeness(
        n=len(entries),
        method=_METHOD,
        source=_SOURCE,
        missing=(f"{count(unknown, 'entry', 'entries')} of unknown age.",) if unknown else (),
        first_day=first,
        days=max(days, 0),
        days_with_check_in=len(check_in_days),
        phq9_expected=(days - 1) // PHQ9_EVERY_DAYS + 1 if days > 0 else 0,
        phq9_made=len(phq9),
        dated=len(entries),
        timely=sum(1 for known, at in provenance if known is not None and known.entered_at - at <= TIMELY),
        amended=sum(1 for known, _ in provenance if known is not None and known.amended_at is not None),
    )


def today_of(journal: Journal, now: datetime) -> date:
    """The day it is where the latest entry was made: at night there it is tomorrow already in UTC."""
    latest = max((at for _, at in _dated(journal, now)), default=now)
    return now.astimezone(latest.tzinfo).date()


@remembered
def _dated(journal: Journal, now: datetime) -> list[tuple[Record, datetime]]:
    """Sessions, check-ins and questionnaires up to now, with their moment."""
    dated: list[tuple[Record, datetime | None]] = [
        *((session, session.started_at) for session in journal.treatment_sessions),
        *((check_in, check_in.at) for check_in in journal.check_ins),
        *((measure, measure.answered_at) for measure in journal.outcome_measures),
    ]
    return [(record, at) for record, at in dated if at is not None and at <= now]
