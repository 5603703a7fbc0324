"""What the Case place shows: the pure answers of `backend.insurance`, shaped for the wire."""

from datetime import date, datetime

from backend.charts.costs import cost_figure
from backend.insurance.agenda import deadlines
from backend.insurance.answers import Answer, AnsweredSet
from backend.insurance.counting import Deadline
from backend.insurance.criteria import answered_sets
from backend.insurance.criteria_sets import ARGUMENTS, CAUTION
from backend.insurance.gaps import Gap, gaps
from backend.insurance.ledger import Ledger, Line, Totals, ledger
from backend.insurance.plans import patient_today
from backend.insurance.rules import RULES
from shared_schemas.case import (
    CaseCriteriaSet,
    CaseCriterion,
    CaseDeadline,
    CaseGap,
    CaseRight,
    CaseView,
    LedgerLine,
    LedgerTotals,
    LedgerView,
    LedgerYear,
    Mend,
)
from shared_schemas.journal import Journal


def case_view(journal: Journal, now: datetime) -> CaseView:
    """The state of the case at `now`."""
    today = patient_today(journal, now)
    costs = ledger(journal, now)
    chart = cost_figure(
        [(year, sums.paid_cents, sums.reimbursed_cents) for year, sums in costs.years if year is not None]
    )
    return CaseView(
        made_at=now,
        today=today,
        cursor=journal.cursor,
        deadlines=[_deadline(deadline, today) for deadline in deadlines(journal)],
        deadlines_caution=RULES.caution,
        missing=[_gap(gap) for gap in gaps(journal, now)],
        criteria=[_criteria_set(one) for one in answered_sets(journal, now)],
        criteria_caution=CAUTION,
        arguments=ARGUMENTS,
        rights=[CaseRight(id=right.id, wording=right.wording, source=right.source) for right in RULES.rights],
        ledger=_ledger(costs),
        figures=[chart] if chart else [],
    )


def _mend(mend: tuple[str, str | None]) -> Mend:
    return Mend(kind=mend[0], record=mend[1])


def _deadline(deadline: Deadline, today: date) -> CaseDeadline:
    return CaseDeadline(
        id=deadline.id,
        record=deadline.record,
        kind=deadline.kind,
        title=deadline.title,
        due_on=deadline.due_on,
        aim_for_on=deadline.aim_for_on,
        computed_on=deadline.computed_on,
        is_printed=deadline.is_printed,
        is_for_the_insurer=deadline.is_for_the_insurer,
        is_urgent=deadline.is_urgent,
        has_passed=deadline.due_on is not None and deadline.due_on < today,
        counting=deadline.counting,
        source=deadline.source,
        seen_on=deadline.seen_on,
        decision=deadline.decision,
        notes=list(deadline.notes),
        asks=deadline.asks,
        mend=_mend(deadline.mend),
    )


def _gap(gap: Gap) -> CaseGap:
    return CaseGap(
        id=gap.id, sentence=gap.sentence, next_step=gap.next_step, mend=_mend(gap.mend), records=list(gap.records)
    )


def _criteria_set(one: AnsweredSet) -> CaseCriteriaSet:
    return CaseCriteriaSet(
        id=one.set.id,
        name=one.set.name,
        about=one.set.about,
        source=one.set.source,
        seen_on=one.set.seen_on,
        is_own=one.is_own,
        is_chosen=one.is_chosen,
        met=one.how_many("met"),
        not_met=one.how_many("not_met"),
        not_documented=one.how_many("not_documented"),
        criteria=[_criterion(answer) for answer in one.answers],
    )


def _criterion(answer: Answer) -> CaseCriterion:
    return CaseCriterion(
        id=answer.criterion.id,
        wording=answer.criterion.wording,
        status=answer.status,
        because=answer.because,
        is_renewal=answer.criterion.is_renewal,
        page=answer.criterion.page,
        records=list(answer.records),
        next_step=answer.next_step,
        mend=_mend(answer.mend) if answer.mend else None,
    )


def _ledger(costs: Ledger) -> LedgerView:
    return LedgerView(
        total=_totals(costs.total),
        per_session_cents=costs.per_session_cents,
        years=[LedgerYear(year=year, totals=_totals(sums)) for year, sums in costs.years],
        lines=[_line(line) for line in costs.lines],
    )


def _totals(sums: Totals) -> LedgerTotals:
    return LedgerTotals.model_validate(sums, from_attributes=True)


def _line(line: Line) -> LedgerLine:
    return LedgerLine(
        on=line.on,
        title=line.title,
        session=line.session,
        billed_cents=line.billed_cents,
        paid_cents=line.paid_cents,
        allowed_cents=line.allowed_cents,
        reimbursed_cents=line.reimbursed_cents,
        outstanding_cents=line.outstanding_cents,
        submitted_on=line.submitted_on,
        submit_by_on=line.submit_by_on,
        is_decided=line.is_decided,
        has_receipt=line.has_receipt,
        tax_year=line.tax_year,
        records=list(line.records),
    )
