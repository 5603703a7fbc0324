"""The cookie of a signed-in browser, and the answer that sets it."""

from typing import Any

from litestar import Request, Response
from litestar.datastructures import Cookie

from backend.headers import is_loopback
from backend.settings import SESSION_LIFETIME
from backend.storage import login_sessions
from shared_schemas.api import AccountView

COOKIE = "casebook_session"


async def signed_in(
    request: Request[Any, Any, Any], account: AccountView, token: str, status: int
) -> Response[AccountView]:
    """The answer to a sign-in: the account, and the new session's cookie."""
    # A session from before the sign-in is never taken over.
    if old := request.cookies.get(COOKIE):
        await login_sessions.end(old)
    cookie = _cookie(request, token, int(SESSION_LIFETIME.total_seconds()))
    return Response(account, status_code=status, cookies=[cookie])


def signed_out(request: Request[Any, Any, Any]) -> Response[None]:
    """An answer without content that takes the cookie away."""
    return Response(None, status_code=204, cookies=[_cookie(request, "", 0)])


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
