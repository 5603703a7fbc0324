"""The end of an account: asked for, taken back while there is time, and done, with a receipt that outlives it."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from piccolo.columns import Column

from backend.settings import RECEIPTS_KEPT
from backend.storage import activity, attachments
from backend.storage.engine import ENGINE
from backend.storage.journals import Journals
from backend.storage.tables import (
    Account,
    Attachment,
    ErasureReceipt,
    LoginSession,
    PendingDeletion,
    PushSubscription,
    ReminderOccurrence,
    ShareLink,
    StoredEdit,
)
from backend.storage.tokens import token_hash
from shared_schemas.clock import wire_instant


@dataclass(frozen=True)
class Receipt:
    """What became of one request to erase. Instants are UTC with milliseconds, None for what did not happen."""

    asked_at: str
    due_at: str
    taken_back_at: str | None = None
    erased_at: str | None = None
    counts: Mapping[str, int] = field(default_factory=dict)


async def ask(account: str, now: datetime, due_at: datetime) -> str:
    """Stop everything of the account at once and erase it at `due_at`; the code of the receipt, told this once.

    Nobody is signed in any more and nobody is reminded. Links and the calendar open nothing while it waits.
    """
    code, instants = secrets.token_urlsafe(32), (wire_instant(now), wire_instant(due_at))
    async with ENGINE.transaction(account):
        await _write(account, token_hash(code), *instants)
        await stop(account)
        await activity.note(account, "deletion_asked", now)
    return code


async def stop(account: str) -> None:
    """Nobody is signed in to the account any more, and nobody is reminded."""
    for table in (LoginSession, PushSubscription):
        await table.delete().where(table.account == account)
    unplanned: dict[Column | str, Any] = {Account.plan_at: ""}
    await Account.update(unplanned).where(Account.id == account)
    await ReminderOccurrence.update({ReminderOccurrence.next_at: ""}).where(ReminderOccurrence.account == account)


async def is_waiting(account: str) -> bool:
    """Whether the account is to be erased."""
    return bool(await PendingDeletion.exists().where(PendingDeletion.account == account))


async def take_back(account: str, now: datetime) -> bool:
    """Whether the account was to be erased; it is not any more."""
    async with ENGINE.transaction(account):
        row = await PendingDeletion.select().where(PendingDeletion.account == account).first()
        if row is None:
            return False
        await PendingDeletion.delete().where(PendingDeletion.account == account)
        taken: dict[Column | str, Any] = {ErasureReceipt.taken_back_at: wire_instant(now)}
        await ErasureReceipt.update(taken).where(ErasureReceipt.receipt_hash == row["receipt_hash"])
        await activity.note(account, "deletion_taken_back", now)
    return True


async def erase_now(journals: Journals, account: str, now: datetime) -> str:
    """Erase the account for good, without time to take it back; the code of the receipt."""
    code, instant = secrets.token_urlsafe(32), wire_instant(now)
    async with ENGINE.transaction(account):
        await _write(account, token_hash(code), instant, instant)
        await _erase_rows(journals, account, token_hash(code), now)
    await attachments.erase_account(account)
    return code


async def erase_due(journals: Journals, now: datetime) -> int:
    """How many accounts were erased: those whose time to take it back is over. Receipts that are old go, too."""
    rows = await PendingDeletion.select().where(PendingDeletion.due_at <= wire_instant(now))
    erased = 0
    for row in rows:
        async with ENGINE.transaction(row["account"]):
            # Between looking and erasing the patient may have signed in.
            still = await PendingDeletion.select().where(PendingDeletion.account == row["account"]).first()
            if still is None or still["due_at"] > wire_instant(now):
                continue
            await _erase_rows(journals, row["account"], still["receipt_hash"], now)
        await attachments.erase_account(row["account"])
        erased += 1
    await ErasureReceipt.delete().where(ErasureReceipt.due_at < wire_instant(now - RECEIPTS_KEPT))
    return erased


async def receipt(code: str) -> Receipt | None:
    """What became of the request with this code; None for a code that is on no receipt."""
    row = await ErasureReceipt.select().where(ErasureReceipt.receipt_hash == token_hash(code)).first()
    if row is None:
        return None
    counts = json.loads(row["counts"] or "{}")
    return Receipt(row["asked_at"], row["due_at"], row["taken_back_at"] or None, row["erased_at"] or None, counts)


async def _write(account: str, receipt_hash: str, asked_at: str, due_at: str) -> None:
    row: dict[str, Any] = {"asked_at": asked_at, "due_at": due_at, "receipt_hash": receipt_hash}
    await PendingDeletion.delete().where(PendingDeletion.account == account)
    await PendingDeletion.insert(PendingDeletion(account=account, **row))
    await ErasureReceipt.insert(ErasureReceipt(**row))


async def _erase_rows(journals: Journals, account: str, receipt_hash: str, now: datetime) -> None:
    """Inside a transaction, so that the receipt says it is done exactly when it is."""
    done: dict[Column | str, Any] = {
        ErasureReceipt.erased_at: wire_instant(now),
        ErasureReceipt.counts: json.dumps(await _counts(account)),
    }
    await ErasureReceipt.update(done).where(ErasureReceipt.receipt_hash == receipt_hash)
    await journals.erase_account(account)


async def _counts(account: str) -> dict[str, int]:
    records = (
        await StoredEdit.select(StoredEdit.record).where(StoredEdit.account == account).group_by(StoredEdit.record)
    )
    return {
        "entries": len(records),
        "changes": await StoredEdit.count().where(StoredEdit.account == account),
        "files": await Attachment.count().where(Attachment.account == account),
        "links": await ShareLink.count().where(ShareLink.account == account),
        "reminders": await ReminderOccurrence.count().where(ReminderOccurrence.account == account),
    }
