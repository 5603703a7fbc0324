"""Getting in with a passkey: signing up, signing in, and the second step after a password."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from litestar import Request, Response, post
from litestar.exceptions import ClientException, NotAuthorizedException
from litestar.params import JSONBody

from backend import given
from backend.accounts import ceremony
from backend.accounts.account import admission_by, told_to_newcomers
from backend.accounts.ceremony import AnswerError, site_of
from backend.accounts.cookie import browser_of, signed_in
from backend.accounts.limits import SIGN_IN_LIMIT, require_sign_up_turn
from backend.accounts.views import account_view
from backend.answers import problems
from backend.limits import address_of
from backend.settings import Settings
from backend.storage import accounts, login_sessions, passkey_challenges, passkeys
from backend.storage.passkeys import KnownPasskey, NewPasskey
from shared_schemas.accounts import AccountView
from shared_schemas.passkeys import (
    MadePasskey,
    PasskeyOptions,
    PasskeySignInRequest,
    PasskeySignUpOptionsRequest,
    PasskeySignUpRequest,
    SecondStep,
    UsedPasskey,
)


@post("/api/account/passkey/options", status_code=200, middleware=[SIGN_IN_LIMIT])
async def sign_up_options(
    data: JSONBody[PasskeySignUpOptionsRequest],
    request: Request[Any, Any, Any],
    settings: given.Settings,
    now: given.Now,
) -> PasskeyOptions:
    """What to ask a new passkey for an account that is to be made. It does not tell whether the email has one."""
    account = str(uuid4())
    challenge = await passkey_challenges.ask("sign_up", account, now)
    return PasskeyOptions(options=ceremony.creation_options(site_of(request, settings), account, data.email, challenge))


@post("/api/account/passkey", middleware=[SIGN_IN_LIMIT], responses=problems(409))
async def sign_up(
    data: JSONBody[PasskeySignUpRequest],
    request: Request[Any, Any, Any],
    storage: given.Storage,
    settings: given.Settings,
    now: given.Now,
) -> Response[AccountView]:
    """Make an account without a password, and sign in to it. 403 without the invitation that is needed, 409 when the
    email has one."""
    await require_sign_up_turn(storage, address_of(request), now)
    account, passkey = await made_for("sign_up", data.passkey, request, settings, now)
    with told_to_newcomers():
        account, token = await accounts.sign_up_with_passkey(
            storage,
            account,
            data.email,
            passkey,
            data.name,
            now,
            admission=admission_by(settings, data.invitation),
            browser=browser_of(request),
        )
    return await signed_in(request, await account_view(storage.journals, account, data.email), token, 201)


@post("/api/session/passkey/options", status_code=200, middleware=[SIGN_IN_LIMIT])
async def sign_in_options(request: Request[Any, Any, Any], settings: given.Settings, now: given.Now) -> PasskeyOptions:
    """What to ask any passkey of this site."""
    challenge = await passkey_challenges.ask("sign_in", "", now)
    return PasskeyOptions(options=ceremony.request_options(site_of(request, settings), challenge))


@post("/api/session/passkey", status_code=200, middleware=[SIGN_IN_LIMIT], responses=problems(401))
async def sign_in(
    data: JSONBody[PasskeySignInRequest],
    request: Request[Any, Any, Any],
    journals: given.Journals,
    settings: given.Settings,
    now: given.Now,
) -> Response[AccountView]:
    """Sign in with a passkey, alone or after the password. 401 in the same words whatever does not fit."""
    passkey = await _known(data.passkey, request, settings, now)
    email = None if passkey is None else await accounts.email_of(passkey.account)
    if passkey is None or email is None:
        raise NotAuthorizedException("this passkey opens nothing here")
    token = await login_sessions.begin(passkey.account, now, browser_of(request))
    return await signed_in(request, await account_view(journals, passkey.account, email), token, 200)


async def second_step(account: str, request: Request[Any, Any, Any], settings: Settings, now: datetime) -> SecondStep:
    """What to ask a passkey of the account whose password was right."""
    challenge = await passkey_challenges.ask("second_step", account, now)
    known = await passkeys.known(account)
    return SecondStep(options=ceremony.request_options(site_of(request, settings), challenge, known))


async def made_for(
    purpose: passkey_challenges.Purpose,
    answer: MadePasskey,
    request: Request[Any, Any, Any],
    settings: Settings,
    now: datetime,
) -> tuple[str, NewPasskey]:
    """The account that a passkey was made for, and the passkey. Raises ClientException (400)."""
    try:
        challenge = ceremony.challenge_of(answer)
        asked = await passkey_challenges.take(challenge, now)
        if asked is None or asked.purpose != purpose:
            raise AnswerError
        return asked.account, ceremony.made(site_of(request, settings), challenge, answer)
    except AnswerError:
        raise ClientException("this passkey was made for something else, or too long ago") from None


async def _known(
    answer: UsedPasskey, request: Request[Any, Any, Any], settings: Settings, now: datetime
) -> KnownPasskey | None:
    """The passkey that answered, when all fits."""
    try:
        challenge = ceremony.challenge_of(answer)
        asked = await passkey_challenges.take(challenge, now)
        passkey = await passkeys.find(ceremony.credential_id_of(answer))
        if asked is None or passkey is None or not _may_answer(passkey, asked):
            return None
        sign_count = ceremony.used(site_of(request, settings), challenge, answer, passkey)
    except AnswerError:
        return None
    return passkey if await passkeys.note_use(passkey, sign_count, now) else None


def _may_answer(passkey: KnownPasskey, asked: passkey_challenges.Asked) -> bool:
    if asked.purpose == "second_step":
        return passkey.account == asked.account
    return asked.purpose == "sign_in"


routes = [sign_up_options, sign_up, sign_in_options, sign_in]
