"""How soon relief began and how long it lasted: over the sessions by each measure, and session by session in the
patient's own word. Rows, and how they are printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from backend import wording
from backend.analysis.courses import begun_sessions
from backend.analysis.relief import OWN_NOTES, relief
from backend.reports.parts import Chart, Column, Note, Part, Section, Table, Text
from backend.reports.relief_chart import RELIEF_HEIGHT_INCHES, CurveStep
from shared_schemas.journal import Journal
from shared_schemas.progress import Relief
from shared_schemas.treatment import ReliefNote

RELIEF_FILE = "relief.svg"
_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class ReliefRow:
    """One session's relief: hours from its start until it began, days from its start until it wore off."""

    session: int
    day: date
    began_after_hours: float | None
    wore_off_after_days: float | None


@dataclass(frozen=True)
class ReliefMeasureRow:
    """Relief over the sessions on one measure. Days from the start of a session.

    `has_curve`: enough reliefs were followed; a median that is None is not reached then. `method` and `source` are
    printed with the methods.
    """

    measure: str
    judged: int
    sessions: int
    with_relief: int
    median_onset_days: float | None
    has_curve: bool
    median_days: float | None
    median_low: float | None
    median_high: float | None
    steps: tuple[CurveStep, ...]
    method: str
    source: str


def relief_measure_rows(journal: Journal, now: datetime) -> tuple[ReliefMeasureRow, ...]:
    """A row for each measure by which a session could be judged: questionnaires, own scales, then own notes."""
    return tuple(_measure_row(found) for found in relief(journal, now))


def _measure_row(found: Relief) -> ReliefMeasureRow:
    interval = found.median_interval
    return ReliefMeasureRow(
        measure="Own word" if found.measure == OWN_NOTES else found.name,
        judged=found.n,
        sessions=found.sessions,
        with_relief=found.with_relief,
        median_onset_days=wording.rounded(found.median_onset_days, 1),
        has_curve=bool(found.curve),
        median_days=wording.rounded(found.median_days, 1),
        median_low=wording.rounded(interval.low, 1) if interval else None,
        median_high=wording.rounded(interval.high, 1) if interval else None,
        steps=tuple(
            CurveStep(
                point.days, point.share, point.interval.low or 0.0, point.interval.high or 0.0, point.censored > 0
            )
            for point in found.curve
        ),
        method=found.method,
        source=found.source,
    )


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


def charted_relief(measures: Sequence[ReliefMeasureRow]) -> ReliefMeasureRow | None:
    """The measure whose curve is drawn: the first that has one, in a fixed order, so that nobody chooses the best."""
    return next((row for row in measures if row.has_curve), None)


def relief_section(measures: Sequence[ReliefMeasureRow], rows: Sequence[ReliefRow]) -> list[Part]:
    """How soon relief began and how long it lasted. Nothing when no session could be judged."""
    if not measures and not rows:
        return []
    parts: list[Part] = [Section("How long relief lasted")]
    if measures:
        parts += [Text(_LEAD), _measures_table(measures), *_measure_notes(measures), *_curve(measures)]
    if rows:
        parts += [_rows_table(rows), Note(_OWN_WORD)]
    return parts


_LEAD = (
    "Counted from the start of each session, by a measure’s scores before and after it. Worsening and no change are no "
    "relief."
)
_OWN_WORD = "In the patient’s own word. A session without a note says nothing about its relief."


def _measures_table(measures: Sequence[ReliefMeasureRow]) -> Table:
    columns = [
        Column("Measure", 76),
        Column("Sessions that can be judged", 82, "right"),
        Column("With relief", 66, "right"),
        Column("Began after, median days", 74, "right"),
        Column("Lasted, median days (95% interval)", None, "right"),
    ]
    return Table(columns, [_measure_cells(row) for row in measures])


def _measure_cells(row: ReliefMeasureRow) -> list[str]:
    return [
        row.measure,
        f"{row.judged} of {row.sessions}",
        str(row.with_relief),
        wording.NOTHING if row.median_onset_days is None else wording.number(row.median_onset_days),
        _lasted(row),
    ]


def _lasted(row: ReliefMeasureRow) -> str:
    if not row.has_curve:
        return wording.NOTHING
    median = "not reached" if row.median_days is None else wording.number(row.median_days)
    ends = ["not reached" if end is None else wording.number(end) for end in (row.median_low, row.median_high)]
    return median if ends == ["not reached", "not reached"] else f"{median} ({' to '.join(ends)})"


def _measure_notes(measures: Sequence[ReliefMeasureRow]) -> list[Part]:
    few = any(not row.has_curve and row.with_relief for row in measures)
    said = [
        "Every measure with a score before and after a session is printed.",
        f"{wording.NOTHING} Fewer than five reliefs: no median is given." if few else "",
        "Not reached: more than half of the reliefs had not ended when they were last followed."
        if any("not reached" in _lasted(row) for row in measures)
        else "",
    ]
    return [Note(" ".join(sentence for sentence in said if sentence))]


def _curve(measures: Sequence[ReliefMeasureRow]) -> list[Part]:
    row = charted_relief(measures)
    if row is None:
        return []
    title = f"Share of reliefs that still last, by days since the session ({row.measure}, {row.with_relief} reliefs)"
    median = "not reached" if row.median_days is None else f"{wording.number(row.median_days)} days"
    ends = f"{wording.percent(100 * row.steps[-1].share)} after {wording.number(row.steps[-1].days)} days"
    alternative = f"Falling steps from 100% at the session to {ends}; the median is {median}."
    note = (
        "Upright ticks: followed no longer, since the next session or the end of the entries came first. "
        "Hatched: 95% interval."
    )
    return [Chart(title, RELIEF_FILE, alternative, note, height_inches=RELIEF_HEIGHT_INCHES)]


def _rows_table(rows: Sequence[ReliefRow]) -> Table:
    columns = [
        Column("Session", 52, "right"),
        Column("Date", 84),
        Column("Relief began, hours after the start", 130, "right"),
        Column("Wore off, days after the start", 130, "right"),
    ]
    return Table(columns, [_cells(row) for row in rows], "notes of the patient")


def _cells(row: ReliefRow) -> list[str]:
    values = (row.began_after_hours, row.wore_off_after_days)
    return [
        str(row.session),
        wording.day(row.day),
        *(wording.NOTHING if value is None else wording.number(value) for value in values),
    ]
