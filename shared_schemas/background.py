"""Who the patient is, what was tried before, and who gives care (B1-B5)."""

from typing import Annotated, Literal

from pydantic import Field

from shared_schemas.base import Claim, Day, LongText, Number, Percent, Record, Text


class Patient(Record):
    """Name and address for the report, never asked before they are needed."""

    kind: Literal["patient"] = "patient"
    full_name: Text | None = None
    born_on: Day | None = None
    phone: Text | None = None
    address: LongText | None = None


class Condition(Record):
    """A condition being treated. The ICD-10-CM code is the one the clinic wrote, never chosen by the app."""

    kind: Literal["condition"] = "condition"
    name: Text | None = None
    diagnosed_on: Day | None = None
    diagnosed_by: Text | None = None
    icd10_code: Text | None = None


class PriorTreatment(Record):
    """A treatment tried before or beside ketamine, and how it ended (B2). Improvement below 0 is worsening."""

    kind: Literal["prior_treatment"] = "prior_treatment"
    name: Text | None = None
    drug_class: Text | None = None
    type: Text | None = None
    dose_mg_per_day: Annotated[Number, Field(gt=0, le=100_000)] | None = None
    started_on: Day | None = None
    ended_on: Day | None = None
    adequate_weeks: Annotated[Number, Field(ge=0, le=5_000)] | None = None
    current_episode: Claim | None = None
    augmentation: Claim | None = None
    improvement_percent: Percent | None = None
    stop_reason: LongText | None = None


class CareContact(Record):
    """Someone who gives care: prescriber, therapist, clinic, or a person to call in a crisis (B4)."""

    kind: Literal["care_contact"] = "care_contact"
    name: Text | None = None
    role: Text | None = None
    phone: Text | None = None
    fax: Text | None = None
    npi: Text | None = None
