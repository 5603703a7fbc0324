"""Results in plain sentences. "Was followed by" is the strongest verb; worsening is said as plainly as improvement."""

from datetime import datetime
from itertools import chain, repeat

from backend.analysis.change import ScoreCourse, baseline_limits, courses_of_scores, cut_words, reliable_words
from backend.analysis.completeness import today_of
from backend.analysis.courses import begun_sessions, courses
from backend.charts import phases, relief, sessions, side_effects
from backend.charts.figures import WEAK
from backend.wording import count, day, listed, number, shortened, signed
from shared_schemas.background import Medication, PriorTreatment
from shared_schemas.instruments import INSTRUMENTS, Instrument
from shared_schemas.journal import Journal
from shared_schemas.progress import Completeness, Finding, Numbers

LIMITS = [
    "Everything here is self-reported unless another rater is named.",
    "People often seek treatment at their worst, so part of a fall can be a return to their usual state"
    " (regression to the mean), and expectation plays a part too.",
    "Other treatments and events of the same time are not taken out of these numbers.",
]
# More names than this in one sentence are a list, which the case has.
_TREATMENTS_NAMED = 6
_NAME_CHARACTERS = 40


def findings(journal: Journal, now: datetime, numbers: Numbers) -> list[Finding]:
    """What can be said now, the questionnaires first; never empty."""
    # Said once: it is the same for every questionnaire.
    treatments = chain([len(courses(journal, now))], repeat(1))
    said = [_of_scores(*both) for both in zip(courses_of_scores(journal, now), treatments, strict=False)]
    phase = phases.chosen(numbers.phases)
    said += [phases.phases_finding(phase)] if phase else []
    said += [sessions.before_after_finding(pair) for pair in numbers.before_after[:1]]
    said += [relief.relief_finding(result) for result in relief.chosen(numbers.relief)]
    begun = len(begun_sessions(journal, now))
    if not said:
        said = [Finding(id="nothing_yet", sentence=_nothing_yet(journal), n=0)]
    if begun:
        said.append(side_effects.side_effects_finding(numbers.side_effects, begun))
    if numbers.dose:
        said.append(sessions.dose_finding(numbers.dose))
    return [*said, _of_completeness(numbers.completeness)] if numbers.completeness.dated else said


def limits(journal: Journal, now: datetime) -> list[str]:
    """What every result has to be read with: the standing limits, and what this journal adds to them."""
    unknown = sum(1 for measure in journal.outcome_measures if measure.instrument not in INSTRUMENTS)
    added = [*_changed_beside(journal, now)]
    if unknown:
        added.append(
            f"{count(unknown, 'score')} of other questionnaires are kept in the journal and not worked out here."
        )
    return [*LIMITS, *added]


def _changed_beside(journal: Journal, now: datetime) -> list[str]:
    """Other treatments that began or ended while the entries were made."""
    began = (*(one.answered_at for one in journal.outcome_measures[:1]), *(one.at for one in journal.check_ins[:1]))
    begun = [at.date() for at in began if at is not None and at <= now]
    if not begun:
        return []
    found = []
    first, last = min(begun), today_of(journal, now)
    treatments: list[PriorTreatment | Medication] = [*journal.of(PriorTreatment), *journal.of(Medication)]
    for one in treatments:
        for verb, on in (("began", one.started_on), ("ended", one.ended_on)):
            if one.name and on is not None and first <= on <= last:
                found.append((on, one.name, verb))
    told = [f"{shortened(name, _NAME_CHARACTERS)} {verb} on {day(on)}" for on, name, verb in sorted(found)]
    if not told:
        return []
    more = [f"{len(told) - _TREATMENTS_NAMED} more changes"] if len(told) > _TREATMENTS_NAMED else []
    return [f"Changed at the same time: {listed([*told[:_TREATMENTS_NAMED], *more])}."]


def _nothing_yet(journal: Journal) -> str:
    if journal.begins_on is not None or journal.ends_on is not None:
        # Whoever chose some days of years of entries is not told to begin.
        is_empty = not (journal.treatment_sessions or journal.check_ins)
        return f"{'Nothing was entered' if is_empty else 'No questionnaire was completed'} in this part of the time."
    if journal.treatment_sessions or journal.check_ins:
        return "No questionnaire has been completed yet. A PHQ-9 now makes every later one worth more."
    return "There is nothing to show yet. Log a session, check in or answer a PHQ-9."


