"""Before treatment, on treatment, and the gaps: one measure in each, and each phase held against the one before it.

A gap followed by treatment again shows withdrawal and re-treatment, after the fact; nothing here suggests a gap. A
reader should know that phases follow the clinic's calendar and are not drawn by lot (CENT 2015, BMJ 350:h1793).
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone
from itertools import pairwise

from backend.analysis import single_case
from backend.analysis.courses import ON_TREATMENT, is_gap, session_starts
from backend.analysis.intervals import BOOTSTRAP, BOOTSTRAP_SOURCE, ENOUGH, Blocks, intervals_of_means
from backend.analysis.remembered import remembered
from backend.analysis.series import Moments, Series, all_series
from backend.wording import count
from shared_schemas.journal import Journal
from shared_schemas.progress import Interval, Phase, PhaseComparison, PhaseKind, Phases

# Where a day ends last.
_LAST_ZONE = timezone(timedelta(hours=-12))
# Two scores are no phase: the overlap of two with two is decided by chance.
ENOUGH_TO_COMPARE = 3
_METHOD = (
    "On treatment is a session and the 28 days after it, a gap the time from there to the next session. "
    f"{single_case.METHOD} Means of daily scores: {BOOTSTRAP} of whole ISO weeks, since the scores of one week resemble"
    " each other."
)
_SOURCE = f"{single_case.SOURCE}; {BOOTSTRAP_SOURCE}"


@dataclass(frozen=True)
class Stretch:
    """One phase in time; an open end is None. A moment at an edge belongs to the later one."""

    kind: PhaseKind
    began_at: datetime | None
    ended_at: datetime | None

    def among(self, moments: Sequence[datetime]) -> slice:
        """The place of those that lie in it; `moments` earliest first."""
        begin = bisect_left(moments, self.began_at) if self.began_at else 0
        end = bisect_left(moments, self.ended_at) if self.ended_at else len(moments)
        return slice(begin, end)


@remembered
def stretches(journal: Journal, now: datetime) -> tuple[Stretch, ...]:
    """The phases up to now, in the order of time; none without a session.

    The time after the last session's 28 days is a gap that has not ended; of a part of a journal it ends with the part,
    since the next session may lie right after it. A part that begins in the middle of treatment has no time before it.
    """
    starts = sorted((*journal.earlier_starts, *session_starts(journal, now)))
    if not starts:
        return ()
    found = [] if journal.earlier_starts else [Stretch("before", None, starts[0])]
    began = starts[0]
    for last, following in pairwise(starts):
        if is_gap(last, following):
            found += _treated_and_gap(began, last, following)
            began = following
    end = _end_of_part(journal, now)
    if not is_gap(starts[-1], end or now):
        return (*found, Stretch("on_treatment", began, None))
    return (*found, *_treated_and_gap(began, starts[-1], end))


def _end_of_part(journal: Journal, now: datetime) -> datetime | None:
    """When the last day of a part of a journal was over everywhere; None where it goes on up to `now`."""
    if journal.ends_on is None:
        return None
    end = datetime.combine(journal.ends_on, time.max, _LAST_ZONE)
    return end if end < now else None


def _treated_and_gap(began: datetime, last: datetime, following: datetime | None) -> list[Stretch]:
    return [Stretch("on_treatment", began, last + ON_TREATMENT), Stretch("gap", last + ON_TREATMENT, following)]


@remembered
def phases(journal: Journal, now: datetime) -> tuple[Phases, ...]:
    """One result for each measure that has a score, none without a session."""
    found = stretches(journal, now)
    if not found:
        return ()
    measures = [series for series in all_series(journal, now) if series.values]
    among = {moments: _among(moments, found) for moments in {series.moments for series in measures}}
    parts = [_parts(series, among[series.moments]) for series in measures]
    # Questionnaires ask about two weeks: their scores are few, and no interval makes them more.
    daily = [part.weeks for series, own in zip(measures, parts, strict=True) if series.is_own_scale for part in own]
    intervals = iter(intervals_of_means(daily))
    return tuple(
        _result(series, found, own, [next(intervals) if series.is_own_scale else None for _ in own])
        for series, own in zip(measures, parts, strict=True)
    )


@dataclass(frozen=True)
class _Part:
    """The values of one measure in one phase, in the order of time, and the same by ISO weeks."""

    values: Sequence[float]
    weeks: Blocks


@dataclass(frozen=True)
class _Among:
    """Which moments lie in one phase, and the place of each one's week among its weeks."""

    moments: slice
    weeks: list[int]


def _among(moments: Moments, found: Sequence[Stretch]) -> list[_Among]:
    inside = [stretch.among(moments.at) for stretch in found]
    return [_Among(one, _places(moments.weeks[one])) for one in inside]


def _places(weeks: Sequence[int]) -> list[int]:
    places: dict[int, int] = {}
    return [places.setdefault(week, len(places)) for week in weeks]


def _parts(series: Series, among: Sequence[_Among]) -> list[_Part]:
    return [_Part(values := series.values[one.moments], _weeks(values, one.weeks)) for one in among]


def _weeks(values: Sequence[float], places: Sequence[int]) -> Blocks:
    sums = [0.0] * (max(places, default=-1) + 1)
    counts = [0] * len(sums)
    for place, value in zip(places, values, strict=True):
        sums[place] += value
        counts[place] += 1
    return Blocks(tuple(sums), tuple(counts))


def _result(
    series: Series, found: Sequence[Stretch], parts: Sequence[_Part], intervals: Sequence[Interval | None]
) -> Phases:
    held = [
        Phase(
            kind=stretch.kind,
            began_at=stretch.began_at,
            ended_at=stretch.ended_at,
            n=len(part.values),
            weeks=len(part.weeks.sums),
            mean=round(part.weeks.mean, 4) if part.values else None,
            interval=interval,
        )
        for stretch, part, interval in zip(found, parts, intervals, strict=True)
    ]
    return Phases(
        n=sum(len(part.values) for part in parts),
        method=_METHOD,
        source=_SOURCE,
        missing=tuple(_missing(held, series)),
        measure=series.id,
        name=series.name,
        higher_is_better=series.higher_is_better,
        phases=tuple(held),
        comparisons=tuple(_comparisons(series, found, parts)),
    )


def _comparisons(series: Series, found: Sequence[Stretch], parts: Sequence[_Part]) -> Iterator[PhaseComparison]:
    both = zip(pairwise(found), pairwise(parts), strict=True)
    for (one, following), (earlier, later) in both:
        first, second = earlier.values, later.values
        if min(len(first), len(second)) < ENOUGH_TO_COMPARE or following.began_at is None:
            continue
        better = series.higher_is_better
        yield PhaseComparison(
            first=one.kind,
            second=following.kind,
            second_began_at=following.began_at,
            n_first=len(first),
            n_second=len(second),
            mean_first=round(sum(first) / len(first), 4),
            mean_second=round(sum(second) / len(second), 4),
            nap=round(single_case.nap(first, second, higher_is_better=better), 4),
            tau=round(single_case.tau(first, second, higher_is_better=better), 4),
            tau_u=round(single_case.tau_u(first, second, higher_is_better=better), 4),
        )


def _missing(held: Sequence[Phase], series: Series) -> Iterator[str]:
    few = sum(1 for phase in held if phase.n < ENOUGH_TO_COMPARE)
    if few:
        yield f"{count(few, 'phase has', 'phases have')} fewer than {ENOUGH_TO_COMPARE} scores and cannot be compared."
    if series.is_own_scale and any(phase.interval is None and phase.n for phase in held):
        yield f"A phase of fewer than {ENOUGH} weeks has no interval."
