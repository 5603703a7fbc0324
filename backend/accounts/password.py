"""`/api/account/password`: another password."""

from typing import Any

from litestar import Request, Response, put
from litestar.params import JSONBody

from backend import given
from backend.accounts.confirmation import confirm
from backend.accounts.cookie import signed_in
from backend.accounts.easy_passwords import check_password
from backend.accounts.limits import SIGN_IN_LIMIT
from backend.accounts.views import account_view
from backend.passwords import hash_password
from backend.storage import accounts
from shared_schemas.accounts import AccountView, PasswordChange


@put("/api/account/password", middleware=[SIGN_IN_LIMIT], noted="password_changed")
async def change_password(
    data: JSONBody[PasswordChange],
    request: Request[Any, Any, Any],
    account: given.Account,
    journals: given.Journals,
    now: given.Now,
) -> Response[AccountView]:
    """Sign in with another password from now on; all other devices are signed out. 403 without the present one."""
    await confirm(account, data.present_password, now)
    await check_password(data.password, account.email)
    token = await accounts.change_password(account, await hash_password(data.password))
    return await signed_in(request, await account_view(journals, account.account_id, account.email), token, 200)


routes = [change_password]