def _of_scores(course: ScoreCourse, treatments: int) -> Finding:
    name, latest = course.instrument.name, course.latest
    if course.baseline is None or latest is None:
        return _without_change(course)
    moved = _moved(latest.points)
    share = f" ({signed(latest.percent, 0)}%)" if latest.percent is not None and latest.points else ""
    sentence = (
        f"{name} {moved} from {number(course.baseline.total)} on {day(course.baseline.day)}"
        f" to {number(latest.score.total)} on {day(latest.score.day)}{share}."
        if latest.points
        else f"{name} was {number(latest.score.total)} on {day(course.baseline.day)} and on {day(latest.score.day)}."
    )
    if course.sessions_before_latest and course.is_baseline_before_treatment:
        sentence = f"Treatment in {count(course.sessions_before_latest, 'session')} was followed by this: {sentence}"
    verdicts = _verdicts(course)
    if verdicts:
        sentence += f" {verdicts}"
    return Finding(id=course.instrument.id, sentence=sentence, n=len(course.scores), limits=_limits(course, treatments))


def _without_change(course: ScoreCourse) -> Finding:
    """A single score, or several that all came before the first session."""
    last, n = course.scores[-1], len(course.scores)
    which = "It is the only score so far." if n == 1 else "That is the baseline; there is no score after it yet."
    sentence = f"{course.instrument.name} was {number(last.total)}{_band(last.band)} on {day(last.day)}. {which}"
    limits = ["A change needs a second score."] if n == 1 else []
    return Finding(id=course.instrument.id, sentence=sentence, n=n, limits=limits)


def _moved(points: float) -> str:
    return "fell" if points < 0 else "rose, which is worse,"


def _band(name: str | None) -> str:
    return f" ({name})" if name else ""


def _verdicts(course: ScoreCourse) -> str:
    latest = course.latest
    if latest is None:
        return ""
    said = []
    enough = f"({reliable_words(course.instrument, latest.baseline.total)} or more)"
    if latest.is_reliable_rise:
        said.append(f"The rise is large enough to count as reliable worsening {enough}.")
    if latest.is_reliable_rise is False and latest.points > 0:
        said.append(f"The rise is too small to count as reliable worsening {enough}.")
    if latest.is_response:
        said.append(f"That is a response (a fall of {_response(course.instrument)} or more).")
    if latest.is_remission:
        said.append("The latest score is in the range of remission.")
    if latest.is_reliable_fall and not latest.is_response:
        said.append(f"The fall is large enough to count as a reliable change {enough}.")
    if latest.is_clinically_significant:
        said.append(f"The fall is clinically significant: reliable, and to {cut_words(course.instrument)}.")
    if latest.is_reliable_fall is False and latest.points < 0:
        said.append(f"The fall is too small to count as a reliable change {enough}.")
    return " ".join(said)


def _response(instrument: Instrument) -> str:
    percent = instrument.response_fall_percent or 0
    return "half" if percent == 50 else f"{number(percent)}%"


def _limits(course: ScoreCourse, treatments: int) -> list[str]:
    latest, limits = course.latest, baseline_limits(course)
    if treatments > 1:
        limits.append(f"There are {treatments} courses of treatment; the baseline is that of the first.")
    if latest is not None and latest.score.days_since_session is not None:
        after = latest.score.days_since_session
        when = f"{count(after, 'day')} after a session" if after else "on the day of a session"
        limits.append(f"The latest score was given {when}.")
    if course.scores_after_baseline == 1:
        limits.append(WEAK)
    return limits


def _of_completeness(made: Completeness) -> Finding:
    timely = round(100 * made.timely / made.dated) if made.dated else 0
    amended = (
        f" {count(made.amended, 'entry was', 'entries were')} changed more than a day later." if made.amended else ""
    )
    # A part of a journal may have been cut to another questionnaire, and none at all is a finding of its own.
    answered = (
        f", and the {made.questionnaire} was answered {count(made.questionnaires_made, 'time')}"
        f" ({made.questionnaires_expected:,} expected)"
        if made.questionnaires_made
        else ""
    )
    sentence = (
        f"There is a check-in on {made.days_with_check_in:,} of {count(made.days, 'day')}{answered}."
        f" {timely}% of the entries were made within 24 hours of what they describe.{amended}"
    )
    return Finding(id="completeness", section="completeness", sentence=sentence, n=made.dated)
