"""The scores of one measure in the order of time: a questionnaire, or one of the patient's own scales from check-ins.

Own scales and questionnaires are never mixed.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from itertools import repeat
from operator import attrgetter

from backend.analysis.before_after import HIGHER_IS_BETTER
from backend.analysis.change import reliable_points, scores
from backend.analysis.remembered import remembered
from shared_schemas.check_ins import CheckIn
from shared_schemas.instruments import INSTRUMENTS, Instrument
from shared_schemas.journal import Journal
from shared_schemas.progress import State
from shared_schemas.treatment import TreatmentSession

# What counts as a change on an own scale: 2 points; for pain 30 % (Farrar 2001), from 4 of 10 on: below that there is
# little pain to relieve, and a step from 1 to 0 would be a fall of all of it.
_OWN_POINTS = 2.0
_PAIN_SHARE = 0.3
_PAIN_FROM = 4.0
# How old the last score before a session may be: questionnaires ask about two weeks, own scales about the day.
_QUESTIONNAIRE_BEFORE = timedelta(days=14)
_OWN_BEFORE = timedelta(days=3)
NAMES: dict[State, str] = {
    "mood": "Mood", "anxiety": "Anxiety", "pain": "Pain", "energy": "Energy", "well_being": "Well-being",
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Moments:
    """When scores were given, earliest first.

    A check-in asks for all own scales at once, so they mostly share one, and what follows from the times alone is
    worked out once for all of them.
    """

    at: tuple[datetime, ...]

    @cached_property
    def weeks(self) -> tuple[int, ...]:
        """The ISO week of each on its patient's calendar, as weeks since the year 1."""
        return tuple((at.toordinal() - 1) // 7 for at in self.at)  # day 1 of the calendar was a Monday


@dataclass(frozen=True)
class Series:
    """Scores of one measure, earliest first, and which way is better."""

    id: str
    name: str
    higher_is_better: bool
    moments: Moments
    values: tuple[float, ...]
    instrument: Instrument | None = None

    @cached_property
    def is_own_scale(self) -> bool:
        """A scale of the patient's own, not a validated questionnaire."""
        return self.instrument is None

    @cached_property
    def before_at_most(self) -> timedelta:
        """How long before a session its last score may lie."""
        return _OWN_BEFORE if self.is_own_scale else _QUESTIONNAIRE_BEFORE

    def improvement(self, before: float, after: float) -> float:
        """How much better `after` is; below 0 when it is worse."""
        return after - before if self.higher_is_better else before - after

    def reliable_points(self, before: float) -> float | None:
        """How many points of improvement from `before` count; None where that is not defined."""
        if self.instrument is not None:
            return reliable_points(self.instrument, before)
        if self.id == "pain":
            return _PAIN_SHARE * before if before >= _PAIN_FROM else None
        return _OWN_POINTS


@remembered
def made_check_ins(journal: Journal, now: datetime) -> tuple[CheckIn, ...]:
    """Check-ins made by `now`, earliest first."""
    return journal.check_ins[: bisect_right(journal.check_ins, now, key=attrgetter("at"))]


@remembered
def all_series(journal: Journal, now: datetime) -> tuple[Series, ...]:
    """Every measure, also those without a score: the questionnaires in the order they ship, then the own scales."""
    return (*_questionnaires(journal, now), *_own_scales(journal, now))


def _questionnaires(journal: Journal, now: datetime) -> Iterator[Series]:
    for instrument in INSTRUMENTS.values():
        found = scores(journal, instrument, now)
        moments = Moments(tuple(score.answered_at for score in found))
        values = tuple(score.total for score in found)
        yield Series(instrument.id, instrument.name, False, moments, values, instrument)


def _own_scales(journal: Journal, now: datetime) -> Iterator[Series]:
    # Each check-in is looked at once, and not once for each scale: there are thousands.
    noted = list(map(attrgetter("at", *HIGHER_IS_BETTER), made_check_ins(journal, now)))
    at, *columns = zip(*noted, strict=True) if noted else repeat((), 1 + len(HIGHER_IS_BETTER))
    all_moments = Moments(at)
    for (state, higher_is_better), values in zip(HIGHER_IS_BETTER.items(), columns, strict=True):
        moments = all_moments
        if None in values:
            both = zip(moments.at, values, strict=True)
            moments = Moments(tuple(at for at, value in both if value is not None))
            values = tuple(value for value in values if value is not None)
        yield Series(state, NAMES[state], higher_is_better, moments, values)


def with_states_before(series: Series, sessions: Sequence[TreatmentSession]) -> Series:
    """An own scale with the states noted just before sessions as scores of their own.

    The states just after a session are left out: they are the infusion's own, and would begin every relief at once.
    """
    if not series.is_own_scale:
        return series
    noted = [(session.started_at, getattr(session, f"{series.id}_before")) for session in sessions]
    known = [(at, value) for at, value in noted if at is not None and value is not None]
    at, values = list(series.moments.at), list(series.values)
    for moment, value in known:
        place = bisect_left(at, moment)
        while place < len(at) and at[place] == moment and values[place] < value:
            place += 1  # of one moment the lower value first
        at.insert(place, moment)
        values.insert(place, value)
    return replace(series, moments=Moments(tuple(at)), values=tuple(values))
