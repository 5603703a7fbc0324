"""In what share of sessions each side effect was noted, and how severe it was at most."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from backend.analysis.courses import begun_sessions
from shared_schemas.journal import Journal
from shared_schemas.treatment import SideEffect

_RANK = {"mild": 1, "moderate": 2, "severe": 3}


@dataclass(frozen=True)
class SideEffectShare:
    """One symptom over all sessions. `severities` counts sessions by the worst severity noted; some have none noted."""

    symptom: str
    with_symptom: int
    sessions: int
    severities: Mapping[str, int]

    @property
    def percent(self) -> float:
        """Share of sessions, 0-100."""
        return 100 * self.with_symptom / self.sessions


def side_effect_shares(journal: Journal, now: datetime) -> tuple[SideEffectShare, ...]:
    """One result a symptom, the most frequent first. Side effects of no known session are left out."""
    sessions = {session.id for session in begun_sessions(journal, now)}
    worst: dict[tuple[str, str], str | None] = {}
    for effect in journal.of(SideEffect):
        if effect.session not in sessions or not effect.symptom:
            continue
        key = (effect.symptom.strip().lower().replace("_", " "), effect.session)
        worst[key] = max(worst.get(key), effect.severity, key=lambda severity: _RANK.get(severity or "", 0))
    counted = Counter(symptom for symptom, _ in worst)
    return tuple(
        SideEffectShare(symptom, n, len(sessions), _severities(worst, symptom))
        for symptom, n in sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    )


def _severities(worst: Mapping[tuple[str, str], str | None], symptom: str) -> dict[str, int]:
    found = Counter(severity for (name, _), severity in worst.items() if name == symptom and severity)
    return {severity: found[severity] for severity in _RANK if severity in found}
