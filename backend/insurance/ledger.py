"""What the treatment cost, by session and by year. Every amount is an integer of cents; nothing is estimated.

A line is one session, or one other cost. A claim and a receipt of the same session tell of the same money, so the line
takes each amount once: what was billed from the receipts, what was allowed from the claim. An instalment of a payment
plan pays what another receipt billed, so it bills nothing and lessens what is owed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from backend.analysis.courses import begun_sessions
from backend.analysis.remembered import remembered
from shared_schemas.insurance import InsuranceClaim
from shared_schemas.journal import Journal
from shared_schemas.ledger import Expense
from shared_schemas.treatment import TreatmentSession

_INSTALMENT = "instalment"
# What is not part of the care itself, and no claim takes. It is a line of its own, also when it belongs to a session.
BESIDE_CARE = {"travel", _INSTALMENT}
# An amount above this is more than all of a course costs, and most likely cents typed as dollars.
UNLIKELY_CENTS = 5_000_000


@dataclass(frozen=True)
class Line:
    """One session or one other cost. None is what nobody entered; `records` are its receipts and claims.

    `paid_cents` is what the patient paid, `hsa_fsa_cents` the part of it from such an account, `reimbursed_cents` what
    came back. `receipt` is its first expense, and `has_receipt` says whether a photo is there. `tax_year` is None where
    no day says it.
    """

    on: date | None
    title: str
    session: str | None
    billed_cents: int | None
    paid_cents: int | None
    hsa_fsa_cents: int
    submitted_on: date | None
    allowed_cents: int | None
    reimbursed_cents: int
    is_decided: bool
    has_receipt: bool
    receipt: str | None
    submit_by_on: date | None
    service_codes: tuple[str, ...]
    diagnosis_codes: tuple[str, ...]
    provider: str
    claim_numbers: tuple[str, ...]
    tax_year: int | None
    records: tuple[str, ...]

    @property
    def outstanding_cents(self) -> int:
        """What was paid and did not come back; never below 0."""
        return max(0, (self.paid_cents or 0) - self.reimbursed_cents)

    @property
    def instalment_cents(self) -> int:
        """What it pays of other lines' bills."""
        return (self.paid_cents or 0) if self.title == _INSTALMENT else 0

    @property
    def owed_cents(self) -> int:
        """What was billed and neither the patient nor the insurer has paid; never below 0."""
        return max(0, (self.billed_cents or 0) - (self.paid_cents or 0))


@dataclass(frozen=True)
class Totals:
    """Sums of some lines. `waiting_cents` is the part of what was paid that is sent in and not decided."""

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


@dataclass(frozen=True)
class Ledger:
    """All lines, the latest first, and their sums by tax year (None for lines without a day), the latest first."""

    lines: tuple[Line, ...]
    years: tuple[tuple[int | None, Totals], ...]
    total: Totals
    per_session_cents: int | None


@remembered
def ledger(journal: Journal, now: datetime) -> Ledger:
    """The ledger as of `now`. `per_session_cents` is the mean of what was paid for sessions that have a receipt."""
    lines = sorted(_lines(journal, now), key=lambda line: (line.on or date.min, line.title, line.records), reverse=True)
    by_year: dict[int | None, list[Line]] = {}
    for line in lines:
        by_year.setdefault(line.tax_year, []).append(line)
    years = sorted(by_year.items(), key=lambda entry: entry[0] or 0, reverse=True)
    paid = [line.paid_cents for line in lines if line.session and line.paid_cents is not None]
    return Ledger(
        tuple(lines),
        tuple((year, _totals(of_year)) for year, of_year in years),
        _totals(lines),
        # Half a cent is rounded up, in integers.
        (2 * sum(paid) + len(paid)) // (2 * len(paid)) if paid else None,
    )


def _lines(journal: Journal, now: datetime) -> Iterable[Line]:
    sessions = begun_sessions(journal, now)
    expenses, claims = list(journal.of(Expense)), list(journal.of(InsuranceClaim))
    of_claim = {expense.claim: expense for expense in expenses if expense.claim}
    for session in sessions:
        own = [expense for expense in expenses if _is_of(expense, session, sessions)]
        sent = [claim for claim in claims if _claim_is_of(claim, session, own, sessions)]
        if own or sent:
            yield _line(own, sent, session)
        taken = {record.id for record in (*own, *sent)}
        expenses = [expense for expense in expenses if expense.id not in taken]
        claims = [claim for claim in claims if claim.id not in taken]
    for expense in expenses:
        sent = [claim for claim in claims if claim.id == expense.claim]
        yield _line([expense], sent, None)
    for claim in claims:
        if claim.id not in of_claim:
            yield _line([], [claim], None)


