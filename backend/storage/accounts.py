"""The rows of accounts: made, found, deleted with all that hangs on them."""

from datetime import datetime
from uuid import uuid4

from backend.storage import attachments, login_sessions
from backend.storage.database import Storage
from backend.storage.engine import ENGINE
from backend.storage.tables import Account, Database
from shared_schemas.clock import wire_instant


class EmailTakenError(Exception):
    """There is an account with this email."""


async def create(storage: Storage, email: str, password_hash: str, now: datetime) -> str:
    """The id of a new account with a data key of its own. Raises EmailTakenError; emails differ by more than case."""
    account = str(uuid4())
    async with ENGINE.transaction():
        if await Account.exists().where(Account.email == email.lower()):
            raise EmailTakenError
        # Another process may be changing the master key: the database says which one is in use.
        probe = (await Database.select(Database.sealed_probe).first() or {}).get("sealed_probe")
        await Account.insert(
            Account(
                id=account,
                email=email.lower(),
                password_hash=password_hash,
                sealed_data_key=storage.keyring.make_data_key(account, probe),
                created_at=wire_instant(now),
            )
        )
    return account


async def sign_up(storage: Storage, email: str, password_hash: str, now: datetime) -> tuple[str, str]:
    """A new account and the token of a session of it: both or, on a full disk, neither. Raises EmailTakenError."""
    async with ENGINE.transaction():
        account = await create(storage, email, password_hash, now)
        token = await login_sessions.begin(account, now)
    return account, token


async def find_password(email: str) -> tuple[str, str] | None:
    """Id and password hash of the account with this email; None when there is none."""
    row = await Account.select(Account.id, Account.password_hash).where(Account.email == email.lower()).first()
    return None if row is None else (row["id"], row["password_hash"])


async def delete(storage: Storage, account: str) -> None:
    """Erase an account for good: log and key, sessions, links with openings, subscriptions, reminders, attachments."""
    await storage.journals.erase_account(account)
    # Last, because an upload that was under way finds no account from here on.
    await attachments.erase_account(account)
