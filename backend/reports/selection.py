"""What of a journal a report is about: one pure function, before anything is computed, so that nothing else can leak.

A record or field that the options leave out is no longer in the journal from which pages and attached files are made.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from shared_schemas.base import Record
from shared_schemas.journal import Journal
from shared_schemas.reports import SECTIONS, EvidenceRequest, Purpose, Section
from shared_schemas.treatment import TreatmentSession

# Records that only one section prints.
_KINDS: Mapping[str, Section] = {
    "outcome_measure": "scores",
    "relief_note": "relief",
    "side_effect": "safety",
    "vital_signs": "safety",
    "insurer_contact": "contact_log",
    "prior_treatment": "prior_treatments",
    "policy_answer": "criteria",
    "plan_criterion": "criteria",
}
_STATE_OF_CHECK_INS = ("function", "global_change", "sleep_hours", "sleep_quality")
# Codes and days of a receipt or claim belong to what is asked; what it cost and the receipt itself do not.
_COSTS = ("expense", "claim")
# What is asked for before anything was refused, so that an earlier denial is not part of it.
BEFORE_A_DENIAL: tuple[Purpose, ...] = ("first_authorization", "renewal")
_REFUSALS = ("denial", "appeal")
# Where a record says on which day it was. Plans, denials and what was tried before belong to the case at any time.
_WHEN: Mapping[str, str] = {
    "treatment_session": "started_at",
    "check_in": "at",
    "outcome_measure": "answered_at",
    "insurer_contact": "at",
    "expense": "spent_on",
    "claim": "service_on",
}


def chosen_sections(options: EvidenceRequest) -> tuple[Section, ...]:
    """The sections asked for, in the order of the pages."""
    return tuple(section for section in SECTIONS if options.sections is None or section in options.sections)


def selected(journal: Journal, options: EvidenceRequest) -> Journal:
    """The journal without what `options` leave out. An entry without a day stands in every range."""
    sections = chosen_sections(options)
    starts = {session.id: session.started_at for session in journal.of(TreatmentSession)}
    notes = set(options.notes)
    records = [
        _part_of(record, sections, notes)
        for record in journal.records
        if _KINDS.get(record.kind) in (None, *sections)
        and not (options.purpose in BEFORE_A_DENIAL and record.kind in _REFUSALS)
        and _is_within(_day(record, starts), options)
    ]
    earlier = (start for start in starts.values() if start and start.date() < (options.from_on or date.min))
    return _with_records(journal, records, (*journal.earlier_starts, *sorted(earlier)), options.to_on)


def counted_outside(journal: Journal, options: EvidenceRequest) -> Mapping[str, int]:
    """How many records of each dated kind lie outside the range."""
    counts: dict[str, int] = {}
    for record in journal.records:
        if record.kind in _WHEN and not _is_within(_day(record, {}), options):
            counts[record.kind] = counts.get(record.kind, 0) + 1
    return counts


def _with_records(
    journal: Journal, records: Iterable[Any], earlier_starts: tuple[datetime, ...], ends_on: date | None
) -> Journal:
    kept = tuple(records)
    ids = {record.id for record in kept}
    return Journal.model_construct(
        cursor=journal.cursor,
        records=kept,
        provenance={record: known for record, known in journal.provenance.items() if record in ids},
        earlier_starts=earlier_starts,
        ends_on=ends_on,
        unreadable=tuple((record, name) for record, name in journal.unreadable if record in ids),
    )


def _is_within(day: date | None, options: EvidenceRequest) -> bool:
    return day is None or (options.from_on or date.min) <= day <= (options.to_on or date.max)


def _day(record: Any, starts: Mapping[str, datetime | None]) -> date | None:
    if record.kind in _WHEN:
        moment = getattr(record, _WHEN[record.kind])
    else:
        moment = starts.get(vars(record).get("session") or "")
    return moment.date() if isinstance(moment, datetime) else moment


def _part_of(record: Any, sections: Iterable[Section], notes: set[str]) -> Record:
    left_out: list[str] = []
    if record.id not in notes:
        left_out.append("notes")
    if "function" not in sections and record.kind == "check_in":
        left_out += _STATE_OF_CHECK_INS
    if "costs" not in sections and record.kind in _COSTS:
        left_out += [name for name in type(record).model_fields if name.endswith("_cents")]
        left_out += ["attachments"] if record.kind == "expense" else []
    # Not by `getattr`: for a field that a kind has not, Pydantic looks long.
    present = [name for name in left_out if vars(record).get(name) is not None]
    # Fields of newer versions are printed by nobody here, and no section says whose they are.
    extra = dict.fromkeys(record.model_extra or (), None)
    changes = {**extra, **dict.fromkeys(present, None)}
    part: Record = record.model_copy(update=changes) if changes else record
    return part
