"""Results in plain sentences. "Was followed by" is the strongest verb; worsening is said as plainly as improvement."""

from datetime import datetime

from backend.analysis.before_after import before_after
from backend.analysis.change import ScoreCourse, courses_of_scores
from backend.analysis.completeness import completeness
from backend.wording import count, day, number, signed
from shared_schemas.instruments import Instrument
from shared_schemas.journal import Journal
from shared_schemas.progress import Finding, PairedDifference

LIMITS = [
    "Everything here is self-reported unless another rater is named.",
    "People often seek treatment at their worst, so part of a fall can be a return to their usual state"
    " (regression to the mean), and expectation plays a part too.",
    "Other treatments and events of the same time are not taken out of these numbers.",
]
_WEAK = "A single before and after is weak evidence."
_STATES = {"mood": "Mood", "anxiety": "Anxiety", "pain": "Pain", "energy": "Energy", "well_being": "Well-being"}


def findings(journal: Journal, now: datetime) -> list[Finding]:
    """What can be said now, the questionnaires first; never empty."""
    courses = courses_of_scores(journal, now)
    said = [_of_scores(course) for course in courses]
    said += [_of_pairs(pair) for pair in before_after(journal, now)[:1]]
    if not said:
        return [Finding(id="nothing_yet", sentence=_nothing_yet(journal), n=0)]
    return [*said, _of_completeness(journal, now)]


def _nothing_yet(journal: Journal) -> str:
    if journal.treatment_sessions or journal.check_ins:
        return "No questionnaire has been completed yet. A PHQ-9 now makes every later one worth more."
    return "There is nothing to show yet. Log a session, check in or answer a PHQ-9."


def _of_scores(course: ScoreCourse) -> Finding:
    name, latest = course.instrument.name, course.latest
    if course.baseline is None or latest is None:
        only = course.scores[-1]
        sentence = f"{name} was {number(only.total)}{_band(only.band)} on {day(only.day)}. It is the only score so far."
        return Finding(id=course.instrument.id, sentence=sentence, n=1, limits=[_WEAK])
    moved = _moved(latest.points)
    share = f" ({signed(latest.percent, 0)}%)" if latest.percent is not None and latest.points else ""
    sentence = (
        f"{name} {moved} from {number(course.baseline.total)} on {day(course.baseline.day)}"
        f" to {number(latest.score.total)} on {day(latest.score.day)}{share}."
        if latest.points
        else f"{name} was {number(latest.score.total)} on {day(course.baseline.day)} and on {day(latest.score.day)}."
    )
    if course.sessions and course.is_baseline_before_treatment:
        sentence = f"Treatment in {count(course.sessions, 'session')} was followed by this: {sentence}"
    verdicts = _verdicts(course)
    if verdicts:
        sentence += f" {verdicts}"
    return Finding(id=course.instrument.id, sentence=sentence, n=len(course.scores), limits=_limits(course))


def _moved(points: float) -> str:
    return "fell" if points < 0 else "rose, which is worse,"


def _band(name: str | None) -> str:
    return f" ({name})" if name else ""


def _verdicts(course: ScoreCourse) -> str:
    latest = course.latest
    if latest is None:
        return ""
    said = []
    if latest.is_reliable_rise:
        said.append("The rise is larger than the questionnaire's own error (reliable worsening).")
    if latest.is_response:
        said.append(f"That is a response (a fall of {_response(course.instrument)} or more).")
    if latest.is_remission:
        said.append("The latest score is in the range of remission.")
    if latest.is_reliable_fall and not latest.is_response:
        said.append("The fall is larger than the questionnaire's own error (reliable change).")
    if latest.is_reliable_fall is False and latest.points < 0:
        said.append("The fall is within the questionnaire's own error.")
    return " ".join(said)


def _response(instrument: Instrument) -> str:
    percent = instrument.response_fall_percent or 0
    return "half" if percent == 50 else f"{number(percent)}%"


def _limits(course: ScoreCourse) -> list[str]:
    latest, limits = course.latest, []
    if not course.is_baseline_before_treatment:
        limits.append("There is no baseline before treatment: the earliest score is used instead.")
    if latest is not None and not latest.baseline_in_range:
        limits.append("The baseline is below the range where response is defined.")
    if latest is not None and latest.score.days_since_session is not None:
        limits.append(f"The latest score was given {count(latest.score.days_since_session, 'day')} after a session.")
    if len(course.scores) == 2:
        limits.append(_WEAK)
    return limits


def _of_pairs(pair: PairedDifference) -> Finding:
    better = (pair.mean > 0) == pair.higher_is_better
    direction = "no different" if pair.mean == 0 else f"{number(abs(pair.mean))} {'better' if better else 'worse'}"
    sentence = (
        f"{_STATES[pair.state]} after a session was on average {direction} than before it, on the patient's own scale"
        f" from 0 to 10 ({pair.n} of {count(pair.sessions, 'session')})."
    )
    limits = ["An own scale is not a validated questionnaire."]
    return Finding(id=f"{pair.state}_before_after", sentence=sentence, n=pair.n, limits=limits)


def _of_completeness(journal: Journal, now: datetime) -> Finding:
    made = completeness(journal, now)
    timely = round(100 * made.timely / made.dated) if made.dated else 0
    sentence = (
        f"There is a check-in on {made.days_with_check_in} of {count(made.days, 'day')};"
        f" {timely}% of the entries were made within 24 hours of what they describe."
    )
    return Finding(id="completeness", sentence=sentence, n=made.dated)
