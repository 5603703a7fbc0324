"""Asking an insurer for a yes, before the treatment and after a no (I4, I7)."""

from typing import Annotated, Literal

from pydantic import Field

from shared_schemas.base import Attachments, Claim, Day, LongText, Record, RecordId, Text, Whole

AppealLevel = Literal["internal_1", "internal_2", "external_review", "hearing", "regulator_complaint"]
SentBy = Literal["fax", "certified_mail", "mail", "portal", "by_hand", "clinic"]


class PriorAuthorization(Record):
    """One request for approval, how the treatment fits the plan of care, and what came of it (I4)."""

    kind: Literal["prior_authorization"] = "prior_authorization"
    requested_on: Day | None = None
    requested_by: Text | None = None
    authorization_number: Text | None = None
    treatment_plan: LongText | None = None
    service_codes: Annotated[list[Text], Field(max_length=50)] | None = None
    urgent: Claim | None = None
    decision: Literal["waiting", "approved", "partly_approved", "denied", "withdrawn"] | None = None
    decided_on: Day | None = None
    valid_from_on: Day | None = None
    valid_to_on: Day | None = None
    sessions_approved: Annotated[Whole, Field(ge=0, le=1_000)] | None = None
    renewal_due_on: Day | None = None
    notes: LongText | None = None
    attachments: Attachments | None = None


class Appeal(Record):
    """One level of an appeal: when it is due, how it was sent and what proves that, and the decision (I7).

    `due_on` is what the patient was told for this level, `next_deadline_on` what the decision's letter prints for the
    next one; either wins over a computed day.
    """

    kind: Literal["appeal"] = "appeal"
    denial: RecordId | None = None
    level: AppealLevel | None = None
    due_on: Day | None = None
    sent_on: Day | None = None
    sent_by: SentBy | None = None
    proof: Text | None = None
    expedited: Claim | None = None
    decision: Literal["waiting", "overturned", "partly_overturned", "upheld", "dismissed", "withdrawn"] | None = None
    decided_on: Day | None = None
    decision_received_on: Day | None = None
    next_deadline_on: Day | None = None
    reason_text: LongText | None = None
    notes: LongText | None = None
    attachments: Attachments | None = None
