"""How complete the record is and how soon it was made, and how that is printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from backend import wording
from backend.analysis.completeness import completeness, is_changed_later
from backend.reports.parts import Column, Facts, Note, Part, Section, Table
from shared_schemas.journal import Journal


@dataclass(frozen=True)
class CompletenessRow:
    """What was expected, what was entered, and how soon."""

    first_day: date
    days: int
    days_with_check_in: int
    questionnaire: str
    every_days: int
    questionnaires_expected: int
    questionnaires_made: int
    entries: int
    within_24_hours: int
    changed_later: int


@dataclass(frozen=True)
class AmendedRow:
    """An entry that was changed more than 24 hours after it was made: its kind and day, and when both happened."""

    entry: str
    of_day: date
    entered_on: date
    amended_on: date


def amended_rows(journal: Journal, now: datetime) -> tuple[AmendedRow, ...]:
    """A row for each session, check-in and questionnaire up to `now` that was changed later, the earliest first."""
    moments = [
        *(("Session", one.id, one.started_at) for one in journal.treatment_sessions),
        *(("Check-in", one.id, one.at) for one in journal.check_ins),
        *(("Questionnaire", one.id, one.answered_at) for one in journal.outcome_measures),
    ]
    rows = []
    for entry, record, at in sorted(
        (one for one in moments if one[2] and one[2] <= now), key=lambda one: one[2] or now
    ):
        known = journal.provenance.get(record)
        if at is not None and known is not None and known.amended_at is not None and is_changed_later(known):
            days = (moment.astimezone(at.tzinfo).date() for moment in (known.entered_at, known.amended_at))
            rows.append(AmendedRow(entry, at.date(), *days))
    return tuple(rows)


def completeness_row(journal: Journal, now: datetime) -> CompletenessRow | None:
    """None for a journal without a dated entry."""
    found = completeness(journal, now)
    if found.first_day is None:
        return None
    return CompletenessRow(
        first_day=found.first_day,
        days=found.days,
        days_with_check_in=found.days_with_check_in,
        questionnaire=found.questionnaire,
        every_days=found.every_days,
        questionnaires_expected=found.questionnaires_expected,
        questionnaires_made=found.questionnaires_made,
        entries=found.dated,
        within_24_hours=found.timely,
        changed_later=found.amended,
    )


def completeness_section(
    row: CompletenessRow | None, amended: Sequence[AmendedRow], *, with_scores: bool
) -> list[Part]:
    """How much of what was expected was entered, how soon, and what was changed; of scores only where printed."""
    if row is None:
        return []
    pairs = [
        ("Record kept since", f"{wording.day(row.first_day)}, {wording.count(row.days, 'day')}"),
        ("Days with a check-in", _share(row.days_with_check_in, row.days)),
        *([_questionnaires(row)] if with_scores else []),
        ("Entered within 24 hours of what they describe", _share(row.within_24_hours, row.entries, "entries ")),
        (
            "Changed more than 24 hours after they were entered",
            _share(row.changed_later, row.entries, "entries "),
        ),
    ]
    note = "Entries are sessions, check-ins and questionnaires. Times of entry and change are the phone’s."
    return [Section("Completeness and timeliness"), Facts(pairs), Note(note), *_amended(amended)]


def _amended(rows: Sequence[AmendedRow]) -> list[Part]:
    if not rows:
        return []
    columns = [Column("Entry"), Column("For", 100), Column("First entered", 100), Column("Last changed", 100)]
    cells = [
        [row.entry, wording.day(row.of_day), wording.day(row.entered_on), wording.day(row.amended_on)] for row in rows
    ]
    return [Table(columns, cells, "changed entries")]


def _questionnaires(row: CompletenessRow) -> tuple[str, str]:
    made = _share(row.questionnaires_made, row.questionnaires_expected)
    return f"{row.questionnaire}, one expected every {row.every_days} days", made


def _share(part: int, whole: int, what: str = "") -> str:
    if part > whole:
        return f"{part:,} ({whole:,} expected)"
    if whole == 0:
        return "0"
    return f"{part:,} of {whole:,} {what}({wording.percent(100 * part / whole)})"
