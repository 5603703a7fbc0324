"""A part of a journal: the entries of some days, of one questionnaire, of one course of treatment.

What is left out is not in the part at all, so that nothing made from it can show it. The one exception are the starts
of earlier sessions: without them a patient long on treatment would look untreated at the beginning of the range.
"""

from dataclasses import dataclass
from datetime import date, datetime

from backend.analysis.courses import BASELINE_AT_MOST, Course, begun_sessions, courses
from shared_schemas.base import Record
from shared_schemas.instruments import INSTRUMENTS
from shared_schemas.journal import Journal
from shared_schemas.outcome_measures import OutcomeMeasure
from shared_schemas.progress import Selection
from shared_schemas.treatment import ReliefNote, SideEffect, TreatmentSession, VitalSigns


class SelectionError(Exception):
    """What was asked for is not there. `field` names what cannot be taken; the message says what could be."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class _Window:
    """Which sessions belong to the part, and from when to when other entries do."""

    since: date
    until: date
    sessions: frozenset[str]
    next_course_at: datetime | None

    def holds(self, moment: datetime | None) -> bool:
        if moment is None or not self.since <= moment.date() <= self.until:
            return False
        return self.next_course_at is None or moment <= self.next_course_at


def selected(journal: Journal, selection: Selection, now: datetime) -> Journal:
    """The part of `journal`, as a journal with the same cursor. Days are those where the entry was made, both included.

    A course has the scores of the 28 days before its first session, among which its baseline is, and ends with the
    start of the next course: what came later that day is none of its relief. Raises SelectionError for an unknown
    instrument or course, or days out of order.
    """
    _check(selection)
    if selection == Selection():
        return journal
    window = _window(journal, selection, now)
    kept = tuple(record for record in journal.records if _belongs(record, window, selection.instrument))
    left_out = [
        session.started_at
        for session in begun_sessions(journal, now)
        if session.started_at and session.id not in window.sessions and session.started_at.date() <= window.until
    ]
    first = min(
        (session.started_at for session in kept if isinstance(session, TreatmentSession) and session.started_at),
        default=None,
    )
    return Journal.model_construct(
        cursor=journal.cursor,
        records=kept,
        provenance={record.id: journal.provenance[record.id] for record in kept if record.id in journal.provenance},
        unreadable=tuple(one for one in journal.unreadable if one[0] in {record.id for record in kept}),
        earlier_starts=tuple(start for start in left_out if first is None or start < first),
        begins_on=window.since if _begins_before(journal, window.since) else None,
        ends_on=window.until if window.until < date.max else None,
    )


def _begins_before(journal: Journal, day: date) -> bool:
    firsts = (
        *(one.started_at for one in journal.treatment_sessions[:1]),
        *(one.at for one in journal.check_ins[:1]),
        *(one.answered_at for one in journal.outcome_measures[:1]),
    )
    return any(at is not None and at.date() < day for at in firsts)


def _check(selection: Selection) -> None:
    if selection.instrument is not None and selection.instrument not in INSTRUMENTS:
        raise SelectionError("instrument", f"there is no such questionnaire here; known are {', '.join(INSTRUMENTS)}")
    if selection.since and selection.until and selection.since > selection.until:
        raise SelectionError("until", "the last day lies before the first")


def _window(journal: Journal, selection: Selection, now: datetime) -> _Window:
    since, until = selection.since or date.min, selection.until or date.max
    within, next_course_at = begun_sessions(journal, now), None
    if selection.course is not None:
        of_course, following = _course(courses(journal, now), selection.course)
        within = of_course.sessions
        since = max(since, of_course.started_at.date() - BASELINE_AT_MOST)
        next_course_at = following.started_at if following else None
        until = min(until, next_course_at.date() if next_course_at else date.max)
    return _Window(
        since,
        until,
        frozenset(one.id for one in within if one.started_at and since <= one.started_at.date() <= until),
        next_course_at,
    )


def _course(found: tuple[Course, ...], number: int) -> tuple[Course, Course | None]:
    if not 1 <= number <= len(found):
        raise SelectionError("course", f"there is no such course; the journal has {len(found)}")
    return found[number - 1], found[number] if number < len(found) else None


def _belongs(record: Record, window: _Window, instrument: str | None) -> bool:
    if isinstance(record, TreatmentSession):
        return record.id in window.sessions
    if isinstance(record, SideEffect | VitalSigns | ReliefNote):
        return record.session in window.sessions
    if isinstance(record, OutcomeMeasure):
        return window.holds(record.answered_at) and instrument in (None, record.instrument)
    moment = getattr(record, "at", None)
    return moment is None or window.holds(moment)
