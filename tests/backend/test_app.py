"""Every route of the app against what no page of ours would send: an answer below 500 that repeats nothing."""

import asyncio
import gzip
import json
import logging
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from httpx import Response
from litestar import Litestar
from litestar.routes import HTTPRoute

from backend.app import create_app
from backend.settings import ATTACHMENT_BYTES, BODY_BYTES_IN, LETTER_BODY_BYTES, SYNC_BYTES_IN, VERSION, Settings
from tests.conftest import ORIGIN, Browser, forget_tries, new_browser
from tests.push_service import BROWSER_KEYS

SECRET = "words-of-a-bad-night"
CHANGING = {"POST", "PUT", "PATCH", "DELETE"}
EDIT: dict[str, Any] = {
    "id": "00000000-0000-7000-8000-000000000001",
    "record": "10000000-0000-7000-8000-000000000001",
    "kind": "check_in",
    "stamp": "2026-11-23T09:15:42.004Z-0000-0123456789abcdef",
    "set": {"notes": SECRET},
}


def routes_of(app: Litestar) -> list[tuple[str, str]]:
    """Method and path of every route under /api/, with something in the place of a parameter."""
    return sorted(
        (method, re.sub(r"\{.*?\}", SECRET, route.path_format if hasattr(route, "path_format") else route.path))
        for route in app.routes
        if isinstance(route, HTTPRoute) and route.path.startswith("/api/")
        for method in route.methods - {"OPTIONS", "HEAD"}
    )


def assert_problem(answer: Response, status: int | None = None) -> None:
    """Problem details (RFC 9457) of a status below 500, with the headers of every answer and no word that was sent."""
    asked = f"{answer.request.method} {answer.request.url}"
    assert 400 <= answer.status_code < 500, asked
    assert status is None or answer.status_code == status, asked
    assert answer.headers["content-type"] == "application/problem+json", asked
    content = answer.json()
    assert content["status"] == answer.status_code, asked
    assert content["title"], asked
    assert content["type"] == "about:blank", asked
    assert SECRET not in answer.text, asked
    assert_guarded(answer)


def assert_guarded(answer: Response) -> None:
    """The headers that keep a page of ours ours, and an answer of the API out of every cache."""
    policy = answer.headers.get("content-security-policy", "")
    assert "default-src 'none'" in policy, f"{answer.request.method} {answer.request.url} {answer.status_code}"
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert answer.headers["x-robots-tag"].startswith("noindex")
    assert "max-age=" in answer.headers["strict-transport-security"]
    if answer.request.url.path.startswith("/api/"):
        assert re.search("no-store|no-cache", answer.headers["cache-control"])


async def send(browser: Browser, *edits: Any) -> Response:
    return await browser.post("/api/sync", json={"protocol": 1, "device": "0123456789abcdef", "edits": list(edits)})


_LIMITS = {
    "/api/sync": SYNC_BYTES_IN,
    f"/api/attachments/{SECRET}": ATTACHMENT_BYTES,
    "/api/reports/letters/file": LETTER_BODY_BYTES,
}


def test_every_room_is_in_the_app(settings: Settings) -> None:
    paths = {path for _, path in routes_of(create_app(settings))}
    rooms = {"account", "session", "sync", "records", "progress", "case", "reports", "share-links", "shared", "push"}
    assert {path.split("/")[2] for path in paths} >= rooms | {"attachments", "health"}


async def test_the_server_says_that_it_is_there(browser: Browser) -> None:
    answer = await browser.get("/api/health")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "version": VERSION})
    assert_guarded(answer)


async def test_the_schema_of_the_api_is_readable(browser: Browser) -> None:
    answer = await browser.get("/schema/openapi.json")
    assert answer.status_code == 200
    assert {path for _, path in routes_of(browser.app) if SECRET not in path} <= set(answer.json()["paths"])


_ENDPOINT = {"endpoint": f"https://{SECRET}.example"}
_KEYS = {"keys": BROWSER_KEYS, "device": "0123456789abcdef"}
_FORMS: dict[tuple[str, str], dict[str, Any]] = {
    ("POST", "/api/share-links"): {"label": SECRET},
    ("POST", "/api/push"): {**_ENDPOINT, **_KEYS},
    ("DELETE", "/api/push"): _ENDPOINT,
}


@pytest.mark.parametrize(
    "path",
    ["/api", "/api/", f"/api/{SECRET}", f"/{SECRET}", "/api/account/x", "/..%2f..%2fetc/passwd", "/%00", "/.env"],
)
async def test_an_unknown_address_is_a_problem_in_every_method(signed_in: Browser, path: str) -> None:
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        assert_problem(await signed_in.request(method, path))


async def test_a_method_a_route_does_not_have_is_a_problem(signed_in: Browser) -> None:
    routes = routes_of(signed_in.app)
    for path in {path for _, path in routes}:
        for method in CHANGING | {"GET", "TRACE"}:
            if (method, path) not in routes:
                assert_problem(await signed_in.request(method, path, content=b"{}"))


