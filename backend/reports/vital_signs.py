"""Vital signs around sessions: the span of each, every reading, and how they are printed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from backend import wording
from backend.analysis.courses import begun_sessions
from backend.reports.parts import Column, Note, Part, Subsection, Table, Text
from shared_schemas.journal import Journal
from shared_schemas.treatment import TakenBy, TreatmentSession, VitalSigns

_SIGNS = (
    ("systolic_mmhg", "Blood pressure, upper value", "mmHg"),
    ("diastolic_mmhg", "Blood pressure, lower value", "mmHg"),
    ("heart_rate_bpm", "Heart rate", "a minute"),
    ("spo2_percent", "Oxygen saturation", "%"),
)


@dataclass(frozen=True)
class VitalSignRow:
    """One sign over all its readings."""

    sign: str
    unit: str
    readings: int
    sessions: int
    lowest: float
    median: float
    highest: float


@dataclass(frozen=True)
class ReadingRow:
    """What was measured at one moment of one session; `when` tells it from the session's start or end."""

    record: str
    number: int
    day: date
    when: str
    systolic_mmhg: float | None
    diastolic_mmhg: float | None
    heart_rate_bpm: float | None
    spo2_percent: float | None
    taken_by: TakenBy | None


def vital_sign_rows(journal: Journal, now: datetime) -> tuple[VitalSignRow, ...]:
    """A row for each sign with a reading up to `now`; readings without a time count."""
    taken = [signs for signs in journal.of(VitalSigns) if signs.at is None or signs.at <= now]
    return tuple(row for name, sign, unit in _SIGNS if (row := _row(taken, name, sign, unit)) is not None)


def _row(taken: Sequence[VitalSigns], name: str, sign: str, unit: str) -> VitalSignRow | None:
    readings = [(signs, getattr(signs, name)) for signs in taken if getattr(signs, name) is not None]
    if not readings:
        return None
    values = [value for _, value in readings]
    return VitalSignRow(
        sign=sign,
        unit=unit,
        readings=len(values),
        sessions=len({signs.session for signs, _ in readings if signs.session}),
        lowest=wording.rounded(min(values), 0) or 0,
        median=wording.rounded(median(values), 0) or 0,
        highest=wording.rounded(max(values), 0) or 0,
    )


def reading_rows(journal: Journal, now: datetime) -> tuple[ReadingRow, ...]:
    """A row for each reading of a session that began by `now`, in the order of sessions and of time in each."""
    taken = [signs for signs in journal.of(VitalSigns) if signs.at is None or signs.at <= now]
    return tuple(
        _reading(number, session, session.started_at, signs)
        for number, session in enumerate(begun_sessions(journal, now), start=1)
        for signs in sorted(taken, key=lambda signs: (str(signs.at or ""), signs.id))
        if session.started_at and signs.session == session.id and _has_value(signs)
    )


def _has_value(signs: VitalSigns) -> bool:
    return any(getattr(signs, name) is not None for name, _, _ in _SIGNS)


def _reading(number: int, session: TreatmentSession, started_at: datetime, signs: VitalSigns) -> ReadingRow:
    return ReadingRow(
        record=session.id,
        number=number,
        day=started_at.date(),
        when=_when(signs.at, started_at, session.duration_minutes),
        taken_by=signs.taken_by,
        **{name: wording.rounded(getattr(signs, name), 0) for name, _, _ in _SIGNS},
    )


def _when(at: datetime | None, started_at: datetime, minutes: float | None) -> str:
    if at is None:
        return "Time not noted"
    since = round((at - started_at) / timedelta(minutes=1))
    if since < 0:
        return f"Before, by {wording.count(-since, 'minute')}"
    if minutes is None:
        return f"{wording.count(since, 'minute')} from its start"
    if since <= minutes:
        return f"During, minute {since}"
    return f"After, by {wording.count(round(since - minutes), 'minute')}"


def vital_signs_parts(
    rows: Sequence[VitalSignRow], readings: Sequence[ReadingRow], places: Mapping[str, str]
) -> list[Part]:
    """The span of each sign and all readings, with where a session's clinic sheet stands. Nothing without a reading."""
    if not rows:
        return []
    return [Subsection("Vital signs"), Text(_LEAD), _spans(rows), *_all_readings(readings, places)]


_LEAD = "As the patient entered them, at home or from the clinic’s monitor; none was measured by Casebook."


def _spans(rows: Sequence[VitalSignRow]) -> Table:
    columns = [
        Column("Sign"),
        Column("Readings", 58, "right"),
        Column("Sessions", 58, "right"),
        Column("Lowest", 62, "right"),
        Column("Median", 62, "right"),
        Column("Highest", 62, "right"),
    ]
    return Table(columns, [_cells(row) for row in rows])


def _cells(row: VitalSignRow) -> list[str]:
    values = (f"{wording.number(value, 0)}" for value in (row.lowest, row.median, row.highest))
    return [f"{row.sign}, {row.unit}", str(row.readings), str(row.sessions), *values]


def _all_readings(readings: Sequence[ReadingRow], places: Mapping[str, str]) -> list[Part]:
    if not readings:
        return []
    columns = [
        Column("No.", 24, "right"),
        Column("Session of"),
        Column("Measured", 118),
        Column("Blood pressure, mmHg", 84, "right"),
        Column("Heart rate a minute", 62, "right"),
        Column("Oxygen saturation", 62, "right"),
    ]
    takers = {row.taken_by for row in readings}
    is_marked = "clinic" in takers and len(takers) > 1
    note = f"Before, during and after are told from the session’s start and length. {wording.NOTHING} Not measured."
    taken_by = _MARKED if is_marked else _TAKEN_BY_ALL.get(next(iter(takers)), "") if len(takers) == 1 else ""
    cells = [_reading_cells(row, places, is_marked=is_marked) for row in readings]
    return [Table(columns, cells, "readings"), Note(f"{taken_by}{note}")]


_TAKEN_BY_ALL: Mapping[TakenBy | None, str] = {
    "clinic": "All were taken by the clinic, as the patient noted them. ",
    "patient": "All were taken by the patient. ",
}
_MARKED = "† Taken by the clinic, as the patient noted it; the others by the patient, or nobody noted by whom. "


def _reading_cells(row: ReadingRow, places: Mapping[str, str], *, is_marked: bool) -> list[str]:
    sheet = f", clinic record, {places[row.record]}" if row.record in places else ""
    upper, lower = _value(row.systolic_mmhg), _value(row.diastolic_mmhg)
    return [
        str(row.number),
        f"{wording.day(row.day)}{sheet}",
        row.when + ("†" if is_marked and row.taken_by == "clinic" else ""),
        wording.NOTHING if upper == lower == wording.NOTHING else f"{upper}/{lower}",
        _value(row.heart_rate_bpm),
        wording.NOTHING if row.spo2_percent is None else wording.percent(row.spo2_percent),
    ]


def _value(value: float | None) -> str:
    return wording.NOTHING if value is None else wording.number(value, 0)
