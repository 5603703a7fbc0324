"""Signed-in browsers. The token is told once, in the cookie; the database knows its hash."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.settings import SESSION_IDLE, SESSION_LIFETIME
from backend.storage.tables import Account, LoginSession
from shared_schemas.clock import wire_instant

# A session that is in use is written down at most this often.
_NOTED_EVERY = timedelta(hours=1)


@dataclass(frozen=True)
class SignedIn:
    """Who asks: the account of the session cookie."""

    account_id: str
    email: str


def token_hash(token: str) -> str:
    """What the database knows of a token: its SHA-256, hex."""
    return hashlib.sha256(token.encode()).hexdigest()


async def begin(account: str, now: datetime) -> str:
    """A new session's token, 256 random bits as base64url."""
    token = secrets.token_urlsafe(32)
    instant = wire_instant(now)
    await LoginSession.insert(
        LoginSession(token_hash=token_hash(token), account=account, created_at=instant, used_at=instant)
    )
    return token


async def find(token: str, now: datetime) -> SignedIn | None:
    """Whose session it is; None when unknown, unused for too long or too old."""
    session = await LoginSession.select().where(LoginSession.token_hash == token_hash(token)).first()
    if session is None or _is_over(session, now):
        return None
    account = await Account.select(Account.id, Account.email).where(Account.id == session["account"]).first()
    if account is None:
        return None
    if session["used_at"] < wire_instant(now - _NOTED_EVERY):
        await LoginSession.update({LoginSession.used_at: wire_instant(now)}).where(
            LoginSession.token_hash == session["token_hash"]
        )
    return SignedIn(account["id"], account["email"])


async def end(token: str) -> None:
    """Forget one session."""
    await LoginSession.delete().where(LoginSession.token_hash == token_hash(token))


def _is_over(session: dict[str, str], now: datetime) -> bool:
    unused_since, began = wire_instant(now - SESSION_IDLE), wire_instant(now - SESSION_LIFETIME)
    return session["used_at"] < unused_since or session["created_at"] < began
