"""Ways to the treatment beside the plan: through the VA, and other money (I9, I10)."""

from typing import Literal

from shared_schemas.base import Attachments, Cents, Day, LongText, Record, Text


class VaStep(Record):
    """One step of the way through the VA, in the order of `step`."""

    kind: Literal["va_step"] = "va_step"
    step: Literal["told_provider", "referral", "records_submitted", "review", "scheduled"] | None = None
    done_on: Day | None = None
    with_whom: Text | None = None
    facility: Text | None = None
    follow_up_on: Day | None = None
    notes: LongText | None = None
    attachments: Attachments | None = None


class FundingOption(Record):
    """One other source of money or of treatment that was looked into, and how it stands."""

    kind: Literal["funding_option"] = "funding_option"
    option: (
        Literal[
            "assistance_program",
            "clinical_trial",
            "state_program",
            "esketamine",
            "crowdfunding",
            "financing",
            "other",
        ]
        | None
    ) = None
    name: Text | None = None
    asked_on: Day | None = None
    status: Literal["to_ask", "asked", "applied", "approved", "refused", "not_for_me"] | None = None
    amount_cents: Cents | None = None
    follow_up_on: Day | None = None
    notes: LongText | None = None
    attachments: Attachments | None = None
