"""The days between sessions: one own scale with its weekly median, and the calendar of what was entered."""

from bisect import bisect_left, insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from backend.analysis.completeness import timely_days
from backend.analysis.series import Moments, Series
from backend.charts.figures import (
    Part,
    TimePlaces,
    beside,
    faint_points,
    figure,
    joined,
    marks,
    number_axis,
    session_marks,
    time_axis,
    time_places,
)
from backend.wording import count, day, month, number
from shared_schemas.journal import Journal
from shared_schemas.progress import Figure

_WEEK = timedelta(days=7)
_BROKEN_AFTER = timedelta(days=14)
# Half a year of days still stand apart from each other on a phone.
_WEEKS_SHOWN = 26
_DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


@dataclass(frozen=True)
class _Days:
    """What the scales share that were noted at the same moments."""

    places: TimePlaces
    begins: list[int]  # for each moment the place of the first one of the seven days that end with it


def scale_figures(measures: Sequence[Series], starts: Sequence[datetime]) -> list[Figure]:
    """A chart for each scale with two values or more: all of them, and the median of the week that ends with each."""
    told = [series for series in measures if len(series.values) > 1]
    shared = {
        moments: _Days(time_places(moments.at, _BROKEN_AFTER), _begins(moments.at))
        for moments in {series.moments for series in told}
    }
    return [_scale_figure(series, shared[series.moments], starts) for series in told]


def _scale_figure(series: Series, shared: _Days, starts: Sequence[datetime]) -> Figure:
    days, values = series.moments.at, series.values
    smooth = _weekly_medians(values, shared.begins)
    ends = ("0 worst to 10 best") if series.higher_is_better else ("0 none to 10 worst")
    name, moments = series.name, [*days, *starts]
    return Figure(
        id=series.id,
        section="days",
        title=_title(name, days, values, smooth[-1]),
        caption=f"{count(len(values), 'check-in')}, own scale. Line: median of seven days; points: single check-ins.",
        n=len(values),
        alternative=(
            f"{name} from {count(len(values), 'check-in')} between {day(days[0].date())} and {day(days[-1].date())},"
            f" on a scale of the patient's own from 0 to 10. The line is the median of seven days; it goes from"
            f" {number(smooth[0])} to {number(smooth[-1])}, between {number(min(smooth))} and {number(max(smooth))}."
        ),
        plotly=figure(
            [
                faint_points(shared.places.x, values),
                joined(shared.places, smooth, marks=False),
                *([session_marks(starts, -0.7)] if starts else []),
            ],
            x=time_axis(moments),
            y={**number_axis(0, 10, f"{name}, {ends}", tickvals=[0, 2, 4, 6, 8, 10]), "range": [-1.1, 10.4]},
            annotations=[beside("session", "Sessions", -0.7)] if starts else [],
        ),
        columns=["Week of", f"Median {name.lower()}", "Check-ins"],
        rows=_weeks(series.moments, values),
    )


def _title(name: str, days: Sequence[datetime], values: Sequence[float], last: float) -> str:
    """The first week beside the last one: a single day would be chosen by chance."""
    lowest, highest = number(min(values)), number(max(values))
    if lowest == highest:
        return f"{name} was {lowest} in each of {count(len(values), 'check-in')}"
    if days[-1] - days[0] < 2 * _WEEK:
        return f"{name} lay between {lowest} and {highest}"
    first = _middle(sorted(values[: bisect_left(days, days[0] + _WEEK)]))
    return f"{name}: {number(first)} in the first week, {number(last)} in the last with a check-in"


def _begins(days: Sequence[datetime]) -> list[int]:
    begins, begin = [], 0
    for at in days:
        week_ago = at - _WEEK
        while days[begin] <= week_ago:
            begin += 1
        begins.append(begin)
    return begins


def _weekly_medians(values: Sequence[float], begins: Sequence[int]) -> list[float]:
    """At each check-in the median of the seven days that end with it."""
    medians, start = [], 0
    week: list[float] = []  # kept in order while it moves along
    for value, begin in zip(values, begins, strict=True):
        insort(week, value)
        while start < begin:
            del week[bisect_left(week, values[start])]
            start += 1
        medians.append(_middle(week))
    return medians


