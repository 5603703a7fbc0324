"""Connections as they come from anywhere: those that never ask or take nothing, those that a proxy sends."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn

from backend.configuration import ConfigurationError, read_settings
from backend.serving import Connection, Server

LARGE = bytes(1_600_000)
# As much of an answer as the kernel takes in for a client that does not read.
KERNEL_BYTES = 65_536


class Hurried(Connection):
    patience = 0.3
    reading_patience = 1.0


async def who_asks(scope: Any, _: Any, send: Any) -> None:
    """Answers with the client's address and the scheme, or with very much."""
    body = LARGE if scope["path"] == "/large" else f"{scope['client'][0]} {scope['scheme']}".encode()
    await asyncio.sleep(0.6 if scope["path"] == "/slow" else 0)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(body))]})
    await send({"type": "http.response.body", "body": body})


@asynccontextmanager
async def listening(**settings: Any) -> AsyncIterator[int]:
    """The port of a server whose connections have little patience."""
    ready = asyncio.Event()
    config = uvicorn.Config(who_asks, port=0, http=Hurried, lifespan="off", log_level="error", **settings)
    server = Server(config, lambda _: ready.set(), lambda: None, lambda: None)
    serving = asyncio.create_task(server.serve())
    await ready.wait()
    [listener] = server.servers[0].sockets
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, KERNEL_BYTES)
    yield listener.getsockname()[1]
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


async def asked_for_much(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A client that has asked for a large answer, and takes in only a little unless it reads."""
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, KERNEL_BYTES)
    client.setblocking(False)
    await asyncio.get_running_loop().sock_connect(client, ("127.0.0.1", port))
    reader, writer = await asyncio.open_connection(sock=client, limit=KERNEL_BYTES)
    writer.write(b"GET /large HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    return reader, writer


async def test_whoever_does_not_take_the_answer_is_cut_off() -> None:
    async with listening() as port:
        reader, writer = await asked_for_much(port)
        await reader.readline()
        # At the first look the kernel may just have taken something in.
        await asyncio.sleep(Hurried.reading_patience * 4)
        assert len(await asyncio.wait_for(reader.read(), 10)) < len(LARGE)
        writer.close()


async def test_whoever_takes_the_answer_slowly_gets_all_of_it() -> None:
    async with listening() as port:
        reader, writer = await asked_for_much(port)
        taken, began = 0, asyncio.get_running_loop().time()
        while piece := await reader.read(KERNEL_BYTES):
            taken += len(piece)
            await asyncio.sleep(0.1)
        assert taken > len(LARGE)
        assert asyncio.get_running_loop().time() - began > Hurried.reading_patience
        writer.close()


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
