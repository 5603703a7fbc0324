"""The plan, what it refused, and every call with the insurer (I1-I6)."""

from typing import Literal

from shared_schemas.base import Attachments, Cents, Claim, Day, Instant, LongText, Record, Text

PlanType = Literal[
    "employer_self_funded",
    "employer_insured",
    "individual",
    "medicare",
    "medicare_advantage",
    "medicaid",
    "fehb",
    "tricare",
    "va",
    "other",
    "unknown",
]
DenialReason = Literal[
    "not_medically_necessary",
    "experimental",
    "excluded",
    "no_authorization",
    "out_of_network",
    "missing_information",
    "coding",
    "other",
]


class InsurancePlan(Record):
    """The plan as its card names it.

    Whether an employer funds it decides which law holds, so "unknown" is an answer.
    """

    kind: Literal["insurance_plan"] = "insurance_plan"
    insurer: Text | None = None
    plan_type: PlanType | None = None
    member_number: Text | None = None
    group_number: Text | None = None
    state: Text | None = None


class InsurerContact(Record):
    """One call or letter: with whom, under which reference number, what was said (I3)."""

    kind: Literal["insurer_contact"] = "insurer_contact"
    at: Instant | None = None
    representative: Text | None = None
    reference_number: Text | None = None
    number_called: Text | None = None
    summary: LongText | None = None
    follow_up_on: Day | None = None
    attachments: Attachments | None = None


class InsuranceClaim(Record):
    """One claim and its decision (I5). Amounts are integer cents."""

    kind: Literal["claim"] = "claim"
    service_on: Day | None = None
    claim_number: Text | None = None
    billed_cents: Cents | None = None
    allowed_cents: Cents | None = None
    paid_cents: Cents | None = None
    submitted_on: Day | None = None
    submit_by_on: Day | None = None
    decided_on: Day | None = None
    attachments: Attachments | None = None


class Denial(Record):
    """One refusal, as the letter words it. A deadline printed on the letter wins over any computed one (I6)."""

    kind: Literal["denial"] = "denial"
    notice_on: Day | None = None
    received_on: Day | None = None
    deadline_on: Day | None = None
    reason: DenialReason | None = None
    reason_text: LongText | None = None
    claim_number: Text | None = None
    urgent: Claim | None = None
    attachments: Attachments | None = None
