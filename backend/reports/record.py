"""Everything the evidence report says, computed once from a journal: what the pages print and what is attached."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from backend.analysis.change import ScoreCourse, courses_of_scores
from backend.analysis.courses import Course, courses
from backend.reports import missing
from backend.reports.before_after import DifferenceRow, difference_rows
from backend.reports.case import Case, asked, case_of
from backend.reports.completeness import AmendedRow, CompletenessRow, amended_rows, completeness_row
from backend.reports.contacts import ContactRow, contact_rows
from backend.reports.costs import CostRow, cost_rows
from backend.reports.criteria import CriterionRow, criterion_rows
from backend.reports.exhibits import ExhibitRow
from backend.reports.function import FunctionRow, OwnChangeRow, OwnWords, function_rows, own_change_rows, own_words
from backend.reports.item_answers import AnswersRow, answers_rows
from backend.reports.phases import PhaseRows, phase_rows
from backend.reports.prior_treatments import PriorTreatmentRow, prior_treatment_rows
from backend.reports.relief import ReliefMeasureRow, ReliefRow, relief_measure_rows, relief_rows
from backend.reports.scores import ScoreRow, score_rows
from backend.reports.selection import chosen_sections, counted_outside, selected
from backend.reports.sessions import SessionRow, session_rows
from backend.reports.side_effects import SideEffectRow, severe_sessions, side_effect_rows
from backend.reports.vital_signs import ReadingRow, VitalSignRow, reading_rows, vital_sign_rows
from shared_schemas.journal import Journal
from shared_schemas.reports import EvidenceRequest, Purpose, Section

_ALL = EvidenceRequest()


@dataclass(frozen=True)
class Evidence:
    """The rows of every section, and the analysis they were read from.

    `severe` is the number of sessions with a severe side effect, None when no side effect was noted at all.
    """

    made_on: date
    purpose: Purpose | None
    sections: tuple[Section, ...]
    case: Case
    treatments: tuple[PriorTreatmentRow, ...]
    sessions: tuple[SessionRow, ...]
    courses: tuple[Course, ...]
    score_courses: tuple[ScoreCourse, ...]
    scores: tuple[ScoreRow, ...]
    differences: tuple[DifferenceRow, ...]
    side_effects: tuple[SideEffectRow, ...]
    severe: int | None
    vital_signs: tuple[VitalSignRow, ...]
    readings: tuple[ReadingRow, ...]
    relief_measures: tuple[ReliefMeasureRow, ...]
    relief: tuple[ReliefRow, ...]
    phases: PhaseRows
    function: tuple[FunctionRow, ...]
    own_changes: tuple[OwnChangeRow, ...]
    own_words: tuple[OwnWords, ...]
    answers: tuple[AnswersRow, ...]
    contacts: tuple[ContactRow, ...]
    criteria: tuple[CriterionRow, ...]
    costs: tuple[CostRow, ...]
    completeness: CompletenessRow | None
    amended: tuple[AmendedRow, ...]
    not_recorded: tuple[str, ...]
    left_out: tuple[str, ...]
    exhibits: tuple[ExhibitRow, ...] = ()

    @property
    def has_history(self) -> bool:
        """Whether anything of a treatment is on record, so that there is more to say than who the patient is."""
        return bool(self.treatments or self.sessions or self.scores)

    @property
    def earlier_treatments(self) -> tuple[PriorTreatmentRow, ...]:
        """Those that did not begin on or after the day of the first session; an unknown start counts as earlier."""
        first = self.sessions[0].day if self.sessions else date.max
        return tuple(row for row in self.treatments if row.started_on is None or row.started_on < first)

    @property
    def main_scores(self) -> ScoreCourse | None:
        """The questionnaire of page 1: the first, in the order they ship, with two scores, or else with one.

        The order is fixed, so that nobody chooses the questionnaire that looks best.
        """
        repeated = [course for course in self.score_courses if len(course.scores) > 1]
        return next(iter(repeated or self.score_courses), None)


def evidence_of(journal: Journal, now: datetime, options: EvidenceRequest = _ALL) -> Evidence:
    """What `options` choose of the journal, as of `now`; what is left out is counted in `left_out`."""
    whole, journal = journal, selected(journal, options)
    sections = chosen_sections(options)
    case, scored = case_of(journal), courses_of_scores(journal, now)
    sessions, treatments = session_rows(journal, now), prior_treatment_rows(journal)
    return Evidence(
        made_on=now.date(),
        purpose=options.purpose,
        sections=sections,
        case=case,
        treatments=treatments,
        sessions=sessions,
        courses=courses(journal, now),
        score_courses=scored,
        scores=score_rows(journal, scored),
        differences=difference_rows(journal, now),
        side_effects=side_effect_rows(journal, now),
        severe=severe_sessions(journal, now),
        vital_signs=vital_sign_rows(journal, now),
        readings=reading_rows(journal, now),
        relief_measures=relief_measure_rows(journal, now) if "relief" in sections else (),
        relief=relief_rows(journal, now),
        phases=phase_rows(journal, now, options.from_on) if "scores" in sections else PhaseRows(),
        function=function_rows(journal, now),
        own_changes=own_change_rows(journal, now),
        own_words=own_words(journal, options.notes),
        answers=answers_rows(journal, now) if options.item_answers else (),
        contacts=contact_rows(journal, now),
        criteria=_criteria(journal, now, options) if "criteria" in sections else (),
        costs=cost_rows(journal, now) if "costs" in sections else (),
        completeness=completeness_row(journal, now),
        amended=amended_rows(journal, now),
        not_recorded=(
            *missing.missing_from_case(case, options.purpose),
            *(missing.missing_treatments(treatments) if "prior_treatments" in sections else ()),
            *missing.missing_from_sessions(sessions),
            *(missing.missing_from_scores(scored) if "scores" in sections else ()),
        ),
        left_out=(
            *missing.outside_the_range(options, counted_outside(whole, options)),
            *missing.left_out(journal, now),
            *missing.not_chosen(options, sections),
        ),
    )


def _criteria(journal: Journal, now: datetime, options: EvidenceRequest) -> tuple[CriterionRow, ...]:
    return criterion_rows(journal, now, is_renewal=options.purpose == "renewal")


def attached(evidence: Evidence) -> dict[str, Any]:
    """What the attached JSON holds: the printed rows, no more. Empty sections are left out, as on the pages."""
    case, refusal = evidence.case, evidence.case.refusal
    record = {
        "made_on": evidence.made_on,
        "patient": {"full_name": case.patient, "born_on": case.born_on, "member_number": case.member_number},
        "asked": dict(asked(case).pairs),
        "denial": {
            "notice_on": refusal.notice_on,
            "received_on": refusal.received_on,
            "reason": refusal.reason,
            "quoted": refusal.quoted,
            "urgent": refusal.urgent,
        }
        if refusal
        else None,
        "earlier_treatments": [asdict(row) for row in evidence.treatments],
        "sessions": [asdict(row) for row in evidence.sessions],
        "scores": [asdict(row) for row in evidence.scores],
        "before_and_after": [asdict(row) for row in evidence.differences],
        "relief_by_measure": [asdict(row) for row in evidence.relief_measures],
        "relief": [asdict(row) for row in evidence.relief],
        "phases": [asdict(row) for row in evidence.phases.phases],
        "phases_compared": [asdict(row) for row in evidence.phases.comparisons],
        "side_effects": [asdict(row) for row in evidence.side_effects],
        "vital_signs": [asdict(row) for row in evidence.vital_signs],
        "readings": [asdict(row) for row in evidence.readings],
        "function": [asdict(row) for row in evidence.function],
        "own_view_of_change": [asdict(row) for row in evidence.own_changes],
        "own_words": [asdict(row) for row in evidence.own_words],
        "answers": [asdict(row) for row in evidence.answers],
        "contacts": [asdict(row) for row in evidence.contacts],
        "criteria": [asdict(row) for row in evidence.criteria],
        "costs": [asdict(row) for row in evidence.costs],
        "completeness": asdict(evidence.completeness) if evidence.completeness else None,
        "changed_entries": [asdict(row) for row in evidence.amended],
        "not_recorded": evidence.not_recorded,
        "left_out": evidence.left_out,
        "exhibits": [asdict(row) for row in evidence.exhibits],
    }
    return {name: part for name, part in record.items() if part}
