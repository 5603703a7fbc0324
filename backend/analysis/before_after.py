"""How each state differed from before to after the sessions, in pairs."""

from dataclasses import dataclass
from datetime import datetime
from statistics import fmean, median
from typing import Literal

from backend.analysis.courses import begun_sessions
from shared_schemas.journal import Journal

State = Literal["mood", "anxiety", "pain", "energy", "well_being"]
# Which way is better, as the scales are worded: mood, energy and well-being rise with health.
HIGHER_IS_BETTER: dict[State, bool] = {
    "mood": True,
    "anxiety": False,
    "pain": False,
    "energy": True,
    "well_being": True,
}


@dataclass(frozen=True)
class PairedDifference:
    """After minus before, on a scale of 0-10 of the patient's own, over the sessions that have both.

    `sessions` counts all sessions; those without a pair are missing.
    """

    state: State
    differences: tuple[float, ...]
    mean: float
    median: float
    n: int
    sessions: int
    higher_is_better: bool


def before_after(journal: Journal, now: datetime) -> tuple[PairedDifference, ...]:
    """One result for each state that has at least one pair, in the order mood, anxiety, pain, energy, well-being."""
    sessions = begun_sessions(journal, now)
    found = []
    for state, higher_is_better in HIGHER_IS_BETTER.items():
        pairs = [(getattr(session, f"{state}_before"), getattr(session, f"{state}_after")) for session in sessions]
        differences = tuple(after - before for before, after in pairs if before is not None and after is not None)
        if differences:
            found.append(
                PairedDifference(
                    state=state,
                    differences=differences,
                    mean=fmean(differences),
                    median=median(differences),
                    n=len(differences),
                    sessions=len(sessions),
                    higher_is_better=higher_is_better,
                )
            )
    return tuple(found)
