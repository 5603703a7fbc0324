"""`/api/session`: signing in and out."""

from datetime import datetime
from typing import Any

from litestar import Request, Response, delete, post
from litestar.exceptions import NotAuthorizedException

from backend.accounts.cookie import session_token, signed_in, signed_out
from backend.accounts.guessing import begin_sign_in, note_sign_in
from backend.accounts.limits import SIGN_IN_LIMIT
from backend.limits import address_of
from backend.passwords import is_password
from backend.storage import accounts, login_sessions
from backend.storage.database import Storage
from shared_schemas.api import AccountView, Credentials


@post("/api/session", status_code=200, middleware=[SIGN_IN_LIMIT])
async def sign_in(
    data: Credentials, request: Request[Any, Any, Any], storage: Storage, now: datetime
) -> Response[AccountView]:
    """Sign in. 401 in the same words and about the same time for an unknown email and a wrong password."""
    await begin_sign_in(storage, data.email, address_of(request), now)
    found = await accounts.find_password(data.email)
    account, stored = found or ("", None)
    if not await is_password(data.password, stored):
        raise NotAuthorizedException("email or password is wrong")
    await note_sign_in(storage, data.email, address_of(request), now)
    edits = (await storage.journals.head(account)).seq
    token = await login_sessions.begin(account, now)
    return await signed_in(request, AccountView(id=account, email=data.email.lower(), edits=edits), token, 200)


@delete("/api/session")
async def sign_out(request: Request[Any, Any, Any]) -> Response[None]:
    """End this session, known or not."""
    if token := session_token(request):
        await login_sessions.end(token)
    return signed_out(request)


routes = [sign_in, sign_out]
