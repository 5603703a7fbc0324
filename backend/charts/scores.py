"""The scores of one questionnaire over time, with sessions, bands, gaps, and the lines of response and remission."""

from collections.abc import Sequence
from datetime import datetime
from math import floor

from backend.analysis.change import ScoreCourse, moved
from backend.analysis.phases import Stretch
from backend.charts.figures import (
    Part,
    beside,
    cut_line,
    figure,
    number_axis,
    session_marks,
    shaded,
    time_axis,
    time_line,
)
from backend.wording import NOTHING, change, count, day, number
from shared_schemas.instruments import Instrument
from shared_schemas.progress import Figure

# A gap narrower than this share of the chart has no room for its name.
_NAMED_FROM = 0.12


def score_figure(
    course: ScoreCourse, starts: Sequence[datetime], phases: Sequence[Stretch], now: datetime
) -> Figure | None:
    """The chart of a questionnaire; None with a single score, which makes no course."""
    if len(course.scores) < 2:
        return None
    instrument = course.instrument
    low, high = (float(limit) for limit in instrument.range)
    foot = low - (high - low) * 0.07
    days = [score.answered_at for score in course.scores]
    moments = [*days, *starts]
    traces = [time_line(days, [score.total for score in course.scores])]
    return Figure(
        id=instrument.id,
        section="scores",
        title=_title(course),
        caption=_caption(course),
        n=len(course.scores),
        alternative=_alternative(course, len(starts)),
        plotly=figure(
            [*traces, session_marks(starts, foot)] if starts else traces,
            x=time_axis(moments),
            y={**number_axis(low, high, f"{instrument.name} total"), "tickvals": _edges(instrument)}
            | {"range": [foot - (high - low) * 0.04, high + (high - low) * 0.04]},
            shapes=[*_gaps(phases, moments, now), *(cut_line(name, height) for name, _, height in _cuts(course))],
            annotations=[*_labels(course), *([beside("session", "Sessions", foot)] if starts else [])],
        ),
        columns=["Date", "Total", "Band", "Change from baseline", "Days since session"],
        rows=_rows(course),
    )


def _edges(instrument: Instrument) -> list[float]:
    """Where bands begin, so that the lines across the chart are the bands."""
    return sorted({*(float(limit) for limit in instrument.range), *(float(row["from"]) for row in instrument.bands)})


def _gaps(phases: Sequence[Stretch], moments: Sequence[datetime], now: datetime) -> list[Part]:
    first, last = min(moments), max(moments)
    found = []
    for phase in phases:
        begin, end = phase.began_at, phase.ended_at or now
        if phase.kind == "gap" and begin is not None and begin < last:
            end = min(end, last)
            is_wide = (end - begin) / (last - first) >= _NAMED_FROM if last > first else False
            found.append(shaded("gap", begin, end, "no sessions" if is_wide else ""))
    return found


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


def _labels(course: ScoreCourse) -> list[Part]:
    cuts = _cuts(course)
    # Apart from each other: the upper one above its line, the other below; also where both lines are one.
    upper = max(cuts, key=lambda cut: cut[2], default=None)
    return [beside(cut[0], cut[1], cut[2], anchor="bottom" if cut is upper else "top") for cut in cuts]


def _title(course: ScoreCourse) -> str:
    name, latest = course.instrument.name, course.latest
    if course.baseline is None or latest is None:
        return f"{name} was {number(course.scores[-1].total)} before treatment"
    start, end = number(course.baseline.total), number(latest.score.total)
    if latest.points == 0:
        return f"{name} is unchanged at {end}"
    return f"{name} {'fell' if latest.points < 0 else 'rose'} from {start} to {end}"


def _caption(course: ScoreCourse) -> str:
    rated = sum(1 for score in course.scores if not score.self_reported)
    whose = "self-reported" if not rated else f"{rated} rated by someone else, the others self-reported"
    bands = ", ".join(
        f"{number(float(row['from']))}–{number(float(row['to']))} {row['name']}" for row in course.instrument.bands
    )
    return f"{count(len(course.scores), 'score')}, {whose}. Higher is worse.{f' Bands: {bands}.' if bands else ''}"


def _alternative(course: ScoreCourse, sessions: int) -> str:
    scores = course.scores
    lowest, highest = min(score.total for score in scores), max(score.total for score in scores)
    marked = f" {count(sessions, 'session')} marked below." if sessions else ""
    return (
        f"{count(len(scores), 'score')} of the {course.instrument.name} from {day(scores[0].day)}"
        f" to {day(scores[-1].day)}, between {number(lowest)} and {number(highest)}; first {number(scores[0].total)},"
        f" latest {number(scores[-1].total)}.{marked}"
    )


def _rows(course: ScoreCourse) -> list[list[str]]:
    rows = []
    for score in reversed(course.scores):
        is_baseline = course.baseline is not None and score.record == course.baseline.record
        changed = change(*moved(course.baseline, score)) if course.baseline else NOTHING
        rows.append(
            [
                day(score.day),
                number(score.total),
                score.band or NOTHING,
                "baseline" if is_baseline else changed,
                NOTHING if score.days_since_session is None else str(score.days_since_session),
            ]
        )
    return rows
