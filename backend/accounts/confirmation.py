"""Asking once more who is there, before something changes that would shut the owner out."""

from datetime import datetime

from litestar.exceptions import PermissionDeniedException

from backend.passwords import is_password
from backend.settings import SESSION_FRESH
from backend.storage import accounts
from backend.storage.login_sessions import SignedIn
from shared_schemas.clock import wire_instant


async def confirm(account: SignedIn, password: str | None, now: datetime, *, freshness_is_enough: bool = False) -> None:
    """Passes with the present password.

    Without one it passes only whoever signed in just now, and has no password or asks for what needs no more than that.
    Raises PermissionDeniedException (403).
    """
    stored = await accounts.password_hash(account.account_id)
    is_fresh = account.began_at > wire_instant(now - SESSION_FRESH)
    if password is None and is_fresh and (freshness_is_enough or not stored):
        return
    if password is None or not await is_password(password, stored):
        raise PermissionDeniedException("the present password is wrong or missing")
