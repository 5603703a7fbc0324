"""How the two years went: when the sessions were, and how ill the example patient was in each week between.

Weeks are counted back from the last session, which is week 0.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from backend.demo.diary import Diary

FIRST_WEEK = -102
_INDUCTION = (-102, -101, -100)
_MAINTENANCE = tuple(range(-96, -63, 4))
_RETREATMENT = (-46, -45, -44)
_SECOND_MAINTENANCE = tuple(range(-40, 1, 4))

# PHQ-9 totals the story passes through: response, relapse in the months without treatment, response again, and one bad
# patch in the second year, because a course without one would be advertising.
_PHQ9 = {
    -105: 21.0,
    -102: 21.0,
    -101: 17.5,
    -100: 12.0,
    -99: 9.0,
    -96: 7.0,
    -88: 5.5,
    -76: 5.0,
    -64: 6.0,
    -60: 8.0,
    -56: 12.5,
    -52: 16.5,
    -48: 19.0,
    -46: 19.0,
    -45: 15.5,
    -44: 11.5,
    -43: 9.0,
    -40: 8.0,
    -36: 7.0,
    -22: 6.0,
    -18: 11.0,
    -16: 9.0,
    -12: 6.0,
    3: 6.0,
}


@dataclass(frozen=True)
class PlannedSession:
    """One session of the story. `number` counts within its course."""

    days_ago: int
    started_at: datetime
    phase: str
    course: int
    number: int


def week_of(diary: Diary, days_ago: int) -> float:
    """The week of the story, with its fraction."""
    return (diary.last_session_ago - days_ago) / 7


def phq9_of(week: float) -> float:
    """The PHQ-9 total the story has in that week, not rounded: straight lines between the totals above."""
    weeks = list(_PHQ9)
    index = min(max(bisect_right(weeks, week), 1), len(weeks) - 1)
    start, end = weeks[index - 1], weeks[index]
    share = min(max((week - start) / (end - start), 0.0), 1.0)
    return _PHQ9[start] + share * (_PHQ9[end] - _PHQ9[start])


def on_scale(value: float) -> int:
    """The nearest step of a scale from 0 to 10."""
    return round(min(max(value, 0.0), 10.0))


def planned_sessions(diary: Diary) -> list[PlannedSession]:
    """Two courses, each a few weeks of induction and then maintenance every four weeks, earliest first."""
    sessions: list[PlannedSession] = []
    for course, (induction, maintenance) in enumerate(
        ((_INDUCTION, _MAINTENANCE), (_RETREATMENT, _SECOND_MAINTENANCE)), start=1
    ):
        days = [day for week in induction for day in _two_days(diary, week)]
        # The second induction was one session shorter: the patient had responded.
        days = days[: 6 if course == 1 else 5] + [diary.last_session_ago - 7 * week for week in maintenance]
        for number, days_ago in enumerate(days, start=1):
            phase = "maintenance" if number > len(days) - len(maintenance) else "induction"
            sessions.append(_session(diary, days_ago, phase, course, number))
    return sessions


def next_session(sessions: list[PlannedSession], session: PlannedSession) -> PlannedSession | None:
    """The one that follows, None after the last."""
    return next((following for one, following in pairwise(sessions) if one is session), None)


def _two_days(diary: Diary, week: int) -> tuple[int, int]:
    days_ago = diary.last_session_ago - 7 * week
    # Three days later from Monday and Tuesday, on Friday from Wednesday, past the weekend from Thursday and Friday.
    return (days_ago, days_ago - (3, 3, 2, 5, 4)[diary.day(days_ago).weekday()])


def _session(diary: Diary, days_ago: int, phase: str, course: int, number: int) -> PlannedSession:
    started_at = diary.at(days_ago, 10, diary.random.randrange(0, 50, 5))
    return PlannedSession(days_ago, started_at, phase, course, number)
