"""The passkeys of accounts. What a patient calls one is sealed; its key is public by nature."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from piccolo.columns import Column

from backend.settings import PASSKEYS_PER_ACCOUNT
from backend.storage.engine import ENGINE
from backend.storage.journals import Journals
from backend.storage.tables import Account, Passkey
from shared_schemas.clock import wire_instant


@dataclass(frozen=True)
class NewPasskey:
    """A passkey as it was just made."""

    credential_id: bytes
    public_key: bytes
    sign_count: int
    transports: tuple[str, ...] = ()


@dataclass(frozen=True)
class KnownPasskey:
    """A passkey of an account, by which somebody wants in."""

    id: str
    account: str
    credential_id: bytes
    public_key: bytes
    sign_count: int
    transports: tuple[str, ...]


@dataclass(frozen=True)
class NamedPasskey:
    """A passkey as its owner sees it; instants are UTC with milliseconds, `used_at` is None before the first use."""

    id: str
    name: str
    created_at: str
    used_at: str | None


class TooManyPasskeysError(Exception):
    """The account has as many passkeys as it may."""


class PasskeyTakenError(Exception):
    """This passkey opens an account already."""


class LastWayInError(Exception):
    """Without this passkey nobody could get in any more."""


class NothingToAskError(Exception):
    """A second step needs a password before it and a passkey to ask."""


async def add(journals: Journals, account: str, passkey: NewPasskey, name: str, now: datetime) -> NamedPasskey:
    """Keep a passkey of the account. Raises TooManyPasskeysError and PasskeyTakenError."""
    row_id = _id(passkey.credential_id)
    key = await journals.key(account)
    async with ENGINE.transaction(account):
        if await Passkey.exists().where(Passkey.id == row_id):
            raise PasskeyTakenError
        if await Passkey.count().where(Passkey.account == account) >= PASSKEYS_PER_ACCOUNT:
            raise TooManyPasskeysError
        await Passkey.insert(
            Passkey(
                id=row_id,
                account=account,
                credential_id=passkey.credential_id,
                public_key=passkey.public_key,
                sign_count=passkey.sign_count,
                transports=" ".join(passkey.transports),
                sealed_name=key.seal(_place(row_id), name.encode()),
                created_at=wire_instant(now),
            )
        )
    return NamedPasskey(row_id, name, wire_instant(now), None)


async def named(journals: Journals, account: str) -> list[NamedPasskey]:
    """The passkeys of an account, oldest first."""
    rows = await Passkey.select().where(Passkey.account == account).order_by(Passkey.created_at)
    key = await journals.key(account)
    return [
        NamedPasskey(
            id=row["id"],
            name=key.unseal(_place(row["id"]), row["sealed_name"]).decode(),
            created_at=row["created_at"],
            used_at=row["used_at"] or None,
        )
        for row in rows
    ]


async def known(account: str) -> list[KnownPasskey]:
    """The same, to be asked or to be told apart."""
    return [_known(row) for row in await Passkey.select().where(Passkey.account == account)]


async def find(credential_id: bytes) -> KnownPasskey | None:
    """The passkey with this id, whosever it is."""
    row = await Passkey.select().where(Passkey.id == _id(credential_id)).first()
    return _known(row) if row else None


async def note_use(passkey: KnownPasskey, sign_count: int, now: datetime) -> bool:
    """It was used just now, and counts so far. False when it was removed or used elsewhere at the same moment."""
    used: dict[Column | str, Any] = {Passkey.sign_count: sign_count, Passkey.used_at: wire_instant(now)}
    as_known = (Passkey.id == passkey.id) & (Passkey.sign_count == passkey.sign_count)
    async with ENGINE.transaction():
        noted = await Passkey.update(used).where(as_known).returning(Passkey.id)
    return bool(noted)


async def remove(account: str, passkey_id: str) -> bool:
    """Whether the account has such a passkey; it opens nothing from now on. Raises LastWayInError.

    The last one stays where there is no password, and where it is asked for after the password.
    """
    async with ENGINE.transaction(account):
        ids = [row["id"] for row in await Passkey.select(Passkey.id).where(Passkey.account == account)]
        if passkey_id not in ids:
            return False
        if len(ids) == 1 and await _needs_passkeys(account):
            raise LastWayInError
        await Passkey.delete().where((Passkey.id == passkey_id) & (Passkey.account == account))
    return True


async def rename(journals: Journals, account: str, passkey_id: str, name: str) -> NamedPasskey | None:
    """Call a passkey of the account something else; None when it has no such passkey."""
    key = await journals.key(account)
    mine = (Passkey.id == passkey_id) & (Passkey.account == account)
    renamed: dict[Column | str, Any] = {Passkey.sealed_name: key.seal(_place(passkey_id), name.encode())}
    async with ENGINE.transaction(account):
        rows = await Passkey.update(renamed).where(mine).returning(Passkey.created_at, Passkey.used_at)
    return NamedPasskey(passkey_id, name, rows[0]["created_at"], rows[0]["used_at"] or None) if rows else None


async def has_password(account: str) -> bool:
    """Whether the account is opened by a password, too."""
    return await Account.exists().where((Account.id == account) & (Account.password_hash != ""))


async def has_second_step(account: str) -> bool:
    """Whether a passkey is asked for after the password."""
    return await Account.exists().where((Account.id == account) & Account.second_step.eq(True))


async def ask_second_step(account: str, is_asked: bool) -> None:
    """Ask for a passkey after the password from now on, or not. Raises NothingToAskError."""
    async with ENGINE.transaction(account):
        if is_asked and not (await has_password(account) and await _has_any(account)):
            raise NothingToAskError
        await Account.update({Account.second_step: is_asked}).where(Account.id == account)


async def _needs_passkeys(account: str) -> bool:
    return not await has_password(account) or await has_second_step(account)


async def _has_any(account: str) -> bool:
    return await Passkey.exists().where(Passkey.account == account)


def _id(credential_id: bytes) -> str:
    return hashlib.sha256(credential_id).hexdigest()


def _place(row_id: str) -> str:
    return f"{row_id}:name"


def _known(row: dict[str, Any]) -> KnownPasskey:
    return KnownPasskey(
        id=row["id"],
        account=row["account"],
        credential_id=bytes(row["credential_id"]),
        public_key=bytes(row["public_key"]),
        sign_count=row["sign_count"],
        transports=tuple(row["transports"].split()),
    )
