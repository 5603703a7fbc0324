"""Every other day that counts: claims to send, approvals that end, answers that were promised."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from backend.insurance.counting import Deadline
from backend.insurance.days import business_day_until, is_plausible, months_after
from backend.insurance.deadlines import appeal_deadlines
from backend.insurance.ledger import BESIDE_CARE
from backend.insurance.plans import plan_of
from backend.insurance.rules import RULES
from backend.wording import count
from backend.wording import day as worded
from shared_schemas.appeals import PriorAuthorization
from shared_schemas.base import Record
from shared_schemas.funding import FundingOption, VaStep
from shared_schemas.insurance import InsuranceClaim, InsurancePlan, InsurerContact
from shared_schemas.journal import Journal
from shared_schemas.ledger import Expense


def deadlines(journal: Journal) -> tuple[Deadline, ...]:
    """Every day that counts, earliest first, those without a day last. Days that have passed are among them."""
    found = [
        *appeal_deadlines(journal),
        *_claims(journal),
        *_authorizations(journal),
        *_promises(journal),
    ]
    return tuple(sorted(found, key=lambda deadline: (deadline.due_on or date.max, deadline.id)))


def submit_by(
    service_on: date | None, printed: date | None, plan: InsurancePlan | None
) -> tuple[date | None, str, str]:
    """Until when a claim for a service may be sent in, how that is counted, and by which source.

    The day entered wins, then the plan's own time, then the law's for Medicare and TRICARE; else none is known.
    """
    if is_plausible(printed):
        return printed, "As entered.", "your plan"
    if service_on is None or not is_plausible(service_on):
        return None, "", ""
    if plan and plan.claim_filing_days:
        days = plan.claim_filing_days
        return service_on + timedelta(days=days), f"{days} days after the service, as your plan says.", "your plan"
    rule = RULES.filing(plan.plan_type if plan else None)
    return (months_after(service_on, rule.months), f"{rule.reads}.", rule.source) if rule else (None, "", "")


def _claims(journal: Journal) -> Iterator[Deadline]:
    """Claims that are not sent. A receipt counts too, when it says a day until which it must be sent."""
    for claim in journal.of(InsuranceClaim):
        if claim.submitted_on or claim.decided_on:
            continue
        due, counting, source = submit_by(claim.service_on, claim.submit_by_on, plan_of(journal, claim.service_on))
        title = f"Send the claim for {worded(claim.service_on)}" if claim.service_on else "Send the claim"
        yield _plain("claim", claim, title, due, counting, source)
    yield from _receipts(journal)


def _receipts(journal: Journal) -> Iterator[Deadline]:
    """Receipts that no claim has taken. Of those that the plan's time counts, the first of a month stands for all."""
    by_month: dict[tuple[int, int], list[Deadline]] = {}
    for expense in _unclaimed(journal):
        plan = plan_of(journal, expense.spent_on)
        due, counting, source = submit_by(expense.spent_on, expense.submit_by_on, plan)
        title = f"Send the receipt of {worded(expense.spent_on)}" if expense.spent_on else "Send the receipt"
        deadline = _plain("expense", expense, title, due, counting, source)
        if expense.submit_by_on:
            yield deadline
        elif due and expense.category not in BESIDE_CARE:
            by_month.setdefault((due.year, due.month), []).append(deadline)
    for first, *others in by_month.values():
        with_it = (f"{count(len(others), 'more receipt')} can go with it.",) if others else ()
        yield replace(first, notes=with_it)


def _unclaimed(journal: Journal) -> Iterator[Expense]:
    claims = journal.of(InsuranceClaim)
    sessions, days = ({claim.session for claim in claims} - {None}, {claim.service_on for claim in claims} - {None})
    for expense in sorted(journal.of(Expense), key=lambda expense: (expense.spent_on or date.max, expense.id)):
        is_claimed = expense.claim or expense.session in sessions or expense.spent_on in days
        if not expense.submitted_on and (not is_claimed or (expense.submit_by_on and not expense.claim)):
            yield expense


def _authorizations(journal: Journal) -> Iterator[Deadline]:
    for approval in journal.of(PriorAuthorization):
        if approval.decision in ("denied", "withdrawn"):
            continue
        if approval.renewal_due_on:
            title = "Ask for the renewal of the approval"
            yield _plain("prior_authorization", approval, title, approval.renewal_due_on, "As entered.", "")
        elif approval.valid_to_on:
            title, counting = "The approval ends", "The last day of the approval. Ask for the renewal before."
            yield _plain("prior_authorization", approval, title, approval.valid_to_on, counting, "")


def _promises(journal: Journal) -> Iterator[Deadline]:
    for contact in journal.of(InsurerContact):
        if contact.follow_up_on and not contact.followed_up_on:
            title = "The insurer promised to answer"
            yield _plain("insurer_contact", contact, title, contact.follow_up_on, "As promised in the call.", "")
    for step in journal.of(VaStep):
        if step.follow_up_on and not step.done_on:
            yield _plain("va_step", step, "Ask the VA again", step.follow_up_on, "As entered.", "")
    for option in journal.of(FundingOption):
        if option.follow_up_on and option.status in (None, "to_ask", "asked", "applied"):
            yield _plain("funding_option", option, "Ask about other funding", option.follow_up_on, "As entered.", "")


def _plain(kind: str, record: Record, title: str, due: date | None, counting: str, source: str) -> Deadline:
    fitting = due if is_plausible(due) else None
    return Deadline(
        id=f"{kind}-{record.id}",
        record=record.id,
        kind=kind,
        title=title,
        due_on=fitting,
        aim_for_on=business_day_until(fitting) if fitting else None,
        computed_on=fitting,
        is_for_the_insurer=kind == "insurer_contact",
        counting=counting[:1].upper() + counting[1:],
        source=source,
        seen_on=RULES.seen_on if source and source != "your plan" else None,
        asks=None if fitting else "Your plan’s papers say how long a claim may be sent in. Enter the day.",
        mend=(kind, record.id),
    )
