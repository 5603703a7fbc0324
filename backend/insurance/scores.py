"""Criteria that ask for a score: severity before treatment, and improvement since."""

from dataclasses import dataclass
from datetime import datetime

from backend.analysis.courses import BASELINE_AT_MOST, begun_sessions
from backend.insurance.answers import Answer
from backend.insurance.criteria_sets import Criterion, Cut
from backend.wording import day as worded
from backend.wording import number
from shared_schemas.instruments import INSTRUMENTS, total_of
from shared_schemas.journal import Journal
from shared_schemas.outcome_measures import OutcomeMeasure

# Names of scales that only a clinician fills in; their items do not ship.
_CLINICIAN_SCALES = {"madrs": "MADRS", "hamd17": "HAM-D", "qids_sr16": "QIDS"}
_ANY_SCORE = ("outcome_measure", None)


def severity(journal: Journal, criterion: Criterion, now: datetime) -> Answer:
    """Whether one of the scores was high enough before treatment."""
    baselines = [(cut, _baseline(journal, cut.instrument, now)) for cut in criterion.scores]
    known = [(cut, found) for cut, found in baselines if found is not None]
    for cut, (measure, total) in known:
        if total >= (cut.at_least or 0):
            return Answer(criterion, "met", _scored(cut, measure, total), (measure.id,))
    if known:
        cut, (measure, total) = known[0]
        others = [_name(other.instrument) for other, found in baselines if found is None]
        step = f"A {' or '.join(others)} from the clinic, from before treatment, would count too." if others else None
        return Answer(criterion, "not_met", _scored(cut, measure, total), (measure.id,), step, _ANY_SCORE)
    if not criterion.scores:
        return _without_number(criterion)
    names = [_name(cut.instrument) for cut in criterion.scores]
    has_begun = bool(begun_sessions(journal, now))
    return Answer(
        criterion,
        "not_documented",
        f"No {' or '.join(names)} from the 4 weeks before {'the first session' if has_begun else 'today'}.",
        (),
        "Ask the clinic whether it has one from before the first session, and enter its total."
        if has_begun
        else "Answer the questionnaire before the first session, or enter the clinic’s total.",
        _ANY_SCORE,
    )


def _baseline(journal: Journal, instrument: str, now: datetime) -> tuple[OutcomeMeasure, float] | None:
    """The last score of the four weeks up to the first session, or up to now while there was none."""
    sessions = begun_sessions(journal, now)
    start = sessions[0].started_at if sessions else None
    last = (start or now).date()
    fitting = [
        (measure, total)
        for measure, total in _totals(journal, instrument, now)
        if measure.answered_at and last - BASELINE_AT_MOST <= measure.answered_at.date() <= last
    ]
    return fitting[-1] if fitting else None


def improvement(journal: Journal, criterion: Criterion, now: datetime) -> Answer:
    """Whether one of the scores has fallen far enough since, by one of the last four weeks."""
    falls = [(cut, _fall(journal, cut.instrument, now)) for cut in criterion.scores]
    known = [(cut, fall) for cut, fall in falls if fall is not None]
    for cut, fall in known:
        if _is_enough(cut, fall.percent):
            return Answer(criterion, "met", fall.sentence, fall.records)
    if known:
        return Answer(criterion, "not_met", known[0][1].sentence, known[0][1].records)
    if not criterion.scores:
        return _without_number(criterion)
    names = [_name(cut.instrument) for cut in criterion.scores]
    return Answer(
        criterion,
        "not_documented",
        f"There is no {' or '.join(names)} from before treatment together with one from the last 4 weeks.",
        (),
        f"Answer the {names[0]} now, and every two weeks while treatment goes on.",
        _ANY_SCORE,
    )


def _without_number(criterion: Criterion) -> Answer:
    because, step = "Its number is not entered.", "Enter the score or the percent that your plan asks."
    return Answer(criterion, "not_documented", because, (), step, ("plan_criterion", criterion.record))


@dataclass(frozen=True)
class _Fall:
    percent: float
    sentence: str
    records: tuple[str, str]


def _fall(journal: Journal, instrument: str, now: datetime) -> _Fall | None:
    """How far the latest score of the last four weeks is below the baseline; below 0 it rose."""
    baseline = _baseline(journal, instrument, now)
    scored = _totals(journal, instrument, now)
    if baseline is None or not scored or not baseline[1]:
        return None
    latest, total = scored[-1]
    is_recent = latest.answered_at is not None and now - latest.answered_at <= BASELINE_AT_MOST
    if latest.id == baseline[0].id or not is_recent:
        return None
    percent = 100 * (baseline[1] - total) / baseline[1]
    direction = "lower" if percent >= 0 else "higher"
    sentence = (
        f"{_name(instrument)} from {number(baseline[1])} to {number(total)}, {number(abs(percent), 0)}% {direction}."
    )
    return _Fall(percent, sentence, (baseline[0].id, latest.id))


def _is_enough(cut: Cut, percent: float) -> bool:
    # Binary fractions: a fall from 20 to 10 is 50 percent and must not come out a hair below it.
    exact = round(percent, 9)
    return exact > cut.more_than if cut.more_than is not None else exact >= (cut.at_least or 0)


def _totals(journal: Journal, instrument: str, now: datetime) -> list[tuple[OutcomeMeasure, float]]:
    scored = [
        (measure, total_of(measure))
        for measure in journal.outcome_measures
        if measure.instrument == instrument and measure.answered_at and measure.answered_at <= now
    ]
    return [(measure, total) for measure, total in scored if total is not None]


def _scored(cut: Cut, measure: OutcomeMeasure, total: float) -> str:
    when = f" on {worded(measure.answered_at.date())}" if measure.answered_at else ""
    return f"{_name(cut.instrument)} {number(total)}{when}, before treatment; {number(cut.at_least or 0)} is asked."


def _name(instrument: str) -> str:
    known = INSTRUMENTS.get(instrument)
    return known.name if known else _CLINICIAN_SCALES.get(instrument, instrument.upper())
