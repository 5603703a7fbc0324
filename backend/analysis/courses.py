"""Courses of treatment and the gaps between sessions, by the definitions the report prints."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from operator import attrgetter

from backend.analysis.remembered import remembered
from shared_schemas.journal import Journal
from shared_schemas.treatment import TreatmentSession

# Casebook's own definitions, so that two people print the same numbers.
NEW_COURSE_AFTER = timedelta(days=90)
ON_TREATMENT = timedelta(days=28)
# A baseline older than this says little about the state that treatment met.
BASELINE_AT_MOST = timedelta(days=28)


@dataclass(frozen=True)
class Gap:
    """Time without treatment between two sessions: from 28 days after one to the next."""

    began_at: datetime
    ended_at: datetime


@dataclass(frozen=True)
class Course:
    """Sessions of one course, earliest first, at least one."""

    sessions: tuple[TreatmentSession, ...]
    started_at: datetime

    @property
    def last_at(self) -> datetime:
        """When its last session began."""
        return self.sessions[-1].started_at or self.started_at


@remembered
def begun_sessions(journal: Journal, now: datetime) -> tuple[TreatmentSession, ...]:
    """Sessions that began by `now`, earliest first: one dated ahead has not happened."""
    sessions = journal.treatment_sessions
    return sessions[: bisect_right(sessions, now, key=attrgetter("started_at"))]


@remembered
def session_starts(journal: Journal, now: datetime) -> tuple[datetime, ...]:
    """When those sessions began, earliest first; without the earlier ones that a part of a journal leaves out."""
    return tuple(session.started_at for session in begun_sessions(journal, now) if session.started_at)


@remembered
def courses(journal: Journal, now: datetime) -> tuple[Course, ...]:
    """Courses, earliest first.

    One starts at the first session, at one more than 90 days after the last, and where the patient says so.
    """
    groups: list[list[TreatmentSession]] = []
    for session in begun_sessions(journal, now):
        if not groups or _starts_course(session, groups[-1][-1].started_at):
            groups.append([session])
        else:
            groups[-1].append(session)
    return tuple(Course(tuple(group), group[0].started_at or now) for group in groups)


def starts_new_course(journal: Journal, now: datetime) -> bool:
    """Whether the first session of this (part of a) journal is also the first of its course.

    False without sessions, and where the part does not tell whether there were any before.
    """
    if journal.hides_beginning:
        return False
    sessions = begun_sessions(journal, now)
    return bool(sessions) and _starts_course(sessions[0], max(journal.earlier_starts, default=None))


def _starts_course(session: TreatmentSession, last: datetime | None) -> bool:
    if last is None or session.starts_course:
        return True
    return session.started_at is not None and session.started_at - last > NEW_COURSE_AFTER


def gaps(sessions: Sequence[TreatmentSession]) -> tuple[Gap, ...]:
    """Gaps between sessions (earliest first) that lie more than 28 days apart."""
    starts = [session.started_at for session in sessions if session.started_at]
    return tuple(Gap(one + ON_TREATMENT, following) for one, following in pairwise(starts) if is_gap(one, following))


def is_gap(start: datetime, following: datetime) -> bool:
    """Whether more than 28 days lie between two sessions, by the calendar of the place where the first one was: four
    weeks later at noon is no gap yet, and no flight across the date line makes one."""
    return following.astimezone(start.tzinfo).date() - start.date() > ON_TREATMENT
