"""What the progress screen and the doctor's page show: findings, figures and numbers of a journal or a part of it."""

from collections.abc import Iterable
from datetime import datetime

from backend.analysis.before_after import before_after
from backend.analysis.change import courses_of_scores, score_changes
from backend.analysis.completeness import completeness, today_of
from backend.analysis.courses import courses, session_starts
from backend.analysis.phases import phases, stretches
from backend.analysis.relief import relief
from backend.analysis.selection import selected
from backend.analysis.series import all_series
from backend.analysis.side_effects import side_effect_shares
from backend.charts import days, scales, scores, sessions, side_effects
from backend.charts import phases as phase_charts
from backend.charts import relief as relief_charts
from backend.charts.findings import findings, limits
from shared_schemas.instruments import INSTRUMENTS
from shared_schemas.journal import Journal
from shared_schemas.progress import CourseView, Figure, Numbers, Progress, Selection

# Drawn over the days where they were noted; the other scales are in the numbers.
EVERYTHING = Selection()
_DAILY = ("mood", "anxiety", "pain")


def progress(journal: Journal, now: datetime, selection: Selection = EVERYTHING) -> Progress:
    """All findings, figures and numbers as of `now`.

    A figure needs two values; with fewer the findings say what there is. Raises SelectionError.
    """
    part = selected(journal, selection, now)
    numbers = _numbers(part, now)
    return Progress(
        made_at=now,
        cursor=journal.cursor,
        selection=selection,
        courses=_courses(journal, now),
        instruments=_instruments(journal),
        findings=findings(part, now, numbers),
        figures=_figures(part, now, numbers),
        limits=limits(part, now),
        numbers=numbers,
    )


def _numbers(journal: Journal, now: datetime) -> Numbers:
    pairs = before_after(journal, now)
    return Numbers(
        scores=list(score_changes(journal, now)),
        before_after=list(pairs),
        relief=list(relief(journal, now)),
        phases=list(phases(journal, now)),
        dose=sessions.dose_of(journal, now, pairs),
        side_effects=list(side_effect_shares(journal, now)),
        completeness=completeness(journal, now),
    )


def _figures(journal: Journal, now: datetime, numbers: Numbers) -> list[Figure]:
    """The first questionnaire, then what the sessions did, then the days, then the rest."""
    starts, parts = session_starts(journal, now), stretches(journal, now)
    first, *others = [
        scores.score_figure(course, starts, parts, now) for course in courses_of_scores(journal, now)
    ] or [None]
    phase = phase_charts.chosen(numbers.phases)
    daily = scales.scale_figures([one for one in all_series(journal, now) if one.id in _DAILY], starts)
    return _drawn(
        [
            first,
            *daily[:1],
            phase_charts.phases_figure(phase) if phase else None,
            *(sessions.before_after_figure(journal, now, pair) for pair in numbers.before_after[:1]),
            *relief_charts.relief_figures(numbers.relief),
            *others,
            *daily[1:],
            side_effects.side_effects_figure(numbers.side_effects),
            sessions.dose_figure(numbers.dose) if numbers.dose else None,
            days.calendar_figure(journal, now, numbers.completeness.first_day, today_of(journal, now)),
        ]
    )


def _drawn(figures: Iterable[Figure | None]) -> list[Figure]:
    return [figure for figure in figures if figure is not None]


def _courses(journal: Journal, now: datetime) -> list[CourseView]:
    return [
        CourseView(
            number=number,
            started_on=course.started_at.date(),
            last_session_on=course.last_at.date(),
            sessions=len(course.sessions),
        )
        for number, course in enumerate(courses(journal, now), start=1)
    ]


def _instruments(journal: Journal) -> list[str]:
    answered = {measure.instrument for measure in journal.outcome_measures}
    return [instrument for instrument in INSTRUMENTS if instrument in answered]
