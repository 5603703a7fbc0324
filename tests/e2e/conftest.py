"""The real server in a process of its own, and phones: isolated Chromium contexts at 390x844."""

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from backend.settings import DATABASE_FILE
from tests.e2e.line import Line, running_line

ROOT = Path(__file__).parents[2]
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}
# Chromium asks its maker's hosts for components and experiments at every start; nothing here may leave the machine.
QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]


@dataclass(frozen=True)
class Server:
    """A server process that answers on `url` and keeps its data in `data`."""

    url: str
    data: Path
    process: subprocess.Popen[str]


def start_server(data: Path, *options: str, port: int = 0, **environment: str) -> Server:
    process = subprocess.Popen(
        [sys.executable, "-m", "backend", "serve", "--data", str(data), "--port", str(port), *options],
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "1", "CASEBOOK_PUSH_ALLOWS_LOOPBACK": "1", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if found := re.search(r"http://127\.0\.0\.1:\d+", line):
            return Server(found[0], data, process)
    raise AssertionError("the server did not start:\n" + "".join(lines))


def stop_server(server: Server) -> None:
    server.process.terminate()
    try:
        server.process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        server.process.kill()
        raise


def been_here(context: BrowserContext) -> None:
    """Casebook was opened in this browser before, so that it starts with Today and not with the first run."""
    context.add_init_script("localStorage.setItem('casebook.welcomed', 'yes')")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    # On a machine that does much else a screen may take longer than Playwright's five seconds.
    expect.set_options(timeout=15_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One for all tests of a process: a start costs as much as most of them."""
    running = start_server(tmp_path_factory.mktemp("shared") / "data")
    yield running
    stop_server(running)


@pytest.fixture
def server(shared_server: Server) -> Iterator[Server]:
    """The shared server as if nobody had been there: every test signs up with the same address, from the same one."""
    yield shared_server
    _change(shared_server, "UPDATE account SET email = id", "DELETE FROM try")


@pytest.fixture(scope="session")
def shared_example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """With the example patient, for all tests of a process."""
    running = start_server(tmp_path_factory.mktemp("example") / "data", "--demo")
    yield running
    stop_server(running)


@pytest.fixture
def example(shared_example: Server) -> Iterator[Server]:
    """The same as if nobody had signed in yet: so many tests in a minute would be too many tries."""
    yield shared_example
    _change(shared_example, "DELETE FROM try")


def _change(server: Server, *statements: str) -> None:
    with closing(sqlite3.connect(server.data / DATABASE_FILE, timeout=30)) as database, database:
        for statement in statements:
            database.execute(statement)


@pytest.fixture
def line(server: Server) -> Iterator[Line]:
    """A line to the server that can break; a phone made with `line.url` talks over it."""
    with running_line(server.url) as running:
        yield running


@pytest.fixture
def phone(chromium: Browser, server: Server) -> Iterator[Callable[..., Page]]:
    """Makes one more phone: a context with a store and cookies of its own, open at the app."""
    contexts: list[BrowserContext] = []

    def new_phone(url: str = server.url) -> Page:
        context = chromium.new_context(viewport=PHONE, timezone_id="America/New_York", locale="en-US")
        been_here(context)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto(url)
        return page

    yield new_phone
    for context in contexts:
        context.close()