_BODIES = {
    "nothing": b"",
    "cut short": b'{"label": "' + SECRET.encode(),
    "not JSON": SECRET.encode(),
    "not text": b"\xff\xfe\x00" + SECRET.encode(),
    "text in another encoding": b'{"label": "M\xfcller", "token": "M\xfcller", "email": "M\xfcller"}',
    "null": b"null",
    "a number": b"1e999",
    "text": json.dumps(SECRET).encode(),
    "a list": json.dumps([SECRET]).encode(),
    "unknown fields": json.dumps({"field_of_tomorrow": SECRET}).encode(),
    "brackets": b"[" * 20_000,
    "nested lists": b"[" * 20_000 + b"]" * 20_000,
    "nested objects": b'{"label":' * 10_000 + b"1" + b"}" * 10_000,
    "a huge integer": b'{"expires_in_days": ' + b"9" * 5_000 + b"}",
    "half a character in a label": b'{"label": "\\ud800"}',
    "half a character in a token": b'{"token": "\\ud800"}',
    "half a character in a password": b'{"email": "a@b.c", "password": "aaaaaaaaaaaa\\ud800"}',
    "half a character in an email": b'{"email": "a\\ud800@b.c", "password": "aaaaaaaaaaaa"}',
    "a zero byte in a label": b'{"label": "\\u0000"}',
    "a zero byte in a token": b'{"token": "\\u0000"}',
    "a zero byte in an email": b'{"email": "\\u0000@b.c", "password": "aaaaaaaaaaaa"}',
}
# Names of fields, and names that the server itself uses for what it hands to its routes.
_NAMES = "label token email password endpoint account request storage journals settings now data state scope socket"
for _value in (SECRET, 1, None, [SECRET], {"x": SECRET}, True):
    _BODIES[f"wrong types: {_value}"] = json.dumps(dict.fromkeys(_NAMES.split(), _value)).encode()


@pytest.mark.parametrize("body", _BODIES.values(), ids=_BODIES.keys())
async def test_a_body_that_no_page_sends_is_refused_by_every_route(signed_in: Browser, body: bytes) -> None:
    cookies = dict(signed_in.cookies)
    for method, path in routes_of(signed_in.app):
        if method in CHANGING and (method, path) not in _BODILESS:
            signed_in.cookies.update(cookies)
            answer = await signed_in.request(method, path, content=body, headers={"content-type": "application/json"})
            _assert_taken_or_refused(answer)


# These read no body.
_BODILESS = {
    ("DELETE", "/api/account"),
    ("DELETE", "/api/session"),
    ("DELETE", "/api/sessions"),
    ("DELETE", f"/api/sessions/{SECRET}"),
    ("DELETE", "/api/calendar"),
    ("POST", "/api/push/later"),
    ("DELETE", f"/api/share-links/{SECRET}"),
    ("POST", "/api/session/passkey/options"),
    ("POST", "/api/push/later"),
}


def _assert_taken_or_refused(answer: Response) -> None:
    if answer.status_code >= 400:
        assert_problem(answer)
    else:
        # A zero byte is text like any other; what is taken may say its own label.
        assert_guarded(answer)


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "multipart/form-data; boundary=x",
        "application/msgpack",
        "application/json; charset=" + SECRET,
        SECRET,
        "",
    ],
)
async def test_another_type_of_body_is_no_error_of_the_server(signed_in: Browser, content_type: str) -> None:
    for body in (
        b"",
        SECRET.encode(),
        json.dumps({"field_of_tomorrow": SECRET}).encode(),
        b"--x\r\n\r\n" + SECRET.encode(),
    ):
        for method, path in routes_of(signed_in.app):
            if method in CHANGING and (method, path) not in _BODILESS:
                answer = await signed_in.request(method, path, content=body, headers={"content-type": content_type})
                _assert_taken_or_refused(answer)


async def test_a_body_that_is_too_large_gets_413_from_every_route_that_reads_one(signed_in: Browser) -> None:
    for method, path in routes_of(signed_in.app):
        if method not in CHANGING or (method, path) in _BODILESS:
            continue
        limit = _LIMITS.get(path, BODY_BYTES_IN)
        body = json.dumps({"label": SECRET}).encode().ljust(limit + 1)
        forget_tries(signed_in)
        answer = await signed_in.request(method, path, content=body, headers={"content-type": "application/json"})
        assert_problem(answer, 413)


async def test_a_small_body_that_unpacks_to_too_much_gets_413(signed_in: Browser) -> None:
    for method, path in routes_of(signed_in.app):
        if method in CHANGING and (method, path) not in _BODILESS:
            limit = _LIMITS.get(path, BODY_BYTES_IN)
            headers = {"content-type": "application/json", "content-encoding": "gzip"}
            bomb = gzip.compress(b'{"label": "x"}'.ljust(limit + 1))
            forget_tries(signed_in)
            assert_problem_of_the_size(await signed_in.request(method, path, content=bomb, headers=headers))


def assert_problem_of_the_size(answer: Response) -> None:
    assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")
    assert_guarded(answer)


