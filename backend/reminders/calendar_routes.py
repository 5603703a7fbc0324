"""`/api/calendar`: the secret address calendars fetch, and the same as a single file."""

import asyncio
from datetime import datetime
from hashlib import sha256
from typing import Any

from litestar import Request, Response, delete, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery, JSONBody

from backend import given
from backend.answers import file_of, not_changed, problems
from backend.limits import by_address
from backend.reminders.calendar import calendar_of
from backend.settings import CALENDAR_FETCHES_PER_MINUTE, VERSION
from backend.storage import calendar_feeds, push_subscriptions
from backend.storage.journals import Journals
from backend.storage.whereabouts import Whereabouts
from shared_schemas.api import CalendarRequest, CalendarView, NewCalendar

_FETCH_LIMIT = by_address("calendar_fetches", CALENDAR_FETCHES_PER_MINUTE)
_MEDIA_TYPE = "text/calendar"
_UNKNOWN = "this calendar does not exist (any more)"


@get("/api/calendar", responses=problems(404))
async def show(account: given.Account) -> CalendarView:
    """The account's feed. 404 when it has none."""
    feed = await calendar_feeds.of_account(account.account_id)
    if feed is None:
        raise NotFoundException("there is no calendar address")
    return CalendarView(created_at=datetime.fromisoformat(feed.created_at), says_what=feed.says_what)


@post("/api/calendar")
async def create(data: JSONBody[CalendarRequest], account: given.Account, now: given.Now) -> NewCalendar:
    """A new address; the former one ends. Its `path` is told only here."""
    token = await calendar_feeds.create(account.account_id, data.says_what, now)
    return NewCalendar(created_at=now, says_what=data.says_what, path=f"/api/calendar/{token}.ics")


@delete("/api/calendar")
async def remove(account: given.Account) -> None:
    """The address answers nothing from now on."""
    await calendar_feeds.remove(account.account_id)


@get("/api/calendar.ics", responses=file_of(_MEDIA_TYPE))
async def download(
    account: given.Account, journals: given.Journals, now: given.Now, says_what: FromQuery[bool] = False
) -> Response[bytes]:
    """The calendar of the signed-in account as one file, to be taken into a calendar once."""
    told = await push_subscriptions.whereabouts(journals, account.account_id)
    content = await _calendar(journals, account.account_id, now, says_what, told)
    headers = {"Content-Disposition": 'attachment; filename="casebook.ics"'}
    return Response(content, media_type=_MEDIA_TYPE, headers=headers)


@get("/api/calendar/{name:str}", responses=file_of(_MEDIA_TYPE) | not_changed(), middleware=[_FETCH_LIMIT])
async def fetch(
    name: FromPath[str], request: Request[Any, Any, Any], journals: given.Journals, now: given.Now
) -> Response[bytes | None]:
    """The feed of `<token>.ics`; 304 while neither journal, day nor time zone has changed. 404 for any other name."""
    feed = await calendar_feeds.find(name.removesuffix(".ics")) if name.endswith(".ics") else None
    if feed is None:
        raise NotFoundException(_UNKNOWN)
    head, told = await journals.head(feed.account), await push_subscriptions.whereabouts(journals, feed.account)
    place = sha256(told.time_zone.encode()).hexdigest()[:8] if told else ""
    etag = f'"{VERSION}-{head.seq}-{now:%Y%m%d}-{int(feed.says_what)}-{place}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
    if request.headers.get("if-none-match") == etag:
        return Response(None, status_code=304, headers=headers)
    content = await _calendar(journals, feed.account, now, feed.says_what, told)
    return Response(content, media_type=_MEDIA_TYPE, headers=headers)


async def _calendar(
    journals: Journals, account: str, now: datetime, says_what: bool, told: Whereabouts | None
) -> bytes:
    return await asyncio.to_thread(calendar_of, await journals.load(account), now, says_what, told)


routes = [show, create, remove, download, fetch]
