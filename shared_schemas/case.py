"""What `/api/case` answers: deadlines, what is missing, criteria, money. Every part names the records it rests on."""

from datetime import date, datetime
from typing import Literal

from shared_schemas.base import Schema
from shared_schemas.progress import Figure


class Mend(Schema):
    """The form that mends something: of one record, or of a new one of its kind."""

    kind: str
    record: str | None


class CaseDeadline(Schema):
    """One day that counts. `due_on` is None where no day is known; `asks` then says what to enter.

    `is_printed`: the day is the letter's own and `computed_on` what the rule says. `aim_for_on` is a business day,
    never after `due_on`. `is_for_the_insurer`: it is the insurer who must do something.
    """

    id: str
    record: str
    kind: str
    title: str
    due_on: date | None
    aim_for_on: date | None
    computed_on: date | None
    is_printed: bool
    is_for_the_insurer: bool
    is_urgent: bool
    has_passed: bool
    counting: str
    source: str
    seen_on: date | None
    decision: str
    notes: list[str]
    asks: str | None
    mend: Mend


class CaseGap(Schema):
    """Something that weakens the case, and what to do about it."""

    id: str
    sentence: str
    next_step: str
    mend: Mend
    records: list[str]


class CaseCriterion(Schema):
    """One criterion answered, with the records that show it."""

    id: str
    wording: str
    status: Literal["met", "not_met", "not_documented"]
    because: str
    is_renewal: bool
    page: str | None
    records: list[str]
    next_step: str | None
    mend: Mend | None


class CaseCriteriaSet(Schema):
    """What one payer asks. Only the set of the own plan, or the one named on it, says anything about this plan."""

    id: str
    name: str
    about: str
    source: str
    seen_on: date | None
    is_own: bool
    is_chosen: bool
    met: int
    not_met: int
    not_documented: int
    criteria: list[CaseCriterion]


class LedgerTotals(Schema):
    """Sums in cents. Of `outstanding_cents`, paid and not come back, `waiting_cents` is sent in and not decided."""

    lines: int
    billed_cents: int
    paid_cents: int
    hsa_fsa_cents: int
    submitted_cents: int
    allowed_cents: int
    reimbursed_cents: int
    outstanding_cents: int
    waiting_cents: int
    owed_cents: int


class LedgerYear(Schema):
    """The sums of one tax year; None for what has no day."""

    year: int | None
    totals: LedgerTotals


class LedgerLine(Schema):
    """One session or one other cost, in cents; None is what nobody entered."""

    on: date | None
    title: str
    session: str | None
    billed_cents: int | None
    paid_cents: int | None
    allowed_cents: int | None
    reimbursed_cents: int
    outstanding_cents: int
    submitted_on: date | None
    submit_by_on: date | None
    is_decided: bool
    has_receipt: bool
    tax_year: int | None
    records: list[str]


class LedgerView(Schema):
    """What the treatment cost, the latest first."""

    total: LedgerTotals
    per_session_cents: int | None
    years: list[LedgerYear]
    lines: list[LedgerLine]


class CaseRight(Schema):
    """Something the patient may ask the insurer for."""

    id: str
    wording: str
    source: str


class CaseView(Schema):
    """The state of the case on `today`, the patient's day, up to edit `cursor`."""

    made_at: datetime
    today: date
    cursor: int
    deadlines: list[CaseDeadline]
    deadlines_caution: str
    missing: list[CaseGap]
    criteria: list[CaseCriteriaSet]
    criteria_caution: str
    arguments: list[str]
    rights: list[CaseRight]
    ledger: LedgerView
    figures: list[Figure]
