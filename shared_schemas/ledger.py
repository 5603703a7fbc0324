"""What the treatment cost (M1-M5). Amounts are integer cents; codes stand as the clinic wrote them."""

from typing import Annotated, Literal

from pydantic import Field

from shared_schemas.base import Attachments, Cents, Day, LongText, Record, Text

Codes = Annotated[list[Text], Field(max_length=50)]


class Expense(Record):
    """One receipt, invoice or instalment, with the attachments that show it named by their hash."""

    kind: Literal["expense"] = "expense"
    spent_on: Day | None = None
    amount_cents: Cents | None = None
    category: Text | None = None
    service_codes: Codes | None = None
    diagnosis_codes: Codes | None = None
    reimbursed_cents: Cents | None = None
    attachments: Attachments | None = None
    notes: LongText | None = None
