"""Edits, their fold, and the `Journal` that everything above storage is a function of.

The fold is the twin of `pwa/src/core/fold.ts`; tests/vectors/fold.json binds both.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from operator import attrgetter
from typing import Annotated, Any, NamedTuple, TypeVar, cast, get_args

from pydantic import Field, ValidationError

from shared_schemas.appeals import Appeal, PriorAuthorization
from shared_schemas.background import Allergy, CareContact, Condition, Medication, Patient, PriorTreatment
from shared_schemas.base import RECORD_ID, Record, Schema
from shared_schemas.check_ins import CheckIn
from shared_schemas.documents import Document
from shared_schemas.funding import FundingOption, VaStep
from shared_schemas.insurance import Denial, InsuranceClaim, InsurancePlan, InsurerContact, PlanCriterion, PolicyAnswer
from shared_schemas.ledger import Expense
from shared_schemas.outcome_measures import OutcomeMeasure
from shared_schemas.preferences import Preferences
from shared_schemas.reminders import Reminder
from shared_schemas.treatment import ReliefNote, SideEffect, TreatmentSession, VitalSigns

Payload = Annotated[
    Patient
    | TreatmentSession
    | SideEffect
    | VitalSigns
    | CheckIn
    | OutcomeMeasure
    | ReliefNote
    | Condition
    | Medication
    | Allergy
    | PriorTreatment
    | CareContact
    | InsurancePlan
    | PolicyAnswer
    | PlanCriterion
    | InsurerContact
    | PriorAuthorization
    | InsuranceClaim
    | Expense
    | Denial
    | Appeal
    | Document
    | VaStep
    | FundingOption
    | Preferences
    | Reminder,
    Field(discriminator="kind"),
]

R = TypeVar("R", bound=Record)
E = TypeVar("E", "Edit", "LoggedEdit", "Edit | LoggedEdit")

RECORD_TYPES: Mapping[str, type[Record]] = {
    model.model_fields["kind"].default: model for model in get_args(get_args(Payload)[0])
}

# Straight to Pydantic's core: the union would look for the kind that is known already.
_READERS: Mapping[str, Callable[[Any], Payload]] = {
    kind: model.__pydantic_validator__.validate_python for kind, model in RECORD_TYPES.items()
}

DELETED = "deleted"
ERASED = "erased"
ERASED_SET: Mapping[str, Any] = {ERASED: True}


class Edit(Schema):
    """One change to one record, as PROTOCOL.md defines it; `seq` and `received_at` only once the server has it."""

    id: Annotated[str, Field(pattern=RECORD_ID)]
    record: Annotated[str, Field(pattern=RECORD_ID)]
    kind: str
    stamp: str
    set: dict[str, Any]
    seq: int | None = None
    received_at: datetime | None = None


@dataclass(slots=True)
class LoggedEdit:
    """An edit as the log has it. It was judged when it was taken, so reading it again checks nothing."""

    id: str
    record: str
    kind: str
    stamp: str
    set: dict[str, Any]
    seq: int | None
    received_at: datetime | None


@dataclass(slots=True)
class FoldedRecord:
    """The present of one record: its kind and its fields."""

    kind: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_deleted(self) -> bool:
        """In the trash."""
        return self.fields.get(DELETED) is True

    @property
    def is_erased(self) -> bool:
        """Gone for good: no field but `erased` is left."""
        return self.fields.get(ERASED) is True


def is_erasing(changes: Mapping[str, Any]) -> bool:
    """Whether a `set` is exactly `{"erased": true}`."""
    return len(changes) == 1 and changes.get(ERASED) is True


def fold(edits: Iterable[Edit | LoggedEdit]) -> dict[str, FoldedRecord]:
    """Each record's fields, every one with the value of the greatest (stamp, id).

    Order, duplicates and batching of `edits` change nothing. One erasing edit leaves `{"erased": true}`.
    """
    return {record: fold_record(own) for record, own in by_record(edits).items()}


def by_record(edits: Iterable[E]) -> dict[str, list[E]]:
    """The edits of each record, in their given order."""
    found: dict[str, list[E]] = {}
    for edit in edits:
        found.setdefault(edit.record, []).append(edit)
    return found


def fold_record(edits: Sequence[Edit | LoggedEdit]) -> FoldedRecord:
    """What the edits of one record fold to. At least one edit."""
    ranked = sorted(edits, key=rank) if len(edits) > 1 else edits  # most records of a journal have one
    fields: Mapping[str, Any] = ranked[0].set
    for edit in ranked[1:]:
        fields = {**fields, **edit.set}  # from the smallest to the greatest, so the last to set a field is its winner
    return FoldedRecord(ranked[-1].kind, ERASED_SET if fields.get(ERASED) is True else fields)


def winners(edits: Sequence[Edit | LoggedEdit]) -> dict[str, tuple[str, str]]:
    """For each field of the record that `edits` fold to the rank of the edit that holds it."""
    held = {name: rank(edit) for edit in sorted(edits, key=rank) for name in edit.set}
    return {ERASED: held[ERASED]} if fold_record(edits).is_erased else held


def rank(edit: Edit | LoggedEdit) -> tuple[str, str]:
    """What decides between two edits of a field: the greater (stamp, id) wins, as text."""
    return edit.stamp, edit.id


class Problem(Schema):
    """Why a value is not taken. Names the field and the rule, never the value."""

    field: str
    code: str
    message: str


def problem_with(kind: str, changes: Mapping[str, Any]) -> Problem | None:
    """The first known field of `changes` whose value its schema refuses; None when all are fine or unknown."""
    read = _READERS.get(kind)
    if read is None:
        return None
    try:
        read(_typed(kind, "00000000-0000-0000-0000-000000000000", changes))
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        return Problem(field=str(first["loc"][0]), code=first["type"], message=first["msg"])
    return None


class Provenance(NamedTuple):
    """When a record was entered and how often it was changed; by the device's clock, within the clock rules."""

    entered_at: datetime
    edits: int
    amended_at: datetime | None = None
    received_at: datetime | None = None


