"""Daily check-ins on the doctor's page: each state at both ends of the time shared, and its extremes."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import median

from backend import wording
from backend.reports.parts import Column
from backend.sharing.shown import Shown
from backend.wording import NOTHING
from shared_schemas.check_ins import CheckIn
from shared_schemas.journal import Journal

_STATES = {
    "mood": "Mood, higher is better",
    "anxiety": "Anxiety, lower is better",
    "energy": "Energy, higher is better",
    "pain": "Pain, lower is better",
    "well_being": "Well-being, higher is better",
    "function": "Function, higher is better",
    "sleep_quality": "Sleep quality, higher is better",
    "sleep_hours": "Hours of sleep",
}
_FOUR_WEEKS = timedelta(weeks=4)


def daily_table(journal: Journal, now: datetime) -> Shown:
    """A row for each state of at least one check-in."""
    check_ins = [check_in for check_in in journal.check_ins if check_in.at is not None and check_in.at <= now]
    columns = [
        Column("State"),
        Column("Check-ins", 60, "right"),
        Column("Median, first four weeks", 84, "right"),
        Column("Median, latest four weeks", 84, "right"),
        Column("Lowest to highest", 76, "right"),
    ]
    rows = [_row(title, check_ins, state) for state, title in _STATES.items()]
    return Shown(
        "daily_state",
        "Daily check-ins",
        columns,
        [row for row in rows if row],
        note="Scales of the patient’s own from 0 to 10, not validated questionnaires.",
        rows_on_paper=len(_STATES),
    )


def _row(title: str, check_ins: Sequence[CheckIn], state: str) -> list[str]:
    values = [(one.at, value) for one in check_ins if one.at and (value := getattr(one, state)) is not None]
    if not values:
        return []
    moments, marks = zip(*values, strict=True)
    first, last = moments[0], moments[-1]
    at_first = marks[: bisect_left(moments, _FOUR_WEEKS, key=lambda at: at - first)]
    at_last = marks[bisect_right(moments, -_FOUR_WEEKS, key=lambda at: at - last) :]
    # Within eight weeks both ends would share days, and their difference would say nothing.
    is_long = last - first >= 2 * _FOUR_WEEKS
    lowest, highest = (wording.number(pick(marks)) for pick in (min, max))
    return [
        title,
        str(len(values)),
        wording.number(median(at_first)) if is_long else NOTHING,
        wording.number(median(at_last)),
        lowest if lowest == highest else f"{lowest} to {highest}",
    ]
