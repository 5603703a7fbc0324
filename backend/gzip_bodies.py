"""Unpacks gzip request bodies, counting unpacked bytes, so that a small body cannot become a huge one."""

import json
import zlib
from typing import Any

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send

from backend.settings import SYNC_BYTES_IN


class _TooLargeError(Exception):
    """The body unpacks to more than any route takes."""


def gzip_bodies(app: ASGIApp) -> ASGIApp:
    """The middleware. A broken body gets 400 and one above the limit 413, before any handler sees it."""

    async def unpack(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or _encoding(scope) != b"gzip":
            await app(scope, receive, send)
            return
        try:
            body = await _unpacked(receive)
        except _TooLargeError:
            await _answer(send, 413, "Too large", f"at most {SYNC_BYTES_IN} bytes fit, unpacked")
            return
        except zlib.error:
            await _answer(send, 400, "The request cannot be read", "the body is not gzip")
            return
        scope["headers"] = _plain_headers(scope, len(body))
        await app(scope, _replay(body, receive), send)

    return unpack


def _encoding(scope: Scope) -> bytes:
    return next((value.lower().strip() for name, value in scope["headers"] if name == b"content-encoding"), b"")


def _plain_headers(scope: Scope, length: int) -> list[tuple[bytes, bytes]]:
    kept = [pair for pair in scope["headers"] if pair[0] not in (b"content-encoding", b"content-length")]
    return [*kept, (b"content-length", str(length).encode())]


async def _unpacked(receive: Receive) -> bytes:
    unpacker, body, more = zlib.decompressobj(wbits=31), bytearray(), True
    while more:
        message: Any = await receive()
        if message["type"] != "http.request":
            break
        more = message.get("more_body", False)
        body += unpacker.decompress(message.get("body", b""), SYNC_BYTES_IN + 1 - len(body))
        if len(body) > SYNC_BYTES_IN:
            raise _TooLargeError
    if not unpacker.eof:
        raise zlib.error("cut short")
    return bytes(body)


def _replay(body: bytes, receive: Receive) -> Receive:
    waiting: list[Any] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Any:
        return waiting.pop() if waiting else await receive()

    return replay


async def _answer(send: Send, status: int, title: str, detail: str) -> None:
    content = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    headers = [(b"content-type", b"application/problem+json")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(content).encode(), "more_body": False})
