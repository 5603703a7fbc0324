"""Entries as edits, for journals that reminders are planned from."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from backend.reminders.occurrence import Occurrence
from backend.reminders.schedule import occurrences
from shared_schemas.journal import Edit, Journal

NOW = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
NEW_YORK = ZoneInfo("America/New_York")


def record(number: int) -> str:
    return f"00000000-0000-7000-8000-{number:012x}"


def entry(number: int, kind: str, seq: int = 1, **fields: Any) -> Edit:
    stamp = f"2026-11-23T09:15:42.{number % 1000:03d}Z-{seq:04x}-0123456789abcdef"
    return Edit(id=record(1000 * seq + number), record=record(number), kind=kind, stamp=stamp, set=fields, seq=seq)


def session(number: int, started_at: datetime, minutes: float | None = 40, **more: Any) -> Edit:
    fields = {"started_at": started_at.isoformat(), "time_zone": "America/New_York", **more}
    if minutes is not None:
        fields["duration_minutes"] = minutes
    return entry(number, "treatment_session", **fields)


def check_in(number: int, at: datetime) -> Edit:
    return entry(number, "check_in", at=at.isoformat(), time_zone="America/New_York", mood=6)


def phq9(number: int, at: datetime, answers: list[int | None] | None = None) -> Edit:
    fields = {"instrument": "phq9", "answers": answers or [1] * 9}
    return entry(number, "outcome_measure", answered_at=at.isoformat(), time_zone="America/New_York", **fields)


def rule(number: int, name: str, **fields: Any) -> Edit:
    return entry(number, "reminder", rule=name, **fields)


def only(*names: str) -> list[Edit]:
    """Every rule but these turned off, and no quiet hours."""
    rules = ("after_session", "questionnaire", "relief", "follow_up", "claim", "appeal", "authorization")
    off = [rule(900 + place, name, is_on=False) for place, name in enumerate(rules) if name not in names]
    return [*off, rule(899, "all", quiet_from="00:00", quiet_until="00:00")]


def planned(*edits: Edit, now: datetime = NOW) -> list[Occurrence]:
    return occurrences(Journal.from_edits(edits), now)


def subjects(*edits: Edit, now: datetime = NOW) -> list[str]:
    return [one.subject for one in planned(*edits, now=now)]
