"""What the analysis found, as it crosses the wire: every result with its n, method, source, and what is missing.

Numbers are never rounded to look nicer than they are: days have one decimal, all others at most four. A value that is
not defined, or that too few entries support, is null, and `missing` says why.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from shared_schemas.base import Day, Schema

Section = Literal["scores", "sessions", "relief", "phases", "dose", "side_effects", "days", "completeness"]
State = Literal["mood", "anxiety", "pain", "energy", "well_being"]
PhaseKind = Literal["before", "on_treatment", "gap"]
EndedBy = Literal["score", "patient", "next_session", "end_of_entries"]


class Result(Schema):
    """One result. `n` counts the values it rests on; `missing` says in sentences what it does not rest on, and why."""

    n: int
    method: str
    source: str
    missing: tuple[str, ...] = ()


class Interval(Schema):
    """A 95 % confidence interval. An end that the data do not reach is null."""

    low: float | None
    high: float | None


class ScorePoint(Schema):
    """One complete questionnaire. `points` and `percent` are its change from the baseline."""

    answered_at: datetime
    total: float
    band: str | None
    days_since_session: int | None
    self_reported: bool
    points: float | None
    percent: float | None


class ScoreChange(Result):
    """One questionnaire from its baseline to the latest score. Null: not defined for this instrument or baseline."""

    instrument: str
    name: str
    sessions: int
    baseline: ScorePoint | None
    is_baseline_before_treatment: bool
    baseline_in_range: bool | None
    latest: ScorePoint | None
    is_response: bool | None
    is_remission: bool | None
    is_reliable_fall: bool | None
    is_reliable_rise: bool | None
    is_clinically_significant: bool | None
    scores: tuple[ScorePoint, ...]


class PairedDifference(Result):
    """After minus before, on a scale of 0-10 of the patient's own, over the sessions that have both.

    `sessions` counts all sessions. `interval` is of the mean; with fewer than five pairs there is none. `recalled`
    counts the pairs that were entered after the session had begun.
    """

    state: State
    differences: tuple[float, ...]
    mean: float
    median: float
    interval: Interval | None
    sessions: int
    recalled: int
    higher_is_better: bool


# There is one for each session on each measure, and this is made in a quarter of the time that a model takes.
@dataclass(slots=True)
class ReliefEpisode:
    """The relief of one session on one measure, in days from its start.

    `has_relief` is null when it cannot be judged: no score before or after. `lasted_days` of a censored episode is how
    long the relief lasted at least. `ended_by` "patient" is the patient's own word, which takes precedence.
    `last_seen_days`, where a score shows the end, is the score before it: the end lies between the two.
    """

    session: str
    started_at: datetime
    before: float | None = None
    best: float | None = None
    improvement: float | None = None
    has_relief: bool | None = None
    onset_days: float | None = None
    lasted_days: float | None = None
    is_censored: bool | None = None
    ended_by: EndedBy | None = None
    last_seen_days: float | None = None


class CurvePoint(Schema):
    """The estimated share of reliefs (0-1) that last longer than `days`, and how many were still followed before it."""

    days: float
    share: float
    interval: Interval
    at_risk: int
    ended: int
    censored: int


class Relief(Result):
    """Onset and duration of relief over the sessions, on one measure. `n` counts the sessions that could be judged.

    `curve` and `median_days` are over the sessions with relief; null or empty where fewer than five have a duration.
    `median_days` is also null where the median is not reached.
    """

    measure: str
    name: str
    sessions: int
    with_relief: int
    episodes: tuple[ReliefEpisode, ...]
    median_onset_days: float | None
    curve: tuple[CurvePoint, ...]
    median_days: float | None
    median_interval: Interval | None


class Phase(Schema):
    """One stretch of time: before treatment, on treatment (a session and the 28 days after it), or a gap in treatment.

    The mean is of the values inside it, null without any; `interval` by ISO weeks, null with fewer than five of them.
    """

    kind: PhaseKind
    began_at: datetime | None
    ended_at: datetime | None
    n: int
    weeks: int
    mean: float | None
    interval: Interval | None


class PhaseComparison(Schema):
    """Two phases held against each other, the earlier first. Above 0 (for `nap`: above 0.5) the later one is better."""

    first: PhaseKind
    second: PhaseKind
    second_began_at: datetime
    n_first: int
    n_second: int
    mean_first: float
    mean_second: float
    nap: float
    tau: float
    tau_u: float


class Phases(Result):
    """One measure over the phases, in the order of time, and each phase held against the one before it."""

    measure: str
    name: str
    higher_is_better: bool
    phases: tuple[Phase, ...]
    comparisons: tuple[PhaseComparison, ...]


class DosePoint(Schema):
    """One session: its dose, and how much better the state was after it than before it (below 0: worse)."""

    started_at: datetime
    dose: float
    improvement: float


class DoseResponse(Result):
    """Dose beside response, to look at and no more. `unit` is mg/kg where every session has a body weight."""

    unit: Literal["mg/kg", "mg"]
    measure: str
    name: str
    points: tuple[DosePoint, ...]


class SideEffectShare(Result):
    """One symptom over all sessions.

    `severities` counts sessions by the worst severity noted; some have none noted. `median_minutes` is over
    `with_duration` sessions. The halves are those of the sessions in the order of time, null with fewer than six.
    """

    symptom: str
    with_symptom: int
    sessions: int
    severities: dict[str, int]
    median_minutes: float | None = None
    with_duration: int = 0
    first_half: tuple[int, int] | None = None
    second_half: tuple[int, int] | None = None

    @property
    def percent(self) -> float:
        """Share of sessions, 0-100."""
        return 100 * self.with_symptom / self.sessions


class Completeness(Result):
    """Expected and made entries from the first entry to now, and how many were recorded within 24 hours.

    One `questionnaire` is expected every so many days: by the patient's own reminder where there is one.
    `dated` counts sessions, check-ins and questionnaires; `amended` those of them changed more than 24 hours
    after they were made.
    """

    first_day: date | None
    days: int
    days_with_check_in: int
    questionnaire: str
    every_days: int
    questionnaires_expected: int
    questionnaires_made: int
    dated: int
    timely: int
    amended: int


class Numbers(Schema):
    """All results behind the findings and figures, for whoever wants to check them."""

    scores: list[ScoreChange]
    before_after: list[PairedDifference]
    relief: list[Relief]
    phases: list[Phases]
    dose: DoseResponse | None
    side_effects: list[SideEffectShare]
    completeness: Completeness


class Finding(Schema):
    """One result in words, with how many values it rests on and what it does not say."""

    id: str
    section: Section = "scores"
    sentence: str
    n: int
    limits: list[str] = []


class Figure(Schema):
    """One chart: a title that says the finding, a Plotly figure, and the same numbers as text and as a table.

    `caption` says n, whose word it is, and how to read the marks. `plotly` is empty for a table without a drawing.
    """

    id: str
    section: Section = "scores"
    title: str
    caption: str = ""
    n: int = 0
    alternative: str
    plotly: dict[str, Any]
    columns: list[str]
    rows: list[list[str]]


class CourseView(Schema):
    """One course of treatment, by its number from 1."""

    number: int
    started_on: date
    last_session_on: date
    sessions: int


class Selection(Schema):
    """What was asked for: days (both included), one questionnaire, one course. Null is all of them."""

    since: Day | None = None
    until: Day | None = None
    instrument: str | None = None
    course: int | None = None


class Progress(Schema):
    """What the journal shows so far, up to edit `cursor`. Figures may be empty, findings never are.

    `courses` and `instruments` are what the whole journal has to choose from.
    """

    made_at: datetime
    cursor: int
    selection: Selection = Selection()
    courses: list[CourseView] = []
    instruments: list[str] = []
    findings: list[Finding]
    figures: list[Figure]
    limits: list[str]
    numbers: Numbers | None = None