@pytest.mark.parametrize("origin", ["https://elsewhere.test", "null", f"{ORIGIN}:8000", f"{ORIGIN}.evil.test", ""])
async def test_a_page_of_another_site_changes_nothing(signed_in: Browser, origin: str) -> None:
    for method, path in routes_of(signed_in.app):
        if method in CHANGING:
            forget_tries(signed_in)
            assert_problem(await signed_in.request(method, path, headers={"origin": origin}, json={}), 403)
    assert (await signed_in.get("/api/account", headers={"origin": origin})).status_code == 200


async def test_a_program_without_a_page_may_sync(signed_in: Browser) -> None:
    del signed_in.headers["origin"]
    assert (await send(signed_in, EDIT)).status_code == 200


async def test_on_the_patients_own_machine_no_browser_is_told_to_insist_on_https(settings: Settings) -> None:
    browser = new_browser(create_app(settings))
    async with browser:
        for host in ("127.0.0.1:8000", "localhost:8000", "[::1]:8000"):
            answer = await browser.get("/api/health", headers={"host": host})
            assert "strict-transport-security" not in answer.headers
        for host in ("casebook.test", "localhost.evil.test", "127.0.0.1.evil.test"):
            answer = await browser.get("/api/health", headers={"host": host})
            assert "strict-transport-security" in answer.headers


async def test_the_app_itself_is_served_with_the_same_guards(signed_in: Browser, settings: Settings) -> None:
    assets = settings.pwa_dir / "assets"
    assets.mkdir(parents=True)
    (settings.pwa_dir / "index.html").write_text("<!doctype html>")
    (assets / "index-abc123.js").write_text("1")
    page, script = await signed_in.get("/"), await signed_in.get("/assets/index-abc123.js")
    assert (page.status_code, page.headers["cache-control"]) == (200, "no-cache")
    assert (script.status_code, script.headers["cache-control"]) == (200, "public, max-age=31536000, immutable")
    assert_guarded(page)
    assert_guarded(script)


@pytest.mark.parametrize(
    "path", ["/../data/master.key", "/%2e%2e/data/master.key", "/assets/%2e%2e/%2e%2e/data/master.key", "/.hidden"]
)
async def test_nothing_outside_the_built_app_is_served(signed_in: Browser, settings: Settings, path: str) -> None:
    settings.pwa_dir.mkdir()
    (settings.pwa_dir / ".hidden").write_text(SECRET)
    assert (settings.data_dir / "master.key").exists()
    assert_problem(await signed_in.get(path), 404)


async def test_an_error_of_the_server_tells_and_logs_nothing_of_the_journal(
    signed_in: Browser, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    await send(signed_in, EDIT)
    with closing(sqlite3.connect(settings.data_dir / "casebook.sqlite")) as elsewhere, elsewhere:
        elsewhere.execute("UPDATE edit SET sealed = x'00'")
    caplog.clear()
    with caplog.at_level(logging.DEBUG):
        answers = [await signed_in.get(path) for path in ("/api/account/export", "/api/case")] + [await send(signed_in)]
    for answer in answers:
        assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
        assert EDIT["record"] not in answer.text
        assert "Traceback" not in answer.text
        assert_guarded(answer)
    ours = [record for record in caplog.records if record.name == "casebook"]
    assert ours[0].getMessage() == "UnsealError at GET /api/account/export"
    assert all(record.exc_info is None for record in ours)


async def test_a_refused_entry_is_logged_nowhere(signed_in: Browser, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        await send(signed_in, {**EDIT, "set": {"mood": SECRET}}, {**EDIT, "id": SECRET})
        await signed_in.post("/api/share-links", json={"label": SECRET * 20})
        await signed_in.post("/api/shared", json={"token": SECRET})
    assert SECRET not in caplog.text


async def test_two_years_in_the_trash_are_swept_when_the_server_starts(settings: Settings) -> None:
    async with new_browser(create_app(settings)) as browser:
        await browser.post("/api/account", json={"email": "ana@example.org", "password": SECRET})
        await send(browser, {**EDIT, "set": {"deleted": True}})
        cookies = dict(browser.cookies)
    _received(settings.data_dir, datetime.now(UTC) - timedelta(days=730))
    async with new_browser(create_app(settings)) as browser:
        browser.cookies.update(cookies)
        assert await _swept(browser) == [{"erased": True}, {"erased": True}]


def _received(data_dir: Path, moment: datetime) -> None:
    with closing(sqlite3.connect(data_dir / "casebook.sqlite")) as elsewhere, elsewhere:
        elsewhere.execute("UPDATE edit SET received_at = ?", [f"{moment:%Y-%m-%dT%H:%M:%S}.000Z"])


async def _swept(browser: Browser) -> list[dict[str, Any]]:
    """The log once the sweep has been through it, or as it is after two seconds."""
    for _ in range(40):
        sets = [edit["set"] for edit in (await send(browser)).json()["edits"]]
        if len(sets) > 1:
            break
        await asyncio.sleep(0.05)
    return sets