class Journal(Schema):
    """One patient's live records, typed; deleted and erased ones are not in it. `cursor` is the last `seq` it holds."""

    cursor: int = 0
    records: tuple[Payload, ...] = ()
    provenance: dict[str, Provenance] = {}
    # Fields that a stricter schema no longer accepts: they stay in the log, and whoever prints says so.
    unreadable: tuple[tuple[str, str], ...] = ()
    # Of a part of a journal: when sessions began that lie before it and are not in it.
    earlier_starts: tuple[datetime, ...] = ()
    # Of a part of a journal: its first day, where there are entries before it, and its last day.
    begins_on: date | None = None
    ends_on: date | None = None
    # Of a part that does not tell whether there was anything before it: its first session may not be the first.
    hides_beginning: bool = False

    @classmethod
    def from_edits(cls, edits: Iterable[Edit | LoggedEdit]) -> "Journal":
        """The journal of a whole log. Records of unknown kinds are left out; the log keeps them."""
        records: list[Payload] = []
        provenance: dict[str, Provenance] = {}
        unreadable: list[tuple[str, str]] = []
        log = list(edits)
        of_record = by_record(log)
        for record_id in sorted(of_record):
            own = of_record[record_id]
            folded = fold_record(own)
            if folded.kind not in RECORD_TYPES or folded.is_deleted or folded.is_erased:
                continue
            record, refused = _read(folded, record_id)
            records.append(record)
            provenance[record_id] = _provenance_of(own)
            if refused:
                unreadable += [(record_id, name) for name in refused]
        return cls.model_construct(
            cursor=max((edit.seq or 0 for edit in log), default=0),
            records=tuple(records),
            provenance=provenance,
            unreadable=tuple(unreadable),
        )

    def of(self, kind: type[R]) -> tuple[R, ...]:
        """All records of one type, in the order of `records`."""
        # The key says the type of what is found, which a mapping cannot.
        return cast(tuple[R, ...], self.by_type.get(kind, ()))

    @cached_property
    def by_type(self) -> Mapping[type[Record], tuple[Record, ...]]:
        """The records by their type: whoever asks for each kind in turn need not walk through all of them."""
        found: dict[type[Record], list[Record]] = {}
        for record in self.records:
            # By its kind: a questionnaire that lost its answers is of a narrower type, and still one.
            found.setdefault(RECORD_TYPES[record.kind], []).append(record)
        return {kind: tuple(records) for kind, records in found.items()}

    @cached_property
    def worked_out(self) -> dict[Any, Any]:
        """Room for what is worked out of these records, which go together."""
        return {}

    @cached_property
    def treatment_sessions(self) -> tuple[TreatmentSession, ...]:
        """Sessions with a known start, earliest first."""
        dated = [session for session in self.of(TreatmentSession) if session.started_at is not None]
        return tuple(sorted(dated, key=attrgetter("started_at", "id")))

    @cached_property
    def check_ins(self) -> tuple[CheckIn, ...]:
        """Check-ins with a known time, earliest first."""
        dated = [check_in for check_in in self.of(CheckIn) if check_in.at is not None]
        return tuple(sorted(dated, key=attrgetter("at", "id")))

    @cached_property
    def outcome_measures(self) -> tuple[OutcomeMeasure, ...]:
        """Questionnaires of all instruments with a known time, earliest first."""
        dated = [measure for measure in self.of(OutcomeMeasure) if measure.answered_at is not None]
        return tuple(sorted(dated, key=attrgetter("answered_at", "id")))

    @cached_property
    def measures_by_instrument(self) -> Mapping[str, tuple[OutcomeMeasure, ...]]:
        """The same by the instrument's id; only instruments that were answered."""
        found: dict[str, list[OutcomeMeasure]] = {}
        for measure in self.outcome_measures:
            if measure.instrument is not None:
                found.setdefault(measure.instrument, []).append(measure)
        return {instrument: tuple(measures) for instrument, measures in found.items()}


def _typed(kind: str, record_id: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    # These two stand beside the fields of a record, so a field of the same name cannot reach the typed record.
    return {**fields, "id": record_id, "kind": kind}


def _read(folded: FoldedRecord, record_id: str) -> tuple[Payload, list[str]]:
    fields = _typed(folded.kind, record_id, folded.fields)
    read = _READERS[folded.kind]
    try:
        return read(fields), []
    except ValidationError as error:
        refused = sorted({str(problem["loc"][0]) for problem in error.errors(include_input=False)})
        readable = {name: value for name, value in fields.items() if name not in refused}
        return read(readable), refused


def _provenance_of(edits: Sequence[Edit | LoggedEdit]) -> Provenance:
    if len(edits) == 1:  # most records of a journal, so without sets and sorting
        return Provenance(entered_at=_moment(edits[0].stamp), edits=1, received_at=edits[0].received_at)
    stamps = sorted({edit.stamp for edit in edits})
    received = [edit.received_at for edit in edits if edit.received_at is not None]
    return Provenance(
        entered_at=_moment(stamps[0]),
        amended_at=_moment(stamps[-1]) if len(stamps) > 1 else None,
        edits=len({edit.id for edit in edits}),
        received_at=min(received, default=None),
    )


def _moment(stamp: str) -> datetime:
    """The moment at the beginning of a stamp that the log has taken, and therefore is one."""
    return datetime.fromisoformat(stamp[:24])
