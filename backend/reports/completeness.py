"""How complete the record is and how soon it was made, and how that is printed."""

from dataclasses import dataclass
from datetime import date, datetime

from backend import wording
from backend.analysis.completeness import PHQ9_EVERY_DAYS, completeness
from backend.reports.parts import Facts, Note, Part, Section
from shared_schemas.journal import Journal


@dataclass(frozen=True)
class CompletenessRow:
    """What was expected, what was entered, and how soon."""

    first_day: date
    days: int
    days_with_check_in: int
    phq9_expected: int
    phq9_made: int
    entries: int
    within_24_hours: int
    changed_later: int


def completeness_row(journal: Journal, now: datetime) -> CompletenessRow | None:
    """None for a journal without a dated entry."""
    found = completeness(journal, now)
    if found.first_day is None:
        return None
    return CompletenessRow(
        first_day=found.first_day,
        days=found.days,
        days_with_check_in=found.days_with_check_in,
        phq9_expected=found.phq9_expected,
        phq9_made=found.phq9_made,
        entries=found.dated,
        within_24_hours=found.timely,
        changed_later=found.amended,
    )


def completeness_section(row: CompletenessRow | None, *, with_scores: bool) -> list[Part]:
    """How much of what was expected was entered, and how soon; of scores only where they are in the report."""
    if row is None:
        return []
    pairs = [
        ("Record kept since", f"{wording.day(row.first_day)}, {wording.count(row.days, 'day')}"),
        ("Days with a check-in", _share(row.days_with_check_in, row.days)),
        *([_phq9(row)] if with_scores else []),
        ("Entered within 24 hours of what they describe", _share(row.within_24_hours, row.entries, "entries ")),
        ("Changed after they were first entered", _share(row.changed_later, row.entries, "entries ")),
    ]
    note = "Entries are sessions, check-ins and questionnaires. Times of entry and change are the phone’s."
    return [Section("Completeness and timeliness"), Facts(pairs), Note(note)]


def _phq9(row: CompletenessRow) -> tuple[str, str]:
    return f"PHQ-9, one expected every {PHQ9_EVERY_DAYS} days", _share(row.phq9_made, row.phq9_expected)


def _share(part: int, whole: int, what: str = "") -> str:
    if part > whole:
        return f"{part:,} ({whole:,} expected)"
    if whole == 0:
        return "0"
    return f"{part:,} of {whole:,} {what}({wording.percent(100 * part / whole)})"
