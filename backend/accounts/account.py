"""`/api/account`: signing up, the account as its owner sees it, and its end."""

from datetime import datetime
from typing import Any

from litestar import Request, Response, delete, get, post
from litestar.exceptions import ClientException

from backend.accounts.cookie import signed_in, signed_out
from backend.accounts.limits import SIGN_IN_LIMIT
from backend.passwords import hash_password
from backend.storage import accounts
from backend.storage.database import Storage
from backend.storage.journals import Journals
from backend.storage.login_sessions import SignedIn
from shared_schemas.api import AccountView, Credentials


class EmailTakenException(ClientException):
    """An email that has an account."""

    status_code = 409


@post("/api/account", middleware=[SIGN_IN_LIMIT])
async def sign_up(
    data: Credentials, request: Request[Any, Any, Any], storage: Storage, now: datetime
) -> Response[AccountView]:
    """Make an account and sign in to it. 409 when the email has one."""
    try:
        account, token = await accounts.sign_up(storage, data.email, await hash_password(data.password), now)
    except accounts.EmailTakenError as error:
        raise EmailTakenException("this email has an account; sign in instead") from error
    return await signed_in(request, AccountView(id=account, email=data.email.lower(), edits=0), token, 201)


@get("/api/account")
async def view(account: SignedIn, journals: Journals) -> AccountView:
    """The signed-in account."""
    return AccountView(id=account.account_id, email=account.email, edits=(await journals.head(account.account_id)).seq)


@delete("/api/account")
async def erase(request: Request[Any, Any, Any], account: SignedIn, storage: Storage) -> Response[None]:
    """Delete the account and everything of it, for good."""
    await accounts.delete(storage, account.account_id)
    return signed_out(request)


routes = [sign_up, view, erase]
