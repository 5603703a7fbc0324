"""An operator watches over the server and sees nothing of a patient."""

import json
import logging
import re
import sqlite3
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from backend import logs
from backend.app import create_app
from backend.settings import Settings
from tests.backend.attachments.files import photo, sha256_of
from tests.conftest import Browser, new_browser
from tests.e2e.conftest import start_server
from tests.faults.api import new_app
from tests.push_service import BROWSER_KEYS

MARK = "Quokka"
CREDENTIALS = {"email": f"{MARK}@{MARK}.example", "password": f"{MARK} in november"}


async def test_ready_means_that_database_and_disk_can_be_used(browser: Browser) -> None:
    assert (await browser.get("/api/ready")).json() == (await browser.get("/api/health")).json()


async def test_a_server_without_its_database_lives_and_is_not_ready(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(*_: Any) -> Any:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr("backend.storage.engine.DurableSQLiteEngine.rows", refuse)
    answer = await browser.get("/api/ready")
    assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
    assert (await browser.get("/api/health")).status_code == 200


async def test_a_server_whose_folder_is_gone_is_not_ready(settings: Settings) -> None:
    async with new_browser(create_app(settings)) as browser:
        settings.data_dir.rename(settings.data_dir.with_name("elsewhere"))
        assert (await browser.get("/api/ready")).status_code == 503


def an_edit(**changes: Any) -> dict[str, Any]:
    edit = {
        "id": "00000000-0000-7000-8000-000000000001",
        "record": "10000000-0000-7000-8000-000000000001",
        "kind": "check_in",
        "stamp": "2026-11-23T09:15:42.004Z-0000-0123456789abcdef",
        "set": changes,
    }
    return {"protocol": 1, "device": "0123456789abcdef", "edits": [edit]}


def ask_what_fits(client: httpx.Client) -> Iterator[httpx.Response]:
    """A patient's day: an entry, a photo, a link with a passcode, a calendar, a report, and the doctor."""
    yield client.post("/api/account", json=CREDENTIALS)
    yield client.post("/api/session", json=CREDENTIALS)
    yield client.post("/api/sync", json=an_edit(notes=f"{MARK} slept", mood=f"{MARK}"))
    picture = photo()
    yield client.put(f"/api/attachments/{sha256_of(picture)}", content=picture)
    link = client.post("/api/share-links", json={"label": f"Dr. {MARK}", "passcode": f"{MARK}1234"})
    yield link
    token = link.json()["path"].partition("#")[2]
    yield client.post("/api/shared", json={"token": token, "passcode": f"{MARK}1234"})
    push = {"endpoint": f"http://127.0.0.1:9/{MARK}", "keys": BROWSER_KEYS, "device": "0123456789abcdef"}
    yield client.post("/api/push", json=push)
    yield client.post("/api/push/trial", json={"endpoint": push["endpoint"]})
    feed = client.post("/api/calendar", json={"says_what": True})
    yield feed
    yield client.get(feed.json()["path"])
    yield client.get("/api/progress")
    yield client.post("/api/reports/evidence", json={})
    yield client.get("/api/account/export")


def ask_what_does_not(client: httpx.Client) -> Iterator[httpx.Response]:
    """Every route with marked names in its path, its query and its body."""
    for route in new_app().routes:
        path = re.sub(r"\{[^}]*\}", MARK, route.path_format)
        for method in sorted(getattr(route, "methods", set()) - {"OPTIONS"}):
            for body in ({MARK: MARK, "token": MARK, "email": MARK, "passcode": MARK}, [MARK] * 3):
                yield client.request(method, path, params={MARK: MARK}, json=body)
            yield client.request(method, path, content=f"{MARK} is no JSON", headers={"X-Forwarded-For": "192.0.2.77"})
    yield client.post("/api/sync", content=b"\x1f\x8b" + MARK.encode(), headers={"Content-Encoding": "gzip"})


@pytest.mark.parametrize("form", ["text", "json"])
def test_nothing_of_a_patient_is_ever_logged(tmp_path: Path, form: str) -> None:
    server = start_server(tmp_path / "data", CASEBOOK_LOG=form)
    with httpx.Client(base_url=server.url, timeout=60) as client:
        fitting = [answer.status_code for answer in ask_what_fits(client)]
        cookie = client.cookies.get("casebook_session") or next(iter(client.cookies.values()))
        others = [answer.status_code for answer in ask_what_does_not(client)]
    server.process.terminate()
    said, _ = server.process.communicate(timeout=20)
    assert len([status for status in fitting if status < 300]) >= len(fitting) - 2, fitting
    assert {400, 404} <= set(others)
    for personal in (MARK, MARK.lower(), "192.0.2.77", cookie):
        assert personal not in said
    assert "127.0.0.1" not in said.replace(server.url, "")
    if form == "json":
        lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
        answered = [line for line in lines if line["message"] == "answered"]
        assert len(answered) == len(fitting) + len(others)
        assert {"/api/sync", "/api/calendar/{name}"} <= {line["path"] for line in answered}


@pytest.mark.parametrize("form", ["text", "json"])
def test_an_exception_is_logged_by_class_and_place_and_not_by_what_it_says(
    form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    logs.set_up(form)
    try:
        raise ValueError(f"{MARK} was entered")
    except ValueError:
        logging.getLogger("casebook.test").exception("Exception in ASGI application")
    finally:
        root.handlers, root.level = before
    said = capsys.readouterr().err
    assert "ValueError" in said
    assert "test_watching.py" in said
    assert MARK not in said


def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_metrics_come_from_an_address_of_their_own_and_name_no_token(tmp_path: Path) -> None:
    port = free_port()
    server = start_server(tmp_path / "data", CASEBOOK_METRICS=f"127.0.0.1:{port}")
    try:
        httpx.get(f"{server.url}/api/calendar/{MARK}.ics", timeout=60)
        httpx.get(f"{server.url}/{MARK}", timeout=60)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
            said = answer.read().decode()
        assert re.search(r'casebook_requests_total\{.*path="/api/calendar/\{name\}".*\} 1.0', said)
        assert MARK not in said
        assert "127.0.0.1" not in said
        assert httpx.get(f"{server.url}/metrics", timeout=60).status_code == 404
    finally:
        server.process.terminate()
        server.process.wait(timeout=20)
