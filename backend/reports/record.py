"""Everything the evidence report says, computed once from a journal: what the pages print and what is attached."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from backend.analysis.change import ScoreCourse, courses_of_scores
from backend.analysis.courses import Course, courses
from backend.reports import missing
from backend.reports.before_after import DifferenceRow, difference_rows
from backend.reports.case import Case, asked, case_of
from backend.reports.completeness import CompletenessRow, completeness_row
from backend.reports.prior_treatments import PriorTreatmentRow, prior_treatment_rows
from backend.reports.scores import ScoreRow, score_rows
from backend.reports.sessions import SessionRow, session_rows
from backend.reports.side_effects import SideEffectRow, severe_sessions, side_effect_rows
from shared_schemas.journal import Journal


@dataclass(frozen=True)
class Evidence:
    """The rows of every section, and the analysis they were read from.

    `severe` is the number of sessions with a severe side effect, None when no side effect was noted at all.
    """

    made_on: date
    case: Case
    treatments: tuple[PriorTreatmentRow, ...]
    sessions: tuple[SessionRow, ...]
    courses: tuple[Course, ...]
    score_courses: tuple[ScoreCourse, ...]
    scores: tuple[ScoreRow, ...]
    differences: tuple[DifferenceRow, ...]
    side_effects: tuple[SideEffectRow, ...]
    severe: int | None
    completeness: CompletenessRow | None
    not_recorded: tuple[str, ...]
    left_out: tuple[str, ...]

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


def evidence_of(journal: Journal, now: datetime) -> Evidence:
    """The report's contents as of `now`; entries dated later are counted in `left_out`."""
    case, scored = case_of(journal), courses_of_scores(journal, now)
    sessions, treatments = session_rows(journal, now), prior_treatment_rows(journal)
    return Evidence(
        made_on=now.date(),
        case=case,
        treatments=treatments,
        sessions=sessions,
        courses=courses(journal, now),
        score_courses=scored,
        scores=score_rows(journal, scored),
        differences=difference_rows(journal, now),
        side_effects=side_effect_rows(journal, now),
        severe=severe_sessions(journal, now),
        completeness=completeness_row(journal, now),
        not_recorded=(
            *missing.missing_from_case(case),
            *missing.missing_treatments(treatments),
            *missing.missing_from_sessions(sessions),
            *missing.missing_from_scores(scored),
        ),
        left_out=tuple(missing.left_out(journal, now)),
    )


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
        "side_effects": [asdict(row) for row in evidence.side_effects],
        "completeness": asdict(evidence.completeness) if evidence.completeness else None,
        "not_recorded": evidence.not_recorded,
        "left_out": evidence.left_out,
    }
    return {name: part for name, part in record.items() if part}
