"""What the report is about: the patient, the plan, what is asked and what was refused, as the patient entered it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from backend import wording
from backend.reports.parts import Facts
from shared_schemas.background import CareContact, Condition, Patient
from shared_schemas.base import Record
from shared_schemas.insurance import Denial, InsuranceClaim, InsurancePlan
from shared_schemas.journal import Journal
from shared_schemas.ledger import Expense

# A name on a card or a number on a letter; what is longer would push the page number off the page.
_NAME_CHARACTERS = 70
_NUMBER_CHARACTERS = 40
# The letter itself is the exhibit. Page 1 quotes as much of it as leaves room for the answer.
_REASON_CHARACTERS = 420
# More than these in one line are given as a range or cut, so that page 1 stays one page.
_DAYS_NAMED = 5
_CODES_NAMED = 12
_CONDITIONS_NAMED = 4
_PROVIDERS_NAMED = 3

_PLAN_TYPES = {
    "employer_self_funded": "employer plan, self-funded",
    "employer_insured": "employer plan, insured",
    "individual": "individual plan",
    "medicare": "Medicare",
    "medicare_advantage": "Medicare Advantage",
    "medicaid": "Medicaid",
    "fehb": "Federal Employees Health Benefits",
    "tricare": "TRICARE",
    "va": "Veterans Affairs",
}
_REASONS = {
    "not_medically_necessary": "not medically necessary",
    "experimental": "experimental or investigational",
    "excluded": "excluded by the plan",
    "no_authorization": "no prior authorization",
    "out_of_network": "provider out of network",
    "missing_information": "information missing",
    "coding": "coding",
}

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Refusal:
    """The latest denial. `reason` is the patient's choice from a list, `quoted` what the letter says."""

    notice_on: date | None
    received_on: date | None
    reason_code: str | None
    reason: str | None
    quoted: str | None
    urgent: bool


@dataclass(frozen=True)
class Case:
    """Who asks whom for what. Codes and providers stand as the clinic wrote them."""

    patient: str | None
    born_on: date | None
    insurer: str | None
    plan_type: str | None
    member_number: str | None
    group_number: str | None
    claim_number: str | None
    service_days: tuple[date, ...]
    service_codes: tuple[str, ...]
    diagnosis_codes: tuple[str, ...]
    conditions: tuple[str, ...]
    providers: tuple[str, ...]
    refusal: Refusal | None


def case_of(journal: Journal) -> Case:
    """The case as of the newest denial, plan and patient record; claims and codes of all records."""
    patient = _newest(journal, Patient) or Patient(id=_NOBODY)
    plan = _newest(journal, InsurancePlan) or InsurancePlan(id=_NOBODY)
    denial = _denial(journal)
    claim_number = denial.claim_number if denial else None
    expenses = journal.of(Expense)
    return Case(
        patient=_name(patient.full_name),
        born_on=patient.born_on,
        insurer=_name(plan.insurer),
        plan_type=_PLAN_TYPES.get(plan.plan_type or ""),
        member_number=_number(plan.member_number),
        group_number=_number(plan.group_number),
        claim_number=_number(claim_number),
        service_days=_service_days(journal, claim_number),
        service_codes=_codes(code for expense in expenses for code in expense.service_codes or ()),
        diagnosis_codes=_codes(
            [
                *(code for expense in expenses for code in expense.diagnosis_codes or ()),
                *(condition.icd10_code or "" for condition in _treated(journal)),
            ]
        ),
        conditions=_conditions(journal),
        providers=_providers(journal),
        refusal=_refusal(denial) if denial else None,
    )


_NOBODY = "00000000-0000-0000-0000-000000000000"


def _newest(journal: Journal, kind: type[R]) -> R | None:
    def entered(record: Record) -> tuple[str, str]:
        provenance = journal.provenance.get(record.id)
        return (provenance.entered_at.isoformat() if provenance else "", record.id)

    return max(journal.of(kind), key=entered, default=None)


def _denial(journal: Journal) -> Denial | None:
    def told(denial: Denial) -> tuple[date, str]:
        return (denial.notice_on or denial.received_on or date.min, denial.id)

    return max(journal.of(Denial), key=told, default=None)


def _refusal(denial: Denial) -> Refusal:
    return Refusal(
        notice_on=denial.notice_on,
        received_on=denial.received_on,
        reason_code=denial.reason,
        reason=_REASONS.get(denial.reason or ""),
        quoted=wording.shortened(denial.reason_text, _REASON_CHARACTERS) if denial.reason_text else None,
        urgent=bool(denial.urgent),
    )


def _service_days(journal: Journal, claim_number: str | None) -> tuple[date, ...]:
    claims = journal.of(InsuranceClaim)
    refused = [claim for claim in claims if claim_number and claim.claim_number == claim_number]
    return tuple(sorted({claim.service_on for claim in refused or claims if claim.service_on}))


def _codes(codes: Iterable[str]) -> tuple[str, ...]:
    found = dict.fromkeys(_number(code) or "" for code in codes)
    return tuple(sorted(code for code in found if code))


def _conditions(journal: Journal) -> tuple[str, ...]:
    return tuple(sorted({_name(condition.name) or "" for condition in _treated(journal)} - {""}))


def _treated(journal: Journal) -> list[Condition]:
    return [condition for condition in journal.of(Condition) if not condition.other_condition]


def _providers(journal: Journal) -> tuple[str, ...]:
    billing = [contact for contact in journal.of(CareContact) if contact.npi and contact.name]
    named = {f"{_name(contact.name)}, NPI {_number(contact.npi)}" for contact in billing}
    treating = {
        wording.shortened(", ".join(part for part in (session.clinician, session.clinic) if part), _NAME_CHARACTERS)
        for session in journal.treatment_sessions
    }
    return tuple(sorted(named)) or tuple(sorted(treating - {""}))


def _name(text: str | None) -> str | None:
    return wording.shortened(text, _NAME_CHARACTERS) or None if text else None


def _number(text: str | None) -> str | None:
    return wording.shortened(text, _NUMBER_CHARACTERS) or None if text else None


def asked(case: Case) -> Facts:
    """What is asked, as pairs of label and value; only what is known."""
    pairs = [
        ("Claim number", case.claim_number or ""),
        ("Dates of service", _days(case.service_days)),
        ("Service codes", _cut(case.service_codes)),
        ("Diagnosis codes", _cut(case.diagnosis_codes)),
        ("Treated for", "; ".join(case.conditions[:_CONDITIONS_NAMED])),
        ("Provider" if len(case.providers) == 1 else "Providers", "; ".join(case.providers[:_PROVIDERS_NAMED])),
        ("Plan", ", ".join(part for part in (case.insurer, case.plan_type, _group(case)) if part)),
    ]
    return Facts([(label, value) for label, value in pairs if value])


def _days(days: tuple[date, ...]) -> str:
    if len(days) <= _DAYS_NAMED:
        return "; ".join(wording.day(day) for day in days)
    return f"{len(days)} days from {wording.day(days[0])} to {wording.day(days[-1])}"


def _cut(codes: tuple[str, ...]) -> str:
    more = len(codes) - _CODES_NAMED
    return ", ".join(codes[:_CODES_NAMED]) + (f" and {more} more" if more > 0 else "")


def _group(case: Case) -> str:
    return f"group {case.group_number}" if case.group_number else ""
