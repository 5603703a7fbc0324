"""In what share of sessions each side effect was noted, how severe it was at most, its duration and its trend."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from statistics import median

from backend.analysis.courses import begun_sessions
from backend.wording import count
from shared_schemas.journal import Journal
from shared_schemas.progress import SideEffectShare
from shared_schemas.treatment import SideEffect

_RANK = {"mild": 1, "moderate": 2, "severe": 3}
# With fewer sessions a half is two or less, and says nothing about a trend.
_ENOUGH_FOR_HALVES = 6
_METHOD = (
    "Share of sessions with the side effect, by the worst severity noted; duration from its beginning to its end; the"
    " first half of the sessions beside the second, the middle one left out of an odd number."
)
_SOURCE = "Descriptive"


def side_effect_shares(journal: Journal, now: datetime) -> tuple[SideEffectShare, ...]:
    """One result a symptom, the most frequent first. Side effects of no known session are left out."""
    sessions = [session.id for session in begun_sessions(journal, now)]
    known = set(sessions)
    by_symptom: dict[str, list[SideEffect]] = {}
    for effect in journal.of(SideEffect):
        symptom = " ".join((effect.symptom or "").lower().replace("_", " ").split())
        if effect.session in known and symptom:
            by_symptom.setdefault(symptom, []).append(effect)
    found = [_share(symptom, effects, sessions) for symptom, effects in by_symptom.items()]
    return tuple(sorted(found, key=lambda share: (-share.with_symptom, share.symptom)))


def _share(symptom: str, effects: Sequence[SideEffect], sessions: Sequence[str]) -> SideEffectShare:
    worst: dict[str, str | None] = {}
    for effect in effects:
        if effect.session is not None:
            worst[effect.session] = max(worst.get(effect.session), effect.severity, key=_rank)
    minutes = _minutes(effects)
    half = len(sessions) // 2
    halves = (sessions[:half], sessions[-half:]) if len(sessions) >= _ENOUGH_FOR_HALVES else None
    return SideEffectShare(
        n=len(sessions),
        method=_METHOD,
        source=_SOURCE,
        missing=_missing(worst, minutes),
        symptom=symptom,
        with_symptom=len(worst),
        sessions=len(sessions),
        severities=_severities(worst.values()),
        median_minutes=round(median(minutes.values()), 1) if minutes else None,
        with_duration=len(minutes),
        first_half=(sum(1 for one in halves[0] if one in worst), half) if halves else None,
        second_half=(sum(1 for one in halves[1] if one in worst), half) if halves else None,
    )


def _rank(severity: str | None) -> int:
    return _RANK.get(severity or "", 0)


def _severities(worst: Iterable[str | None]) -> dict[str, int]:
    found = Counter(severity for severity in worst if severity)
    return {severity: found[severity] for severity in _RANK if severity in found}


def _minutes(effects: Sequence[SideEffect]) -> dict[str, float]:
    """The longest duration of each session that has one."""
    found: dict[str, float] = {}
    for effect in effects:
        if effect.session and effect.started_at and effect.ended_at and effect.ended_at >= effect.started_at:
            lasted = (effect.ended_at - effect.started_at) / timedelta(minutes=1)
            found[effect.session] = max(found.get(effect.session, 0), lasted)
    return found


def _missing(worst: dict[str, str | None], minutes: dict[str, float]) -> tuple[str, ...]:
    no_severity = sum(1 for severity in worst.values() if severity is None)
    no_duration = len(worst) - len(minutes)
    return tuple(
        f"{count(amount, 'session')} without a noted {what}."
        for amount, what in ((no_severity, "severity"), (no_duration, "duration"))
        if amount
    )
