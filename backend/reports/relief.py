"""When relief began and wore off after a session, in the patient's own word: one row a session, and as printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from backend import wording
from backend.analysis.courses import begun_sessions
from backend.reports.parts import Column, Note, Part, Section, Table, Text
from shared_schemas.journal import Journal
from shared_schemas.treatment import ReliefNote

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class ReliefRow:
    """One session's relief: hours from its start until it began, days from its start until it wore off."""

    session: int
    day: date
    began_after_hours: float | None
    wore_off_after_days: float | None


def relief_rows(journal: Journal, now: datetime) -> tuple[ReliefRow, ...]:
    """A row for every session with a note on relief that says a time after its start."""
    notes: dict[str, list[ReliefNote]] = {}
    for note in journal.of(ReliefNote):
        notes.setdefault(note.session or "", []).append(note)
    rows = [
        _row(number, session.started_at, notes.get(session.id, ()))
        for number, session in enumerate(begun_sessions(journal, now), start=1)
        if session.started_at
    ]
    return tuple(row for row in rows if row.began_after_hours is not None or row.wore_off_after_days is not None)


def _row(number: int, start: datetime, notes: Sequence[ReliefNote]) -> ReliefRow:
    began = min((note.began_at for note in notes if note.began_at and note.began_at >= start), default=None)
    wore_off = max((note.wore_off_at for note in notes if note.wore_off_at and note.wore_off_at >= start), default=None)
    return ReliefRow(
        session=number,
        day=start.date(),
        began_after_hours=wording.rounded((began - start) / _HOUR, 1) if began else None,
        wore_off_after_days=wording.rounded((wore_off - start) / _DAY, 1) if wore_off else None,
    )


def relief_section(rows: Sequence[ReliefRow], sessions: int) -> list[Part]:
    """How soon relief began and how long it lasted. Nothing when the patient noted neither."""
    if not rows:
        return []
    columns = [
        Column("Session", 52, "right"),
        Column("Date", 84),
        Column("Relief began, hours after the start", 130, "right"),
        Column("Wore off, days after the start", 130, "right"),
    ]
    note = "The patient’s own word. A session without a note says nothing about its relief."
    return [
        Section("How long relief lasted"),
        Text(_summary(rows, sessions)),
        Table(columns, [_cells(row) for row in rows]),
        Note(note),
    ]


def _summary(rows: Sequence[ReliefRow], sessions: int) -> str:
    lasted = [row.wore_off_after_days for row in rows if row.wore_off_after_days is not None]
    noted = f"Noted for {len(rows)} of {wording.count(sessions, 'session')}."
    if not lasted:
        return noted
    ends = f"{wording.number(min(lasted))} to {wording.number(max(lasted))}"
    return f"{noted} Relief wore off after a median of {wording.number(median(lasted))} days ({ends})."


def _cells(row: ReliefRow) -> list[str]:
    values = (row.began_after_hours, row.wore_off_after_days)
    return [
        str(row.session),
        wording.day(row.day),
        *(wording.NOTHING if value is None else wording.number(value) for value in values),
    ]
