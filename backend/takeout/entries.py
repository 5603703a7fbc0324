"""The records of a log as a reader meets them: the newest of each kind first, kinds in the order of the schemas."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shared_schemas.journal import DELETED, RECORD_TYPES, Edit, LoggedEdit, fold

# A birthday says nothing about when something happened.
_NO_DATE = {"born_on"}


@dataclass(frozen=True)
class Entry:
    """One record that is not erased, with all its fields as they are now. `edits` is how many changes made it."""

    id: str
    kind: str
    fields: Mapping[str, Any]
    is_deleted: bool
    edits: int

    @property
    def when(self) -> str:
        """The first instant or day that it has, as it stands in the record; empty without one."""
        names = [name for name in known_fields(self.kind) if _is_moment(name)]
        return next((text for name in names if isinstance(text := self.fields.get(name), str)), "")


def known_fields(kind: str) -> tuple[str, ...]:
    """The fields of a kind in the order of its schema; none for a kind of a newer version."""
    model = RECORD_TYPES.get(kind)
    return () if model is None else tuple(name for name in model.model_fields if name not in ("id", "kind"))


def entries_of(edits: Sequence[Edit | LoggedEdit]) -> dict[str, list[Entry]]:
    """All records by kind, newest first; erased ones have nothing left to show."""
    found: dict[str, list[Entry]] = {kind: [] for kind in RECORD_TYPES}
    changes = _counted(edit.record for edit in edits)
    for record, folded in fold(edits).items():
        if not folded.is_erased:
            fields = {name: value for name, value in folded.fields.items() if name != DELETED}
            entry = Entry(record, folded.kind, fields, folded.is_deleted, changes[record])
            found.setdefault(folded.kind, []).append(entry)
    for entries in found.values():
        entries.sort(key=lambda entry: (entry.when, entry.id), reverse=True)
    return {kind: entries for kind, entries in found.items() if entries}


def _counted(records: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for record in records:
        counts[record] = counts.get(record, 0) + 1
    return counts


def _is_moment(name: str) -> bool:
    return (name == "at" or name.endswith(("_at", "_on"))) and name not in _NO_DATE
