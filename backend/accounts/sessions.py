"""`/api/session`: signing in and out. `/api/sessions`: the browsers that are signed in to an account."""

from datetime import datetime
from typing import Any

from litestar import Request, Response, delete, get, post
from litestar.exceptions import NotAuthorizedException, NotFoundException
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, JSONBody

from backend import given
from backend.accounts.activity import ACCOUNT, note_later
from backend.accounts.cookie import browser_of, session_token, signed_in, signed_out
from backend.accounts.guessing import begin_sign_in, note_sign_in
from backend.accounts.limits import SIGN_IN_LIMIT
from backend.accounts.passkeys import second_step
from backend.accounts.views import account_view
from backend.answers import problems
from backend.browsers import UNKNOWN
from backend.limits import address_of
from backend.passwords import is_password
from backend.storage import accounts, login_sessions
from backend.storage.login_sessions import Session, SignedIn
from backend.storage.passkeys import has_second_step
from shared_schemas.accounts import AccountView, Credentials, SessionView
from shared_schemas.passkeys import SecondStep

_AND_NOW_A_PASSKEY = ResponseSpec(SecondStep, description="The password was right; a passkey is asked for, too")


@post("/api/session", status_code=200, middleware=[SIGN_IN_LIMIT], responses=problems(401) | {202: _AND_NOW_A_PASSKEY})
async def sign_in(
    data: JSONBody[Credentials],
    request: Request[Any, Any, Any],
    storage: given.Storage,
    settings: given.Settings,
    now: given.Now,
) -> Response[AccountView] | Response[SecondStep]:
    """Sign in. 401 in the same words and about the same time for an unknown email and a wrong password.

    202 where a passkey is asked for, too: what it is to answer, to `/api/session/passkey`. Nobody is signed in by then.
    """
    await begin_sign_in(storage, data.email, address_of(request), now)
    found = await accounts.find_password(data.email)
    account, stored = found or ("", None)
    if not await is_password(data.password, stored):
        if stored is not None:
            note_later(account, now)
        raise NotAuthorizedException("email or password is wrong")
    await note_sign_in(storage, data.email, address_of(request), now)
    if await has_second_step(account):
        return Response(await second_step(account, request, settings, now), status_code=202)
    token = await login_sessions.begin(account, now, browser_of(request))
    return await signed_in(request, await account_view(storage.journals, account, data.email), token, 200)


@delete("/api/session", noted="signed_out")
async def sign_out(request: Request[Any, Any, Any], now: given.Now) -> Response[None]:
    """End this session, known or not."""
    if token := session_token(request):
        if account := await login_sessions.find(token, now):
            request.state[ACCOUNT] = account.account_id
        await login_sessions.end(token)
    return signed_out(request)


@get("/api/sessions")
async def sessions(account: given.Account, now: given.Now) -> list[SessionView]:
    """The browsers that are signed in to the account, the one used last first."""
    return [_view(session, account) for session in await login_sessions.of_account(account.account_id, now)]


@delete("/api/sessions/{session_id:str}", noted="others_signed_out")
async def end_session(session_id: FromPath[str], account: given.Account) -> None:
    """Sign one browser out; it is not reminded any more either. 404 for a session of somebody else."""
    if not await login_sessions.end_of(account.account_id, session_id):
        raise NotFoundException("no such session")


@delete("/api/sessions", noted="others_signed_out")
async def end_others(account: given.Account) -> None:
    """Sign out all browsers of the account but this one."""
    await login_sessions.end_others(account.account_id, account.session)


def _view(session: Session, account: SignedIn) -> SessionView:
    return SessionView(
        id=session.id,
        name=session.browser or UNKNOWN,
        began_at=datetime.fromisoformat(session.began_at),
        used_at=datetime.fromisoformat(session.used_at),
        is_this=session.id == account.session,
    )


routes = [sign_in, sign_out, sessions, end_session, end_others]
