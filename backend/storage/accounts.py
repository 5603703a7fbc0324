"""The rows of accounts: made, found, changed with their sessions, deleted with all that hangs on them."""

from datetime import datetime
from uuid import uuid4

from backend.storage import activity, attachments, invitations, login_sessions, passkeys, recovery_codes
from backend.storage.database import Storage
from backend.storage.engine import ENGINE
from backend.storage.invitations import EVERYBODY, Admission
from backend.storage.login_sessions import SignedIn
from backend.storage.passkeys import NewPasskey
from backend.storage.tables import Account, Database
from shared_schemas.clock import wire_instant

# What stands in the place of a password's hash where there is none; no password has it.
NO_PASSWORD = ""


class EmailTakenError(Exception):
    """There is an account with this email."""


async def create(storage: Storage, email: str, password_hash: str, now: datetime, account: str | None = None) -> str:
    """The id of a new account with a data key of its own: `account`, where a passkey was made for that id before.

    Raises EmailTakenError; emails differ by more than case.
    """
    account = account or str(uuid4())
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


async def sign_up(
    storage: Storage,
    email: str,
    password_hash: str,
    now: datetime,
    *,
    admission: Admission = EVERYBODY,
    browser: str = "",
) -> tuple[str, str]:
    """A new account and the token of a session of it: both or, on a full disk, neither.

    Raises NotAdmittedError, and EmailTakenError, which leaves the invitation as it was.
    """
    async with ENGINE.transaction():
        await invitations.admit(admission, now)
        account = await create(storage, email, password_hash, now)
        token = await login_sessions.begin(account, now, browser)
    return account, token


async def sign_up_with_passkey(
    storage: Storage,
    account: str,
    email: str,
    passkey: NewPasskey,
    name: str,
    now: datetime,
    *,
    admission: Admission = EVERYBODY,
    browser: str = "",
) -> tuple[str, str]:
    """The same for an account without a password, which the passkey opens. Raises PasskeyTakenError, too."""
    async with ENGINE.transaction():
        await invitations.admit(admission, now)
        await create(storage, email, NO_PASSWORD, now, account)
        await passkeys.add(storage.journals, account, passkey, name, now)
        token = await login_sessions.begin(account, now, browser)
    return account, token


async def find_password(email: str) -> tuple[str, str] | None:
    """Id and password hash of the account with this email; None when there is none."""
    row = await Account.select(Account.id, Account.password_hash).where(Account.email == email.lower()).first()
    return None if row is None else (row["id"], row["password_hash"])


async def email_of(account: str) -> str | None:
    """The email of an account; None when it is gone."""
    row = await Account.select(Account.email).where(Account.id == account).first()
    return None if row is None else str(row["email"])


async def everybody() -> dict[str, str]:
    """The emails of all accounts, by id."""
    return {row["id"]: str(row["email"]) for row in await Account.select(Account.id, Account.email)}


async def password_hash(account: str) -> str:
    """The hash of the account's password; empty where it has none, and where there is no such account."""
    row = await Account.select(Account.password_hash).where(Account.id == account).first()
    return "" if row is None else str(row["password_hash"])


async def change_email(account: SignedIn, email: str) -> str:
    """Give the account another email; the new token of the session that goes on. Raises EmailTakenError."""
    async with ENGINE.transaction():
        has_it = await Account.select(Account.id).where(Account.email == email.lower()).first()
        if has_it is not None and has_it["id"] != account.account_id:
            raise EmailTakenError
        await Account.update({Account.email: email.lower()}).where(Account.id == account.account_id)
        return await login_sessions.rotate(account.account_id, account.session)


async def change_password(account: SignedIn, new_hash: str) -> str:
    """Give the account another password and end its other sessions; the new token of the one that goes on."""
    async with ENGINE.transaction(account.account_id):
        await Account.update({Account.password_hash: new_hash}).where(Account.id == account.account_id)
        await login_sessions.end_others(account.account_id, account.session)
        return await login_sessions.rotate(account.account_id, account.session)


async def reset_password(account: str, code_hash: str, new_hash: str, now: datetime, browser: str) -> str | None:
    """Spend a recovery code on another password, end all sessions and begin one; its token.

    None when the account has no such code; then nothing is changed.
    """
    async with ENGINE.transaction(account):
        if not await recovery_codes.spend(account, code_hash):
            return None
        await Account.update({Account.password_hash: new_hash}).where(Account.id == account)
        await login_sessions.end_others(account, None)
        await activity.note(account, "password_reset", now, browser)
        return await login_sessions.begin(account, now, browser)


async def delete(storage: Storage, account: str) -> None:
    """Erase an account for good: log and key, sessions, links with openings, subscriptions, reminders, attachments."""
    await storage.journals.erase_account(account)
    # Last, because an upload that was under way finds no account from here on.
    await attachments.erase_account(account)
