"""`/api/account/passkeys`: the passkeys of the signed-in account, and whether one is asked for after the password."""

from datetime import datetime
from typing import Any

from litestar import Request, delete, get, patch, post, put
from litestar.exceptions import ClientException, NotFoundException
from litestar.params import FromPath, JSONBody

from backend import given
from backend.accounts import ceremony
from backend.accounts.ceremony import site_of
from backend.accounts.confirmation import confirm
from backend.accounts.limits import SIGN_IN_LIMIT
from backend.accounts.passkeys import made_for
from backend.answers import problems
from backend.storage import passkey_challenges, passkeys
from backend.storage.journals import Journals
from backend.storage.login_sessions import SignedIn
from backend.storage.passkeys import NamedPasskey
from shared_schemas.passkeys import (
    PasskeyChange,
    PasskeyOptions,
    PasskeyRename,
    PasskeyRequest,
    PasskeysView,
    PasskeyView,
    SecondStepRequest,
)


class KeptException(ClientException):
    """What was asked would shut the patient out, or cannot be."""

    status_code = 409


@get("/api/account/passkeys")
async def own(account: given.Account, journals: given.Journals) -> PasskeysView:
    """The passkeys of the account, oldest first."""
    return await _seen(account, journals)


@post("/api/account/passkeys/options", status_code=200, middleware=[SIGN_IN_LIMIT])
async def options(
    data: JSONBody[PasskeyChange],
    request: Request[Any, Any, Any],
    account: given.Account,
    settings: given.Settings,
    now: given.Now,
) -> PasskeyOptions:
    """What to ask one more passkey. 403 without the present password, unless just signed in."""
    await confirm(account, data.present_password, now, freshness_is_enough=True)
    challenge = await passkey_challenges.ask("add", account.account_id, now)
    others = await passkeys.known(account.account_id)
    site = site_of(request, settings)
    return PasskeyOptions(options=ceremony.creation_options(site, account.account_id, account.email, challenge, others))


@post("/api/account/passkeys", responses=problems(409), noted="passkey_added")
async def add(
    data: JSONBody[PasskeyRequest],
    request: Request[Any, Any, Any],
    account: given.Account,
    journals: given.Journals,
    settings: given.Settings,
    now: given.Now,
) -> PasskeyView:
    """One more passkey. 409 when it opens an account already or there are too many."""
    whose, passkey = await made_for("add", data.passkey, request, settings, now)
    if whose != account.account_id:
        raise ClientException("this passkey was made for something else, or too long ago")
    try:
        return _view(await passkeys.add(journals, account.account_id, passkey, data.name, now))
    except passkeys.PasskeyTakenError:
        raise KeptException("this passkey opens an account already") from None
    except passkeys.TooManyPasskeysError:
        raise KeptException("there are as many passkeys as an account may have; remove one first") from None


@patch("/api/account/passkeys/{passkey_id:str}", noted="passkey_renamed")
async def rename(
    passkey_id: FromPath[str], data: JSONBody[PasskeyRename], account: given.Account, journals: given.Journals
) -> PasskeyView:
    """Call a passkey something else. 404 for somebody else's."""
    renamed = await passkeys.rename(journals, account.account_id, passkey_id, data.name)
    if renamed is None:
        raise NotFoundException("no such passkey")
    return _view(renamed)


@delete(
    "/api/account/passkeys/{passkey_id:str}",
    middleware=[SIGN_IN_LIMIT],
    responses=problems(409),
    noted="passkey_removed",
)
async def remove(
    passkey_id: FromPath[str], data: JSONBody[PasskeyChange], account: given.Account, now: given.Now
) -> None:
    """Remove a passkey. 403 as above, 404 for somebody else's; 409 for the last one where it is needed to get in."""
    await confirm(account, data.present_password, now, freshness_is_enough=True)
    try:
        if not await passkeys.remove(account.account_id, passkey_id):
            raise NotFoundException("no such passkey")
    except passkeys.LastWayInError:
        raise KeptException("without this passkey nobody could sign in any more") from None


@put("/api/account/second-step", middleware=[SIGN_IN_LIMIT], responses=problems(409), noted="second_step_changed")
async def ask_second_step(
    data: JSONBody[SecondStepRequest], account: given.Account, journals: given.Journals, now: given.Now
) -> PasskeysView:
    """Ask for a passkey after the password from now on, or not. 403 as above, 409 without a password or a passkey."""
    await confirm(account, data.present_password, now, freshness_is_enough=True)
    try:
        await passkeys.ask_second_step(account.account_id, data.is_asked)
    except passkeys.NothingToAskError:
        raise KeptException("a second step needs a password and a passkey") from None
    return await _seen(account, journals)


async def _seen(account: SignedIn, journals: Journals) -> PasskeysView:
    return PasskeysView(
        passkeys=[_view(passkey) for passkey in await passkeys.named(journals, account.account_id)],
        second_step=await passkeys.has_second_step(account.account_id),
        has_password=await passkeys.has_password(account.account_id),
    )


def _view(passkey: NamedPasskey) -> PasskeyView:
    return PasskeyView(
        id=passkey.id,
        name=passkey.name,
        created_at=datetime.fromisoformat(passkey.created_at),
        used_at=datetime.fromisoformat(passkey.used_at) if passkey.used_at else None,
    )


routes = [own, options, add, rename, remove, ask_second_step]
