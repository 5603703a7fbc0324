"""Which chart is drawn of the scores of one questionnaire, how it is printed, and what is read out instead of it."""

from collections.abc import Sequence
from itertools import pairwise
from math import floor

from backend import wording
from backend.analysis.change import ScoreCourse, change
from backend.analysis.courses import Course
from backend.reports.figures import HEIGHT_INCHES, Line, Pause, ScoreChart
from backend.reports.parts import Chart

# The chart of page 1 is looked at; those beside the tables are lower, so that more of them stand on a page.
LOWER_INCHES = 1.6


def pauses(courses: Sequence[Course]) -> tuple[Pause, ...]:
    """The times between courses, from the last session of one to the first of the next."""
    return tuple(Pause(one.last_at.date(), following.started_at.date()) for one, following in pairwise(courses))


def chart_of(course: ScoreCourse, courses: Sequence[Course], height_inches: float = HEIGHT_INCHES) -> ScoreChart:
    """All scores with the lines that count for this baseline; the baseline and the latest are marked."""
    instrument = course.instrument
    edges = {float(row["from"]) for row in instrument.bands} or {
        cut for cut in (instrument.caseness,) if cut is not None
    }
    ends = [score for score in (course.baseline, course.scores[-1]) if score is not None]
    return ScoreChart(
        name=instrument.name,
        scores=[(score.day, score.total) for score in course.scores],
        range=instrument.range,
        ticks=sorted({*instrument.range, *edges}),
        sessions=[one.started_at.date() for part in courses for one in part.sessions if one.started_at],
        lines=_lines(course),
        pauses=pauses(courses),
        marked=[(score.day, score.total) for score in dict.fromkeys(ends)],
        height_inches=height_inches,
    )


def chart_part(course: ScoreCourse, courses: Sequence[Course], height_inches: float = HEIGHT_INCHES) -> list[Chart]:
    """The chart as it is printed; its file is `chart_file`. Nothing for a single score, which makes no course."""
    if len(course.scores) < 2:
        return []
    low, high = (wording.number(limit) for limit in course.instrument.range)
    every = "Both" if len(course.scores) == 2 else f"All {len(course.scores):,}"
    title = f"{every} {course.instrument.name} scores, from {low} to {high}; higher is worse"
    return [Chart(title, chart_file(course), alternative_of(chart_of(course, courses)), height_inches=height_inches)]


def chart_file(course: ScoreCourse) -> str:
    """The name under which the chart of a questionnaire stands beside the pages."""
    return f"{course.instrument.id}.svg"


def _lines(course: ScoreCourse) -> list[Line]:
    baseline, instrument = course.baseline, course.instrument
    if baseline is None or not change(instrument, baseline, baseline).baseline_in_range:
        return []
    lines = []
    if instrument.response_fall_percent is not None:
        at = baseline.total * (1 - instrument.response_fall_percent / 100)
        most = floor(at) if instrument.scoring == "sum" else at
        lines.append(Line(at, f"Response: {wording.number(most)} or less", (5, 2)))
    if instrument.remission_below is not None:
        lines.append(
            Line(instrument.remission_below, f"Remission: below {wording.number(instrument.remission_below)}", (1, 2))
        )
    return lines


def alternative_of(chart: ScoreChart) -> str:
    """The chart in words: how many scores, the ends and extremes, the sessions, the times without one."""
    if not chart.scores:
        return ""
    (first, start), (last, end) = chart.scores[0], chart.scores[-1]
    totals = [total for _, total in chart.scores]
    low, high = (wording.number(limit) for limit in chart.range)
    sentences = [
        f"Line chart of {wording.count(len(totals), f'{chart.name} score')} on a scale from {low} to {high}.",
        f"{wording.number(start)} on {wording.day(first)}, {wording.number(end)} on {wording.day(last)};",
        f"lowest {wording.number(min(totals))}, highest {wording.number(max(totals))}.",
        f"{wording.count(len(chart.sessions), 'session')} marked below." if chart.sessions else "",
        *(f"None from {wording.day(pause.start)} to {wording.day(pause.end)}." for pause in chart.pauses),
        *(f"{line.label}." for line in chart.lines),
    ]
    return " ".join(sentence for sentence in sentences if sentence)
