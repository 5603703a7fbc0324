"""Deleting attachments that nobody needs, and objects that no row names."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from backend.computing import computed
from backend.settings import ATTACHMENT_KEPT_UNFINISHED, ATTACHMENT_KEPT_UNNAMED, ATTACHMENT_OBJECT_KEPT_UNNAMED
from backend.storage.attachments import delete_objects, erase_account
from backend.storage.engine import ENGINE
from backend.storage.journals import Journals, UnknownAccountError
from backend.storage.objects import OBJECTS
from backend.storage.one_by_one import one_account
from backend.storage.tables import Account, Attachment
from shared_schemas.clock import wire_instant
from shared_schemas.journal import LoggedEdit, fold

_FIELD = "attachments"


@dataclass
class _Due:
    """What a sweep changes: `unnamed_since` by key, and rows to delete."""

    marks: dict[str, str] = field(default_factory=dict)
    old: list[Mapping[str, Any]] = field(default_factory=list)


def named_by(edits: Iterable[LoggedEdit]) -> set[str]:
    """The hashes that records name, live or in the trash, of whatever kind."""
    lists = [record.fields.get(_FIELD) for record in fold(edits).values()]
    return {name for names in lists if isinstance(names, list) for name in names if isinstance(name, str)}


async def erase_old_attachments(journals: Journals, now: datetime) -> int:
    """How many were deleted: unfinished ones that stood still for 7 days, and those unnamed for 30 days.

    The 30 days count from the first sweep that did not find the name.
    """
    deleted = 0
    for row in await Attachment.select(Attachment.account).group_by(Attachment.account):
        with one_account("erasing old attachments"):
            try:
                deleted += await _erase_old(journals, row["account"], now)
            except UnknownAccountError:  # a restored backup brought back attachments of an erased account
                await erase_account(row["account"])
    return deleted


async def _erase_old(journals: Journals, account: str, now: datetime) -> int:
    await journals.head(account)  # raises when the account is gone, even where its key is still in memory
    edits = await journals.edits(account)
    named = await computed(named_by, edits)
    due = _due(await _rows(account), named, now)
    if not due.marks and not due.old:
        return 0
    async with ENGINE.transaction(account):
        # Between looking and writing a phone may have named one, which the next sweep looks at, or sent on.
        if await journals.edits(account, after=edits[-1].seq or 0 if edits else 0, limit=1):
            return 0
        due = _due(await _rows(account), named, now)
        for key, since in due.marks.items():
            await Attachment.update({Attachment.unnamed_since: since}).where(Attachment.key == key)
        if due.old:
            await Attachment.delete().where(Attachment.key.is_in([row["key"] for row in due.old]))
    await delete_objects(account, _objects_of(due.old))
    return len(due.old)


def _due(rows: Sequence[Mapping[str, Any]], named: Collection[str], now: datetime) -> _Due:
    due = _Due()
    for row in rows:
        since, is_named = row["unnamed_since"], row["sha256"] in named
        if row["held"] < row["total"] and _is_past(row["received_at"], now, ATTACHMENT_KEPT_UNFINISHED):
            due.old.append(row)
        elif is_named == bool(since):
            due.marks[row["key"]] = "" if is_named else wire_instant(now)
        elif since and _is_past(since, now, ATTACHMENT_KEPT_UNNAMED):
            due.old.append(row)
    return due


def _is_past(instant: str, now: datetime, kept: timedelta) -> bool:
    return now - datetime.fromisoformat(instant) >= kept


async def erase_orphans(erasures: Iterable[tuple[str, str | None]], now: datetime) -> int:
    """How many objects were deleted: those that no row names after a day, and all of erased accounts.

    `erasures` are accounts with an erased record of theirs, or with None when the account itself was erased.

    Objects of accounts that were never here are left alone: another server may use the same bucket.
    """
    erased = {account for account, record in erasures if record is None}
    names: dict[str, set[str] | None] = {}
    orphans = []
    async for path, put_at in OBJECTS.paths():
        account, _, name = path.partition("/")
        if account not in names:
            names[account] = await _names(account)
        known = names[account]
        is_old = now - put_at >= ATTACHMENT_OBJECT_KEPT_UNNAMED
        if account in erased or (known is not None and name not in known and is_old):
            orphans.append(path)
    await OBJECTS.delete(orphans)
    return len(orphans)


async def _names(account: str) -> set[str] | None:
    """The objects that rows of the account name; None when there is no such account."""
    if not await Account.exists().where(Account.id == account):
        return None
    return set(_objects_of(await _rows(account)))


async def _rows(account: str) -> list[dict[str, Any]]:
    return await Attachment.select().where(Attachment.account == account)


def _objects_of(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    return [name for row in rows for name in row["chunks"].split()]
