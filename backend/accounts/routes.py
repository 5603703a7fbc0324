"""`/api/account` and `/api/session`."""

from datetime import datetime
from typing import Any

from litestar import Request, Response, delete, get, post
from litestar.datastructures import Cookie
from litestar.exceptions import ClientException, NotAuthorizedException
from litestar.middleware.rate_limit import RateLimitConfig

from backend.headers import is_loopback
from backend.passwords import hash_password, is_password
from backend.settings import SESSION_LIFETIME, SIGN_IN_TRIES_PER_MINUTE
from backend.storage import accounts, login_sessions
from backend.storage.database import Storage
from backend.storage.journals import Journals
from backend.storage.login_sessions import SignedIn
from shared_schemas.api import AccountView, Credentials
from shared_schemas.clock import wire_instant
from shared_schemas.journal import fold

COOKIE = "casebook_session"
_SIGN_IN_LIMIT = RateLimitConfig(rate_limit=("minute", SIGN_IN_TRIES_PER_MINUTE), store="sign_in_tries").middleware


class EmailTakenException(ClientException):
    """Sign-up with an email that has an account."""

    status_code = 409


@post("/api/account", middleware=[_SIGN_IN_LIMIT])
async def sign_up(
    data: Credentials, request: Request[Any, Any, Any], storage: Storage, now: datetime
) -> Response[AccountView]:
    """Make an account and sign in to it. 409 when the email has one."""
    try:
        account, token = await accounts.sign_up(storage, data.email, await hash_password(data.password), now)
    except accounts.EmailTakenError as error:
        raise EmailTakenException("this email has an account; sign in instead") from error
    return await _signed_in(request, AccountView(id=account, email=data.email.lower(), edits=0), token, 201)


@post("/api/session", status_code=200, middleware=[_SIGN_IN_LIMIT])
async def sign_in(
    data: Credentials, request: Request[Any, Any, Any], journals: Journals, now: datetime
) -> Response[AccountView]:
    """Sign in. 401 in the same words and about the same time for an unknown email and a wrong password."""
    found = await accounts.find_password(data.email)
    account, stored = found or ("", None)
    if not await is_password(data.password, stored):
        raise NotAuthorizedException("email or password is wrong")
    edits = (await journals.head(account)).seq
    token = await login_sessions.begin(account, now)
    return await _signed_in(request, AccountView(id=account, email=data.email.lower(), edits=edits), token, 200)


@delete("/api/session")
async def sign_out(request: Request[Any, Any, Any]) -> Response[None]:
    """End this session, known or not."""
    if token := request.cookies.get(COOKIE):
        await login_sessions.end(token)
    return Response(None, status_code=204, cookies=[_cookie(request, "", 0)])


@get("/api/account")
async def view(account: SignedIn, journals: Journals) -> AccountView:
    """The signed-in account."""
    return AccountView(id=account.account_id, email=account.email, edits=(await journals.head(account.account_id)).seq)


@delete("/api/account")
async def erase(request: Request[Any, Any, Any], account: SignedIn, storage: Storage) -> Response[None]:
    """Delete the account and everything of it, for good."""
    await accounts.delete(storage, account.account_id)
    return Response(None, status_code=204, cookies=[_cookie(request, "", 0)])


@get("/api/account/export")
async def export(account: SignedIn, journals: Journals, now: datetime) -> Response[dict[str, Any]]:
    """Everything in the journal: each record as it is now, and every edit it came from."""
    edits = await journals.edits(account.account_id)
    content = {
        "made_at": wire_instant(now),
        "email": account.email,
        "records": [
            {"id": record, "kind": folded.kind, "fields": folded.fields}
            for record, folded in sorted(fold(edits).items())
        ],
        "edits": [edit.model_dump(mode="json") for edit in edits],
    }
    name = f"casebook-export-{now:%Y-%m-%d}.json"
    return Response(content, headers={"Content-Disposition": f'attachment; filename="{name}"'})


async def _signed_in(
    request: Request[Any, Any, Any], account: AccountView, token: str, status: int
) -> Response[AccountView]:
    # A session from before the sign-in is never taken over.
    if old := request.cookies.get(COOKIE):
        await login_sessions.end(old)
    cookie = _cookie(request, token, int(SESSION_LIFETIME.total_seconds()))
    return Response(account, status_code=status, cookies=[cookie])


def _cookie(request: Request[Any, Any, Any], token: str, max_age: int) -> Cookie:
    return Cookie(
        key=COOKIE,
        value=token,
        max_age=max_age,
        path="/",
        httponly=True,
        samesite="strict",
        secure=not is_loopback(request.headers.get("host", "")),
    )


routes = [sign_up, sign_in, sign_out, view, erase, export]
