"""Photos and documents: a row for each, and its content as sealed chunks in an object store.

An object is written before the row that names it and deleted after it, so a row never names what is not there; what is
left over after a crash is swept up. The last chunk is kept only when the whole has the right hash:
`held == total` means that all of it is there, was read back, and fits.
"""

import hashlib
import logging
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from piccolo.query.functions.aggregate import Count, Sum

from backend.settings import ATTACHMENT_CHUNKS, ATTACHMENTS_BYTES_PER_ACCOUNT, ATTACHMENTS_PER_ACCOUNT
from backend.storage.engine import ENGINE
from backend.storage.journals import Journals, UnknownAccountError
from backend.storage.objects import OBJECTS, ObjectStoreError
from backend.storage.sealing import DataKey, UnsealError
from backend.storage.tables import Account, Attachment
from shared_schemas.clock import wire_instant

_LOG = logging.getLogger("casebook")
# No type is told from more; a first chunk shorter than this is judged when the whole is there.
_TYPE_BYTES = 64

TypeOf = Callable[[bytes], str | None]
# What reading raises where content is lost or damaged, or its store is away.
READ_ERRORS: tuple[type[Exception], ...] = (ObjectStoreError, UnsealError)


class OffsetError(Exception):
    """The chunk does not begin at `held`, where the upload stands."""

    def __init__(self, held: int) -> None:
        super().__init__(held)
        self.held = held


class WrongHashError(Exception):
    """The finished content has another hash. Nothing of it is kept."""


class WrongTypeError(Exception):
    """The content is of no type that is taken. Nothing of it is kept."""


class QuotaError(Exception):
    """The account has no room for it."""


class TooManyChunksError(Exception):
    """The upload came in too many small parts."""


@dataclass(frozen=True)
class Upload:
    """How far an attachment is: `held` of `total` bytes. `media_type` is empty until it is whole."""

    total: int
    held: int
    chunks: tuple[str, ...]
    media_type: str = ""

    @property
    def is_whole(self) -> bool:
        """All of it is there and its hash fits."""
        return self.held == self.total


async def find(account: str, sha256: str) -> Upload | None:
    """The account's attachment of this hash; None when nothing of it is held."""
    row = await Attachment.select().where(Attachment.key == _key(account, sha256)).first()
    return None if row is None else _upload(row)


async def of_account(account: str) -> dict[str, Upload]:
    """All attachments of an account by hash, in the order they came."""
    rows = await Attachment.select().where(Attachment.account == account)
    rows.sort(key=lambda row: (row["received_at"], row["sha256"]))
    return {row["sha256"]: _upload(row) for row in rows}


async def read(journals: Journals, account: str, sha256: str, upload: Upload) -> AsyncIterator[bytes]:
    """The content, a chunk at a time. Raises ObjectStoreError or UnsealError where it is lost or damaged."""
    key = await journals.key(account)
    for number, name in enumerate(upload.chunks):
        yield key.unseal(place_of_chunk(sha256, number), await OBJECTS.get(f"{account}/{name}"))


async def content(journals: Journals, account: str, sha256: str) -> bytes | None:
    """All of it; None when it is not held whole, or is lost or damaged."""
    upload = await find(account, sha256)
    if upload is None or not upload.is_whole:
        return None
    try:
        return b"".join([chunk async for chunk in read(journals, account, sha256, upload)])
    except (ObjectStoreError, UnsealError):
        return None


async def add(
    journals: Journals, account: str, sha256: str, start: int, total: int, chunk: bytes, type_of: TypeOf, now: datetime
) -> Upload:
    """Keep `chunk`, which begins at byte `start` of `total`; the last one only when the whole has this hash.

    For an attachment that is whole nothing happens. An unfinished one of another `total` is begun anew by a chunk with
    `start` 0. Raises OffsetError, WrongTypeError, WrongHashError, QuotaError, TooManyChunksError, ObjectStoreError, and
    UnknownAccountError when the account was erased meanwhile.
    """
    before = await find(account, sha256)
    if before is not None and before.is_whole:
        return before
    going_on = before if before is not None and before.total == total else None
    _check_place(going_on, start)
    if start == 0 and len(chunk) >= _TYPE_BYTES and type_of(chunk) is None:
        raise WrongTypeError
    chunks = going_on.chunks if going_on else ()
    key, name = await journals.key(account), uuid4().hex
    await OBJECTS.put(f"{account}/{name}", key.seal(place_of_chunk(sha256, len(chunks)), chunk))
    after = Upload(total, start + len(chunk), (*chunks, name))
    if after.is_whole:
        after = await _finished(key, account, sha256, before, after, type_of)
    return await _keep(account, sha256, before, after, now)


def _check_place(upload: Upload | None, start: int) -> None:
    held = upload.held if upload else 0
    if start != held:
        raise OffsetError(held)
    if upload is not None and len(upload.chunks) >= ATTACHMENT_CHUNKS:
        raise TooManyChunksError


