"""The synthetic example patient of `--demo`: two years of entries that end at a given moment. No person, clinic or
insurer in it exists."""

from datetime import datetime

from backend.demo.appeals import write_appeals
from backend.demo.background import write_background
from backend.demo.diary import Diary
from backend.demo.insurance import write_insurance
from backend.demo.measures import write_measures
from backend.demo.papers import write_papers
from backend.demo.sessions import write_sessions
from backend.demo.story import planned_sessions
from shared_schemas.journal import Edit
from shared_schemas.preferences import PREFERENCES_ID
from shared_schemas.reminders import RECORD_IDS

__all__ = ["demo_edits", "demo_papers"]


def demo_edits(now: datetime) -> list[Edit]:
    """The whole log in the order of its stamps, none of them after `now`; the same for the same `now`."""
    return _written(now).edits()


def demo_papers(now: datetime) -> dict[str, bytes]:
    """The pictures that the log of the same `now` names, by their SHA-256."""
    return _written(now).papers


def _written(now: datetime) -> Diary:
    diary = Diary(now)
    sessions = planned_sessions(diary)
    write_background(diary)
    records = write_sessions(diary, sessions)
    write_measures(diary, sessions)
    denials = write_insurance(diary, sessions, records)
    write_appeals(diary, denials)
    write_papers(diary, denials)
    diary.amend(PREFERENCES_ID, "preferences", diary.at(729, 19, 1), country="US", weight_unit="lb")
    diary.amend(RECORD_IDS["check_in"], "reminder", diary.at(729, 19, 2), rule="check_in", is_on=True, at_time="20:00")
    return diary
