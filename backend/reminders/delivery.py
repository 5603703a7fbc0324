"""Sending one message to one push service. Imports pywebpush and aiohttp, which take most of a second: the sweep loads
this module when the first reminder is due, not when the server starts."""

import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import Enum

import aiohttp
from aiohttp import AddrInfoType, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector
from py_vapid import VapidException  # type: ignore[import-untyped]  # py-vapid ships no types
from pywebpush import WebPusher  # type: ignore[import-untyped]  # pywebpush ships no types

from backend.reminders.addresses import is_allowed_address
from backend.reminders.message import topic_of
from backend.settings import PUSH_TIMEOUT_SECONDS
from backend.storage.push_subscriptions import Subscription

_UNREACHABLE = (aiohttp.ClientError, OSError, TimeoutError, ValueError, VapidException)


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


class KeysError(Exception):
    """Nothing can be encrypted for a subscription with such keys."""


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
    now: datetime,
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
            wanted = _retry_after(answer.headers.get("Retry-After", ""), now)
            return Attempt(_outcome(answer.status), wanted)
    except KeysError:
        return Attempt(Outcome.GONE)
    except _UNREACHABLE:
        return Attempt(Outcome.FAILED)


def _encrypted(subscription: Subscription, message: bytes) -> bytes:
    keys = {"p256dh": subscription.p256dh, "auth": subscription.auth}
    try:
        pusher = WebPusher({"endpoint": subscription.endpoint, "keys": keys})
        body: bytes = pusher.encode(message, "aes128gcm")["body"]
    except Exception as error:  # the libraries answer keys that are none with errors of every kind
        raise KeysError from error
    return body


def _outcome(status: int) -> Outcome:
    if status in (404, 410):
        return Outcome.GONE
    if 200 <= status < 300:
        return Outcome.DELIVERED
    return Outcome.FAILED if status in (408, 429) or status >= 500 else Outcome.REFUSED


def _retry_after(header: str, now: datetime) -> timedelta | None:
    """Seconds, or a date (RFC 9110, 10.2.3); None for neither, and for a date that has passed."""
    if header.isascii() and header.isdecimal() and len(header) < 8:
        return timedelta(seconds=int(header))
    try:
        wanted = parsedate_to_datetime(header) - now
    except (ValueError, TypeError, OverflowError):  # no date; one without a zone; one beyond the calendar
        return None
    return wanted if wanted > timedelta(0) else None
