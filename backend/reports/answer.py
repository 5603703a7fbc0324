"""The denial in its own words, and what the record holds that bears on it. No cause and no entitlement is claimed."""

from collections.abc import Sequence

from backend import wording
from backend.reports.case import Refusal
from backend.reports.outcome import baseline_sentence, outcome_sentences, pause_sentences
from backend.reports.parts import Bullets, Part, Quote, Section, Text
from backend.reports.prior_treatments import PriorTreatmentRow
from backend.reports.record import Evidence

# More names than this in one sentence are read by nobody; the table holds them all.
_TREATMENTS_NAMED = 5
_NAME_CHARACTERS = 40
# What a criteria set asks of one trial, by most of the payers' policies that name a length.
_FULL_TRIAL_WEEKS = 6

# What a record can say to each reason, and what only others can settle.
_BEARING = {
    "not_medically_necessary": "Whether the plan’s criteria are met is for the reviewer to decide. The record shows:",
    "experimental": "How the plan classes this treatment is not something a journal can settle. "
    "What was observed in this patient is:",
    "excluded": "Whether the plan’s wording excludes this service is not something a journal can settle. "
    "What was observed in this patient is:",
    "no_authorization": "Whether authorization was needed or asked for is not in this record. "
    "What such a request would be judged on is:",
    "out_of_network": "Whether a provider in the network could have treated is not in this record. "
    "What was observed in this patient is:",
    "missing_information": "What the record can add to the file is below; its last pages say what it lacks.",
    "coding": "The codes above stand as the clinic wrote them, and only the clinic can correct them. "
    "What was treated and observed is:",
}
_ANY_REASON = "The record shows:"
_NOTHING = "The record holds no treatment, session or score yet that could answer this."


def answer_parts(evidence: Evidence) -> list[Part]:
    """The denial and its answer; without a denial what the record shows; nothing when there is neither."""
    points = _points(evidence)
    if evidence.case.refusal is None:
        return [Section("What the record shows"), Bullets(points)] if points else []
    return [Section("The denial, and what the record says to it"), *_refused(evidence.case.refusal, points)]


def _refused(refusal: Refusal, points: Sequence[str]) -> list[Part]:
    bearing = _BEARING.get(refusal.reason_code or "", _ANY_REASON)
    quoted = [Quote(refusal.quoted)] if refusal.quoted else []
    answer: list[Part] = [Text(bearing), Bullets(points)] if points else [Text(_NOTHING)]
    return [Text(_notice(refusal)), *quoted, *answer]


def _notice(refusal: Refusal) -> str:
    dated = f" of {wording.day(refusal.notice_on)}" if refusal.notice_on else ""
    received = f", received on {wording.day(refusal.received_on)}," if refusal.received_on else ""
    urgent = "The patient marked the case as urgent. " if refusal.urgent else ""
    # The quoted words follow the colon, so what else is known of the denial stands before it.
    return f"{urgent}The denial{dated}{received} {_reason(refusal)}{':' if refusal.quoted else '.'}"


def _reason(refusal: Refusal) -> str:
    if refusal.reason is None:
        return "reads" if refusal.quoted else "is on record without its reason"
    return f"gives the reason “{refusal.reason}”" + (" and reads" if refusal.quoted else "")


def _points(evidence: Evidence) -> list[str]:
    return [*_tried(evidence.earlier_treatments), *_observed(evidence)]


def _tried(rows: Sequence[PriorTreatmentRow]) -> list[str]:
    if not rows:
        return []
    named = [wording.shortened(row.name, _NAME_CHARACTERS) for row in rows[:_TREATMENTS_NAMED]]
    more = len(rows) - len(named)
    names = wording.listed([*named, f"{more} more"] if more else named)
    long = sum(1 for row in rows if (row.adequate_weeks or 0) >= _FULL_TRIAL_WEEKS)
    lasted = f" {_of_them(long, len(rows))} adequate for {_FULL_TRIAL_WEEKS} weeks or longer." if long else ""
    return [f"{wording.count(len(rows), 'earlier treatment')}, as the patient recalls: {names}.{lasted}"]


def _of_them(some: int, all_of_them: int) -> str:
    if some == all_of_them:
        return "It was" if some == 1 else "Each was"
    return f"{some} of them {'was' if some == 1 else 'were'}"


def _observed(evidence: Evidence) -> list[str]:
    course = evidence.main_scores
    if course is None:
        return []
    sentences = outcome_sentences(course) if len(course.scores) > 1 else [baseline_sentence(course)]
    pauses = pause_sentences(course, evidence.courses)
    return [" ".join(sentences), *pauses[-1:]]
