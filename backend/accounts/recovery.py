"""`/api/account/recovery-codes` and `/api/account/reset`: a way back in for whoever forgot the password."""

import asyncio
import hashlib
from typing import Any

from litestar import Request, Response, post
from litestar.exceptions import NotAuthorizedException
from litestar.params import JSONBody

from backend import given
from backend.accounts.codes import new_code, plain
from backend.accounts.confirmation import confirm
from backend.accounts.cookie import browser_of, signed_in
from backend.accounts.easy_passwords import check_password
from backend.accounts.guessing import begin_sign_in, note_sign_in
from backend.accounts.limits import SIGN_IN_LIMIT
from backend.accounts.views import account_view
from backend.answers import problems
from backend.limits import address_of
from backend.passwords import hash_by_salt, hash_password
from backend.settings import RECOVERY_CODE_GROUPS, RECOVERY_CODES
from backend.storage import accounts, recovery_codes
from shared_schemas.accounts import AccountView, RecoveryCodes, RecoveryCodesRequest, ResetRequest


@post("/api/account/recovery-codes", middleware=[SIGN_IN_LIMIT], noted="recovery_codes_made")
async def make_codes(data: JSONBody[RecoveryCodesRequest], account: given.Account, now: given.Now) -> RecoveryCodes:
    """New codes, told only here; those before work no more. 403 without the present password, unless just signed in."""
    await confirm(account, data.present_password, now, freshness_is_enough=True)
    codes = [new_code(RECOVERY_CODE_GROUPS) for _ in range(RECOVERY_CODES)]
    hashes = await asyncio.gather(*(_code_hash(account.account_id, code) for code in codes))
    await recovery_codes.replace(account.account_id, hashes, now)
    return RecoveryCodes(codes=codes)


@post("/api/account/reset", status_code=200, middleware=[SIGN_IN_LIMIT], responses=problems(401))
async def reset(
    data: JSONBody[ResetRequest], request: Request[Any, Any, Any], storage: given.Storage, now: given.Now
) -> Response[AccountView]:
    """Set a new password by a recovery code, end all sessions and sign in.

    401 in the same words and after the same work for an unknown email and a code that is wrong or was used.
    """
    await check_password(data.password, data.email)
    await begin_sign_in(storage, data.email, address_of(request), now, "reset")
    found = await accounts.find_password(data.email)
    account = found[0] if found else ""
    # Both before anything is looked up, so that the time tells nothing.
    code_hash, password_hash = await asyncio.gather(_code_hash(account, data.code), hash_password(data.password))
    token = await accounts.reset_password(account, code_hash, password_hash, now, browser_of(request))
    if token is None:
        raise NotAuthorizedException("the email or the code is wrong, or the code was used")
    await note_sign_in(storage, data.email, address_of(request), now)
    return await signed_in(request, await account_view(storage.journals, account, data.email), token, 200)


async def _code_hash(account: str, code: str) -> str:
    # The account's id is random and nobody else's, which is all that a salt must be; so a code can be looked up.
    salt = hashlib.sha256(f"recovery code of {account}".encode()).digest()[:16]
    return await hash_by_salt(plain(code), salt)


routes = [make_codes, reset]
