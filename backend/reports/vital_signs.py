"""Vital signs around sessions: the span of each, and how it is printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from backend import wording
from backend.reports.parts import Column, Note, Part, Subsection, Table
from shared_schemas.journal import Journal
from shared_schemas.treatment import VitalSigns

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


def vital_signs_parts(rows: Sequence[VitalSignRow]) -> list[Part]:
    """The table. Nothing without a reading."""
    if not rows:
        return []
    columns = [
        Column("Sign"),
        Column("Readings", 58, "right"),
        Column("Sessions", 58, "right"),
        Column("Lowest", 62, "right"),
        Column("Median", 62, "right"),
        Column("Highest", 62, "right"),
    ]
    note = "As the patient noted them, at home or from the clinic’s monitor."
    return [Subsection("Vital signs"), Table(columns, [_cells(row) for row in rows]), Note(note)]


def _cells(row: VitalSignRow) -> list[str]:
    values = (f"{wording.number(value, 0)}" for value in (row.lowest, row.median, row.highest))
    return [f"{row.sign}, {row.unit}", str(row.readings), str(row.sessions), *values]
