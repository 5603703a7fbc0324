"""What every answer says to the browser, and whose requests change nothing."""

import re
from base64 import b64encode
from hashlib import sha256

import pytest
from httpx import Response
from litestar.routes import HTTPRoute

from backend.settings import Settings
from tests.conftest import ORIGIN, Browser, forget_tries

ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "strict-transport-security": "max-age=63072000; includeSubDomains",
    "x-robots-tag": "noindex, nofollow",
}
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types svelte-trusted-html default",
}
FILES = {
    "index.html": "text/html",
    "shared.html": "text/html",
    "service-worker.js": "text/javascript",
    "manifest.webmanifest": "application/manifest+json",
    "assets/index-1a2b3c.js": "text/javascript",
    "assets/index-1a2b3c.css": "text/css",
    "assets/source-sans-3.woff2": "font/woff2",
    "icons/casebook.svg": "image/svg+xml",
    "icons/casebook-192.png": "image/png",
}
# What a form of another site's page can send without being asked.
OF_FORMS = ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", "TEXT/PLAIN;x=json"]


def assert_guarded(answer: Response) -> None:
    asked = f"{answer.request.method} {answer.request.url}"
    assert ALWAYS.items() <= dict(answer.headers).items(), asked
    assert set(answer.headers["content-security-policy"].split("; ")) >= POLICY, asked
    allowed = re.findall(r"([a-z-]+)=\(self\)", answer.headers["permissions-policy"])
    assert sorted(allowed) == ["camera", "publickey-credentials-create", "publickey-credentials-get"], asked
    assert {"geolocation=()", "microphone=()", "payment=()"} <= set(answer.headers["permissions-policy"].split(", "))
    assert "server" not in answer.headers, asked


async def test_every_route_answers_every_method_with_all_headers(browser: Browser) -> None:
    paths = {re.sub(r"\{.*?\}", "x", route.path_format) for route in browser.app.routes if isinstance(route, HTTPRoute)}
    assert len(paths) >= 30
    for path in sorted(paths):
        for method in ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"):
            answer = await browser.request(method, path)
            assert_guarded(answer)
            if path.startswith("/api/"):
                assert re.search("no-store|no-cache", answer.headers["cache-control"]), path


async def test_every_file_of_the_app_is_served_with_all_headers_and_its_type(
    browser: Browser, settings: Settings
) -> None:
    for name in FILES:
        (settings.pwa_dir / name).parent.mkdir(parents=True, exist_ok=True)
        (settings.pwa_dir / name).write_text("x")
    for address, kind in {"": "text/html", "shared": "text/html", **FILES}.items():
        answer = await browser.get(f"/{address}")
        assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, kind)
        assert_guarded(answer)


async def test_a_script_that_stands_in_a_page_is_allowed_by_its_hash_and_no_other_is(
    browser: Browser, settings: Settings
) -> None:
    script = "location.hash.slice(1)"
    settings.pwa_dir.mkdir(exist_ok=True)
    (settings.pwa_dir / "shared.html").write_text(f"<script>{script}</script><script src='/x.js'></script>")
    (settings.pwa_dir / "index.html").write_text("<script src='/x.js'></script>")
    shared, index = [(await browser.get(path)).headers["content-security-policy"] for path in ("/shared", "/")]
    digest = b64encode(sha256(script.encode()).digest()).decode()
    assert f"script-src 'self' 'sha256-{digest}';" in shared
    assert "script-src 'self';" in index
    assert shared.replace(f" 'sha256-{digest}'", "") == index


def changing(browser: Browser) -> list[tuple[str, str]]:
    """Every route that changes something."""
    return sorted(
        (method, re.sub(r"\{.*?\}", "x", route.path_format))
        for route in browser.app.routes
        if isinstance(route, HTTPRoute)
        for method in route.methods & {"POST", "PUT", "PATCH", "DELETE"}
    )


@pytest.mark.parametrize("kind", OF_FORMS)
async def test_what_a_form_can_send_changes_nothing(signed_in: Browser, kind: str) -> None:
    asked = [route for route in changing(signed_in) if not route[1].startswith("/api/attachments/")]
    assert len(asked) > 10
    for method, path in asked:
        forget_tries(signed_in)
        answer = await signed_in.request(method, path, content=b'{"x": "="}', headers={"content-type": kind})
        assert (answer.status_code, answer.headers["content-type"]) == (415, "application/problem+json"), path
    assert (await signed_in.get("/api/account")).status_code == 200


async def test_a_body_of_no_type_as_a_beacon_sends_it_changes_nothing(signed_in: Browser) -> None:
    assert (await signed_in.post("/api/share-links", content=b'{"label": "x"}')).status_code == 415
    assert (await signed_in.delete("/api/session")).status_code == 204, "no body needs no type"


@pytest.mark.parametrize("site", ["cross-site", "same-site", "", "anything"])
async def test_a_request_that_a_page_of_another_site_starts_changes_nothing(signed_in: Browser, site: str) -> None:
    del signed_in.headers["origin"]
    for method, path in changing(signed_in):
        forget_tries(signed_in)
        answer = await signed_in.request(method, path, json={}, headers={"sec-fetch-site": site})
        assert answer.status_code == 403, path
    assert (await signed_in.get("/api/account", headers={"sec-fetch-site": site})).status_code == 200


async def test_the_apps_own_page_may_change_something(signed_in: Browser) -> None:
    headers = {"sec-fetch-site": "same-origin", "origin": ORIGIN}
    assert (await signed_in.delete("/api/session", headers=headers)).status_code == 204
