"""What scores say, in sentences that use the same words for a fall and for a rise. No cause is named."""

from collections.abc import Sequence

from backend import wording
from backend.analysis.change import Change, Score, ScoreCourse, reliable_words
from backend.analysis.courses import ON_TREATMENT, Course
from backend.reports.figures import Pause
from backend.reports.score_chart import pauses
from shared_schemas.instruments import Instrument


def scored(score: Score) -> str:
    """As in "19 (moderately severe)"."""
    total = wording.number(score.total)
    return f"{total} ({score.band})" if score.band else total


def baseline_sentence(course: ScoreCourse) -> str:
    """Which score is the baseline, and whether it stands before the treatment."""
    if course.baseline is None:
        return ""
    stands = f"{scored(course.baseline)} on {wording.day(course.baseline.day)}"
    if course.is_baseline_before_treatment:
        return f"The baseline is {stands}, the last score before treatment."
    return f"There is no baseline before treatment; changes are counted from the earliest score, {stands}."


def outcome_sentences(course: ScoreCourse) -> list[str]:
    """What became of the baseline: points and percent, and what that counts as. Worsening in the same words."""
    latest = course.latest
    if latest is None:
        return ["There is only one score, so no change can be given."] if len(course.scores) == 1 else []
    return [_change_sentence(course.instrument, latest), *_verdict(course.instrument, latest), *_worst(course)]


def _change_sentence(instrument: Instrument, latest: Change) -> str:
    ends = f"from {scored(latest.baseline)} to {scored(latest.score)}"
    if latest.points == 0:
        return f"{instrument.name} was {scored(latest.baseline)} at baseline and is {scored(latest.score)} now."
    verb = "fell" if latest.points < 0 else "rose, which is worse,"
    points = wording.number(abs(latest.points))
    size = f"{points} {'point' if points == '1' else 'points'}"
    percent = "" if latest.percent is None else f" or {wording.percent(abs(latest.percent))}"
    return f"{instrument.name} {verb} {ends}, {size}{percent}, on {wording.day(latest.score.day)}."


def _verdict(instrument: Instrument, latest: Change) -> list[str]:
    if latest.is_reliable_rise:
        return [f"That is a reliable worsening ({reliable_words(instrument, latest.baseline.total)} or more)."]
    counts = _counts_as(instrument, latest)
    if instrument.caseness is not None and not latest.baseline_in_range:
        cut = wording.number(instrument.caseness)
        return [f"The baseline is below {cut}, the range where response and remission are defined.", *counts]
    return counts


def _counts_as(instrument: Instrument, latest: Change) -> list[str]:
    fall = f"response (a fall of at least {wording.percent(instrument.response_fall_percent or 0)})"
    low = f"remission (below {wording.number(instrument.remission_below or 0)})"
    reliable = f"reliable change ({reliable_words(instrument, latest.baseline.total)} or more)"
    claims = [(latest.is_response, fall), (latest.is_remission, low), (latest.is_reliable_fall, reliable)]
    met = [f"a {text}" if text is not low else text for is_met, text in claims if is_met]
    unmet = [f"a {text}" if text is not low else text for is_met, text in claims if is_met is False]
    sentences = [f"That is {wording.listed(met)}."] if met else []
    return [*sentences, f"It is not {' and not '.join(unmet)}."] if unmet else sentences


def _worst(course: ScoreCourse) -> list[str]:
    if course.baseline is None:
        return []
    later = [score for score in course.scores if score.answered_at > course.baseline.answered_at]
    worst = max(later, key=lambda score: score.total, default=None)
    if worst is None or worst is later[-1] or len(later) < 3:
        return []
    return [f"The highest score in between was {scored(worst)} on {wording.day(worst.day)}."]


def pause_sentences(course: ScoreCourse, courses: Sequence[Course]) -> list[str]:
    """What the scores were at both ends of a time without sessions that parts two courses of treatment."""
    sentences = []
    for pause in pauses(courses):
        inside = [score for score in course.scores if pause.start <= score.day <= pause.end]
        if len(inside) > 1:
            sentences.append(
                f"In the {(pause.end - pause.start).days} days without a session, {wording.day(pause.start)} to "
                f"{wording.day(pause.end)}, {course.instrument.name} went from {wording.number(inside[0].total)} "
                f"to {wording.number(inside[-1].total)}.{_afterwards(course, pause)}"
            )
    return sentences


def _afterwards(course: ScoreCourse, pause: Pause) -> str:
    # The first score this long after, whatever it is: nobody chooses the lowest.
    later = [score for score in course.scores if score.day >= pause.end + ON_TREATMENT]
    if not later:
        return ""
    return f" On {wording.day(later[0].day)}, after sessions had begun again, it was {wording.number(later[0].total)}."