async def _finished(
    key: DataKey, account: str, sha256: str, before: Upload | None, after: Upload, type_of: TypeOf
) -> Upload:
    """`after` with its type, when what the store gives back has the hash and a type; else all of it is dropped."""
    try:
        digest, start = await _read_back(key, account, sha256, after.chunks)
        if digest != sha256:
            raise WrongHashError
        media_type = type_of(start)
        if media_type is None:
            raise WrongTypeError
    except (OffsetError, WrongHashError, WrongTypeError):
        await _drop_unchanged(account, sha256, before, after)
        raise
    return Upload(after.total, after.held, after.chunks, media_type)


async def _read_back(key: DataKey, account: str, sha256: str, chunks: Sequence[str]) -> tuple[str, bytes]:
    """SHA-256 (hex) and first bytes of what is stored. Raises OffsetError(0), to begin anew, when a chunk is lost."""
    digest, start = hashlib.sha256(), b""
    try:
        for number, name in enumerate(chunks):
            chunk = key.unseal(place_of_chunk(sha256, number), await OBJECTS.get(f"{account}/{name}"))
            digest.update(chunk)
            start += chunk[: _TYPE_BYTES - len(start)]
    except UnsealError as error:
        raise OffsetError(0) from error
    except ObjectStoreError as error:
        if isinstance(error.__cause__, FileNotFoundError):
            raise OffsetError(0) from error
        raise
    return digest.hexdigest(), start


async def _drop_unchanged(account: str, sha256: str, before: Upload | None, after: Upload) -> None:
    earlier = set(before.chunks) if before else set()
    gone = set(after.chunks) - earlier
    async with ENGINE.transaction(account):
        # Unless somebody else has brought it further meanwhile.
        if before is not None and _is_same(before, await find(account, sha256)):
            await Attachment.delete().where(Attachment.key == _key(account, sha256))
            gone |= earlier
    await delete_objects(account, gone)


async def _keep(account: str, sha256: str, before: Upload | None, after: Upload, now: datetime) -> Upload:
    """`after`, written down if the row still is `before`; else whatever the row is, when that is whole."""
    try:
        async with ENGINE.transaction(account):
            current = await _check_row(account, sha256, before, after)
            if current is None:
                await _write(account, sha256, after, now, is_new=before is None)
    except (UnknownAccountError, OffsetError, QuotaError):
        # Only where the outcome is known: after a commit that failed or was cancelled the row may name it after all.
        await delete_objects(account, after.chunks[-1:])
        raise
    superseded = set(before.chunks) - set(after.chunks) if before else set()
    await delete_objects(account, after.chunks[-1:] if current else superseded)
    return current or after


async def _check_row(account: str, sha256: str, before: Upload | None, after: Upload) -> Upload | None:
    """The attachment if somebody else has finished it; None when `after` may be written."""
    if not await Account.exists().where(Account.id == account):
        raise UnknownAccountError(account)
    current = await find(account, sha256)
    if not _is_same(before, current):
        if current is not None and current.is_whole:
            return current
        raise OffsetError(current.held if current and current.total == after.total else 0)
    files, size = await _beside(account, sha256)
    if files >= ATTACHMENTS_PER_ACCOUNT or size + after.total > ATTACHMENTS_BYTES_PER_ACCOUNT:
        raise QuotaError
    return None


async def _write(account: str, sha256: str, upload: Upload, now: datetime, *, is_new: bool) -> None:
    columns: dict[Any, Any] = {
        "total": upload.total,
        "held": upload.held,
        "chunks": " ".join(upload.chunks),
        "media_type": upload.media_type,
        "received_at": wire_instant(now),
    }
    key = _key(account, sha256)
    if is_new:
        await Attachment.insert(Attachment(key=key, account=account, sha256=sha256, **columns))
    else:
        await Attachment.update(columns).where(Attachment.key == key)


async def _beside(account: str, sha256: str) -> tuple[int, int]:
    """How many other attachments the account has and their bytes, unfinished ones with all they announced."""
    others = (Attachment.account == account) & (Attachment.sha256 != sha256)
    row = await Attachment.select(Count(), Sum(Attachment.total)).where(others).first()
    return int((row or {}).get("count") or 0), int((row or {}).get("sum") or 0)


async def erase_account(account: str) -> None:
    """Delete all attachments of an account that is gone. What the store does not let go now, the sweep deletes."""
    await Attachment.delete().where(Attachment.account == account)
    try:
        await OBJECTS.delete([path async for path, _ in OBJECTS.paths(account)])
    except ObjectStoreError as error:
        _LOG.error("attachments of an erased account are left to the sweep: %s", error)


async def delete_objects(account: str, names: Iterable[str]) -> None:
    """Delete what no row names any more; what the store does not let go now is an orphan and no reason to fail."""
    with suppress(ObjectStoreError):
        await OBJECTS.delete([f"{account}/{name}" for name in names])


def _is_same(one: Upload | None, other: Upload | None) -> bool:
    return (one and one.chunks) == (other and other.chunks)


def _upload(row: dict[str, Any]) -> Upload:
    return Upload(row["total"], row["held"], tuple(row["chunks"].split()), row["media_type"])


def _key(account: str, sha256: str) -> str:
    return f"{account}:{sha256}"


def place_of_chunk(sha256: str, number: int) -> str:
    """What a chunk is sealed for: it opens as this part of this file only."""
    return f"attachment:{sha256}:{number}"
