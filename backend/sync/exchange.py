"""One request of the sync protocol against one account's log (rules S1-S12)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from backend.settings import (
    EDITS_PER_ACCOUNT,
    JOURNAL_BYTES_PER_ACCOUNT,
    SYNC_BYTES_OUT,
    SYNC_EDITS_OUT,
    SYNC_RESULTS_BYTES,
)
from backend.storage.journals import Journals, LogHead, NewEdit, WrittenEdit
from backend.sync.bodies import write_answer
from backend.sync.judging import Known, Taken, Verdicts, ids_of, judge
from shared_schemas.clock import wire_instant
from shared_schemas.journal import is_erasing
from shared_schemas.sync import Rejection, SyncRequest

_NO_ROOM = (
    f"an account has room for {EDITS_PER_ACCOUNT:,} entries and changes and {JOURNAL_BYTES_PER_ACCOUNT // 1_000_000} MB"
    " online, and this one is full"
)


async def exchange(
    request: SyncRequest, account: str, head: LogHead, journals: Journals, epoch: str, now: datetime
) -> bytes:
    """The answer to one request, as JSON. `head` is where the log stood when the request came.

    Raises UnknownAccountError when the account is gone.
    """
    if _must_reset(request, head, epoch):
        return write_answer({"reset": True, "epoch": epoch, "server_time": wire_instant(now)})
    acknowledged: dict[str, dict[str, Any]] = {}
    rejected: list[Rejection] = []
    if request.edits:  # a request without edits takes no write lock (S1)
        acknowledged, rejected, head = await _take(request, account, journals, now)
    page, more = await _page(request, account, journals, head)
    cursor = page[-1].seq if more and page else head.seq
    content = {
        "epoch": epoch,
        "server_time": wire_instant(now),
        "acknowledged": acknowledged,
        "rejected": [rejection.model_dump() for rejection in rejected],
        "cursor": cursor,
        "more": more,
        "check": None if more else {"count": head.seq, "digest": head.digest},
    }
    return write_answer(content, [edit.json for edit in page])


def _must_reset(request: SyncRequest, head: LogHead, epoch: str) -> bool:
    if request.epoch is None:
        return request.cursor > 0
    return request.epoch != epoch or request.cursor > head.seq


async def _take(
    request: SyncRequest, account: str, journals: Journals, now: datetime
) -> tuple[dict[str, dict[str, Any]], list[Rejection], LogHead]:
    ids, records = (ids_of(request.edits, name) for name in ("id", "record"))
    async with journals.writing(account, now, ids, records) as log:
        stored = log.known
        verdicts = judge(
            request.edits,
            known={
                edit_id: Known(entry.record, entry.kind, entry.stamp, entry.set, entry.seq)
                for edit_id, entry in stored.items()
            },
            erased=log.erased,
            greatest_stamp=log.head.greatest_stamp,
            device=request.device,
            now=now,
        )
        # An erasure that could not be noted when it was taken is noted now that the phone sends it again.
        known = [stored[edit_id] for edit_id in verdicts.known if edit_id in stored]
        log.erased_now |= {entry.record for entry in known if is_erasing(entry.set)}
        room = EDITS_PER_ACCOUNT - log.head.seq if log.bytes < JOURNAL_BYTES_PER_ACCOUNT else 0
        too_many = _without_room(verdicts.taken, room)
        verdicts.taken = [taken for taken in verdicts.taken if taken.id not in too_many]
        verdicts.rejected += [Rejection(id=edit_id, code="no_room", message=_NO_ROOM) for edit_id in too_many]
        placed = await log.append(
            [NewEdit(t.id, t.record, t.kind, t.stamp, t.set, t.sent_stamp) for t in verdicts.taken]
        )
        return _results(verdicts, placed, stored), verdicts.rejected + _unplaced(verdicts, placed), log.head


def _without_room(taken: Sequence[Taken], room: int) -> dict[str, None]:
    """Ids of the edits that an account has no room for. What erases for good is always taken."""
    others = [one.id for one in taken if not is_erasing(one.set)]
    return dict.fromkeys(others[max(room, 0) :])


def _results(verdicts: Verdicts, placed: dict[str, int], stored: dict[str, Any]) -> dict[str, dict[str, Any]]:
    results = {t.id: {"seq": placed[t.id], "stamp": t.stamp} for t in verdicts.taken if t.id in placed}
    for edit_id in verdicts.known:
        if edit_id in stored:
            results[edit_id] = {"seq": stored[edit_id].seq, "stamp": stored[edit_id].stamp}
    return results


def _unplaced(verdicts: Verdicts, placed: dict[str, int]) -> list[Rejection]:
    return [
        Rejection(id=taken.id, field=None, code="unstorable", message="this edit cannot be stored")
        for taken in verdicts.taken
        if taken.id not in placed
    ]


async def _page(
    request: SyncRequest, account: str, journals: Journals, head: LogHead
) -> tuple[list[WrittenEdit], bool]:
    """The next page, and whether more follows: at most `limit` edits and 2 MB, but never none when there are some."""
    if request.cursor >= head.seq:
        return [], False
    limit = min(max(request.limit, 1), SYNC_EDITS_OUT)
    edits = await journals.page(account, after=request.cursor, limit=limit, up_to=head.seq)
    size, page = SYNC_RESULTS_BYTES, list[WrittenEdit]()
    for edit in edits:
        size += len(edit.json) + 1
        if page and size > SYNC_BYTES_OUT:
            break
        page.append(edit)
    return page, page[-1].seq != head.seq
