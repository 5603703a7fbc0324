"""The calendar of the days that have a check-in."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from backend.analysis.completeness import timely_days
from backend.charts.figures import Part, figure, marks
from backend.wording import count, day, month
from shared_schemas.journal import Journal
from shared_schemas.progress import Figure

# Half a year of days still stand apart from each other on a phone.
_WEEKS_SHOWN = 26
_DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


def calendar_figure(journal: Journal, now: datetime, first_day: date | None, today: date) -> Figure | None:
    """A square for each of the last days: a check-in in time, one entered late, or none.

    None before the second day, and where none of these days has a check-in.
    """
    made = timely_days(journal, now)
    if first_day is None or today <= first_day or not made:
        return None
    begin = max(first_day, today - timedelta(weeks=_WEEKS_SHOWN, days=-1))
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
