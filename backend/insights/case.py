"""What a case has and what it lacks, from the journal alone."""

from datetime import datetime

from backend.analysis.change import course_of_scores
from backend.analysis.courses import begun_sessions
from shared_schemas.api import CaseView
from shared_schemas.background import Patient, PriorTreatment
from shared_schemas.insurance import Denial, InsurancePlan
from shared_schemas.journal import Journal


def case_view(journal: Journal, now: datetime) -> CaseView:
    """The state of the case at `now`. `deadline_on` is the one printed on the newest denial; none is computed."""
    denials = sorted(
        journal.of(Denial), key=lambda denial: (str(denial.notice_on or denial.received_on or ""), denial.id)
    )
    phq9 = course_of_scores(journal, "phq9", now)
    return CaseView(
        sessions=len(begun_sessions(journal, now)),
        scores=len(phq9.scores) if phq9 else 0,
        prior_treatments=len(journal.of(PriorTreatment)),
        has_plan=bool(journal.of(InsurancePlan)),
        has_denial=bool(denials),
        deadline_on=denials[-1].deadline_on if denials else None,
        missing=_missing(journal, now),
    )


def _missing(journal: Journal, now: datetime) -> list[str]:
    phq9 = course_of_scores(journal, "phq9", now)
    lacks = [
        (not begun_sessions(journal, now), "No session is logged. Log each one, past ones too."),
        (phq9 is None, "There is no PHQ-9. Answer one now; every later one is held against it."),
        (
            phq9 is not None and not phq9.is_baseline_before_treatment,
            "There is no PHQ-9 from the four weeks before the first session. Ask the clinic whether it has one.",
        ),
        (not journal.of(PriorTreatment), "No prior treatment is entered. Insurers ask what was tried before."),
        (not journal.of(InsurancePlan), "The insurance plan is not entered. Copy it from your card."),
        (not journal.of(Patient), "Your name and birth date are not entered. The report needs them on every page."),
    ]
    return [words for is_missing, words in lacks if is_missing]
