"""A ketamine session and what is noted about it: side effects, vital signs, when relief began and wore off."""

from typing import Annotated, Literal

from pydantic import Field

from shared_schemas.base import (
    Attachments,
    BodyWeightKg,
    Claim,
    DoseMg,
    Instant,
    LongText,
    Minutes,
    Number,
    Record,
    RecordId,
    Scale,
    Text,
    TimeZone,
    Whole,
)

Route = Literal["intravenous", "intramuscular", "subcutaneous", "intranasal", "oral", "sublingual"]
Product = Literal["ketamine", "esketamine"]
Phase = Literal["induction", "maintenance", "booster"]
DoseSource = Literal["patient", "clinic"]
TakenBy = Literal["patient", "clinic"]
# Less is a slip of the pen, and would make any dose a huge one for each kilogram.
LEAST_KG = 1
Severity = Literal["mild", "moderate", "severe"]


class TreatmentSession(Record):
    """One session, with the state before and after it on scales from 0 to 10 (J1-J5 of the journal).

    `import_batch` is that of a check-in.
    """

    kind: Literal["treatment_session"] = "treatment_session"
    started_at: Instant | None = None
    time_zone: TimeZone | None = None
    duration_minutes: Minutes | None = None
    dose_mg: DoseMg | None = None
    dose_source: DoseSource | None = None
    body_weight_kg: BodyWeightKg | None = None
    route: Route | None = None
    product: Product | None = None
    phase: Phase | None = None
    session_number: Annotated[Whole, Field(ge=1, le=10_000)] | None = None
    setting: Text | None = None
    clinic: Text | None = None
    clinician: Text | None = None
    mood_before: Scale | None = None
    mood_after: Scale | None = None
    anxiety_before: Scale | None = None
    anxiety_after: Scale | None = None
    pain_before: Scale | None = None
    pain_after: Scale | None = None
    energy_before: Scale | None = None
    energy_after: Scale | None = None
    well_being_before: Scale | None = None
    well_being_after: Scale | None = None
    # Some of the state before was entered once the session had begun, so it is recalled.
    before_recalled: Claim | None = None
    notes: LongText | None = None
    # The patient's own word that a new course of treatment begins here, however short the time since the last session.
    starts_course: Claim | None = None
    attachments: Attachments | None = None
    import_batch: RecordId | None = None

    @property
    def dose_mg_per_kg(self) -> float | None:
        """Dose per body weight in mg/kg, not rounded; None when either is missing, or the weight is nobody's."""
        if self.dose_mg is None or self.body_weight_kg is None or self.body_weight_kg < LEAST_KG:
            return None
        return self.dose_mg / self.body_weight_kg


class SideEffect(Record):
    """One side effect of one session (J6)."""

    kind: Literal["side_effect"] = "side_effect"
    session: RecordId | None = None
    symptom: Text | None = None
    severity: Severity | None = None
    started_at: Instant | None = None
    ended_at: Instant | None = None
    time_zone: TimeZone | None = None
    action_taken: LongText | None = None
    notes: LongText | None = None


class VitalSigns(Record):
    """One measurement during or near a session (J7)."""

    kind: Literal["vital_signs"] = "vital_signs"
    session: RecordId | None = None
    at: Instant | None = None
    time_zone: TimeZone | None = None
    systolic_mmhg: Annotated[Number, Field(ge=0, le=400)] | None = None
    diastolic_mmhg: Annotated[Number, Field(ge=0, le=300)] | None = None
    heart_rate_bpm: Annotated[Number, Field(ge=0, le=400)] | None = None
    spo2_percent: Annotated[Number, Field(ge=0, le=100)] | None = None
    taken_by: TakenBy | None = None


class ReliefNote(Record):
    """The patient's own word on when the relief of a session began and wore off (J10, J12)."""

    kind: Literal["relief_note"] = "relief_note"
    session: RecordId | None = None
    began_at: Instant | None = None
    wore_off_at: Instant | None = None
    time_zone: TimeZone | None = None
    notes: LongText | None = None
