"""Sending one message to one push service. Imports pywebpush and aiohttp, which take most of a second: the sweep loads
this module when the first reminder is due, not when the server starts."""

import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

import aiohttp
import http_ece  # type: ignore[import-untyped]  # http-ece ships no types
from aiohttp import AddrInfoType, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector
from py_vapid import VapidException  # type: ignore[import-untyped]  # py-vapid ships no types
from pywebpush import WebPusher, WebPushException  # type: ignore[import-untyped]  # pywebpush ships no types

from backend.reminders.addresses import is_allowed_address
from backend.reminders.message import topic_of
from backend.settings import PUSH_TIMEOUT_SECONDS
from backend.storage.push_subscriptions import Subscription

_REFUSED_OR_UNREACHABLE = (
    aiohttp.ClientError,
    OSError,
    TimeoutError,
    ValueError,
    VapidException,
    WebPushException,
    http_ece.ECEException,
)


class Outcome(Enum):
    """What became of one attempt. GONE: the push service has forgotten the subscription, and so may we. REFUSED: it
    takes the subscription but not this message or this server. FAILED: worth another try."""

    DELIVERED = "delivered"
    GONE = "gone"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True)
class Attempt:
    """One attempt: its outcome, and how long the push service asked to be left alone, None if it did not."""

    outcome: Outcome
    retry_after: timedelta | None = None


class AddressError(OSError):
    """The host of an endpoint turned out to be an address no push is sent to."""


@asynccontextmanager
async def push_connections(allows_loopback: bool) -> AsyncIterator[ClientSession]:
    """Connections that reach allowed addresses only. The check stands where the socket is made, after the name was
    resolved, so no answer of a name server can lead around it."""

    def socket_for(found: AddrInfoType) -> socket.socket:
        family, kind, protocol, _, place = found
        if not is_allowed_address(str(place[0]), allows_loopback):
            raise AddressError("not an address of the public internet")
        return socket.socket(family=family, type=kind, proto=protocol)

    connector = TCPConnector(socket_factory=socket_for)
    timeout = ClientTimeout(total=PUSH_TIMEOUT_SECONDS)
    async with ClientSession(connector=connector, timeout=timeout, cookie_jar=DummyCookieJar()) as session:
        yield session


async def deliver(
    session: ClientSession,
    subscription: Subscription,
    message: bytes,
    authorize: Callable[[], str],
    keep_for: timedelta,
) -> Attempt:
    """Encrypt `message` for one subscription and hand it to its push service, which keeps it at most `keep_for`.

    Never raises for what a push service or a bad subscription does. Answers are not read, redirects not followed.
    """
    headers = {
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(int(keep_for.total_seconds())),
        "Topic": topic_of(message),
        "Urgency": "normal",
    }
    try:
        headers["Authorization"] = authorize()
        body = _encrypted(subscription, message)
        async with session.post(subscription.endpoint, data=body, headers=headers, allow_redirects=False) as answer:
            return Attempt(_outcome(answer.status), _retry_after(answer.headers.get("Retry-After", "")))
    except _REFUSED_OR_UNREACHABLE:
        return Attempt(Outcome.FAILED)


def _encrypted(subscription: Subscription, message: bytes) -> bytes:
    keys = {"p256dh": subscription.p256dh, "auth": subscription.auth}
    pusher = WebPusher({"endpoint": subscription.endpoint, "keys": keys})
    body: bytes = pusher.encode(message, "aes128gcm")["body"]
    return body


def _outcome(status: int) -> Outcome:
    if status in (404, 410):
        return Outcome.GONE
    if 200 <= status < 300:
        return Outcome.DELIVERED
    return Outcome.FAILED if status in (408, 429) or status >= 500 else Outcome.REFUSED


def _retry_after(header: str) -> timedelta | None:
    # Seconds only: the other form, a date, is not what push services send.
    return timedelta(seconds=int(header)) if header.isdecimal() and len(header) < 8 else None
