"""A program that opens a request and never ends it, and a phone on a poor line."""

import asyncio
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from litestar import Litestar, Request, post
from litestar.middleware.base import DefineMiddleware
from litestar.types import ASGIApp

from backend.app import create_app
from backend.problems import HANDLERS
from backend.settings import Settings
from backend.slow_bodies import slow_bodies

Piece = tuple[float, bytes]


async def status_of(pieces: Iterable[Piece], middleware: Callable[[ASGIApp], ASGIApp]) -> int:
    """How a body that comes in these pieces, each after so many seconds, is answered; the last one never ends it."""

    @post("/", status_code=200)
    async def take(request: Request[Any, Any, Any]) -> int:
        return len(await request.body())

    app = Litestar([take], middleware=[DefineMiddleware(middleware)], exception_handlers=HANDLERS, logging_config=None)
    waiting, sent = list(pieces), []

    async def receive() -> Any:
        if not waiting:
            await asyncio.Event().wait()
        seconds, body = waiting.pop(0)
        await asyncio.sleep(seconds)
        return {"type": "http.request", "body": body, "more_body": body != b""}

    async def send(message: Any) -> None:
        sent.append(message)

    scope: Any = {"type": "http", "method": "POST", "path": "/", "headers": [], "query_string": b"", "client": ("a", 1)}
    await asyncio.wait_for(app(scope, receive, send), 20)
    return int(sent[0]["status"])


async def test_a_body_that_stops_coming_ends_with_408() -> None:
    quick = partial(slow_bodies, pause=0.1, whole=10)
    assert await status_of([(0, b"half")], quick) == 408


async def test_a_body_that_comes_byte_by_byte_ends_with_408() -> None:
    quick = partial(slow_bodies, pause=5, whole=0.2)
    assert await status_of([(0.05, b"x")] * 100, quick) == 408


async def test_a_large_body_may_take_longer_than_a_small_one() -> None:
    quick = partial(slow_bodies, pause=5, whole=0.2)
    assert await status_of([(0, b"x" * 20_000), (0.4, b"")], quick) == 200
    assert await status_of([(0, b"x" * 20), (0.4, b"")], quick) == 408


def test_the_app_has_no_more_patience_than_that(settings: Settings) -> None:
    assert slow_bodies in create_app(settings).middleware