def _middle(ordered: Sequence[float]) -> float:
    middle = len(ordered) // 2
    return (ordered[middle] + ordered[~middle]) / 2


def _weeks(moments: Moments, values: Sequence[float]) -> list[list[str]]:
    weeks: dict[int, list[float]] = {}
    for week, value in zip(moments.weeks, values, strict=True):
        weeks.setdefault(week, []).append(value)
    return [
        [day(date.fromordinal(7 * week + 1)), number(_middle(sorted(noted))), str(len(noted))]
        for week, noted in sorted(weeks.items(), reverse=True)
    ]


def calendar_figure(journal: Journal, now: datetime, first_day: date | None, today: date) -> Figure | None:
    """A square for each of the last days: a check-in in time, one entered late, or none.

    None before the second day, and where none of these days has a check-in.
    """
    made = timely_days(journal, now)
    if first_day is None or today <= first_day or not made:
        return None
    begin = max(first_day, today - timedelta(days=7 * _WEEKS_SHOWN - 1))
    days = [begin + timedelta(days=offset) for offset in range((today - begin).days + 1)]
    sessions = {one.started_at.date() for one in journal.treatment_sessions if one.started_at and one.started_at <= now}
    in_time = [one for one in days if made.get(one) is True]
    late = [one for one in days if made.get(one) is False]
    empty = [one for one in days if one not in made]
    entered = len(in_time) + len(late)
    if not entered:  # the finding above says since when
        return None
    return Figure(
        id="calendar",
        section="completeness",
        title=f"A check-in on {entered} of the last {count(len(days), 'day')}",
        caption="■ in time, □ entered more than a day later, · none, + a session.",
        n=len(days),
        alternative=(
            f"A calendar of the {count(len(days), 'day')} from {day(begin)} to {day(today)}: {len(in_time)} with a"
            f" check-in in time, {len(late)} with one entered late, {len(empty)} with none."
        ),
        plotly=figure(
            [
                _squares(empty, begin, "day_none", "circle"),
                _squares(late, begin, "day_late", "square-open"),
                _squares(in_time, begin, "day_made", "square"),
                *(
                    _squares(crossed, begin, role, "cross-thin-open")
                    for role, crossed in _crosses(days, sessions, in_time)
                ),
            ],
            x={"range": [-0.7, _column(today, begin) + 0.7], "showgrid": False, **_months(days, begin)},
            y={"range": [6.6, -0.6], "tickvals": [0, 2, 4, 6], "ticktext": _DAYS[::2], "showgrid": False},
            height=210,
        ),
        columns=["Month", "Days", "With a check-in", "Of these entered late"],
        rows=_month_rows(made, first_day, today),
    )


def _crosses(days: Sequence[date], sessions: set[date], filled: Sequence[date]) -> list[tuple[str, list[date]]]:
    """The days of sessions: a cross on a filled square is drawn in another colour than one beside it."""
    on_filled = [one for one in filled if one in sessions]
    return [
        ("day_session", [one for one in days if one in sessions and one not in on_filled]),
        ("day_session_made", on_filled),
    ]


def _column(one: date, begin: date) -> int:
    return ((one - timedelta(days=one.weekday())) - (begin - timedelta(days=begin.weekday()))).days // 7


def _squares(days: Sequence[date], begin: date, role: str, symbol: str) -> Part:
    return marks([_column(one, begin) for one in days], [one.weekday() for one in days], role, symbol=symbol)


def _months(days: Sequence[date], begin: date) -> Part:
    firsts = [one for one in days if one.day == 1]
    shown = [one for one in firsts if _column(one, begin) < _column(days[-1], begin)]
    return {"tickvals": [_column(one, begin) for one in shown], "ticktext": [month(one) for one in shown]}


def _month_rows(made: Mapping[date, bool], first_day: date, today: date) -> list[list[str]]:
    months: dict[tuple[int, int], list[date]] = {}
    for ordinal in range(first_day.toordinal(), today.toordinal() + 1):
        one = date.fromordinal(ordinal)
        months.setdefault((one.year, one.month), []).append(one)
    return [
        [
            f"{month(days[0])} {days[0].year}",
            str(len(days)),
            str(len(noted := [made[one] for one in days if one in made])),
            str(noted.count(False)),
        ]
        for _, days in sorted(months.items(), reverse=True)
    ]
