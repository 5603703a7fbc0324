"""What a letter can say from the record, as text; what is not on record is not here and becomes a marked blank."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from backend import wording
from backend.reports.exhibits import exhibits_of
from backend.reports.outcome import baseline_sentence, outcome_sentences, pause_sentences
from backend.reports.prior_treatments import PriorTreatmentRow
from backend.reports.record import Evidence, evidence_of
from shared_schemas.appeals import Appeal
from shared_schemas.background import CareContact, Patient
from shared_schemas.insurance import Denial, InsurancePlan, InsurerContact
from shared_schemas.journal import Journal

# A letter quotes the denial and a call at length; the letter itself is enclosed.
_QUOTED_CHARACTERS = 1_500
_PRESCRIBERS = ("prescriber", "clinic")


@dataclass(frozen=True)
class LetterFacts:
    """`texts` fill the places in sentences, `lists` make lists, `claims` decide whether a paragraph stands."""

    texts: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]
    claims: frozenset[str]


def letter_facts(journal: Journal, now: datetime) -> LetterFacts:
    """All facts as of `now`. Only what the patient entered; nothing is computed that the report does not print."""
    evidence = evidence_of(journal, now)
    denial = max(journal.of(Denial), key=_told, default=None)
    lists = {
        "treatments": tuple(_treatment(row) for row in evidence.earlier_treatments),
        "outcomes": tuple(_outcomes(evidence)),
        "pauses": tuple(_pauses(evidence)),
    }
    texts = _known(
        {
            **_of_patient(journal),
            **_of_plan(journal),
            **_of_denial(denial),
            **_of_case(evidence),
            **_of_final_denial(journal, denial),
            **_of_contact(journal, now),
            **_of_prescriber(journal),
            "enclosures": "; ".join(exhibit.title for exhibit in exhibits_of(journal, None)),
            "today": wording.day(now.date()),
        }
    )
    return LetterFacts(texts, lists, frozenset(_claims(texts, lists, denial)))


def _known(texts: Mapping[str, str | None]) -> dict[str, str]:
    return {name: " ".join(text.split()) if name != "address" else text for name, text in texts.items() if text}


def _claims(texts: Mapping[str, str], lists: Mapping[str, tuple[str, ...]], denial: Denial | None) -> Iterable[str]:
    yield from (name for name, items in lists.items() if items)
    if denial is not None:
        yield "denial"
        if denial.urgent:
            yield "urgent"
    for claim, name in (("deadline", "deadline_on"), ("sessions", "sessions"), ("promised", "contact_promised")):
        if name in texts:
            yield claim


def _told(denial: Denial) -> tuple[date, str]:
    return (denial.notice_on or denial.received_on or date.min, denial.id)


def _of_patient(journal: Journal) -> dict[str, str | None]:
    patient = _newest(journal, Patient)
    if patient is None:
        return {}
    born_on = wording.day(patient.born_on) if patient.born_on else None
    return {"patient": patient.full_name, "born_on": born_on, "address": patient.address, "phone": patient.phone}


def _of_plan(journal: Journal) -> dict[str, str | None]:
    plan = _newest(journal, InsurancePlan)
    if plan is None:
        return {}
    return {
        "insurer": plan.insurer,
        "member_number": plan.member_number,
        "insurer_address": plan.appeals_address,
        "insurer_fax": plan.appeals_fax,
    }


def _of_denial(denial: Denial | None) -> dict[str, str | None]:
    if denial is None:
        return {}
    quoted = denial.reason_text.strip('“”" ') if denial.reason_text else None
    return {
        "notice_on": _day(denial.notice_on),
        "received_on": _day(denial.received_on),
        "deadline_on": _day(denial.deadline_on),
        "claim_number": denial.claim_number,
        "reason_text": wording.shortened(quoted, _QUOTED_CHARACTERS) if quoted else None,
    }


def _of_case(evidence: Evidence) -> dict[str, str | None]:
    case, sessions = evidence.case, evidence.sessions
    drugs = sorted({row.product for row in sessions if row.product})
    return {
        "service_codes": ", ".join(case.service_codes),
        "diagnosis_codes": ", ".join(case.diagnosis_codes),
        "service_days": wording.listed([wording.day(day) for day in case.service_days]),
        "conditions": "; ".join(case.conditions),
        "provider": "; ".join(case.providers),
        "drug": wording.listed(drugs),
        "sessions": _sessions(evidence),
    }


def _sessions(evidence: Evidence) -> str | None:
    rows = evidence.sessions
    if not rows:
        return None
    ends = dict.fromkeys((wording.day(rows[0].day), wording.day(rows[-1].day)))
    doses = [row.dose_mg for row in rows if row.dose_mg is not None]
    span = dict.fromkeys((wording.number(min(doses)), wording.number(max(doses)))) if doses else {}
    dose = f", {' to '.join(span)} mg" if span else ""
    return f"{wording.count(len(rows), 'session')}, {' to '.join(ends)}{dose}"


def _of_final_denial(journal: Journal, denial: Denial | None) -> dict[str, str | None]:
    """The newest appeal that was upheld: an external review is asked for after the insurer's last word."""
    about = (None, denial.id if denial else None)
    upheld = [one for one in journal.of(Appeal) if one.decision == "upheld" and one.denial in about]
    last = max(upheld, key=lambda appeal: (str(appeal.decided_on or ""), appeal.id), default=None)
    if last is None:
        return {}
    return {"final_denial_on": _day(last.decided_on), "final_received_on": _day(last.decision_received_on)}


