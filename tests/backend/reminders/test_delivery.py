"""One message to one push service: what it may be, where it may stand, and what it may answer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from backend.reminders.addresses import check_endpoint
from backend.reminders.delivery import Attempt, Outcome, deliver, push_connections
from backend.reminders.message import trial_message
from backend.storage.push_subscriptions import Subscription
from tests.push_service import PushService, push_service

NOW = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
KEPT = timedelta(minutes=5)
ORIGIN = "https://casebook.example"


async def attempt(subscription: Subscription, allows_loopback: bool = True) -> Attempt:
    async with push_connections(allows_loopback) as session:
        return await deliver(session, subscription, trial_message(ORIGIN), lambda: "vapid t=a.b.c, k=d", KEPT, NOW)


def at(endpoint: str) -> Subscription:
    """A browser with good keys whose push service stands at `endpoint`."""
    keys = PushService("", lambda: NOW).subscribe("phone")["keys"]
    return Subscription(endpoint, keys["p256dh"], keys["auth"], ORIGIN)


@asynccontextmanager
async def answering(content: bytes) -> AsyncIterator[str]:
    """The address of a server that answers every request with just these bytes and ends the connection."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        writer.write(content)
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/push/phone"


async def test_a_name_that_leads_into_the_house_once_it_is_connected_to_is_not_reached(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """DNS rebinding: the name server gives a public address when a browser subscribes, and a private one later."""
    with push_service() as pushes:
        endpoint = pushes.subscribe("phone")["endpoint"].replace("127.0.0.1", "localhost").replace("http:", "https:")

        async def public(_host: str) -> list[str]:
            return ["8.8.8.8"]

        with monkeypatch.context() as subscribing:
            subscribing.setattr("backend.reminders.addresses._addresses_of", public)
            await check_endpoint(endpoint, allows_loopback=False)
        for scheme in ("https:", "http:"):
            tried = await attempt(at(endpoint.replace("https:", scheme)), allows_loopback=False)
            assert tried.outcome is Outcome.FAILED
        assert pushes.attempts == []


@pytest.mark.parametrize(
    ("content", "outcome"),
    [
        (b"", Outcome.FAILED),
        (b"\x00\xff" * 5_000, Outcome.FAILED),
        (b"HTTP/1.1 abc\r\n\r\n", Outcome.FAILED),
        (b"HTTP/1.1 201 Created\r\nX: " + b"x" * 100_000 + b"\r\n\r\n", Outcome.FAILED),
        (b"HTTP/1.1 201 Created\r\nContent-Length: 9999999999\r\n\r\nnot all of it", Outcome.DELIVERED),
        (b"HTTP/1.1 503 Busy\r\nRetry-After: soon\r\nContent-Length: 0\r\n\r\n", Outcome.FAILED),
        (b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n", Outcome.REFUSED),
        (b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", Outcome.REFUSED),
    ],
    ids=["nothing", "noise", "no status", "endless header", "half an answer", "no patience", "elsewhere", "no key"],
)
async def test_whatever_a_push_service_answers_is_an_outcome(content: bytes, outcome: Outcome) -> None:
    async with answering(content) as endpoint:
        assert await attempt(at(endpoint)) == Attempt(outcome, None)


@pytest.mark.parametrize(
    ("wanted", "patience"),
    [
        ("120", timedelta(minutes=2)),
        ("Mon, 23 Nov 2026 18:30:00 GMT", timedelta(minutes=30)),
        ("Mon, 23 Nov 2026 17:30:00 GMT", None),
        ("Mon, 99 Nov 2026 17:30:00 GMT", None),
        ("-5", None),
        ("٣", None),
    ],
)
async def test_a_push_service_says_how_long_it_wants_to_be_left_alone(wanted: str, patience: timedelta | None) -> None:
    told = f"HTTP/1.1 429 Busy\r\nRetry-After: {wanted}\r\nContent-Length: 0\r\n\r\n".encode()
    async with answering(told) as endpoint:
        assert await attempt(at(endpoint)) == Attempt(Outcome.FAILED, patience)


@pytest.mark.parametrize("p256dh", ["", "=" * 87, "B" + "A" * 86, "BCVxsr7N", "x" * 87])
async def test_a_browser_whose_key_is_none_can_be_forgotten(p256dh: str) -> None:
    assert await attempt(replace(at("http://127.0.0.1:9/push/phone"), p256dh=p256dh)) == Attempt(Outcome.GONE)
