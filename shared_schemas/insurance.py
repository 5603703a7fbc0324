"""The plan, what its papers say, what it refused, and every call with the insurer (I1-I3, I5, I6)."""

from typing import Annotated, Literal

from pydantic import Field

from shared_schemas.base import (
    Attachments,
    Cents,
    Claim,
    Day,
    Instant,
    LongText,
    Number,
    Record,
    RecordId,
    Text,
    TimeZone,
    Whole,
)

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
Answer = Literal["yes", "no", "unknown"]
# What a plan's papers are read for (I2).
PolicyTopic = Literal[
    "ketamine_named",
    "exclusions",
    "experimental_wording",
    "exception_clause",
    "prior_authorization",
    "referral",
    "network",
    "deductible",
    "copay",
    "coinsurance",
    "session_limit",
    "duration_limit",
    "diagnosis_codes",
    "claim_filing",
    "appeal_levels",
]
# What a criterion of a plan asks, so that the journal can answer it; "other" is answered by the patient.
CriterionTest = Literal[
    "age",
    "diagnosis",
    "trials",
    "augmentations",
    "psychotherapy",
    "severity",
    "improvement",
    "other",
]


class InsurancePlan(Record):
    """The plan as its card names it, and where an appeal goes (I1).

    Whether an employer funds it decides which law holds, so "unknown" is an answer. `claim_filing_days` and
    `internal_levels` are the plan's own, from its papers. `criteria_set` names a set of `reference/criteria.json`.
    """

    kind: Literal["insurance_plan"] = "insurance_plan"
    insurer: Text | None = None
    plan_name: Text | None = None
    plan_type: PlanType | None = None
    member_number: Text | None = None
    group_number: Text | None = None
    state: Text | None = None
    began_on: Day | None = None
    ended_on: Day | None = None
    grandfathered: Answer | None = None
    internal_levels: Annotated[Whole, Field(ge=1, le=2)] | None = None
    claim_filing_days: Annotated[Whole, Field(ge=1, le=3_650)] | None = None
    criteria_set: Text | None = None
    phone: Text | None = None
    appeals_phone: Text | None = None
    appeals_fax: Text | None = None
    appeals_address: LongText | None = None
    notes: LongText | None = None
    attachments: Attachments | None = None


class PolicyAnswer(Record):
    """One question to the plan's papers, the answer, and the page of the document where it stands (I2)."""

    kind: Literal["policy_answer"] = "policy_answer"
    topic: PolicyTopic | None = None
    found: Literal["yes", "no", "not_found"] | None = None
    answer: LongText | None = None
    page: Text | None = None
    document: RecordId | None = None
    looked_on: Day | None = None
    attachments: Attachments | None = None


class PlanCriterion(Record):
    """One criterion of the patient's own plan, in its words.

    `at_least` and `weeks` are its numbers: how many trials, which score, how many percent. Of trials it may ask that
    they were in the present episode or the last `within_years`, and helped by `improvement_at_most` percent. `met` is
    the patient's own answer to what the journal cannot count.
    """

    kind: Literal["plan_criterion"] = "plan_criterion"
    wording: LongText | None = None
    test: CriterionTest | None = None
    at_least: Annotated[Number, Field(ge=0, le=1_000)] | None = None
    classes: Annotated[Whole, Field(ge=0, le=20)] | None = None
    weeks: Annotated[Number, Field(ge=0, le=520)] | None = None
    current_episode: Claim | None = None
    within_years: Annotated[Whole, Field(ge=1, le=100)] | None = None
    improvement_at_most: Annotated[Number, Field(ge=0, le=100)] | None = None
    instrument: Text | None = None
    met: Answer | None = None
    page: Text | None = None
    document: RecordId | None = None
    attachments: Attachments | None = None


class InsurerContact(Record):
    """One call or letter: with whom, under which reference number, what was asked and said (I3).

    `questions_asked` holds ids of the list in `reference/call_questions.json` that the patient ticked while calling.
    """

    kind: Literal["insurer_contact"] = "insurer_contact"
    at: Instant | None = None
    time_zone: TimeZone | None = None
    channel: Literal["phone", "letter", "fax", "portal", "email", "in_person"] | None = None
    representative: Text | None = None
    reference_number: Text | None = None
    number_called: Text | None = None
    questions_asked: Annotated[list[Text], Field(max_length=100)] | None = None
    asked: LongText | None = None
    summary: LongText | None = None
    promised: LongText | None = None
    follow_up_on: Day | None = None
    followed_up_on: Day | None = None
    denial: RecordId | None = None
    attachments: Attachments | None = None


class InsuranceClaim(Record):
    """One claim and its decision, as the EOB words it (I5). Amounts are integer cents."""

    kind: Literal["claim"] = "claim"
    service_on: Day | None = None
    session: RecordId | None = None
    claim_number: Text | None = None
    billed_cents: Cents | None = None
    allowed_cents: Cents | None = None
    paid_cents: Cents | None = None
    submitted_on: Day | None = None
    submit_by_on: Day | None = None
    decided_on: Day | None = None
    decision: Literal["paid", "partly_paid", "denied", "waiting"] | None = None
    notes: LongText | None = None
    attachments: Attachments | None = None


class Denial(Record):
    """One refusal, as the letter words it. A deadline printed on the letter wins over any computed one (I6).

    `service` says whether the care was still to come when it was refused: the insurer then has less time to decide.
    """

    kind: Literal["denial"] = "denial"
    notice_on: Day | None = None
    received_on: Day | None = None
    deadline_on: Day | None = None
    reason: DenialReason | None = None
    reason_text: LongText | None = None
    codes: Annotated[list[Text], Field(max_length=50)] | None = None
    policy_cited: Text | None = None
    claim_number: Text | None = None
    claim: RecordId | None = None
    authorization: RecordId | None = None
    service: Literal["before", "after", "ongoing"] | None = None
    urgent: Claim | None = None
    attachments: Attachments | None = None
