"""What of a journal is shared: one pure function, before any analysis, so that a page and its PDF cannot disagree."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from shared_schemas.background import Patient
from shared_schemas.base import Record
from shared_schemas.check_ins import CheckIn
from shared_schemas.instruments import total_of
from shared_schemas.journal import Journal
from shared_schemas.outcome_measures import OutcomeMeasure, TotalOnly
from shared_schemas.sharing import Disclosure, Section
from shared_schemas.treatment import ReliefNote, SideEffect, TreatmentSession, VitalSigns

# A kind that is not named here, and not the session or the patient, is shared with nobody.
_SECTIONS: Mapping[str, Section] = {
    "outcome_measure": "scores",
    "check_in": "daily_state",
    "side_effect": "side_effects",
    "relief_note": "relief",
    "vital_signs": "sessions",
    "prior_treatment": "treatments",
    "medication": "treatments",
    "allergy": "treatments",
}
# Each of these needs to say on which day a session was.
_NEED_SESSION_DAYS: frozenset[Section] = frozenset(("sessions", "before_after", "relief", "side_effects"))
_SESSION_DAY = frozenset(("id", "started_at", "time_zone"))
_IDENTITY = frozenset(("id", "full_name", "born_on"))
# What was done about a side effect is told in the patient's own words, too.
_NOTES = frozenset(("notes", "action_taken"))
_ANSWERS = frozenset(("answers", "difficulty"))
_NEVER = frozenset(("attachments",))


def disclosed(journal: Journal, disclosure: Disclosure) -> Journal:
    """The journal with nothing in it that `disclosure` does not share; applying it twice changes nothing more.

    Records and fields of versions this one does not know are left out. A questionnaire without its answers keeps the
    total. The day of an entry is the day it was where it was made; one without a day is shared in an open range only.
    """
    chosen = _Chosen(disclosure, {session.id: session.started_at for session in journal.of(TreatmentSession)})
    kept: dict[str, Any] = {record.id: record for record in map(chosen.part_of, journal.records) if record is not None}
    return Journal.model_construct(
        cursor=journal.cursor,
        records=tuple(kept.values()),
        provenance={record: known for record, known in journal.provenance.items() if record in kept},
        unreadable=tuple((record, name) for record, name in journal.unreadable if record in kept),
        # Whether anything lies before the first day is not told, also by what is said of the rest.
        hides_beginning=disclosure.from_on is not None,
        ends_on=disclosure.to_on,
    )


@dataclass(frozen=True)
class _Chosen:
    """One choice, with the start of every session of the journal it is applied to."""

    disclosure: Disclosure
    starts: Mapping[str, datetime | None]
    _names_by_type: dict[type[Record], frozenset[str]] = field(default_factory=dict)

    def part_of(self, record: Record) -> Record | None:
        """What is shared of the record; None for nothing."""
        if not self._is_in_range(record):
            return None
        names = self._names_by_type.get(type(record))
        if names is None:  # the same for every record of a type, of which there are thousands
            left_out = _NEVER if self.disclosure.notes else _NEVER | _NOTES
            names = self._names_by_type[type(record)] = frozenset(self._names(record)) - left_out
        names -= self._outside(record)
        if isinstance(record, OutcomeMeasure) and not self.disclosure.item_answers:
            return _total_only(record, names) if names else None
        return _with(record, names) if names else None

    def _names(self, record: Record) -> Iterator[str]:
        sections = self.disclosure.sections
        if isinstance(record, Patient):
            yield from _IDENTITY if self.disclosure.identity else ()
        elif isinstance(record, TreatmentSession):
            yield from self._names_of_session(record)
        elif _SECTIONS.get(_kind(record)) in sections:
            yield from type(record).model_fields

    def _names_of_session(self, session: TreatmentSession) -> Iterator[str]:
        sections = self.disclosure.sections
        if not sections & _NEED_SESSION_DAYS:
            return
        yield from _SESSION_DAY
        for name in type(session).model_fields:
            if ("before_after" if name.endswith(("_before", "_after")) else "sessions") in sections:
                yield name

    def _is_in_range(self, record: Record) -> bool:
        first, last = self.disclosure.from_on, self.disclosure.to_on
        if (first is None and last is None) or not _is_dated(record):
            return True
        day = self._day(record)
        return day is not None and (first or date.min) <= day <= (last or date.max)

    def _outside(self, record: Record) -> frozenset[str]:
        """What was noted of a session in the range, and lies outside itself: a relief may wear off weeks later."""
        if (self.disclosure.to_on is None) or not isinstance(record, SideEffect | ReliefNote | VitalSigns):
            return frozenset()
        moments = {name: value for name, value in vars(record).items() if isinstance(value, datetime)}
        return frozenset(name for name, at in moments.items() if at.date() > self.disclosure.to_on)

    def _day(self, record: Record) -> date | None:
        match record:
            case TreatmentSession() | SideEffect() | ReliefNote() | VitalSigns():
                at = self.starts.get(record.id if isinstance(record, TreatmentSession) else record.session or "")
            case CheckIn():
                at = record.at
            case OutcomeMeasure():
                at = record.answered_at
            case _:
                at = None
        return at.date() if at is not None else None


def _is_dated(record: Record) -> bool:
    return isinstance(record, TreatmentSession | SideEffect | ReliefNote | VitalSigns | CheckIn | OutcomeMeasure)


def _kind(record: Record) -> str:
    return str(getattr(record, "kind", ""))


def _with(record: Record, names: frozenset[str]) -> Record:
    if record.model_fields_set <= names:
        return record
    return type(record).model_construct(
        **{name: getattr(record, name) for name in names if name in record.model_fields_set}
    )


def _total_only(measure: OutcomeMeasure, names: frozenset[str]) -> TotalOnly:
    fields = {name: getattr(measure, name) for name in names - _ANSWERS if name in measure.model_fields_set}
    return TotalOnly.model_construct(**{**fields, "total": total_of(measure)})
