"""One own scale over time: single check-ins while they can be told apart, else the weeks or months they lie in."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import NamedTuple

from backend.analysis.series import Moments, Series
from backend.charts.figures import (
    BROKEN_AFTER,
    Part,
    beside,
    faint_points,
    figure,
    number_axis,
    session_marks,
    stamp,
    stems,
    time_axis,
    time_line,
)
from backend.wording import count, day, month, number
from shared_schemas.progress import Figure

_WEEK = timedelta(weeks=1)
# On a phone more points beside each other than these are a smear.
_SINGLE_WITHIN, _SINGLE_AT_MOST = 26 * _WEEK, 1_000
_WEEKS_WITHIN = 104 * _WEEK
_WEEKS_BROKEN_AFTER = timedelta(days=14)


@dataclass(frozen=True)
class _Period:
    """A week from Monday or a month, and which of the check-ins lie in it: at least one."""

    name: str
    middle: datetime
    places: Sequence[int]


class _Drawing(NamedTuple):
    """The traces, the heights of the line among them, and words for what the line and the rest are."""

    traces: list[Part]
    line: Sequence[float]
    of_what: str
    rest: str


def scale_figures(measures: Sequence[Series], starts: Sequence[datetime]) -> list[Figure]:
    """A chart for each scale with two values or more."""
    told = [series for series in measures if len(series.values) > 1]
    # Scales that were noted at the same moments share their weeks and months.
    shared = {moments: _periods(moments) for moments in {series.moments for series in told}}
    return [_scale_figure(series, shared[series.moments], starts) for series in told]


def _scale_figure(series: Series, periods: Sequence[_Period], starts: Sequence[datetime]) -> Figure:
    days, values, name = series.moments.at, series.values, series.name
    noted = [sorted(values[place] for place in period.places) for period in periods]
    medians = [median(one) for one in noted]
    drawing = _single(days, values) if _are_single(days) else _summed(days, periods, noted, medians)
    line, check_ins = drawing.line, count(len(values), "check-in")
    ends = "0 worst to 10 best" if series.higher_is_better else "0 none to 10 worst"
    return Figure(
        id=series.id,
        section="days",
        title=_title(name, days, values),
        caption=f"{check_ins}, own scale. Line: median of {drawing.of_what}; {drawing.rest}.",
        n=len(values),
        alternative=(
            f"{name} from {check_ins} between {day(days[0].date())} and {day(days[-1].date())}, on a scale of the"
            f" patient’s own from 0 to 10. The line is the median of {drawing.of_what}; it goes from {number(line[0])}"
            f" to {number(line[-1])}, between {number(min(line))} and {number(max(line))}. Single check-ins lie"
            f" between {number(min(values))} and {number(max(values))}."
        ),
        plotly=figure(
            [*drawing.traces, *([session_marks(starts, -0.7)] if starts else [])],
            x=time_axis([days[0], days[-1], *starts]),
            y={**number_axis(0, 10, f"{name}, {ends}", tickvals=[0, 2, 4, 6, 8, 10]), "range": [-1.1, 10.4]},
            annotations=[beside("session", "Sessions", -0.7)] if starts else [],
        ),
        columns=[_unit(days).capitalize(), f"Median {name.lower()}", "Range", "Check-ins"],
        rows=[
            [period.name, number(middle), f"{number(one[0])} to {number(one[-1])}", str(len(one))]
            for period, middle, one in zip(periods, medians, noted, strict=True)
        ][::-1],
    )


def _title(name: str, days: Sequence[datetime], values: Sequence[float]) -> str:
    """The first week beside the last one: a single day would be chosen by chance."""
    lowest, highest = number(min(values)), number(max(values))
    if lowest == highest:
        return f"{name} was {lowest} in each of {count(len(values), 'check-in')}"
    if days[-1] - days[0] < 2 * _WEEK:
        return f"{name} lay between {lowest} and {highest}"
    first = median(values[: bisect_left(days, days[0] + _WEEK)])
    last = median(values[bisect_right(days, days[-1] - _WEEK) :])
    return f"{name}: {number(first)} in the first week, {number(last)} in the last with a check-in"


def _single(days: Sequence[datetime], values: Sequence[float]) -> _Drawing:
    medians = [median(values[bisect_right(days, at - _WEEK) : place]) for place, at in enumerate(days, 1)]
    traces = [
        faint_points([stamp(at) for at in days], values),
        time_line(days, medians, broken_after=_WEEKS_BROKEN_AFTER, mark_px=0),
    ]
    return _Drawing(traces, medians, "seven days", "points: single check-ins")


def _summed(
    days: Sequence[datetime], periods: Sequence[_Period], noted: Sequence[Sequence[float]], medians: Sequence[float]
) -> _Drawing:
    middles, unit = [period.middle for period in periods], _unit(days)
    broken_after = _WEEKS_BROKEN_AFTER if unit == "week" else BROKEN_AFTER
    ranges = stems([stamp(at) for at in middles], [one[0] for one in noted], [one[-1] for one in noted])
    traces = [{**ranges, "opacity": 0.5}, time_line(middles, medians, broken_after=broken_after, mark_px=3)]
    return _Drawing(traces, medians, f"each {unit}", "upright: its lowest to its highest check-in")


def _are_single(days: Sequence[datetime]) -> bool:
    return days[-1] - days[0] <= _SINGLE_WITHIN and len(days) <= _SINGLE_AT_MOST


def _unit(days: Sequence[datetime]) -> str:
    return "week" if days[-1] - days[0] <= _WEEKS_WITHIN else "month"


def _periods(moments: Moments) -> list[_Period]:
    """The weeks or months with a check-in, earliest first."""
    in_weeks = _unit(moments.at) == "week"
    keys = moments.weeks if in_weeks else [12 * at.year + at.month - 1 for at in moments.at]
    found: dict[int, list[int]] = {}
    for place, key in enumerate(keys):
        found.setdefault(key, []).append(place)
    return [
        _Period(_name(key, in_weeks=in_weeks), _middle(moments.at[places[0]], moments.at[places[-1]]), places)
        for key, places in sorted(found.items())
    ]


def _name(key: int, *, in_weeks: bool) -> str:
    if in_weeks:
        return day(date.fromordinal(7 * key + 1))
    year, place = divmod(key, 12)
    return f"{month(date(year, place + 1, 1))} {year}"


def _middle(first: datetime, last: datetime) -> datetime:
    return first + (last - first) / 2
