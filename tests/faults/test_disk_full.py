"""A disk that is full: every request that writes is told to come back, leaves nothing half-written, and works later.

SQLite itself refuses to grow here, and the journal of erasures stands on a device that is always full.
"""

import json
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from backend.settings import DATABASE_FILE
from backend.storage.engine import ENGINE
from shared_schemas.clock import stamp
from tests.conftest import PASSWORD, Browser, forget_tries, new_browser, sign_up
from tests.push_service import BROWSER_KEYS

DEVICE = "0123456789abcdef"
PLENTY = 1_000_000
# A page holds at most about 30 of the smallest rows here.
TRIES = 60

Ask = Callable[[Browser, int], Awaitable[httpx.Response]]


def edit(record: str | None = None, **changes: Any) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "record": record or str(uuid4()),
        "kind": "check_in",
        "stamp": stamp(datetime.now(UTC), 0, DEVICE),
        "set": changes,
    }


async def sync(browser: Browser, *edits: dict[str, Any]) -> httpx.Response:
    body = {"protocol": 1, "device": DEVICE, "epoch": None, "cursor": 0, "edits": list(edits)}
    return await browser.post("/api/sync", json=body)


def make_room(browser: Browser, pages: int) -> None:
    """The database may have so many pages; fewer than it has mean that it cannot grow."""
    assert browser.blocking_portal is not None
    browser.blocking_portal.call(ENGINE.run_ddl, f"PRAGMA max_page_count = {pages}")


def everything_in(data: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables but that of tries: one that is refused has been tried all the same."""
    with closing(sqlite3.connect(data / DATABASE_FILE)) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'try'").fetchall()
        return {table: database.execute(f'SELECT * FROM "{table}"').fetchall() for (table,) in tables}  # noqa: S608


def assert_told_to_come_back(answer: httpx.Response) -> None:
    assert answer.status_code in (503, 507), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert int(answer.headers["retry-after"]) > 0


async def _sign_up(browser: Browser, number: int) -> httpx.Response:
    forget_tries(browser)
    return await browser.post("/api/account", json={"email": f"p{number}@example.org", "password": PASSWORD})


async def _sign_in(browser: Browser, _: int) -> httpx.Response:
    forget_tries(browser)
    # Another browser: this one's own session would make room by ending.
    other = new_browser(browser.app)
    other.blocking_portal = browser.blocking_portal
    return await other.post("/api/session", json={"email": "ana@example.org", "password": PASSWORD})


async def _link(browser: Browser, _: int) -> httpx.Response:
    return await browser.post("/api/share-links", json={"label": "Dr. Okafor, Wednesdays " * 3})


async def _subscribe(browser: Browser, number: int) -> httpx.Response:
    endpoint = f"http://127.0.0.1:9/{number}/" + "x" * 1_500
    return await browser.post(
        "/api/push", json={"endpoint": endpoint, "keys": BROWSER_KEYS, "device": f"{number:016x}"}
    )


async def _entry(browser: Browser, _: int) -> httpx.Response:
    return await sync(browser, edit(notes="A long night. " * 50))


async def refused_for_want_of_room(data: Path, browser: Browser, ask: Ask) -> tuple[httpx.Response, int]:
    """Ask until what is left of the pages is used up. The refused request must have changed nothing."""
    make_room(browser, 1)
    for number in range(TRIES):
        before = everything_in(data)
        answer = await ask(browser, number)
        if answer.status_code >= 300:
            assert everything_in(data) == before, "half-written"
            return answer, number
    raise AssertionError("the disk never was full")


@pytest.mark.parametrize("ask", [_sign_up, _sign_in, _link, _subscribe, _entry])
async def test_a_request_on_a_full_disk_is_refused_whole_and_taken_when_there_is_room(
    ana: Browser, data: Path, ask: Ask
) -> None:
    answer, number = await refused_for_want_of_room(data, ana, ask)
    assert_told_to_come_back(answer)
    make_room(ana, PLENTY)
    assert (await ask(ana, number)).status_code < 300


async def test_the_doctor_opens_a_link_when_there_is_room_again(ana: Browser, data: Path) -> None:
    path = (await _link(ana, 0)).json()["path"]

    async def opening(browser: Browser, _: int) -> httpx.Response:
        return await browser.post("/api/shared", json={"token": path.partition("#")[2]})

    answer, number = await refused_for_want_of_room(data, ana, opening)
    assert_told_to_come_back(answer)
    make_room(ana, PLENTY)
    assert (await opening(ana, number)).status_code == 200
    [link] = (await ana.get("/api/share-links")).json()
    assert len(link["opened"]) == number + 1


async def test_i11_entries_of_a_full_disk_are_not_refused_for_good(ana: Browser, data: Path) -> None:
    entries = [edit(notes="A long night. " * 100) for _ in range(10)]
    before = everything_in(data)
    make_room(ana, 1)
    answer = await sync(ana, *entries)
    assert_told_to_come_back(answer)
    assert everything_in(data) == before
    make_room(ana, PLENTY)
    said = (await sync(ana, *entries)).json()
    assert (list(said["acknowledged"]), said["rejected"]) == ([entry["id"] for entry in entries], [])


async def test_a_sign_up_that_found_no_room_can_be_tried_again(ana: Browser, data: Path) -> None:
    await refused_for_want_of_room(data, ana, _sign_in)  # there is no room left for a session
    before = everything_in(data)
    ben = new_browser(ana.app)
    ben.blocking_portal = ana.blocking_portal
    assert_told_to_come_back(await _sign_up(ben, 1))
    assert everything_in(data) == before
    make_room(ana, PLENTY)
    await sign_up(ben, "p1@example.org")


@pytest.fixture
def full_erasures(ana: Browser, data: Path) -> Path:  # noqa: ARG001  # the app is open before its disk is full
    """The journal of erasures, on a device that takes nothing. Removing it makes room."""
    path = data / "erasures.jsonl"
    path.symlink_to("/dev/full")
    return path


def noted(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text().splitlines() if line]


async def test_s9_an_erasure_that_could_not_be_noted_is_noted_when_the_phone_sends_it_again(
    ana: Browser, full_erasures: Path
) -> None:
    entry = edit(notes="Never mind.")
    await sync(ana, entry)
    erasing = edit(entry["record"], erased=True)
    assert_told_to_come_back(await sync(ana, erasing))
    full_erasures.unlink()
    said = (await sync(ana, erasing)).json()
    assert list(said["acknowledged"]) == [erasing["id"]]
    assert [line["record"] for line in noted(full_erasures)] == [entry["record"]]


async def test_s9_an_account_whose_deletion_could_not_be_noted_can_be_deleted_again(
    ana: Browser, full_erasures: Path
) -> None:
    account = (await ana.get("/api/account")).json()["id"]
    assert_told_to_come_back(await ana.delete("/api/account"))
    full_erasures.unlink()
    assert (await ana.delete("/api/account")).status_code == 204
    assert noted(full_erasures) == [{"account": account}]
