"""Who the patient is, what is treated, what is taken and was tried before, and who gives care (B1-B5)."""

from typing import Annotated, Literal

from pydantic import Field

from shared_schemas.base import Attachments, Claim, Day, LongText, Number, Percent, Record, Text, Whole

# Any questionnaire's total, as a clinic or the patient wrote it down at the time.
Total = Annotated[Number, Field(ge=0, le=1_000)]


class Patient(Record):
    """Name and address for the report, never asked before they are needed."""

    kind: Literal["patient"] = "patient"
    full_name: Text | None = None
    born_on: Day | None = None
    phone: Text | None = None
    address: LongText | None = None


class Condition(Record):
    """A condition. The ICD-10-CM code is the one the clinic wrote, never chosen by the app.

    `other_condition` says that it is not what ketamine treats: it belongs to the picture of health, not to the case.
    """

    kind: Literal["condition"] = "condition"
    name: Text | None = None
    diagnosed_on: Day | None = None
    diagnosed_by: Text | None = None
    icd10_code: Text | None = None
    other_condition: Claim | None = None
    notes: LongText | None = None


class Medication(Record):
    """A medicine taken now, whatever for (B3). `dose` is as the label or the patient words it, "20 mg twice a day"."""

    kind: Literal["medication"] = "medication"
    name: Text | None = None
    drug_class: Text | None = None
    dose: Text | None = None
    started_on: Day | None = None
    ended_on: Day | None = None
    prescriber: Text | None = None
    notes: LongText | None = None


class Allergy(Record):
    """Something the patient does not tolerate, and what it does (B3)."""

    kind: Literal["allergy"] = "allergy"
    name: Text | None = None
    reaction: Text | None = None
    notes: LongText | None = None


class PriorTreatment(Record):
    """A treatment tried before or beside ketamine, and how it ended (B2). Improvement below 0 is worsening.

    `name` is the generic name of a medicine. `score_before` and `score_after` are totals of the questionnaire named in
    `score_name`. `session_count` counts visits of a therapy, ECT or TMS.
    """

    kind: Literal["prior_treatment"] = "prior_treatment"
    name: Text | None = None
    brand_name: Text | None = None
    drug_class: Text | None = None
    type: Text | None = None
    dose_mg_per_day: Annotated[Number, Field(gt=0, le=100_000)] | None = None
    started_on: Day | None = None
    ended_on: Day | None = None
    adequate_weeks: Annotated[Number, Field(ge=0, le=5_000)] | None = None
    current_episode: Claim | None = None
    augmentation: Claim | None = None
    session_count: Annotated[Whole, Field(ge=0, le=10_000)] | None = None
    improvement_percent: Percent | None = None
    score_name: Text | None = None
    score_before: Total | None = None
    score_after: Total | None = None
    stop_reason: LongText | None = None
    prescriber: Text | None = None
    notes: LongText | None = None
    attachments: Attachments | None = None


class CareContact(Record):
    """Someone who gives care, or a person to call in a crisis (B4).

    `role` is `clinic`, `prescriber`, `therapist`, `family_doctor`, `safety_contact` or the patient's own word. A safety
    contact stands on the help screen of the phone. `authorization_protocol` is how a clinic asks the insurer for leave.
    """

    kind: Literal["care_contact"] = "care_contact"
    name: Text | None = None
    role: Text | None = None
    phone: Text | None = None
    fax: Text | None = None
    npi: Text | None = None
    address: LongText | None = None
    authorization_protocol: LongText | None = None
    insurer_experience: LongText | None = None
    notes: LongText | None = None
