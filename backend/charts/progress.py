"""What the progress screen and the doctor's page show: findings and figures of one journal."""

from datetime import date, datetime, timedelta
from math import floor
from statistics import median
from typing import Any

from backend.analysis.change import ScoreCourse, change, courses_of_scores
from backend.analysis.courses import begun_sessions
from backend.charts.figures import (
    cut_label,
    cut_line,
    faint_points,
    figure,
    score_trace,
    session_ticks,
    smooth_line,
    ticks_label,
)
from backend.charts.findings import LIMITS, findings
from backend.wording import NOTHING, ROUTES, count, day, dose, number, signed
from shared_schemas.check_ins import CheckIn
from shared_schemas.journal import Journal
from shared_schemas.progress import Figure, Progress
from shared_schemas.treatment import SideEffect, TreatmentSession

_WEEK = timedelta(days=7)


def progress(journal: Journal, now: datetime) -> Progress:
    """All findings and figures as of `now`. A figure needs two values; with fewer the findings say what there is."""
    figures = [_of_scores(course, journal, now) for course in courses_of_scores(journal, now) if len(course.scores) > 1]
    mood = _of_mood(journal, now)
    return Progress(
        made_at=now,
        cursor=journal.cursor,
        findings=findings(journal, now),
        figures=[*figures[:1], *([mood] if mood else []), *figures[1:]],
        limits=LIMITS,
    )


def sessions_figure(journal: Journal, now: datetime) -> Figure | None:
    """The sessions as a table, the latest first, with no drawing; None without sessions."""
    sessions = begun_sessions(journal, now)
    if not sessions:
        return None
    effects: dict[str, list[str]] = {}
    for effect in journal.of(SideEffect):
        if effect.session and effect.symptom:
            effects.setdefault(effect.session, []).append(effect.symptom.replace("_", " "))
    rows = [_session_row(session, effects.get(session.id, [])) for session in reversed(sessions)]
    return Figure(
        id="sessions",
        title=f"{count(len(sessions), 'session')}",
        alternative=f"A table of {count(len(sessions), 'session')}, the latest first.",
        plotly={},
        columns=["Date", "Dose", "Length", "Mood before, after", "Side effects"],
        rows=rows,
    )


def _session_row(session: TreatmentSession, effects: list[str]) -> list[str]:
    moods = [number(mood) if mood is not None else NOTHING for mood in (session.mood_before, session.mood_after)]
    minutes = session.duration_minutes
    return [
        day(session.started_at.date()) if session.started_at else NOTHING,
        _dose(session),
        f"{number(minutes, 0)} min" if minutes is not None else NOTHING,
        " → ".join(moods) if moods != [NOTHING, NOTHING] else NOTHING,
        ", ".join(sorted(effects)) or "none noted",
    ]


def _dose(session: TreatmentSession) -> str:
    if session.dose_mg is None:
        return NOTHING
    route = f", {ROUTES[session.route]}" if session.route else ""
    return f"{dose(session.dose_mg, session.dose_mg_per_kg)}{route}"


def _of_scores(course: ScoreCourse, journal: Journal, now: datetime) -> Figure:
    instrument, scores = course.instrument, course.scores
    starts = _starts(journal, now)
    cuts = _cuts(course)
    days = [score.answered_at for score in scores]
    shapes = [cut_line(name, height) for name, _, height in cuts] + session_ticks(starts)
    drawn = figure(
        [score_trace(days, [score.total for score in scores])],
        height_range=(float(instrument.range[0]), float(instrument.range[1])),
        axis_title=f"{instrument.name} total",
        shapes=shapes,
        annotations=_labels(cuts, starts),
        days=(min([*days, *starts]).date(), max([*days, *starts]).date()),
    )
    return Figure(
        id=instrument.id,
        title=_title(course),
        alternative=_alternative(course, len(starts)),
        plotly=drawn,
        columns=["Date", "Total", "Band", "Change from baseline", "Days since session"],
        rows=_rows(course),
    )


def _labels(cuts: list[tuple[str, str, float]], starts: list[datetime]) -> list[dict[str, Any]]:
    highest = max((height for _, _, height in cuts), default=0.0)
    # Apart from each other: the upper one above its line, the other below.
    beside = [cut_label(name, text, height, above=height == highest) for name, text, height in cuts]
    return [*beside, ticks_label()] if starts else beside