def _of_contact(journal: Journal, now: datetime) -> dict[str, str | None]:
    contacts = [contact for contact in journal.of(InsurerContact) if contact.at and contact.at <= now]
    last = max(contacts, key=lambda contact: (contact.at or now, contact.id), default=None)
    if last is None or last.at is None:
        return {}
    return {
        "contact_on": wording.day(last.at.date()),
        "contact_name": last.representative,
        "contact_reference": last.reference_number,
        "contact_summary": wording.shortened(last.summary, _QUOTED_CHARACTERS) if last.summary else None,
        "contact_promised": wording.shortened(last.promised, _QUOTED_CHARACTERS) if last.promised else None,
        "answer_by": _day(last.follow_up_on),
    }


def _of_prescriber(journal: Journal) -> dict[str, str | None]:
    contacts = journal.of(CareContact)
    for role in _PRESCRIBERS:
        found = next((contact for contact in contacts if contact.role == role and contact.name), None)
        if found is not None:
            return {"prescriber": found.name, "prescriber_address": found.address, "prescriber_fax": found.fax}
    return {}


def _treatment(row: PriorTreatmentRow) -> str:
    dose = f"{wording.number(row.dose_mg_per_day)} mg a day" if row.dose_mg_per_day is not None else ""
    weeks = f"{wording.number(row.adequate_weeks)} weeks at an adequate dose" if row.adequate_weeks is not None else ""
    better = f"{wording.percent(row.improvement_percent)} improvement" if row.improvement_percent is not None else ""
    start = f"from {wording.day(row.started_on)}" if row.started_on else ""
    end = f"to {wording.day(row.ended_on)}" if row.ended_on else ""
    kind = f"{row.drug_class}, added to another treatment" if row.augmentation and row.drug_class else row.drug_class
    details = ", ".join(part for part in (dose, f"{start} {end}".strip(), weeks, better) if part)
    name = wording.capitalised(row.name) + (f" ({kind})" if kind else "")
    ended = f". It ended because: {row.stop_reason}" if row.stop_reason else ""
    return f"{name}{f': {details}' if details else ''}{ended}"


def _outcomes(evidence: Evidence) -> Iterable[str]:
    for course in evidence.score_courses:
        yield " ".join(outcome_sentences(course) if len(course.scores) > 1 else [baseline_sentence(course)])


def _pauses(evidence: Evidence) -> Iterable[str]:
    if evidence.main_scores is not None:
        yield from pause_sentences(evidence.main_scores, evidence.courses)


def _newest(journal: Journal, kind: type[Any]) -> Any:
    def entered(record: Any) -> tuple[str, str]:
        provenance = journal.provenance.get(record.id)
        return (provenance.entered_at.isoformat() if provenance else "", record.id)

    return max(journal.of(kind), key=entered, default=None)


def _day(day: date | None) -> str | None:
    return wording.day(day) if day else None
