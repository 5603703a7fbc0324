"""Dose beside response, for a scatter to look at: no line through it, no coefficient, no claim."""

from datetime import datetime

from backend.analysis.courses import begun_sessions
from backend.analysis.series import NAMES
from backend.wording import count
from shared_schemas.journal import Journal
from shared_schemas.progress import DosePoint, DoseResponse, State
from shared_schemas.treatment import TreatmentSession

_METHOD = "Each session’s dose and the difference of the state after it from the state before it; descriptive only."
_SOURCE = "Descriptive"


def dose_response(journal: Journal, now: datetime, state: State, *, higher_is_better: bool) -> DoseResponse | None:
    """Sessions that have a dose and the state before and after, earliest first; None without any.

    The dose is in mg/kg when every one of them has a body weight, in mg otherwise.
    """
    sessions = begun_sessions(journal, now)
    both = [
        (session, session.started_at, session.dose_mg, improvement)
        for session in sessions
        if session.started_at
        and session.dose_mg is not None
        and (improvement := _improvement(session, state, higher_is_better)) is not None
    ]
    if not both:
        return None
    by_weight = all(session.dose_mg_per_kg is not None for session, *_ in both)
    left_out = len(sessions) - len(both)
    return DoseResponse(
        n=len(both),
        method=_METHOD,
        source=_SOURCE,
        missing=(f"{count(left_out, 'session has', 'sessions have')} no dose, or no state before or after.",)
        if left_out
        else (),
        unit="mg/kg" if by_weight else "mg",
        measure=state,
        name=NAMES[state],
        points=tuple(
            DosePoint(
                started_at=start,
                dose=round(session.dose_mg_per_kg or 0, 4) if by_weight else dose,
                improvement=round(improvement, 4),
            )
            for session, start, dose, improvement in both
        ),
    )


def _improvement(session: TreatmentSession, state: State, higher_is_better: bool) -> float | None:
    before, after = getattr(session, f"{state}_before"), getattr(session, f"{state}_after")
    if before is None or after is None:
        return None
    return float(after - before if higher_is_better else before - after)
