"""Connections as they come from anywhere: those that never ask, and those that come through a proxy."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn

from backend.configuration import ConfigurationError, read_settings
from backend.serving import Connection, Server


class Hurried(Connection):
    patience = 0.3


async def who_asks(scope: Any, _: Any, send: Any) -> None:
    """Answers with the client's address and the scheme."""
    body = f"{scope['client'][0]} {scope['scheme']}".encode()
    await asyncio.sleep(0.6 if scope["path"] == "/slow" else 0)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(body))]})
    await send({"type": "http.response.body", "body": body})


@asynccontextmanager
async def listening(**settings: Any) -> AsyncIterator[int]:
    """The port of a server whose connections have little patience."""
    ready = asyncio.Event()
    config = uvicorn.Config(who_asks, port=0, http=Hurried, lifespan="off", log_level="error", **settings)
    server = Server(config, lambda _: ready.set(), lambda: None)
    serving = asyncio.create_task(server.serve())
    await ready.wait()
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    await serving


async def said_to(port: int, *pieces: bytes) -> bytes:
    """All that comes until the server closes the connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for piece in pieces:
        writer.write(piece)
        await writer.drain()
    said = await asyncio.wait_for(reader.read(), 10)
    writer.close()
    return said


@pytest.mark.parametrize("piece", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: casebook.test\r\nX-More: "])
async def test_a_connection_that_does_not_ask_is_closed(piece: bytes) -> None:
    async with listening() as port:
        assert await said_to(port, piece) == b""


async def test_a_second_request_that_is_never_finished_is_not_waited_for() -> None:
    async with listening() as port:
        said = await said_to(port, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", b"GET / HTTP/1.1\r\nHost:")
        assert said.startswith(b"HTTP/1.1 200")
        assert said.count(b"HTTP/1.1") == 1


async def test_an_answer_that_takes_its_time_is_waited_for() -> None:
    async with listening() as port:
        assert (await said_to(port, b"GET /slow HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")).startswith(
            b"HTTP/1.1 200"
        )


FORWARDED = b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-Forwarded-For: %s\r\nX-Forwarded-Proto: https\r\n\r\n"


@pytest.mark.parametrize(
    ("trusted", "said_by_the_proxy", "believed"),
    [
        ("", b"192.0.2.7", b"192.0.2.7 https"),
        ("127.0.0.0/8", b"192.0.2.7", b"192.0.2.7 https"),
        ("10.0.0.1", b"192.0.2.7", b"127.0.0.1 http"),
        # What the client itself wrote stands before what the proxy saw.
        ("127.0.0.1", b"203.0.113.1, 192.0.2.7", b"192.0.2.7 https"),
        ("127.0.0.1, 10.0.0.0/8", b"192.0.2.7, 10.1.2.3", b"192.0.2.7 https"),
    ],
)
async def test_only_a_trusted_proxy_is_believed_where_a_request_comes_from(
    trusted: str, said_by_the_proxy: bytes, believed: bytes
) -> None:
    settings, _ = read_settings({"CASEBOOK_TRUSTED_PROXIES": trusted})
    async with listening(forwarded_allow_ips=list(settings.trusted_proxies)) as port:
        assert (await said_to(port, FORWARDED % said_by_the_proxy)).endswith(believed)


def test_a_proxy_that_is_no_address_is_refused_at_the_start() -> None:
    with pytest.raises(ConfigurationError, match="CASEBOOK_TRUSTED_PROXIES"):
        read_settings({"CASEBOOK_TRUSTED_PROXIES": "the-proxy"})
