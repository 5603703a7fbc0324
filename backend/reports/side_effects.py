"""Side effects over all sessions: one row a symptom, and how the rows are printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from backend import wording
from backend.analysis.courses import begun_sessions
from backend.analysis.side_effects import side_effect_shares
from backend.reports.parts import Column, Note, Part, Section, Table
from backend.reports.sessions import symptom_name
from shared_schemas.journal import Journal
from shared_schemas.treatment import SideEffect

_SEVERITIES = ("mild", "moderate", "severe")


@dataclass(frozen=True)
class SideEffectRow:
    """In how many sessions one symptom was noted, and in how many it was at most mild, moderate or severe."""

    symptom: str
    sessions_with: int
    sessions: int
    percent: float
    mild: int
    moderate: int
    severe: int


def side_effect_rows(journal: Journal, now: datetime) -> tuple[SideEffectRow, ...]:
    """A row for each symptom, the most frequent first."""
    return tuple(
        SideEffectRow(
            symptom=symptom_name(share.symptom),
            sessions_with=share.with_symptom,
            sessions=share.sessions,
            percent=wording.rounded(share.percent, 0) or 0,
            mild=share.severities.get("mild", 0),
            moderate=share.severities.get("moderate", 0),
            severe=share.severities.get("severe", 0),
        )
        for share in side_effect_shares(journal, now)
    )


def severe_sessions(journal: Journal, now: datetime) -> int | None:
    """In how many sessions a severe side effect was noted; None when no side effect of any session was."""
    begun = {session.id for session in begun_sessions(journal, now)}
    noted = [effect for effect in journal.of(SideEffect) if effect.session in begun and effect.symptom]
    return len({effect.session for effect in noted if effect.severity == "severe"}) if noted else None


def side_effects_section(rows: Sequence[SideEffectRow]) -> list[Part]:
    """In how many sessions each side effect was noted. Nothing when none was."""
    if not rows:
        return []
    columns = [
        Column("Side effect"),
        Column("Sessions", 78, "right"),
        Column("Share", 52, "right"),
        *(Column(f"{wording.capitalised(severity)}", 58, "right") for severity in _SEVERITIES),
    ]
    note = "By the worst severity noted in each session. What was not noted may still have happened."
    return [Section("Side effects"), Table(columns, [_side_effect(row) for row in rows], "side effects"), Note(note)]


def _side_effect(row: SideEffectRow) -> list[str]:
    return [
        wording.capitalised(row.symptom),
        f"{row.sessions_with} of {row.sessions}",
        wording.percent(row.percent),
        *(str(getattr(row, severity) or wording.NOTHING) for severity in _SEVERITIES),
    ]
