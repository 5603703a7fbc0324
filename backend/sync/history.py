"""Which edit of a record still holds which field: what the patient sees as "What changed". Pure."""

from collections.abc import Sequence

from shared_schemas.clock import device_of, wire_instant
from shared_schemas.journal import ERASED, ERASED_SET, LoggedEdit, fold_record, rank
from shared_schemas.sync import HistoryEntry


def history_of(entries: Sequence[tuple[LoggedEdit, str]]) -> list[HistoryEntry]:
    """The edits of one record in their given order, each with the fields it won; empty for none.

    Each comes with the stamp first sent where it was replaced, else with "". The greatest (stamp, id) wins a field,
    whatever the order. Of an erased record every edit says that and no value, even one that was not emptied yet.
    """
    if not entries:
        return []
    is_erased = fold_record([edit for edit, _ in entries]).is_erased
    winners = _winners([edit for edit, _ in entries], is_erased=is_erased)
    return [
        HistoryEntry(
            id=edit.id,
            seq=edit.seq,
            stamp=edit.stamp,
            sent_stamp=sent_stamp or None,
            received_at=None if edit.received_at is None else wire_instant(edit.received_at),
            device=device_of(edit.stamp),
            set=dict(ERASED_SET) if is_erased else edit.set,
            won=sorted(name for name, winner in winners.items() if winner == rank(edit)),
        )
        for edit, sent_stamp in entries
    ]


def _winners(edits: Sequence[LoggedEdit], *, is_erased: bool) -> dict[str, tuple[str, str]]:
    """For each field of the record the rank of the edit that holds it."""
    winners = {name: rank(edit) for edit in sorted(edits, key=rank) for name in edit.set}
    return {ERASED: winners[ERASED]} if is_erased else winners
