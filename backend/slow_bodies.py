"""A request whose body comes too slowly ends with 408, so that nobody holds a place for as long as they like."""

import asyncio
import time
from typing import Any

from litestar.enums import ScopeType
from litestar.exceptions import ClientException
from litestar.types import ASGIApp, Receive, Scope, Send

from backend.settings import BODY_BYTES_PER_SECOND, BODY_PAUSE_SECONDS, BODY_SECONDS


class TooSlowException(ClientException):
    """The rest of the body did not come in time. What came is forgotten; the phone sends it again."""

    status_code = 408

    def __init__(self) -> None:
        super().__init__("the body came too slowly", headers={"Connection": "close"})


def slow_bodies(app: ASGIApp, pause: float = BODY_PAUSE_SECONDS, whole: float = BODY_SECONDS) -> ASGIApp:
    """The middleware: so many seconds between two pieces, and for the whole of a body that is not large.

    Waiting for the client to go away, once the body is there, has no end.
    """

    async def limited(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await app(scope, receive, send)
            return
        ends, is_whole = time.monotonic() + whole, False

        async def receive_in_time() -> Any:
            nonlocal ends, is_whole
            if is_whole:
                return await receive()
            try:
                async with asyncio.timeout(min(pause, ends - time.monotonic())):
                    message: Any = await receive()
            except TimeoutError as error:
                raise TooSlowException from error
            ends += len(message.get("body", b"")) / BODY_BYTES_PER_SECOND
            is_whole = not message.get("more_body", False)
            return message

        await app(scope, receive_in_time, send)

    return limited
