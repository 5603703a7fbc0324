"""Courses of treatment and the gaps between sessions, by the definitions the report prints."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from shared_schemas.journal import Journal
from shared_schemas.treatment import TreatmentSession

# Casebook's own definitions, so that two people print the same numbers.
NEW_COURSE_AFTER = timedelta(days=90)
ON_TREATMENT = timedelta(days=28)


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


def begun_sessions(journal: Journal, now: datetime) -> tuple[TreatmentSession, ...]:
    """Sessions that began by `now`, earliest first: one dated ahead has not happened."""
    return tuple(session for session in journal.treatment_sessions if session.started_at and session.started_at <= now)


def courses(journal: Journal, now: datetime) -> tuple[Course, ...]:
    """Courses, earliest first. One starts at the first session and at one more than 90 days after the last."""
    groups: list[list[TreatmentSession]] = []
    for session in begun_sessions(journal, now):
        started = session.started_at
        last = groups[-1][-1].started_at if groups else None
        if last is None or started is None or started - last > NEW_COURSE_AFTER:
            groups.append([session])
        else:
            groups[-1].append(session)
    return tuple(Course(tuple(group), group[0].started_at or now) for group in groups)


def gaps(sessions: Sequence[TreatmentSession]) -> tuple[Gap, ...]:
    """Gaps between sessions (earliest first) that lie more than 28 days apart."""
    starts = [session.started_at for session in sessions if session.started_at]
    return tuple(
        Gap(one + ON_TREATMENT, following) for one, following in pairwise(starts) if following - one > ON_TREATMENT
    )
