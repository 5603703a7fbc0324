"""`POST /api/sync`, and the history of one record."""

from typing import Any

from litestar import MediaType, Request, Response, get, post
from litestar.exceptions import HTTPException, NotFoundException
from litestar.params import FromPath

from backend import given
from backend.answers import one_of, problems
from backend.settings import SYNC_BYTES_IN
from backend.sync.bodies import BodyError, read_request
from backend.sync.exchange import exchange
from backend.sync.history import history_of
from shared_schemas.sync import HistoryEntry, SyncAnswer, SyncReset


@post(
    "/api/sync",
    status_code=200,
    counted="sync",
    responses=problems(426) | one_of(SyncAnswer, SyncReset),
    request_max_body_size=SYNC_BYTES_IN,
)
async def sync(
    request: Request[Any, Any, Any],
    account: given.Account,
    storage: given.Storage,
    now: given.Now,
) -> Response[bytes]:
    """Take a device's edits and answer what is new: `SyncAnswer` or `SyncReset` of `shared_schemas.sync`."""
    try:
        body = read_request(await request.body())
    except BodyError as error:
        raise HTTPException(status_code=error.status, detail=error.detail, extra=error.problems) from error
    if body.account is not None and body.account != account.account_id:
        raise HTTPException(status_code=401, detail="this session belongs to another account")  # S12
    answer = await exchange(body, account.account_id, account.head, storage.journals, storage.epoch, now)
    return Response(answer, media_type=MediaType.JSON)


@get("/api/records/{record:str}/history")
async def history(record: FromPath[str], account: given.Account, journals: given.Journals) -> list[HistoryEntry]:
    """A record's edits in the order of the log. 404 for no such record."""
    entries = history_of(await journals.history(account.account_id, record))
    if not entries:
        raise NotFoundException("no such record")
    return entries


routes = [sync, history]
