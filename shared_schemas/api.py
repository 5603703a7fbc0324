"""Request and answer bodies of routes that have no module of their own."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from shared_schemas.base import DEVICE_ID, RequestBody, Schema, TimeZone


class PushKeys(RequestBody):
    """The keys of a browser's push subscription, base64url."""

    p256dh: Annotated[str, Field(min_length=80, max_length=100, pattern=r"^[A-Za-z0-9_\-=]+$")]
    auth: Annotated[str, Field(min_length=16, max_length=32, pattern=r"^[A-Za-z0-9_\-=]+$")]


class PushRequest(RequestBody):
    """A browser's push subscription, as `PushSubscription.toJSON()` gives it, the device it belongs to, and where that
    is now."""

    endpoint: Annotated[str, Field(min_length=10, max_length=2_000)]
    keys: PushKeys
    device: Annotated[str, Field(pattern=DEVICE_ID)]
    time_zone: TimeZone | None = None


class PushEndpoint(RequestBody):
    """The subscription to forget."""

    endpoint: Annotated[str, Field(min_length=10, max_length=2_000)]


class PushView(Schema):
    """The server's public VAPID key, base64url, for `pushManager.subscribe`."""

    public_key: str


class PushTrial(Schema):
    """What became of a message sent to try it out. "gone": the push service knows this browser no more; "failed": it
    could not be reached or asks for patience."""

    outcome: Literal["delivered", "gone", "refused", "failed"]


class CalendarRequest(RequestBody):
    """A new secret address of the calendar. `says_what`: its titles name what is due instead of saying "Casebook"."""

    says_what: bool = False


class CalendarView(Schema):
    """The account's calendar feed as its owner sees it. The address is told once, in `NewCalendar`."""

    created_at: datetime
    says_what: bool


class NewCalendar(CalendarView):
    """A feed just made, and where calendars fetch it."""

    path: str


class Health(Schema):
    """The server answers, and which release it is."""

    status: Literal["ok"] = "ok"
    version: str
