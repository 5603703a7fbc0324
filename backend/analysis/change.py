"""Change from baseline on one questionnaire: response, remission, reliable and clinically significant change."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from backend import wording
from backend.analysis.courses import BASELINE_AT_MOST, session_starts, starts_new_course
from backend.analysis.remembered import remembered
from shared_schemas.instruments import INSTRUMENTS, Instrument, band, total_of
from shared_schemas.journal import Journal
from shared_schemas.outcome_measures import OutcomeMeasure
from shared_schemas.progress import ScoreChange, ScorePoint

METHOD = (
    "The latest complete score minus the baseline: the last score on or before the day of the first session and at most"
    " 28 days older. Clinically significant is a reliable fall that is also past the cut (Jacobson and Truax 1991)."
)


@dataclass(frozen=True)
class Score:
    """One complete questionnaire. Higher is worse. `self_reported` is False for a total with another rater."""

    record: str
    answered_at: datetime
    total: float
    band: str | None
    days_since_session: int | None
    self_reported: bool

    @property
    def day(self) -> date:
        """The day it was answered, where it was answered."""
        return self.answered_at.date()


@dataclass(frozen=True)
class Change:
    """From the baseline to one later score. None: not defined for this instrument or this baseline.

    `points` is score minus baseline, so a fall is below 0; `percent` is that of the baseline, None at a baseline of 0.
    """

    baseline: Score
    score: Score
    points: float
    percent: float | None
    baseline_in_range: bool
    is_response: bool | None
    is_remission: bool | None
    is_reliable_fall: bool | None
    is_reliable_rise: bool | None
    is_clinically_significant: bool | None


@dataclass(frozen=True)
class ScoreCourse:
    """All complete scores of one instrument, earliest first, with the baseline they are held against."""

    instrument: Instrument
    scores: tuple[Score, ...]
    baseline: Score | None
    is_baseline_before_treatment: bool
    sessions: int
    # Of these the ones that began before the latest score.
    sessions_before_latest: int
    is_beginning_hidden: bool = False

    @property
    def scores_after_baseline(self) -> int:
        """How many scores can be held against the baseline; with one of them it is a single before and after."""
        return 0 if self.baseline is None else len(self.scores) - 1 - self.scores.index(self.baseline)

    @property
    def latest(self) -> Change | None:
        """The change to the latest score; None with fewer than two scores."""
        if self.baseline is None or self.scores[-1] is self.baseline:
            return None
        return change(self.instrument, self.baseline, self.scores[-1])


def scores(journal: Journal, instrument: Instrument, now: datetime) -> tuple[Score, ...]:
    """Complete scores answered by `now`, earliest first; unfinished questionnaires are left out."""
    return _all_scores(journal, now).get(instrument.id, ())


@remembered
def _all_scores(journal: Journal, now: datetime) -> Mapping[str, tuple[Score, ...]]:
    """By instrument, of those that were answered."""
    starts = sorted(start.date() for start in (*journal.earlier_starts, *session_starts(journal, now)))
    answered = journal.measures_by_instrument
    return {
        instrument.id: tuple(_scores(instrument, answered[instrument.id], starts, now))
        for instrument in INSTRUMENTS.values()
        if instrument.id in answered
    }


def _scores(
    instrument: Instrument, measures: Sequence[OutcomeMeasure], starts: Sequence[date], now: datetime
) -> Iterator[Score]:
    for measure in measures:
        total = total_of(measure)
        if total is None or measure.answered_at is None or measure.answered_at > now:
            continue
        earlier = bisect_right(starts, measure.answered_at.date())
        yield Score(
            record=measure.id,
            answered_at=measure.answered_at,
            total=total,
            band=band(instrument, total),
            days_since_session=(measure.answered_at.date() - starts[earlier - 1]).days if earlier else None,
            self_reported=not measure.rater,
        )


def course_of_scores(journal: Journal, instrument_id: str, now: datetime) -> ScoreCourse | None:
    """Scores and baseline of one instrument; None when it has no complete score.

    The baseline is the last score on or before the day of the first session and at most 28 days older than it;
    otherwise the earliest score, which is then no baseline before treatment. A part of a journal that begins in the
    middle of a course has no baseline before treatment.
    """
    instrument = INSTRUMENTS[instrument_id]
    found = scores(journal, instrument, now)
    if not found:
        return None
    starts = session_starts(journal, now)
    before = _before_first_session(found, starts[0].date()) if starts_new_course(journal, now) else None
    return ScoreCourse(
        instrument,
        found,
        before or found[0],
        before is not None,
        len(starts),
        bisect_right(starts, found[-1].answered_at),
        journal.hides_beginning,
    )


@remembered
def courses_of_scores(journal: Journal, now: datetime) -> tuple[ScoreCourse, ...]:
    """Every instrument that has a complete score, in the order the instruments ship in."""
    found = [course_of_scores(journal, instrument_id, now) for instrument_id in INSTRUMENTS]
    return tuple(course for course in found if course is not None)


def change(instrument: Instrument, baseline: Score, score: Score) -> Change:
    """One score held against the baseline, by the cuts of the instrument (their sources stand beside them)."""
    points, percent = moved(baseline, score)
    in_range = instrument.is_case(baseline.total)
    reliable = reliable_points(instrument, baseline.total)
    fell = None if reliable is None else round(-points, 9) >= round(reliable, 9)
    return Change(
        baseline=baseline,
        score=score,
        points=points,
        percent=percent,
        baseline_in_range=in_range,
        is_response=_is_response(instrument, percent) if in_range else None,
        is_remission=_is_remission(instrument, score.total) if in_range else None,
        is_reliable_fall=fell,
        is_reliable_rise=None if reliable is None else round(points, 9) >= round(reliable, 9),
        is_clinically_significant=_is_clinically_significant(instrument, fell, score.total) if in_range else None,
    )


def moved(baseline: Score, score: Score) -> tuple[float, float | None]:
    """Points, below 0 for a fall, and percent of a baseline above 0."""
    points = score.total - baseline.total
    return points, 100 * points / baseline.total if baseline.total > 0 else None


@remembered
def score_changes(journal: Journal, now: datetime) -> tuple[ScoreChange, ...]:
    """The same as results for the wire, one a questionnaire."""
    return tuple(_result(course) for course in courses_of_scores(journal, now))


def _result(course: ScoreCourse) -> ScoreChange:
    latest, instrument = course.latest, course.instrument
    return ScoreChange(
        n=len(course.scores),
        method=METHOD,
        source="; ".join(instrument.source),
        missing=tuple(_missing(course)),
        instrument=instrument.id,
        name=instrument.name,
        sessions=course.sessions,
        baseline=_point(course, course.baseline) if course.baseline else None,
        is_baseline_before_treatment=course.is_baseline_before_treatment,
        baseline_in_range=_is_in_range(instrument, course.baseline),
        latest=_point(course, latest.score) if latest else None,
        is_response=latest and latest.is_response,
        is_remission=latest and latest.is_remission,
        is_reliable_fall=latest and latest.is_reliable_fall,
        is_reliable_rise=latest and latest.is_reliable_rise,
        is_clinically_significant=latest and latest.is_clinically_significant,
        scores=tuple(_point(course, score) for score in course.scores),
    )


def _is_in_range(instrument: Instrument, baseline: Score | None) -> bool | None:
    return None if baseline is None or instrument.caseness is None else instrument.is_case(baseline.total)


def _point(course: ScoreCourse, score: Score) -> ScorePoint:
    points, percent = moved(course.baseline, score) if course.baseline else (None, None)
    return ScorePoint(
        answered_at=score.answered_at,
        total=score.total,
        band=score.band,
        days_since_session=score.days_since_session,
        self_reported=score.self_reported,
        points=None if points is None else round(points, 4),
        percent=None if percent is None else round(percent, 4),
    )


def _missing(course: ScoreCourse) -> list[str]:
    return [*baseline_limits(course), *(["A change needs a second score."] if len(course.scores) < 2 else [])]


def baseline_limits(course: ScoreCourse) -> list[str]:
    """What cannot be said of a change from this baseline, and why."""
    said = []
    if course.is_beginning_hidden:
        said.append("What came before these days is not told: the earliest score is used as the baseline.")
    elif not course.is_baseline_before_treatment:
        said.append("There is no baseline before treatment: the earliest score is used instead.")
    if course.instrument.caseness is None:
        said.append(f"Response and remission are not defined here for the {course.instrument.name}.")
    elif course.baseline and not course.instrument.is_case(course.baseline.total):
        said.append("The baseline is below the range where response is defined.")
    return said


def _before_first_session(found: tuple[Score, ...], first: date) -> Score | None:
    early = [score for score in found if first - BASELINE_AT_MOST <= score.day <= first]
    return early[-1] if early else None


def reliable_points(instrument: Instrument, baseline: float) -> float | None:
    """How many points of change from `baseline` count as reliable; None where that is not defined.

    A share of a baseline below the cut is taken of the cut.
    """
    if instrument.reliable_change is not None:
        return instrument.reliable_change
    if instrument.reliable_change_percent is not None:
        # Of little pain a share is less than a single answer's step: from 1 to 0.7 would be 30 percent.
        return max(baseline, instrument.caseness or 0) * instrument.reliable_change_percent / 100 or None
    return None


def reliable_words(instrument: Instrument, baseline: float) -> str:
    """The same as in "6 points" or "30%"; nothing where it is not defined."""
    points = reliable_points(instrument, baseline)
    if points is None:
        return ""
    if instrument.reliable_change is None and instrument.is_case(baseline):
        return wording.percent(instrument.reliable_change_percent or 0)
    return f"{wording.number(points)} {'point' if points == 1 else 'points'}"


def cut_words(instrument: Instrument) -> str:
    """What "past the cut" is, as in "below 10"."""
    if instrument.id == "pcl5":
        return "28 or below"
    return f"below {wording.number(instrument.caseness or 0)}"


def _is_response(instrument: Instrument, percent: float | None) -> bool | None:
    if instrument.response_fall_percent is None or percent is None:
        return None
    # Binary fractions: from 7.0 to 4.9 is a fall of 30 percent, and comes out a hair below it.
    return round(-percent, 9) >= instrument.response_fall_percent


def _is_remission(instrument: Instrument, total: float) -> bool | None:
    return None if instrument.remission_below is None else total < instrument.remission_below


def _is_clinically_significant(instrument: Instrument, fell: bool | None, total: float) -> bool | None:
    # PCL-5 counts as past the cut at 28 or below (Marx 2022), not below its caseness of 31.
    cut = instrument.remission_below if instrument.id == "pcl5" else instrument.caseness
    return None if cut is None or fell is None else fell and total < cut
