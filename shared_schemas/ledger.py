"""What the treatment cost (M1-M6). Amounts are integer cents; codes stand as the clinic wrote them."""

from typing import Annotated, Literal

from pydantic import Field

from shared_schemas.base import Attachments, Cents, Day, LongText, Record, RecordId, Text, Whole

Codes = Annotated[list[Text], Field(max_length=50)]


class Expense(Record):
    """One receipt, invoice or instalment, with the attachments that show it named by their hash.

    `amount_cents` is what was billed. Without `paid_cents` all of it was paid; `hsa_fsa_cents` is the part of what was
    paid that came from such an account. `category` is one of session, consultation, follow_up, laboratory, medicine,
    travel, instalment, other, or what an older phone let the patient type. Without `tax_year` it is the year of
    `spent_on`.
    """

    kind: Literal["expense"] = "expense"
    spent_on: Day | None = None
    session: RecordId | None = None
    provider: Text | None = None
    amount_cents: Cents | None = None
    paid_cents: Cents | None = None
    hsa_fsa_cents: Cents | None = None
    category: Text | None = None
    service_codes: Codes | None = None
    diagnosis_codes: Codes | None = None
    submitted_on: Day | None = None
    submit_by_on: Day | None = None
    claim: RecordId | None = None
    reimbursed_cents: Cents | None = None
    tax_year: Annotated[Whole, Field(ge=1990, le=2200)] | None = None
    attachments: Attachments | None = None
    notes: LongText | None = None
