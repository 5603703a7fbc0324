"""Entries that cannot all be true, found before a reviewer finds them. Nothing is refused because of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from backend.insurance.days import YEARS
from backend.insurance.ledger import UNLIKELY_CENTS
from backend.insurance.plans import plan_of
from shared_schemas.appeals import Appeal, PriorAuthorization
from shared_schemas.base import Record
from shared_schemas.documents import Document
from shared_schemas.insurance import Denial, InsuranceClaim, InsurancePlan
from shared_schemas.journal import Journal
from shared_schemas.ledger import Expense

_AMOUNTS = ("amount_cents", "paid_cents", "hsa_fsa_cents", "reimbursed_cents", "billed_cents", "allowed_cents")
_DATED = (InsurancePlan, Denial, Appeal, PriorAuthorization, InsuranceClaim, Expense, Document)
# Pairs of days of one record of which the first cannot be after the second, and how that reads.
_ORDERS = (
    (InsurancePlan, "began_on", "ended_on", "A plan ends before it begins."),
    (Denial, "notice_on", "received_on", "A denial was received before it was written."),
    (Denial, "notice_on", "deadline_on", "The last day to appeal is before the date of the letter."),
    (Appeal, "sent_on", "decided_on", "An appeal was decided before it was sent."),
    (Appeal, "decided_on", "decision_received_on", "A decision was received before it was made."),
    (PriorAuthorization, "requested_on", "decided_on", "An approval was decided before it was requested."),
    (PriorAuthorization, "valid_from_on", "valid_to_on", "An approval ends before it begins."),
    (InsuranceClaim, "service_on", "submitted_on", "A claim was sent before the service."),
    (InsuranceClaim, "submitted_on", "decided_on", "A claim was decided before it was sent."),
)


@dataclass(frozen=True)
class Contradiction:
    """What cannot be, what to look at, and the kind and id of the record."""

    sentence: str
    next_step: str
    mend: tuple[str, str | None]


def contradictions(journal: Journal, today: date) -> tuple[Contradiction, ...]:
    """All of them, in the order of the checks: years, order of days, plan, amounts, days to come."""
    return (
        *_years(journal),
        *_orders(journal),
        *_before_the_plan(journal),
        *_amounts(journal),
        *_not_yet(journal, today),
    )


def _years(journal: Journal) -> Iterator[Contradiction]:
    for record in journal.records:
        days = [getattr(record, name) for name in _day_fields(record)] if isinstance(record, _DATED) else []
        if any(day is not None and day.year not in YEARS for day in days):
            yield _of(record, "A year cannot be right.", "Look at its dates.")


def _day_fields(record: Record) -> list[str]:
    return [name for name in type(record).model_fields if name.endswith("_on")]


def _orders(journal: Journal) -> Iterator[Contradiction]:
    for kind, first, second, sentence in _ORDERS:
        for record in journal.of(kind):
            before, after = getattr(record, first), getattr(record, second)
            if before is not None and after is not None and before > after:
                yield _of(record, sentence, "Look at both dates.")


def _before_the_plan(journal: Journal) -> Iterator[Contradiction]:
    for denial in journal.of(Denial):
        told = denial.notice_on or denial.received_on
        plan = plan_of(journal, told)
        if told and plan and plan.began_on and told < plan.began_on:
            step = "Look at both dates, or enter the plan that you had then."
            yield _of(denial, "A denial is older than the plan.", step)


def _amounts(journal: Journal) -> Iterator[Contradiction]:
    for record in (*journal.of(Expense), *journal.of(InsuranceClaim)):
        amounts = [amount for name in _AMOUNTS if (amount := getattr(record, name, None)) is not None]
        if any(amount < 0 for amount in amounts):
            yield _of(
                record, "An amount is below zero.", "Enter what came back as paid back, not as a negative amount."
            )
        elif any(amount > UNLIKELY_CENTS for amount in amounts):
            yield _of(record, "An amount is above $50,000.", "Look whether the point is in the right place.")
    for expense in journal.of(Expense):
        paid = expense.paid_cents if expense.paid_cents is not None else expense.amount_cents
        if paid is not None and expense.hsa_fsa_cents is not None and expense.hsa_fsa_cents > paid >= 0:
            yield _of(expense, "More came from HSA or FSA than was paid.", "Look at both amounts.")
        if paid is not None and expense.reimbursed_cents is not None and expense.reimbursed_cents > paid >= 0:
            yield _of(expense, "More was paid back than was paid.", "Look at both amounts.")


def _not_yet(journal: Journal, today: date) -> Iterator[Contradiction]:
    for record, days in (
        *((denial, (denial.notice_on, denial.received_on)) for denial in journal.of(Denial)),
        *((appeal, (appeal.sent_on, appeal.decided_on)) for appeal in journal.of(Appeal)),
    ):
        if any(day is not None and today < day and day.year in YEARS for day in days):
            yield _of(record, "A day that has not come yet is entered as if it had.", "Look at its dates.")


def _of(record: Record, sentence: str, next_step: str) -> Contradiction:
    return Contradiction(sentence, next_step, (str(getattr(record, "kind", "")), record.id))
