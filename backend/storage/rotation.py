"""Changing keys while servers serve. Every step may be cut off anywhere; running it again goes on from there.

The master key: all data keys are wrapped anew, and last, while nobody can sign up, the probe, which says which one is
in use. The data keys: first each account has two, of which the newer seals; then all that is sealed is sealed anew; and
when no request can be under way that still holds the older one, that one goes. Until then both unseal.
"""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from piccolo.columns import Bytea, Column
from piccolo.table import Table

from backend.storage import attachments
from backend.storage.database import Storage
from backend.storage.engine import ENGINE
from backend.storage.objects import OBJECTS, ObjectStoreError
from backend.storage.sealing import DataKey, UnsealError
from backend.storage.tables import (
    Account,
    Attachment,
    Database,
    Passkey,
    PushSubscription,
    ReminderOccurrence,
    ShareLink,
    StoredEdit,
)

_ROWS_AT_A_TIME = 500


@dataclass(frozen=True)
class Sealed:
    """A column that is sealed under the data key of the row's account, and the place that each value is sealed for."""

    table: type[Table]
    column: Bytea
    place: Callable[[Mapping[str, Any]], str]


SEALED = (
    Sealed(StoredEdit, StoredEdit.sealed, lambda row: row["edit_id"]),
    Sealed(ShareLink, ShareLink.sealed_label, lambda row: row["id"]),
    Sealed(ShareLink, ShareLink.sealed_disclosure, lambda row: f"{row['id']}/disclosure"),
    Sealed(Passkey, Passkey.sealed_name, lambda row: f"{row['id']}:name"),
    Sealed(PushSubscription, PushSubscription.sealed, lambda row: row["key"]),
    Sealed(ReminderOccurrence, ReminderOccurrence.sealed, lambda row: row["id"]),
)


async def wrap_data_keys_anew(storage: Storage) -> int:
    """Wrap every data key by the newest master key, which is the one in use from then on; how many were."""
    wrapped = 0
    async for row in _each(Account, Account.id):
        wrapped += await _wrap_anew(storage, row)
    async with ENGINE.transaction():  # nobody signs up in here
        for row in await Account.select(Account.id, Account.sealed_data_key):
            wrapped += await _wrap_anew(storage, row)
        await Database.update({Database.sealed_probe: storage.keyring.make_probe()}, force=True)
    return wrapped


async def _wrap_anew(storage: Storage, row: Mapping[str, Any]) -> bool:
    anew = storage.keyring.rewrapped(row["id"], row["sealed_data_key"])
    return anew is not None and await _replace_key(row, anew)


async def _replace_key(row: Mapping[str, Any], sealed: bytes) -> bool:
    """Unless somebody else has: the row must be as it was read."""
    unchanged = (Account.id == row["id"]) & (Account.sealed_data_key == row["sealed_data_key"])
    return bool(await Account.update({Account.sealed_data_key: sealed}).where(unchanged).returning(Account.id))


async def begin_new_data_keys(storage: Storage) -> int:
    """Give each account a second, newer data key and seal everything by it; how many values were sealed anew."""
    resealed = 0
    async for row in _each(Account, Account.id):
        await _replace_key(row, storage.keyring.with_new_data_key(row["id"], row["sealed_data_key"]))
        resealed += await _seal_anew(storage, row["id"])
    return resealed


async def finish_new_data_keys(storage: Storage) -> int:
    """Seal anew what is left and take the older data keys away; for how many accounts.

    Only when no request is under way that began before the newer ones.
    """
    accounts = 0
    async for row in _each(Account, Account.id):
        await _seal_anew(storage, row["id"])
        accounts += await _replace_key(row, storage.keyring.without_old_data_key(row["id"], row["sealed_data_key"]))
    return accounts


async def _seal_anew(storage: Storage, account: str) -> int:
    key = (await storage.journals.keys([account])).get(account)
    if key is None:  # erased since
        return 0
    values = [await _seal_column_anew(sealed, account, key) for sealed in SEALED]
    return sum(values) + await _seal_attachments_anew(account, key)


async def _seal_column_anew(sealed: Sealed, account: str, key: DataKey) -> int:
    name, count = sealed.column._meta.name, 0
    primary = sealed.table._meta.primary_key
    async for row in _each(sealed.table, primary, account):
        anew = _sealed_anew(key, sealed.place(row), row[name]) if row[name] else None
        if anew is not None:
            # Written since by somebody else, it is theirs; what they sealed by the older key the end finds.
            unchanged = (primary == row[primary._meta.name]) & (sealed.column == row[name])
            await sealed.table.update({sealed.column: anew}).where(unchanged)
            count += 1
    return count


def _sealed_anew(key: DataKey, place: str, sealed: bytes) -> bytes | None:
    try:
        return key.resealed(place, sealed)
    except UnsealError:
        return None  # damaged before, and no worse after


async def _seal_attachments_anew(account: str, key: DataKey) -> int:
    """Objects are never changed: new ones are put, the row names them, and the sweep of orphans takes the old ones."""
    count = 0
    async for row in _each(Attachment, Attachment.key, account):
        old = row["chunks"].split()
        new = [await _object_anew(account, row["sha256"], number, name, key) for number, name in enumerate(old)]
        if new == old:
            continue
        unchanged = (Attachment.key == row["key"]) & (Attachment.chunks == row["chunks"])
        if await Attachment.update({Attachment.chunks: " ".join(new)}).where(unchanged).returning(Attachment.key):
            count += 1
        else:
            await attachments.delete_objects(account, set(new) - set(old))
    return count


async def _object_anew(account: str, sha256: str, number: int, name: str, key: DataKey) -> str:
    try:
        sealed = await OBJECTS.get(f"{account}/{name}")
    except ObjectStoreError as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return name  # lost before
        raise
    anew = _sealed_anew(key, attachments.place_of_chunk(sha256, number), sealed)
    if anew is None:
        return name
    other = uuid4().hex
    await OBJECTS.put(f"{account}/{other}", anew)
    return other


async def _each(table: type[Table], key: Column, account: str | None = None) -> AsyncIterator[dict[str, Any]]:
    """Every row, some read at a time, in the order of their keys."""
    after = ""
    while True:
        query = table.select().where(key > after).order_by(key).limit(_ROWS_AT_A_TIME)
        rows = await (query if account is None else query.where(_account_of(table) == account))
        for row in rows:
            yield row
        if len(rows) < _ROWS_AT_A_TIME:
            return
        after = rows[-1][key._meta.name]


def _account_of(table: type[Table]) -> Column:
    return table._meta.get_column_by_name("account")
