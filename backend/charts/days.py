"""The days between sessions: one own scale with its weekly median, and the calendar of what was entered."""

from bisect import bisect_left, insort
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from statistics import median

from backend.analysis.completeness import TIMELY
from backend.analysis.series import Series
from backend.charts.figures import (
    Part,
    beside,
    faint_points,
    figure,
    marks,
    number_axis,
    points_of,
    session_marks,
    time_axis,
    time_line,
)
from backend.wording import count, day, month, number
from shared_schemas.journal import Journal
from shared_schemas.progress import Figure

_WEEK = timedelta(days=7)
_BROKEN_AFTER = timedelta(days=14)
# Half a year of days still stand apart from each other on a phone.
_WEEKS_SHOWN = 26
_DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


def scale_figure(series: Series, starts: Sequence[datetime]) -> Figure | None:
    """Every value, and the median of the seven days that end with each; None with fewer than two values."""
    if len(series.points) < 2:
        return None
    days, values = [at for at, _ in series.points], [value for _, value in series.points]
    smooth = _weekly_medians(series.points)
    ends = ("0 worst to 10 best") if series.higher_is_better else ("0 none to 10 worst")
    name, moments = series.name, [*days, *starts]
    smooth_line = time_line(days, smooth, broken_after=_BROKEN_AFTER, marks=False)
    return Figure(
        id=series.id,
        section="days",
        title=f"{name}: {number(smooth[0])} at first, {number(smooth[-1])} in the last week with a check-in",
        caption=f"{count(len(values), 'check-in')}, own scale. Line: median of seven days; points: single check-ins.",
        n=len(values),
        alternative=(
            f"{name} from {count(len(values), 'check-in')} between {day(days[0].date())} and {day(days[-1].date())},"
            f" on a scale of the patient's own from 0 to 10. The line is the median of seven days; it goes from"
            f" {number(smooth[0])} to {number(smooth[-1])}, between {number(min(smooth))} and {number(max(smooth))}."
        ),
        plotly=figure(
            [
                faint_points(points_of(smooth_line), values),
                smooth_line,
                *([session_marks(starts, -0.7)] if starts else []),
            ],
            x=time_axis(moments),
            y={**number_axis(0, 10, f"{name}, {ends}", tickvals=[0, 2, 4, 6, 8, 10]), "range": [-1.1, 10.4]},
            annotations=[beside("session", "Sessions", -0.7)] if starts else [],
        ),
        columns=["Week of", f"Median {name.lower()}", "Check-ins"],
        rows=_weeks(series.points),
    )


def _weekly_medians(points: Sequence[tuple[datetime, float]]) -> list[float]:
    """At each check-in the median of the seven days that end with it; `points` earliest first."""
    medians, start = [], 0
    week: list[float] = []  # kept in order while it moves along
    for at, value in points:
        insort(week, value)
        begin = at - _WEEK
        while points[start][0] <= begin:
            del week[bisect_left(week, points[start][1])]
            start += 1
        middle = len(week) // 2
        medians.append((week[middle] + week[~middle]) / 2)
    return medians


def _weeks(points: Sequence[tuple[datetime, float]]) -> list[list[str]]:
    weeks: dict[int, list[float]] = {}
    for at, value in points:
        weeks.setdefault(at.toordinal() - at.weekday(), []).append(value)
    return [
        [day(date.fromordinal(week)), number(float(median(values))), str(len(values))]
        for week, values in sorted(weeks.items(), reverse=True)
    ]


def calendar_figure(journal: Journal, now: datetime, first_day: date | None, today: date) -> Figure | None:
    """A square for each of the last days: a check-in in time, one entered late, or none.

    None before the second day, and where none of these days has a check-in.
    """
    made = _check_in_days(journal, now)
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
                _squares([one for one in days if one in sessions], begin, "day_session", "cross-thin-open"),
            ],
            x={"range": [-0.7, _column(today, begin) + 0.7], "showgrid": False, **_months(days, begin)},
            y={"range": [6.6, -0.6], "tickvals": [0, 2, 4, 6], "ticktext": _DAYS[::2], "showgrid": False},
            height=210,
        ),
        columns=["Month", "Days", "With a check-in", "Of these entered late"],
        rows=_month_rows(made, first_day, today),
    )


def _check_in_days(journal: Journal, now: datetime) -> dict[date, bool]:
    """Days with a check-in, and whether one of them was entered within 24 hours."""
    found: dict[date, bool] = {}
    for one in journal.check_ins:
        if one.at is not None and one.at <= now:
            known = journal.provenance.get(one.id)
            is_timely = known is not None and known.entered_at - one.at <= TIMELY
            found[one.at.date()] = found.get(one.at.date(), False) or is_timely
    return found


def _column(one: date, begin: date) -> int:
    return ((one - timedelta(days=one.weekday())) - (begin - timedelta(days=begin.weekday()))).days // 7


def _squares(days: Sequence[date], begin: date, role: str, symbol: str) -> Part:
    return marks([_column(one, begin) for one in days], [one.weekday() for one in days], role, symbol=symbol)


def _months(days: Sequence[date], begin: date) -> Part:
    firsts = [one for one in days if one.day == 1]
    shown = [one for one in firsts if _column(one, begin) < _column(days[-1], begin)]
    return {"tickvals": [_column(one, begin) for one in shown], "ticktext": [month(one) for one in shown]}


def _month_rows(made: dict[date, bool], first_day: date, today: date) -> list[list[str]]:
    months: dict[tuple[int, int], list[date]] = {}
    for offset in range((today - first_day).days + 1):
        one = first_day + timedelta(days=offset)
        months.setdefault((one.year, one.month), []).append(one)
    return [
        [
            f"{month(days[0])} {days[0].year}",
            str(len(days)),
            str(sum(1 for one in days if one in made)),
            str(sum(1 for one in days if made.get(one) is False)),
        ]
        for _, days in sorted(months.items(), reverse=True)
    ]
