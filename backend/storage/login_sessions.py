"""Signed-in browsers. The token is told once, in the cookie; the database knows its hash."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from piccolo.columns.combination import And, Where

from backend.settings import SESSION_IDLE, SESSION_LIFETIME, SESSIONS_PER_ACCOUNT
from backend.storage import activity, deletions
from backend.storage.engine import ENGINE, Row
from backend.storage.journals import LogHead
from backend.storage.tables import LoginSession, PushSubscription
from backend.storage.tokens import token_hash as token_hash
from shared_schemas.clock import wire_instant

# A session that is in use is written down at most this often.
_NOTED_EVERY = timedelta(hours=1)
# Every request begins with this. One statement and not two, since each is a way to another thread and back.
_FIND = (
    "SELECT account.id, account.email, account.last_seq, account.digest, account.greatest_stamp, "
    "login_session.created_at, login_session.used_at FROM login_session "
    "JOIN account ON account.id = login_session.account WHERE login_session.token_hash = {}"
)


@dataclass(frozen=True)
class SignedIn:
    """Who asks: the account of the session cookie, and the session by its token's hash, with the instant it began.

    `head` is where the account's log stood at that moment: the commonest request needs no more than this row.
    """

    account_id: str
    email: str
    session: str
    began_at: str
    head: LogHead


@dataclass(frozen=True)
class Session:
    """One signed-in browser of an account; `id` is its token's hash, instants are UTC with milliseconds."""

    id: str
    browser: str
    began_at: str
    used_at: str


async def begin(account: str, now: datetime, browser: str = "") -> str:
    """A new session's token, 256 random bits as base64url. Sessions that are over or one too many end.

    Signing in takes back that the account is to be erased.
    """
    token = secrets.token_urlsafe(32)
    instant = wire_instant(now)
    async with ENGINE.transaction(account):
        await _make_room(account, now)
        await LoginSession.insert(
            LoginSession(
                token_hash=token_hash(token), account=account, created_at=instant, used_at=instant, browser=browser
            )
        )
        await activity.note(account, "signed_in", now, browser)
        await deletions.take_back(account, now)
    return token


async def find(token: str, now: datetime) -> SignedIn | None:
    """Whose session it is; None when unknown, unused for too long or too old."""
    session = token_hash(token)
    rows = await ENGINE.ask(_FIND, session)
    if not rows or _is_over(rows[0], now):
        return None
    row = rows[0]
    if row["used_at"] < wire_instant(now - _NOTED_EVERY):
        await LoginSession.update({LoginSession.used_at: wire_instant(now)}).where(LoginSession.token_hash == session)
    head = LogHead(row["last_seq"], row["digest"], row["greatest_stamp"])
    return SignedIn(row["id"], row["email"], session, row["created_at"], head)


async def of_account(account: str, now: datetime) -> list[Session]:
    """The sessions of an account that are not over, the one used last first."""
    rows = await LoginSession.select().where(LoginSession.account == account)
    found = [
        Session(row["token_hash"], row["browser"], row["created_at"], row["used_at"])
        for row in rows
        if not _is_over(row, now)
    ]
    return sorted(found, key=lambda session: (session.used_at, session.id), reverse=True)


async def end(token: str) -> None:
    """Forget one session, known or not; its browser is not reminded any more."""
    async with ENGINE.transaction():
        await _end(LoginSession.token_hash == token_hash(token))


async def end_of(account: str, session: str) -> bool:
    """Whether the account has this session; it is forgotten, and its browser is not reminded any more."""
    mine = (LoginSession.token_hash == session) & (LoginSession.account == account)
    async with ENGINE.transaction(account):
        return await _end(mine)


async def end_others(account: str, session: str | None) -> None:
    """Forget all sessions of an account but one, or all of them; their browsers are not reminded any more."""
    mine = LoginSession.account == account
    async with ENGINE.transaction(account):
        await _end(mine if session is None else mine & (LoginSession.token_hash != session))


async def end_for_operator(account: str, now: datetime) -> int:
    """How many browsers of the account were signed in; none is any more, and its owner can see why."""
    async with ENGINE.transaction(account):
        ended = len(await of_account(account, now))
        await _end(LoginSession.account == account)
        if ended:
            await activity.note(account, "signed_out_by_operator", now)
    return ended


async def rotate(account: str, session: str) -> str:
    """A new token for a session of the account that goes on; the one before opens nothing."""
    token = secrets.token_urlsafe(32)
    async with ENGINE.transaction(account):
        await LoginSession.update({LoginSession.token_hash: token_hash(token)}).where(
            LoginSession.token_hash == session
        )
        await _move_subscriptions(account, session, token)
    return token


async def replace(account: str, old: str, new: str) -> None:
    """A browser with the token `old` signed in to `account` and has the token `new`; it is reminded on."""
    async with ENGINE.transaction():
        await _move_subscriptions(account, token_hash(old), new)
        await end(old)


async def _move_subscriptions(account: str, session: str, token: str) -> None:
    of_session = (PushSubscription.account == account) & (PushSubscription.session == session)
    await PushSubscription.update({PushSubscription.session: token_hash(token)}).where(of_session)


async def _end(which: Where | And) -> bool:
    ended = [row["token_hash"] for row in await LoginSession.select(LoginSession.token_hash).where(which)]
    if ended:
        await LoginSession.delete().where(LoginSession.token_hash.is_in(ended))
        await PushSubscription.delete().where(PushSubscription.session.is_in(ended))
    return bool(ended)


async def _make_room(account: str, now: datetime) -> None:
    rows = await LoginSession.select().where(LoginSession.account == account)
    latest_first = sorted(rows, key=lambda row: str(row["used_at"]), reverse=True)
    kept = [row["token_hash"] for row in latest_first if not _is_over(row, now)][: SESSIONS_PER_ACCOUNT - 1]
    # A browser that forgot to sign in again is reminded on: only what its owner ends takes its reminders with it.
    gone = [row["token_hash"] for row in rows if row["token_hash"] not in kept]
    if gone:
        await LoginSession.delete().where(LoginSession.token_hash.is_in(gone))


def _is_over(session: Row, now: datetime) -> bool:
    unused_since, began = wire_instant(now - SESSION_IDLE), wire_instant(now - SESSION_LIFETIME)
    is_over: bool = session["used_at"] < unused_since or session["created_at"] < began
    return is_over
