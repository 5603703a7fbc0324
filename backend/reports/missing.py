"""What the record does not contain, said once and in one place, so that no page has to print an empty table."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from backend import wording
from backend.analysis.change import ScoreCourse
from backend.reports.case import Case
from backend.reports.prior_treatments import PriorTreatmentRow
from backend.reports.selection import BEFORE_A_DENIAL
from backend.reports.sessions import SessionRow
from shared_schemas.instruments import INSTRUMENTS, is_out_of_range, total_of
from shared_schemas.journal import Journal
from shared_schemas.reports import SECTIONS, EvidenceRequest, Purpose, Section
from shared_schemas.treatment import TreatmentSession


def missing_from_case(case: Case, purpose: Purpose | None) -> list[str]:
    """What of the case is unknown, in one sentence, and that no denial is on record where one is spoken of."""
    absent = [
        name
        for value, name in (
            (case.patient, "the patient’s name"),
            (case.born_on, "birth date"),
            (case.insurer, "insurer"),
            (case.member_number, "member number"),
            (case.claim_number or purpose in BEFORE_A_DENIAL, "claim number"),
            (case.service_codes, "service codes"),
            (case.diagnosis_codes, "diagnosis codes"),
            (case.providers, "provider"),
        )
        if not value
    ]
    sentences = [f"Not entered: {wording.listed(absent)}."] if absent else []
    if case.refusal or purpose in BEFORE_A_DENIAL:
        return sentences
    return [*sentences, "No denial is on record."]


def missing_from_sessions(rows: Sequence[SessionRow]) -> list[str]:
    """How many sessions lack which value."""
    if not rows:
        return ["No treatment session is on record."]
    lacking: list[tuple[str, Callable[[SessionRow], bool]]] = [
        ("no drug", lambda row: row.product is None),
        ("no dose", lambda row: row.dose_mg is None),
        ("a dose but no body weight", lambda row: row.dose_mg is not None and row.dose_mg_per_kg is None),
        ("no route", lambda row: row.route is None),
        ("no duration", lambda row: row.minutes is None),
        ("no mood before or after it", lambda row: row.mood_before is None or row.mood_after is None),
    ]
    counted = [(sum(1 for row in rows if lacks(row)), what) for what, lacks in lacking]
    named = [f"{number} {'has' if number == 1 else 'have'} {what}" for number, what in counted if number]
    return [f"Of {wording.count(len(rows), 'session')}, {wording.listed(named)}."] if named else []


def missing_from_scores(courses: Sequence[ScoreCourse]) -> list[str]:
    """That there are no scores, or which of them have no baseline before treatment."""
    if not courses:
        return ["No complete questionnaire is on record."]
    late = [course.instrument.name for course in courses if course.sessions and not course.is_baseline_before_treatment]
    if not late:
        return []
    return [f"No baseline in the 28 days before the first session: {wording.listed(late)}."]


def missing_treatments(rows: Sequence[PriorTreatmentRow]) -> list[str]:
    """That no earlier treatment was entered."""
    return [] if rows else ["No earlier treatment is on record."]


def left_out(journal: Journal, now: datetime) -> list[str]:
    """Entries that are in the journal but not in the report, counted, with the reason."""
    measures = journal.outcome_measures
    unscored = [measure for measure in measures if measure.instrument in INSTRUMENTS and total_of(measure) is None]
    impossible = sum(map(is_out_of_range, unscored))
    other = [measure for measure in measures if measure.instrument and measure.instrument not in INSTRUMENTS]
    moments = [session.started_at for session in journal.treatment_sessions]
    moments += [measure.answered_at for measure in measures]
    undated = len(journal.of(TreatmentSession)) - len(journal.treatment_sessions)
    counted = [
        (undated, "session", "has no date"),
        (sum(1 for moment in moments if moment and moment > now), "entry", "is dated after this report was made"),
        (len(unscored) - impossible, "questionnaire", "is unfinished and therefore not scored"),
        (impossible, "total", "is outside the range of the questionnaire"),
        (len(other), "score", "is of a questionnaire that this report does not evaluate"),
        (len(journal.unreadable), "value", "could not be read"),
    ]
    return [_left_out(number, what, why) for number, what, why in counted if number]


_SECTION_NAMES: Mapping[Section, str] = {
    "criteria": "the plan’s criteria",
    "prior_treatments": "earlier treatments",
    "scores": "questionnaire scores",
    "relief": "how long relief lasted",
    "safety": "side effects and vital signs",
    "function": "function and sleep",
    "contact_log": "contacts with the insurer",
    "costs": "costs",
}


def not_chosen(options: EvidenceRequest, sections: Sequence[Section]) -> list[str]:
    """What the patient chose not to print, in one sentence; and what is never printed."""
    absent = [_SECTION_NAMES[section] for section in SECTIONS if section not in sections]
    chosen = [f"Left out by the patient’s choice: {wording.listed(absent)}."] if absent else []
    always = [
        *(["answers to single questions"] if not options.item_answers else []),
        "single check-ins",
        "notes that were not ticked" if options.notes else "notes",
    ]
    return [*chosen, f"Not part of this report: {wording.listed(always)}."]


def outside_the_range(options: EvidenceRequest, counts: Mapping[str, int]) -> list[str]:
    """Which days the report covers, and how many sessions and scores lie outside. Nothing for an open range."""
    ends = [
        f"from {wording.day(options.from_on)}" if options.from_on else "",
        f"to {wording.day(options.to_on)}" if options.to_on else "",
    ]
    span = " ".join(end for end in ends if end)
    if not span:
        return []
    outside = [
        (counts.get("treatment_session", 0), "session"),
        (counts.get("outcome_measure", 0), "questionnaire"),
        (counts.get("check_in", 0), "check-in"),
    ]
    named = [wording.count(number, what) for number, what in outside if number]
    if not named:
        return [f"Entries {span} only."]
    rest = "numbers, first sessions and baselines are those of these days"
    return [f"Entries {span} only. Outside these days lie {wording.listed(named)}; {rest}."]


def _left_out(number: int, what: str, why: str) -> str:
    if number == 1:
        return f"Left out: 1 {what} that {why}."
    many = {"entry": "entries"}.get(what, f"{what}s")
    plural = why.replace("has ", "have ", 1) if why.startswith("has ") else why.replace("is ", "are ", 1)
    return f"Left out: {number:,} {many} that {plural}."
