"""Which edit of a record still holds which field: what the patient sees as "What changed". Pure."""

from collections.abc import Sequence

from shared_schemas.clock import device_of, wire_instant
from shared_schemas.journal import ERASED_SET, LoggedEdit, fold_record, rank, winners
from shared_schemas.sync import HistoryEntry


def history_of(entries: Sequence[tuple[LoggedEdit, str]]) -> list[HistoryEntry]:
    """The edits of one record in their given order, each with the fields it won; empty for none.

    Each comes with the stamp first sent where it was replaced, else with "". The greatest (stamp, id) wins a field,
    whatever the order. Of an erased record every edit says that and no value, even one that was not emptied yet.
    """
    if not entries:
        return []
    edits = [edit for edit, _ in entries]
    is_erased, won = fold_record(edits).is_erased, winners(edits)
    return [
        HistoryEntry(
            id=edit.id,
            seq=edit.seq,
            stamp=edit.stamp,
            sent_stamp=sent_stamp or None,
            received_at=None if edit.received_at is None else wire_instant(edit.received_at),
            device=device_of(edit.stamp),
            set=dict(ERASED_SET) if is_erased else edit.set,
            won=sorted(name for name, winner in won.items() if winner == rank(edit)),
        )
        for edit, sent_stamp in entries
    ]