def _cuts(course: ScoreCourse) -> list[tuple[str, str, float]]:
    instrument, baseline = course.instrument, course.baseline
    if baseline is None or not instrument.is_case(baseline.total):
        return []
    cuts = []
    if instrument.response_fall_percent is not None:
        half = baseline.total * (1 - instrument.response_fall_percent / 100)
        most = floor(half) if instrument.scoring == "sum" else half
        cuts.append(("response", f"Response<br>{number(most)} or less", half))
    if instrument.remission_below is not None:
        below = instrument.remission_below
        cuts.append(("remission", f"Remission<br>below {number(below)}", below))
    return cuts


def _title(course: ScoreCourse) -> str:
    name, latest = course.instrument.name, course.latest
    if course.baseline is None or latest is None:
        return f"{name}: {number(course.scores[-1].total)}"
    start, end = number(course.baseline.total), number(latest.score.total)
    if latest.points == 0:
        return f"{name} is unchanged at {end}"
    return f"{name} {'fell' if latest.points < 0 else 'rose'} from {start} to {end}"


def _alternative(course: ScoreCourse, sessions: int) -> str:
    scores = course.scores
    lowest, highest = min(score.total for score in scores), max(score.total for score in scores)
    return (
        f"{count(len(scores), 'score')} of the {course.instrument.name} from {day(scores[0].day)}"
        f" to {day(scores[-1].day)}, between {number(lowest)} and {number(highest)}; first {number(scores[0].total)},"
        f" latest {number(scores[-1].total)}. {count(sessions, 'session')} marked below."
    )


def _rows(course: ScoreCourse) -> list[list[str]]:
    rows = []
    for score in reversed(course.scores):
        is_baseline = course.baseline is not None and score.record == course.baseline.record
        changed = change(course.instrument, course.baseline, score) if course.baseline and not is_baseline else None
        rows.append(
            [
                day(score.day),
                number(score.total),
                score.band or "–",
                "baseline" if is_baseline else signed(changed.points) if changed else NOTHING,
                "–" if score.days_since_session is None else str(score.days_since_session),
            ]
        )
    return rows


def _of_mood(journal: Journal, now: datetime) -> Figure | None:
    moods = [
        (check_in.at, check_in.mood)
        for check_in in journal.check_ins
        if check_in.at is not None and check_in.at <= now and check_in.mood is not None
    ]
    if len(moods) < 2:
        return None
    days, values = [at for at, _ in moods], [mood for _, mood in moods]
    smooth = _weekly_medians(moods)
    starts = _starts(journal, now)
    drawn = figure(
        [faint_points(days, values), smooth_line(days, smooth, timedelta(days=14))],
        height_range=(0.0, 10.0),
        axis_title="Mood, 0 worst to 10 best",
        shapes=session_ticks(starts),
        annotations=[ticks_label()] if starts else [],
        days=(min([*days, *starts]).date(), max([*days, *starts]).date()),
    )
    return Figure(
        id="mood",
        title=f"Mood: {number(smooth[0])} at first, {number(smooth[-1])} in the last week with a check-in",
        alternative=(
            f"Mood from {count(len(moods), 'check-in')} between {day(days[0].date())} and {day(days[-1].date())}, on a"
            f" scale of the patient's own from 0 to 10. The line is the median of seven days; it goes from"
            f" {number(smooth[0])} to {number(smooth[-1])}, between {number(min(smooth))} and {number(max(smooth))}."
        ),
        plotly=drawn,
        columns=["Week of", "Median mood", "Check-ins"],
        rows=_mood_rows(journal.check_ins, now),
    )


def _weekly_medians(moods: list[tuple[datetime, float]]) -> list[float]:
    """At each check-in the median of the seven days that end with it; `moods` earliest first."""
    medians, start = [], 0
    for end, (at, _) in enumerate(moods):
        while moods[start][0] <= at - _WEEK:
            start += 1
        medians.append(float(median(mood for _, mood in moods[start : end + 1])))
    return medians


def _mood_rows(check_ins: tuple[CheckIn, ...], now: datetime) -> list[list[str]]:
    weeks: dict[date, list[float]] = {}
    for check_in in check_ins:
        if check_in.at is not None and check_in.at <= now and check_in.mood is not None:
            monday = check_in.at.date() - timedelta(days=check_in.at.weekday())
            weeks.setdefault(monday, []).append(check_in.mood)
    return [
        [day(week), number(float(median(values))), str(len(values))]
        for week, values in sorted(weeks.items(), reverse=True)
    ]


def _starts(journal: Journal, now: datetime) -> list[datetime]:
    return [session.started_at for session in begun_sessions(journal, now) if session.started_at]
