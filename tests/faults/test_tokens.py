"""Cookies, tokens, ids and files as a thief or a broken program sends them: refused, and nothing else happens."""

import gzip
import tracemalloc
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from backend.accounts.cookie import SECURE_COOKIE
from backend.attachments.media_types import media_type_of
from tests.backend.attachments.files import JPEG_START, sha256_of
from tests.conftest import PASSWORD, Browser, forget_tries, new_browser, sign_up

many = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
# What a header can hold on the wire: everything but the end of a line.
header = st.binary(max_size=120).map(lambda value: value.translate(None, b"\r\n\0"))
# Now and then what is drawn begins as a PDF or a photo does, which would be taken.
not_a_file = st.binary(max_size=300).filter(lambda content: media_type_of(content) is None)
# Placed as it is into a path.
segment = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=80).map(lambda text: quote(text, ""))


def another(browser: Browser) -> Browser:
    """A browser at the same app that nobody signed in with."""
    second = new_browser(browser.app)
    second.blocking_portal = browser.blocking_portal
    return second


@many
@given(value=header)
@example(value=b'"')
@example(value=b"\xff\xfe")
@example(value=b"' OR 1=1 --")
@example(value=b"a=b; " * 20)
async def test_a_cookie_of_any_bytes_opens_nothing(ana: Browser, value: bytes) -> None:
    for cookie in (SECURE_COOKIE.encode() + b"=" + value, value):
        answer = await another(ana).get("/api/account", headers={b"cookie": cookie})
        assert answer.status_code == 401
        assert answer.headers["content-type"] == "application/problem+json"


@many
@given(token=st.text(max_size=100), passcode=st.none() | st.text(max_size=20))
async def test_a_made_up_token_opens_no_link(ana: Browser, token: str, passcode: str | None) -> None:
    forget_tries(ana)
    answer = await another(ana).post("/api/shared", json={"token": token, "passcode": passcode})
    assert answer.status_code in (400, 404)


@many
@given(name=segment)
@example(name="..%2f..%2fetc%2fpasswd")
@example(name="%2e%2e")
@example(name="%00")
@example(name="A" * 64)
async def test_an_id_of_any_text_finds_nothing(ana: Browser, name: str) -> None:
    forget_tries(ana)
    for method, path in (
        ("GET", f"/api/attachments/{name}"),
        ("PUT", f"/api/attachments/{name}"),
        ("GET", f"/api/records/{name}/history"),
        ("GET", f"/api/reports/{name}/pages/{name}"),
        ("GET", f"/api/calendar/{name}"),
        ("DELETE", f"/api/share-links/{name}"),
        ("DELETE", f"/api/sessions/{name}"),
    ):
        answer = await ana.request(method, path)
        assert answer.status_code in (400, 404, 405, 411), f"{method} {path}: {answer.status_code}"


@many
@given(content=not_a_file, content_range=st.none() | header, hash_fits=st.booleans())
async def test_an_upload_of_any_bytes_and_any_range_is_no_error_of_the_server(
    ana: Browser, content: bytes, content_range: bytes | None, hash_fits: bool
) -> None:
    sha256 = sha256_of(content) if hash_fits else "0" * 64
    headers = {} if content_range is None else {b"content-range": content_range}
    answer = await ana.put(f"/api/attachments/{sha256}", content=content, headers=headers)
    assert 400 <= answer.status_code < 500
    assert (await ana.head(f"/api/attachments/{sha256}")).status_code == 404


SCRIPT = b"<html><script>alert(document.cookie)</script></html>"


