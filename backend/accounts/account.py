"""`/api/account`: signing up, the account as its owner sees it, another email, and its end."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from litestar import Request, Response, delete, get, post, put
from litestar.exceptions import ClientException, PermissionDeniedException
from litestar.params import JSONBody

from backend import given
from backend.accounts.codes import plain
from backend.accounts.confirmation import confirm
from backend.accounts.cookie import browser_of, signed_in, signed_out
from backend.accounts.easy_passwords import check_password
from backend.accounts.limits import SIGN_IN_LIMIT, require_sign_up_turn
from backend.accounts.views import account_view
from backend.answers import problems
from backend.limits import address_of
from backend.passwords import hash_password
from backend.settings import Settings
from backend.storage import accounts
from backend.storage.invitations import Admission, NotAdmittedError
from backend.storage.passkeys import PasskeyTakenError
from shared_schemas.accounts import AccountView, EmailChange, SignUpRequest


class EmailTakenException(ClientException):
    """An email, or a passkey, that has an account."""

    status_code = 409


def admission_by(settings: Settings, invitation: str | None) -> Admission:
    """What lets a newcomer in here."""
    return Admission(settings.registration, None if invitation is None else plain(invitation))


@contextmanager
def told_to_newcomers() -> Iterator[None]:
    """Why no account was made, as the answer to whoever wanted one."""
    try:
        yield
    except NotAdmittedError:
        raise PermissionDeniedException("this server makes an account only with an invitation that is good") from None
    except accounts.EmailTakenError:
        raise EmailTakenException("this email has an account; sign in instead") from None
    except PasskeyTakenError:
        raise EmailTakenException("this passkey opens an account already; sign in with it") from None


@post("/api/account", middleware=[SIGN_IN_LIMIT], responses=problems(409))
async def sign_up(
    data: JSONBody[SignUpRequest],
    request: Request[Any, Any, Any],
    storage: given.Storage,
    settings: given.Settings,
    now: given.Now,
) -> Response[AccountView]:
    """Make an account and sign in to it. 403 without the invitation that is needed, 409 when the email has one."""
    await require_sign_up_turn(storage, address_of(request), now)
    await check_password(data.password, data.email)
    password_hash = await hash_password(data.password)
    with told_to_newcomers():
        account, token = await accounts.sign_up(
            storage,
            data.email,
            password_hash,
            now,
            admission=admission_by(settings, data.invitation),
            browser=browser_of(request),
        )
    return await signed_in(request, await account_view(storage.journals, account, data.email), token, 201)


@get("/api/account")
async def view(account: given.Account, journals: given.Journals) -> AccountView:
    """The signed-in account."""
    return await account_view(journals, account.account_id, account.email)


@put("/api/account/email", middleware=[SIGN_IN_LIMIT], responses=problems(409), noted="email_changed")
async def change_email(
    data: JSONBody[EmailChange],
    request: Request[Any, Any, Any],
    account: given.Account,
    journals: given.Journals,
    now: given.Now,
) -> Response[AccountView]:
    """Sign in with another email from now on. 403 without the present password, 409 when the email has an account."""
    await confirm(account, data.present_password, now)
    try:
        token = await accounts.change_email(account, data.email)
    except accounts.EmailTakenError:
        raise EmailTakenException("another account has this email") from None
    return await signed_in(request, await account_view(journals, account.account_id, data.email), token, 200)


@delete("/api/account")
async def erase(
    request: Request[Any, Any, Any], account: given.Account, storage: given.Storage, now: given.Now
) -> Response[None]:
    """Delete the account and everything of it at once and for good. 403 unless the session has just begun.

    The app asks by `POST /api/account/deletion`, which can be taken back and gives a receipt.
    """
    await confirm(account, None, now, freshness_is_enough=True)
    await accounts.delete(storage, account.account_id)
    return signed_out(request)


routes = [sign_up, view, change_email, erase]
