"""Measures everything that has a speed to reach, and prints the table. Run by scripts/bench; loopback only."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from playwright.sync_api import sync_playwright

from backend.__main__ import DEMO_EMAIL, DEMO_PASSWORD
from backend.accounts.cookie import LOOPBACK_COOKIE
from tests.bench import (
    crowd,
    doctor,
    known_emails,
    lighthouse,
    machine,
    packet,
    phone,
    progress,
    reminders,
    screens,
    server,
    sign_in,
)
from tests.bench.result import Result
from tests.bench.settling import SETTLING_SECONDS
from tests.e2e.conftest import QUIET, start_server, stop_server


def results() -> Iterator[Result]:
    yield from machine.machine()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        clients = server.prepare_accounts(data, server.CLIENTS)
        small, lifetime, huge = (server.prepare_log(data, edits) for edits in (100, phone.EDITS, 100_000))
        phones = crowd.prepare_crowd(data)
        five_years = progress.prepare_five_years(data)
        with _serving(data, "--demo") as url:
            cookie = _signed_in(url)
            time.sleep(SETTLING_SECONDS)
            yield from server.case(url, cookie)
            yield from progress.progress(url, five_years)
            yield from server.push(url, clients)
            yield from crowd.crowd(url, phones)
            yield from server.nothing_new(url, small)
            yield from server.nothing_new(url, huge)
            yield from server.report(url, cookie)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
                yield from phone.saving(browser, url)
                yield from phone.starting(browser, url)
                yield from phone.first_sync(browser, url, lifetime)
                yield from screens.opening(browser, url)
                yield from screens.looking(browser, url)
                yield from screens.moving(browser, url)
                yield from screens.staying(browser, url)
                yield from doctor.page(browser, url, cookie)
                browser.close()
            yield from lighthouse.scores(url)
        yield from packet.packet(Path(folder) / "packet")
        yield from reminders.sweeps(Path(folder))
        yield from sign_in.sign_in(Path(folder) / "sign-in")
        yield from known_emails.known_emails(Path(folder) / "known-emails")
    yield from phone.first_paint()
    yield from machine.machine()


@contextmanager
def _serving(data: Path, *options: str) -> Iterator[str]:
    running = start_server(data, *options)
    try:
        yield running.url
    finally:
        stop_server(running)


def _signed_in(url: str) -> str:
    answer = httpx.post(f"{url}/api/session", json={"email": DEMO_EMAIL, "password": DEMO_PASSWORD}, timeout=60)
    answer.raise_for_status()
    return answer.cookies[LOOPBACK_COOKIE]


if __name__ == "__main__":
    for result in results():
        print(result.line(), flush=True)
