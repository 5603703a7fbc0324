"""`/api/account/deletion` and `/api/erasures`: the end of an account, and what its receipt proves."""

from datetime import timedelta
from typing import Any

from litestar import Request, Response, post
from litestar.exceptions import NotFoundException
from litestar.params import JSONBody

from backend import given
from backend.accounts.confirmation import confirm
from backend.accounts.cookie import signed_out
from backend.accounts.limits import RECEIPT_LIMIT, SIGN_IN_LIMIT
from backend.answers import problems
from backend.storage import deletions
from backend.storage.deletions import Receipt
from shared_schemas.rights import DeletionAnswer, DeletionRequest, ReceiptRequest, ReceiptView


@post("/api/account/deletion", status_code=200, middleware=[SIGN_IN_LIMIT])
async def ask_for_the_end(
    data: JSONBody[DeletionRequest],
    request: Request[Any, Any, Any],
    account: given.Account,
    journals: given.Journals,
    settings: given.Settings,
    now: given.Now,
) -> Response[DeletionAnswer]:
    """Everything stops at once and is erased when the days of grace are over, or now. Signing in takes it back.

    403 without the password, unless the session has just begun.
    """
    await confirm(account, data.password, now, freshness_is_enough=True)
    grace = timedelta(0) if data.at_once else timedelta(days=settings.deletion_grace_days)
    if grace:
        code = await deletions.ask(account.account_id, now, now + grace)
    else:
        code = await deletions.erase_now(journals, account.account_id, now)
    answer = DeletionAnswer(due_at=now + grace, is_erased=not grace, receipt_code=code)
    return Response(answer, cookies=signed_out(request).cookies)


@post("/api/erasures", status_code=200, middleware=[RECEIPT_LIMIT], responses=problems(404))
async def look_up(data: JSONBody[ReceiptRequest]) -> ReceiptView:
    """What became of the request with this receipt. 404 for a code that is on none."""
    found = await deletions.receipt(data.receipt_code)
    if found is None:
        raise NotFoundException("no such receipt")
    return _view(found)


def _view(receipt: Receipt) -> ReceiptView:
    state = "erased" if receipt.erased_at else "taken_back" if receipt.taken_back_at else "waiting"
    return ReceiptView.model_validate({"state": state, **vars(receipt)})


routes = [ask_for_the_end, look_up]