@pytest.mark.parametrize(
    "content",
    [JPEG_START + SCRIPT, b"%PDF-1.7\n" + SCRIPT + b"PK\x03\x04", b"\x89PNG\r\n\x1a\n" + SCRIPT],
    ids=["JPEG and HTML", "PDF, HTML and ZIP", "PNG and HTML"],
)
async def test_a_file_that_is_two_things_at_once_can_only_be_saved(ana: Browser, content: bytes) -> None:
    address = f"/api/attachments/{sha256_of(content)}"
    sent = await ana.put(address, content=content)
    assert sent.status_code in (204, 415)
    answer = await ana.get(address)
    assert answer.status_code == (200 if sent.status_code == 204 else 404)
    if answer.status_code == 200:
        assert answer.headers["content-type"].split(";")[0] in ("image/jpeg", "image/png", "application/pdf")
        assert answer.headers["content-disposition"].startswith("attachment;")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "content",
    [
        SCRIPT,
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"PK\x03\x04" + bytes(40),
        b"GIF89a;",
        b"MZ",
    ],
    ids=["HTML", "SVG", "ZIP", "GIF", "a program"],
)
async def test_what_is_no_photo_and_no_pdf_is_not_taken_whatever_it_is_called(ana: Browser, content: bytes) -> None:
    address = f"/api/attachments/{sha256_of(content)}"
    answer = await ana.put(address, content=content, headers={"content-type": "image/jpeg"})
    assert answer.status_code == 415
    assert (await ana.get(address)).status_code == 404


async def test_a_body_that_unpacks_to_a_thousand_times_its_size_takes_no_room(ana: Browser) -> None:
    bomb = gzip.compress(bytes(200_000_000), 1)
    headers = {"content-type": "application/json", "content-encoding": "gzip"}
    tracemalloc.start()
    answer = await ana.post("/api/sync", content=bomb, headers=headers)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert answer.status_code == 413
    assert most < 10_000_000


async def test_a_session_that_somebody_else_chose_is_never_taken_over(ana: Browser) -> None:
    chosen = "chosen-by-the-attacker-and-put-into-the-browser"
    browser = another(ana)
    answer = await browser.post(
        "/api/session",
        json={"email": "ana@example.org", "password": PASSWORD},
        headers={"cookie": f"{SECURE_COOKIE}={chosen}"},
    )
    assert answer.status_code == 200
    assert browser.cookies[SECURE_COOKIE] != chosen
    thief = another(ana)
    assert (await thief.get("/api/account", headers={"cookie": f"{SECURE_COOKIE}={chosen}"})).status_code == 401


async def test_a_session_stolen_before_a_sign_out_opens_nothing_after_it(ana: Browser) -> None:
    stolen = ana.cookies[SECURE_COOKIE]
    await ana.delete("/api/session")
    thief = another(ana)
    for method, path in (("GET", "/api/account"), ("GET", "/api/progress"), ("POST", "/api/sync")):
        answer = await thief.request(
            method, path, headers={"cookie": f"{SECURE_COOKIE}={stolen}"}, json={"protocol": 1}
        )
        assert answer.status_code == 401


@pytest.mark.parametrize("smuggled", ["\r\nSet-Cookie: a=b", "\nX-Mine: 1", "\x85X: 1", "\u2028X: 1"])
async def test_no_value_of_a_request_becomes_a_header(ana: Browser, smuggled: str) -> None:
    label = await ana.post("/api/share-links", json={"label": f"Dr. Ray{smuggled}"})
    year = await ana.get("/api/case/ledger.csv", params={"year": f"2026{smuggled}"})
    cookie = await another(ana).post("/api/account", json={"email": f"eve@example.org{smuggled}", "password": PASSWORD})
    for answer in (label, year, cookie):
        assert answer.status_code == 400
        assert "x-mine" not in answer.headers
        assert "set-cookie" not in answer.headers
        assert "X: 1" not in str(answer.headers)


async def test_the_names_of_saved_files_hold_nothing_of_the_patient(ana: Browser) -> None:
    await sign_up(ana, "o'neil;filename=x@example.org")
    for path in ("/api/account/export", "/api/account/export.zip", "/api/case/ledger.csv", "/api/calendar.ics"):
        named = (await ana.get(path)).headers["content-disposition"]
        assert "neil" not in named
