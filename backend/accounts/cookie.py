"""The cookie of a signed-in browser, out of reach of scripts, other sites and plain HTTP; the answer that sets it."""

from typing import Any

from litestar import Request, Response
from litestar.datastructures import Cookie

from backend.browsers import browser_in_words
from backend.headers import is_loopback
from backend.settings import SESSION_LIFETIME
from backend.storage import login_sessions
from shared_schemas.accounts import AccountView

# A browser takes a name that begins so from this very host and over HTTPS only: no neighbouring subdomain can set it.
SECURE_COOKIE = "__Host-casebook_session"
# On the patient's own machine there is no HTTPS.
LOOPBACK_COOKIE = "casebook_session"


def session_token(request: Request[Any, Any, Any]) -> str | None:
    """The token that this request's browser holds."""
    return request.cookies.get(_name(request))


def browser_of(request: Request[Any, Any, Any]) -> str:
    """What is kept of the browser that asks, as in "Firefox on Android"."""
    return browser_in_words(request.headers.get("user-agent", ""))


async def signed_in(
    request: Request[Any, Any, Any], account: AccountView, token: str, status: int
) -> Response[AccountView]:
    """The answer to a sign-in or a change of privilege: the account, and the cookie of its new token."""
    # A session from before the sign-in is never taken over.
    if old := session_token(request):
        await login_sessions.replace(account.id, old, token)
    cookie = _cookie(request, token, int(SESSION_LIFETIME.total_seconds()))
    return Response(account, status_code=status, cookies=[cookie])


def signed_out(request: Request[Any, Any, Any]) -> Response[None]:
    """An answer without content that takes the cookie away."""
    return Response(None, status_code=204, cookies=[_cookie(request, "", 0)])


def _cookie(request: Request[Any, Any, Any], token: str, max_age: int) -> Cookie:
    return Cookie(
        key=_name(request),
        value=token,
        max_age=max_age,
        path="/",
        httponly=True,
        samesite="strict",
        secure=_name(request) == SECURE_COOKIE,
    )


def _name(request: Request[Any, Any, Any]) -> str:
    return LOOPBACK_COOKIE if is_loopback(request.headers.get("host", "")) else SECURE_COOKIE
