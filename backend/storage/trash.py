"""Erasing for good what has lain in the trash for long enough, by edits of the server's own."""

from datetime import datetime
from uuid import uuid4

from backend.computing import computed
from backend.settings import TRASH_KEPT
from backend.storage.journals import Journals, NewEdit
from backend.storage.one_by_one import one_account
from backend.storage.tables import Account
from shared_schemas.clock import SERVER_DEVICE, next_stamp, stamp
from shared_schemas.journal import ERASED_SET, LoggedEdit, fold


async def erase_old_trash(journals: Journals, now: datetime) -> int:
    """How many records were erased: those in the trash whose last edit the server received 30 days ago or earlier."""
    erased = 0
    for row in await Account.select(Account.id):
        with one_account("erasing old trash"):
            edits = await journals.edits(row["id"])
            if old := await computed(_old_trash, edits, now):
                erased += await _erase(journals, row["id"], old, edits[-1].seq or 0, now)
    return erased


def _old_trash(edits: list[LoggedEdit], now: datetime) -> dict[str, str]:
    """Record and kind of what is due."""
    received: dict[str, datetime] = {}
    for edit in edits:
        if edit.received_at is not None:
            received[edit.record] = max(edit.received_at, received.get(edit.record, edit.received_at))
    return {
        record: folded.kind
        for record, folded in fold(edits).items()
        if folded.is_deleted and now - received.get(record, now) >= TRASH_KEPT
    }


async def _erase(journals: Journals, account: str, records: dict[str, str], seen: int, now: datetime) -> int:
    """`seen` is the last `seq` that was looked at."""
    async with journals.writing(account, now) as log:
        # Between looking and writing a phone may have taken something out of the trash again.
        changed = {edit.record for edit in await journals.edits(account, after=seen)}
        latest = log.head.greatest_stamp
        edits = []
        for record in sorted(records.keys() - changed):
            latest = next_stamp(max(stamp(now, 0, SERVER_DEVICE), latest), SERVER_DEVICE)
            edits.append(NewEdit(str(uuid4()), record, records[record], latest, dict(ERASED_SET)))
        await log.append(edits)
    return len(edits)
