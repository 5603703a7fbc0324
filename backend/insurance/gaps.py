"""What is missing: each thing that weakens the case, what to do about it, and where. The weightiest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from backend.analysis.change import course_of_scores
from backend.analysis.courses import BASELINE_AT_MOST, begun_sessions
from backend.insurance.agenda import deadlines
from backend.insurance.contradictions import contradictions
from backend.insurance.ledger import Line, ledger
from backend.insurance.plans import patient_today, plan_of
from backend.insurance.trials import class_of, is_psychotherapy
from backend.wording import count, listed
from backend.wording import day as worded
from shared_schemas.appeals import Appeal, PriorAuthorization
from shared_schemas.background import Condition, Patient, PriorTreatment
from shared_schemas.documents import Document, DocumentType
from shared_schemas.insurance import Denial, InsuranceClaim, InsurerContact, PlanCriterion, PolicyAnswer
from shared_schemas.journal import Journal

# A renewal is asked for with a score in hand, so the score is asked for this long before.
_RENEWAL_NEAR = timedelta(days=45)


@dataclass(frozen=True)
class Gap:
    """One weakness. A higher `weight` is weightier; `mend` is kind and id of the record whose form mends it."""

    id: str
    weight: int
    sentence: str
    next_step: str
    mend: tuple[str, str | None]
    records: tuple[str, ...] = ()


def gaps(journal: Journal, now: datetime) -> tuple[Gap, ...]:
    """All gaps as of `now`, the weightiest first."""
    today = patient_today(journal, now)
    found = [
        *_late(journal, today),
        *contradictions_as_gaps(journal, today),
        *_of_denials(journal),
        *_of_outcome(journal, now),
        *_of_treatments(journal),
        *_of_plan(journal),
        *_of_approvals(journal, now, today),
        *_of_money(journal, now),
        *_of_calls(journal),
        *_of_papers(journal),
        *_of_person(journal),
    ]
    return tuple(sorted(found, key=lambda gap: (-gap.weight, gap.id)))


def contradictions_as_gaps(journal: Journal, today: date) -> Iterator[Gap]:
    """Entries that cannot all be true: a reviewer who finds one distrusts the rest."""
    for number, found in enumerate(contradictions(journal, today)):
        yield Gap(f"contradiction-{number}", 85, found.sentence, found.next_step, found.mend, (found.mend[1] or "",))


def _late(journal: Journal, today: date) -> Iterator[Gap]:
    for deadline in deadlines(journal):
        if deadline.due_on and deadline.due_on < today and deadline.is_for_the_insurer:
            is_call = deadline.kind == "insurer_contact"
            sentence = "A promised answer has not come." if is_call else "The insurer’s time to decide has passed."
            step = (
                "Call again, and note what was said."
                if is_call
                else "Ask for the decision in writing, and note the call."
            )
            mend = deadline.mend if is_call else ("insurer_contact", None)
            yield Gap(f"late-{deadline.id}", 60 if is_call else 90, sentence, step, mend, (deadline.record,))


def _of_denials(journal: Journal) -> Iterator[Gap]:
    for denial in journal.of(Denial):
        mend = ("denial", denial.id)
        if not (denial.notice_on or denial.received_on or denial.deadline_on):
            yield Gap(
                f"denial-undated-{denial.id}", 100, "A denial has no date.", "Copy the dates from the letter.", mend
            )
        if not denial.reason and not denial.reason_text:
            sentence = "A denial has no reason."
            yield Gap(f"denial-reason-{denial.id}", 80, sentence, "Copy the sentence that gives the reason.", mend)
        if not denial.attachments and not _has_paper(journal, "denial_letter", denial.id):
            told = denial.notice_on or denial.received_on
            sentence = f"The letter of {f'the denial of {worded(told)}' if told else 'a denial'} is not here."
            yield Gap(f"denial-letter-{denial.id}", 78, sentence, "Take a photo of every page.", mend)
    for appeal in journal.of(Appeal):
        if appeal.sent_on and not (appeal.proof or appeal.attachments):
            sentence = "Nothing shows that an appeal was sent."
            step = "Add the fax report, the tracking number or the portal’s confirmation."
            yield Gap(f"appeal-proof-{appeal.id}", 76, sentence, step, ("appeal", appeal.id))


def _has_paper(journal: Journal, kind: DocumentType, denial: str | None = None) -> bool:
    return any(
        paper.attachments and paper.document_type == kind and (denial is None or paper.denial in (None, denial))
        for paper in journal.of(Document)
    )


def _of_outcome(journal: Journal, now: datetime) -> Iterator[Gap]:
    if not begun_sessions(journal, now):
        yield Gap(
            "no-sessions", 95, "No session is logged.", "Log each one, past ones too.", ("treatment_session", None)
        )
    phq9 = course_of_scores(journal, "phq9", now)
    measure = ("outcome_measure", None)
    if phq9 is None:
        sentence = "There is no PHQ-9."
        yield Gap("no-score", 88, sentence, "Answer one now; every later one is held against it.", measure)
    elif not phq9.is_baseline_before_treatment:
        sentence = "There is no PHQ-9 from the 4 weeks before the first session."
        yield Gap("no-baseline", 84, sentence, "Ask the clinic whether it has one, and enter its total.", measure)


def _of_treatments(journal: Journal) -> Iterator[Gap]:
    tried = journal.of(PriorTreatment)
    if not tried:
        step = "Enter what was tried before, with dose, weeks and how it ended."
        yield Gap("no-treatments", 86, "No prior treatment is entered.", step, ("prior_treatment", None))
    for treatment in tried:
        missing = _missing_of(treatment)
        if missing:
            name = (treatment.name or "").strip() or "A treatment"
            yield Gap(
                f"treatment-{treatment.id}",
                70,
                f"{name} has no {listed(missing)}.",
                "Ask the pharmacy or the doctor who prescribed it.",
                ("prior_treatment", treatment.id),
                (treatment.id,),
            )


def _missing_of(treatment: PriorTreatment) -> list[str]:
    is_medicine = not is_psychotherapy(treatment) and treatment.type in (None, "", "medicine")
    lacks = [
        (is_medicine and treatment.dose_mg_per_day is None, "dose"),
        (is_medicine and treatment.adequate_weeks is None, "weeks at a full dose"),
        (is_medicine and not class_of(treatment), "drug class"),
        (treatment.improvement_percent is None and treatment.score_after is None, "result"),
    ]
    return [what for is_lacking, what in lacks if is_lacking]


def _of_plan(journal: Journal) -> Iterator[Gap]:
    plan = plan_of(journal)
    mend = ("insurance_plan", None)
    if plan is None:
        yield Gap("no-plan", 92, "Your insurance plan is not entered.", "Copy it from your card.", mend)
        return
    if plan.plan_type in (None, "unknown"):
        step = "Ask which kind of plan it is. Every deadline depends on it."
        yield Gap("plan-type", 90, "The kind of plan is not known.", step, mend)
    if not plan.member_number:
        yield Gap("member-number", 66, "The member number is not entered.", "It is on your insurance card.", mend)
    if journal.of(Denial) and not (plan.appeals_fax or plan.appeals_address):
        sentence = "Where an appeal goes is not entered."
        yield Gap("appeals-address", 64, sentence, "The denial letter says the fax number or the address.", mend)
    if not journal.of(PolicyAnswer):
        step = "Go through the list of questions with the policy in hand."
        yield Gap("policy-unread", 50, "The policy has not been looked at.", step, ("policy_answer", None))
    if not journal.of(PlanCriterion):
        step = "Ask the insurer for the criteria it uses, and copy them."
        yield Gap("no-criteria", 58, "Your plan’s own criteria are not entered.", step, ("plan_criterion", None))


def _of_approvals(journal: Journal, now: datetime, today: date) -> Iterator[Gap]:
    phq9 = course_of_scores(journal, "phq9", now)
    is_scored = phq9 is not None and now - phq9.scores[-1].answered_at <= BASELINE_AT_MOST
    for approval in journal.of(PriorAuthorization):
        ends = approval.renewal_due_on or approval.valid_to_on
        if ends and today <= ends <= today + _RENEWAL_NEAR and not is_scored:
            sentence = "A renewal is near, and there is no PHQ-9 from the last 4 weeks."
            yield Gap(
                f"renewal-{approval.id}", 82, sentence, "Answer one now.", ("outcome_measure", None), (approval.id,)
            )
        if approval.requested_on and not approval.treatment_plan:
            sentence = "A request for approval does not say how the treatment fits the plan of care."
            step = "Ask the clinic what it wrote."
            yield Gap(f"approval-plan-{approval.id}", 48, sentence, step, ("prior_authorization", approval.id))


def _of_money(journal: Journal, now: datetime) -> Iterator[Gap]:
    lines = [line for line in ledger(journal, now).lines if line.session]
    have_line = {line.session for line in lines}
    without = [session.id for session in begun_sessions(journal, now) if session.id not in have_line]
    bare = [line for line in lines if not line.has_receipt]
    unsent = [line for line in lines if line.submitted_on is None]
    if without:
        many = "has" if len(without) == 1 else "have"
        sentence = f"{count(len(without), 'session')} {many} no receipt and no claim."
        yield Gap("no-expense", 54, sentence, "Enter what each one cost.", ("expense", None), tuple(without))
    if bare:
        many = "has" if len(bare) == 1 else "have"
        sentence = f"{count(len(bare), 'session')} {many} no photo of the receipt."
        yield Gap(
            "no-receipt", 52, sentence, "Add a photo or a PDF to each.", ("expense", bare[0].receipt), _records(bare)
        )
    if unsent and journal.of(Denial):
        many = "is" if len(unsent) == 1 else "are"
        sentence = f"{count(len(unsent), 'session')} {many} not sent to the insurer yet."
        step = "Send the claims. One that was never sent cannot be appealed."
        yield Gap("unsent", 56, sentence, step, ("claim", None), _records(unsent))
    for claim in journal.of(InsuranceClaim):
        if claim.decided_on and not claim.claim_number:
            sentence = "A decided claim has no claim number."
            yield Gap(f"claim-number-{claim.id}", 46, sentence, "The statement (EOB) shows it.", ("claim", claim.id))


def _records(lines: list[Line]) -> tuple[str, ...]:
    return tuple(record for line in lines for record in line.records)


def _of_calls(journal: Journal) -> Iterator[Gap]:
    bare = [
        contact
        for contact in journal.of(InsurerContact)
        if not contact.reference_number and contact.channel in (None, "phone")
    ]
    if bare:
        many = "has" if len(bare) == 1 else "have"
        sentence = f"{count(len(bare), 'call')} {many} no reference number."
        step = "Ask for it when you call again; a call without one is hard to prove."
        yield Gap("call-reference", 44, sentence, step, ("insurer_contact", bare[0].id), tuple(one.id for one in bare))


def _of_papers(journal: Journal) -> Iterator[Gap]:
    letters = [one for one in journal.of(Document) if one.document_type == "letter_of_medical_necessity"]
    if not letters:
        step = "Ask the doctor who treats you. The journal gives the facts for it."
        yield Gap("no-necessity-letter", 87, "There is no letter of medical necessity.", step, ("document", None))
    elif not any(one.attachments for one in letters):
        sentence = "The letter of medical necessity is named, but its pages are not here."
        step = "Add a photo of every page, or the PDF."
        yield Gap("necessity-letter-pages", 75, sentence, step, ("document", letters[0].id), (letters[0].id,))


def _of_person(journal: Journal) -> Iterator[Gap]:
    patients = journal.of(Patient)
    if not any(patient.full_name and patient.born_on for patient in patients):
        sentence = "Your name or birth date is not entered."
        yield Gap("person", 68, sentence, "The report needs them on every page.", ("patient", None))
    treated = [condition for condition in journal.of(Condition) if not condition.other_condition]
    if not any(condition.icd10_code for condition in treated):
        step = "Copy it from the clinic’s bill. The app never chooses one."
        mend = ("condition", treated[0].id if treated else None)
        yield Gap("diagnosis-code", 74, "There is no diagnosis code.", step, mend)