def _is_of(expense: Expense, session: TreatmentSession, sessions: Sequence[TreatmentSession]) -> bool:
    """By its own word, else by the day when only one session was on it and it says that it is for one."""
    if expense.category in BESIDE_CARE:
        return False
    if expense.session is not None:
        return expense.session == session.id
    is_session = expense.category is not None and "session" in expense.category
    return is_session and expense.spent_on == _day_of(session) and _is_alone(session, sessions)


def _claim_is_of(
    claim: InsuranceClaim, session: TreatmentSession, own: Sequence[Expense], sessions: Sequence[TreatmentSession]
) -> bool:
    if claim.session is not None:
        return claim.session == session.id
    if any(expense.claim == claim.id for expense in own):
        return True
    return claim.service_on == _day_of(session) and _is_alone(session, sessions)


def _is_alone(session: TreatmentSession, sessions: Sequence[TreatmentSession]) -> bool:
    return sum(1 for other in sessions if _day_of(other) == _day_of(session)) == 1


def _day_of(session: TreatmentSession) -> date | None:
    return session.started_at.date() if session.started_at else None


def _line(expenses: Sequence[Expense], claims: Sequence[InsuranceClaim], session: TreatmentSession | None) -> Line:
    on = (_day_of(session) if session else None) or _first(
        [*(expense.spent_on for expense in expenses), *(claim.service_on for claim in claims)]
    )
    billed = _sum(expense.amount_cents for expense in expenses if expense.category != _INSTALMENT)
    came_back = _sum(expense.reimbursed_cents for expense in expenses)
    return Line(
        on=on,
        title=_title(expenses, session),
        session=session.id if session else None,
        billed_cents=billed if billed is not None else _sum(claim.billed_cents for claim in claims),
        paid_cents=_sum(_paid(expense) for expense in expenses),
        hsa_fsa_cents=_sum(expense.hsa_fsa_cents for expense in expenses) or 0,
        submitted_on=_first([*(claim.submitted_on for claim in claims), *(one.submitted_on for one in expenses)]),
        allowed_cents=_sum(claim.allowed_cents for claim in claims),
        # What the patient noted as received wins over what the insurer says it paid.
        reimbursed_cents=(came_back if came_back is not None else _sum(claim.paid_cents for claim in claims)) or 0,
        is_decided=any(claim.decided_on or claim.decision not in (None, "waiting") for claim in claims),
        has_receipt=any(expense.attachments for expense in expenses),
        receipt=expenses[0].id if expenses else None,
        submit_by_on=_first([*(claim.submit_by_on for claim in claims), *(one.submit_by_on for one in expenses)]),
        service_codes=_codes(code for expense in expenses for code in expense.service_codes or ()),
        diagnosis_codes=_codes(code for expense in expenses for code in expense.diagnosis_codes or ()),
        provider=next((expense.provider for expense in expenses if expense.provider), ""),
        claim_numbers=_codes(claim.claim_number or "" for claim in claims),
        tax_year=next((expense.tax_year for expense in expenses if expense.tax_year), on.year if on else None),
        records=(*(expense.id for expense in expenses), *(claim.id for claim in claims)),
    )


def _title(expenses: Sequence[Expense], session: TreatmentSession | None) -> str:
    if session:
        return "session"
    return next((expense.category for expense in expenses if expense.category), "claim" if not expenses else "other")


def _paid(expense: Expense) -> int | None:
    """Without a sum of its own, all that was billed was paid."""
    return expense.paid_cents if expense.paid_cents is not None else expense.amount_cents


def _sum(amounts: Iterable[int | None]) -> int | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None


def _first(days: Iterable[date | None]) -> date | None:
    return min((day for day in days if day), default=None)


def _codes(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code.strip() for code in codes if code.strip()))


def _totals(lines: Sequence[Line]) -> Totals:
    sent = [line for line in lines if line.submitted_on]
    return Totals(
        lines=len(lines),
        billed_cents=sum(line.billed_cents or 0 for line in lines),
        paid_cents=sum(line.paid_cents or 0 for line in lines),
        hsa_fsa_cents=sum(line.hsa_fsa_cents for line in lines),
        submitted_cents=sum(line.billed_cents or 0 for line in sent),
        allowed_cents=sum(line.allowed_cents or 0 for line in lines),
        reimbursed_cents=sum(line.reimbursed_cents for line in lines),
        outstanding_cents=sum(line.outstanding_cents for line in lines),
        waiting_cents=sum(line.outstanding_cents for line in sent if not line.is_decided),
        owed_cents=max(0, sum(line.owed_cents for line in lines) - sum(line.instalment_cents for line in lines)),
    )
