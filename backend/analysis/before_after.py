"""How each state differed from before to after the sessions, in pairs."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter
from statistics import fmean, median

from backend.analysis.courses import begun_sessions
from backend.analysis.intervals import BOOTSTRAP, BOOTSTRAP_SOURCE, ENOUGH, Blocks, intervals_of_means
from backend.analysis.remembered import remembered
from backend.wording import count
from shared_schemas.journal import Journal
from shared_schemas.progress import Interval, PairedDifference, State
from shared_schemas.treatment import TreatmentSession

# Which way is better, as the scales are worded: mood, energy and well-being rise with health.
HIGHER_IS_BETTER: dict[State, bool] = {
    "mood": True,
    "anxiety": False,
    "pain": False,
    "energy": True,
    "well_being": True,
}
# The phone starts the session a moment before it writes it; this much later the state before is remembered, not noted.
_NOTED_WITHIN = timedelta(minutes=10)
_METHOD = f"After minus before, in pairs; mean and median over the sessions that have both. {BOOTSTRAP} of the mean."


@dataclass(frozen=True)
class _Pair:
    before: float
    after: float
    is_recalled: bool


@remembered
def before_after(journal: Journal, now: datetime) -> tuple[PairedDifference, ...]:
    """One result for each state that has at least one pair, in the order mood, anxiety, pain, energy, well-being."""
    sessions = begun_sessions(journal, now)
    recalled = {session.id for session in sessions if _is_recalled(journal, session)}
    pairs = {state: _pairs(sessions, recalled, state) for state in HIGHER_IS_BETTER}
    found = {state: _differences(of_state) for state, of_state in pairs.items() if of_state}
    intervals = intervals_of_means([Blocks.of_values(differences) for differences in found.values()])
    return tuple(
        _result(state, pairs[state], differences, interval, len(sessions))
        for (state, differences), interval in zip(found.items(), intervals, strict=True)
    )


def _differences(pairs: Sequence[_Pair]) -> tuple[float, ...]:
    return tuple(round(pair.after - pair.before, 4) for pair in pairs)


def _pairs(sessions: Sequence[TreatmentSession], recalled: Collection[str], state: State) -> list[_Pair]:
    noted = attrgetter(f"{state}_before", f"{state}_after")
    pairs = [(*noted(session), session.id in recalled) for session in sessions]
    return [_Pair(*pair) for pair in pairs if pair[0] is not None and pair[1] is not None]


def _is_recalled(journal: Journal, session: TreatmentSession) -> bool:
    known = journal.provenance.get(session.id)
    return session.before_recalled is True or (
        known is not None and session.started_at is not None and known.entered_at - session.started_at > _NOTED_WITHIN
    )


def _result(
    state: State, pairs: Sequence[_Pair], differences: tuple[float, ...], interval: Interval | None, sessions: int
) -> PairedDifference:
    missing = []
    if len(pairs) < sessions:
        missing.append(f"{count(sessions - len(pairs), 'session has', 'sessions have')} no state before or after.")
    if len(pairs) < ENOUGH:
        missing.append(f"Fewer than {ENOUGH} pairs: the differences themselves and no interval.")
    return PairedDifference(
        n=len(pairs),
        method=_METHOD,
        source=BOOTSTRAP_SOURCE,
        missing=tuple(missing),
        state=state,
        differences=differences,
        mean=round(fmean(differences), 4),
        median=round(median(differences), 4),
        interval=interval,
        sessions=sessions,
        recalled=sum(1 for pair in pairs if pair.is_recalled),
        higher_is_better=HIGHER_IS_BETTER[state],
    )
