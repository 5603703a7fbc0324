"""The line between phones and the server, which can break: it holds a request or its answer, or answers by itself.

A real proxy on loopback, so that the phone meets what it meets outside: nothing of the app is replaced.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal
from urllib.parse import urlsplit

SYNC = "/api/sync"
# What belongs to one connection and not to the request that is passed on.
_OF_THE_CONNECTION = {"connection", "keep-alive", "transfer-encoding", "content-length", "date", "server"}
_PORTAL = b"<!doctype html><title>Welcome</title><h1>Accept the terms of this network to go on</h1>"


@dataclass
class Held:
    """One request, or its answer, that the line keeps back."""

    where: Literal["request", "answer"]
    arrived: threading.Event = field(default_factory=threading.Event)
    released: threading.Event = field(default_factory=threading.Event)

    def wait(self) -> None:
        """Returns when the request is there: on its way to the server, or answered by it."""
        assert self.arrived.wait(15), "nothing came over the line"


class Line(ThreadingHTTPServer):
    """Passes everything on to the server, until a test says otherwise."""

    daemon_threads = True

    def __init__(self, server: str) -> None:
        super().__init__(("127.0.0.1", 0), _Passing)
        self.server_netloc = urlsplit(server).netloc
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.is_portal = False
        self.held: Held | None = None

    @contextmanager
    def holding(self, where: Literal["request", "answer"]) -> Iterator[Held]:
        """Keeps the next sync request that carries edits, or the answer to it, until the end of the block."""
        held = self.held = Held(where)
        try:
            yield held
        finally:
            self.held = None
            held.released.set()

    @contextmanager
    def captive_portal(self) -> Iterator[None]:
        """Answers everything the app asks with a page of its own, as the network of a hotel does."""
        self.is_portal = True
        try:
            yield
        finally:
            self.is_portal = False

    def handle_error(self, request: object, client_address: object) -> None:
        """A phone that hangs up in the middle is what these tests are about."""


class _Passing(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Line

    def _pass(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        if self.server.is_portal and self.path.startswith("/api/"):
            self._answer(200, [("Content-Type", "text/html")], _PORTAL)
            return
        # A request without edits is a few hundred bytes.
        held = self.server.held if self.path == SYNC and len(body) > 400 else None
        self._keep_back(held, "request")
        status, headers, content = self._served(body)
        self._keep_back(held, "answer")
        with suppress(ConnectionError):
            self._answer(status, headers, content)

    # The names are those that http.server looks for.
    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = _pass  # noqa: N815

    def _keep_back(self, held: Held | None, where: str) -> None:
        if held is not None and held.where == where and not held.arrived.is_set():
            held.arrived.set()
            held.released.wait()

    def _served(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        connection = HTTPConnection(self.server.server_netloc)
        connection.request(self.command, self.path, body, dict(self.headers.items()))
        answer = connection.getresponse()
        headers = [(name, value) for name, value in answer.getheaders() if name.lower() not in _OF_THE_CONNECTION]
        content = answer.read()
        connection.close()
        return answer.status, headers, content

    def _answer(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD" and content:
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Quiet: pytest shows what matters."""


@contextmanager
def running_line(server: str) -> Iterator[Line]:
    line = Line(server)
    thread = threading.Thread(target=line.serve_forever, daemon=True)
    thread.start()
    try:
        yield line
    finally:
        line.shutdown()
        line.server_close()
        thread.join()
