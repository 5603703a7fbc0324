"""The questionnaire scores of a record: one row each, and how the rows are printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from backend import wording
from backend.analysis.change import Score, ScoreCourse, moved
from backend.analysis.courses import Course
from backend.reports.outcome import baseline_sentence, outcome_sentences
from backend.reports.parts import Apart, Column, Note, Part, Section, Subsection, Table, Text
from backend.reports.prior_treatments import PriorTreatmentRow, changes_during
from backend.reports.score_chart import LOWER_INCHES, chart_part
from shared_schemas.instruments import Instrument
from shared_schemas.journal import Journal
from shared_schemas.outcome_measures import OutcomeMeasure

_RATER_CHARACTERS = 40
# With that of page 1: more of them would push the rest of what is read aside.
_CHARTS_IN_CORE = 3


@dataclass(frozen=True)
class ScoreRow:
    """One complete questionnaire as printed. Higher is worse; a change below 0 is a fall since the baseline."""

    measure: str
    day: date
    total: float
    band: str | None
    is_baseline: bool
    change_from_baseline: float | None
    change_percent: float | None
    days_since_session: int | None
    rated_by: str


def score_rows(journal: Journal, courses: Sequence[ScoreCourse]) -> tuple[ScoreRow, ...]:
    """A row for every complete score, instrument by instrument, earliest first."""
    raters = {measure.id: measure.rater for measure in journal.of(OutcomeMeasure) if measure.rater}
    return tuple(_row(course, score, raters.get(score.record)) for course in courses for score in course.scores)


def _row(course: ScoreCourse, score: Score, rater: str | None) -> ScoreRow:
    is_later = course.baseline is not None and score.answered_at > course.baseline.answered_at
    points, percent = moved(course.baseline, score) if course.baseline and is_later else (None, None)
    return ScoreRow(
        measure=course.instrument.name,
        day=score.day,
        total=wording.rounded(score.total, 1) or 0,
        band=score.band,
        is_baseline=score is course.baseline,
        change_from_baseline=wording.rounded(points, 1),
        change_percent=wording.rounded(percent, 1),
        days_since_session=score.days_since_session,
        rated_by="patient" if score.self_reported else wording.shortened(rater or "clinician", _RATER_CHARACTERS),
    )


def scores_section(
    scored: Sequence[ScoreCourse],
    rows: Sequence[ScoreRow],
    courses: Sequence[Course],
    treatments: Sequence[PriorTreatmentRow],
    charted: ScoreCourse | None,
) -> list[Part]:
    """Every questionnaire with its chart and all its scores; `charted` is the one whose chart stands on page 1.

    Nothing when there are no scores.
    """
    if not rows:
        return []
    meanwhile = changes_during(treatments, min(row.day for row in rows), max(row.day for row in rows))
    parts: list[Part] = [Section("Questionnaire scores"), *(Text(sentence) for sentence in meanwhile)]
    for place, course in enumerate(scored):
        chart: Sequence[Part] = [] if course is charted else chart_part(course, courses, LOWER_INCHES)
        if chart and place >= _CHARTS_IN_CORE:
            chart = [Apart(f"The chart of the {course.instrument.name} scores is in", chart)]
        parts += _scores_parts(course, rows, chart)
    return parts


def _scores_parts(course: ScoreCourse, rows: Sequence[ScoreRow], chart: Sequence[Part]) -> list[Part]:
    own = [row for row in rows if row.measure == course.instrument.name]
    columns = [
        Column("Date", 76),
        Column("Total", 34, "right"),
        Column("Severity", 104) if course.instrument.bands else None,
        Column("Change from baseline", 62, "right"),
        Column("Days since last session", 66, "right"),
        Column("Rated by"),
    ]
    kept = [column for column in columns if column is not None]
    return [
        Subsection(f"{course.instrument.name} ({course.instrument.measures})"),
        Text(" ".join([_scale(course.instrument), baseline_sentence(course), *outcome_sentences(course)])),
        *chart,
        Table(
            kept,
            [_cells(row, has_bands=bool(course.instrument.bands)) for row in own],
            f"{course.instrument.name} scores",
        ),
        *_marks(own),
    ]


def _scale(instrument: Instrument) -> str:
    low, high = instrument.range
    span = f"{wording.number(low)} to {wording.number(high)}"
    return f"Scores run from {span}, higher is worse, and describe the {_recall(instrument)}."


def _recall(instrument: Instrument) -> str:
    return instrument.recall if instrument.recall.startswith("past") else f"last {instrument.recall}"


def _cells(row: ScoreRow, *, has_bands: bool) -> list[str]:
    return [
        wording.day(row.day),
        wording.number(row.total),
        *([wording.capitalised(row.band or wording.NOTHING)] if has_bands else []),
        "baseline" if row.is_baseline else _changed(row),
        wording.NOTHING if row.days_since_session is None else wording.number(row.days_since_session),
        wording.capitalised(row.rated_by),
    ]


def _changed(row: ScoreRow) -> str:
    if row.change_from_baseline is None:
        return wording.NOTHING
    return wording.change(row.change_from_baseline, row.change_percent)


def _marks(rows: Sequence[ScoreRow]) -> list[Part]:
    before_session = any(row.days_since_session is None for row in rows)
    before_baseline = any(row.change_from_baseline is None and not row.is_baseline for row in rows)
    reasons = ["before the first session"] * before_session + ["before the baseline"] * before_baseline
    return [Note(f"{wording.NOTHING} Answered {' or '.join(reasons)}.")] if reasons else []
