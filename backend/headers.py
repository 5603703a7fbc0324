"""Headers that every answer carries, and the refusal of requests that another site's page makes."""

import re
from base64 import b64encode
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from litestar import Request, Response
from litestar.datastructures import MutableScopeHeaders
from litestar.types import Message, Scope

from backend.problems import problem

_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_CHANGING = {"POST", "PUT", "PATCH", "DELETE"}
# Plotly sets styles on what it draws, hence 'unsafe-inline' for styles; scripts come from here only.
_SCRIPTS = "script-src 'self'"
_CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        _SCRIPTS,
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        # Text never becomes script or markup, except by the policies of Svelte and of `pwa/src/components/trust.ts`.
        "require-trusted-types-for 'script'",
        "trusted-types svelte-trusted-html default",
    )
)
_SCRIPTS_IN_PAGE = re.compile(rb"<script>(.*?)</script>", re.DOTALL)
# Only what the app uses is left to it: the camera for photos of papers, passkeys for signing in.
_PERMISSIONS = {
    "camera": "(self)",
    "publickey-credentials-create": "(self)",
    "publickey-credentials-get": "(self)",
    **dict.fromkeys(
        (
            *("accelerometer", "browsing-topics", "display-capture", "encrypted-media", "geolocation"),
            *("gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer", "microphone", "midi", "payment"),
            *("screen-wake-lock", "serial", "usb", "xr-spatial-tracking"),
        ),
        "()",
    ),
}
_ALWAYS = {
    "Content-Security-Policy": _CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": ", ".join(f"{feature}={to}" for feature, to in _PERMISSIONS.items()),
    "X-Robots-Tag": "noindex, nofollow",
}


def policy_of_page(page: bytes) -> str:
    """The policy for a page of the build, with each script that stands in it allowed by its hash."""
    hashes = [b64encode(sha256(script).digest()).decode() for script in _SCRIPTS_IN_PAGE.findall(page)]
    scripts = " ".join([_SCRIPTS, *(f"'sha256-{one}'" for one in hashes)])
    return _CONTENT_SECURITY_POLICY.replace(_SCRIPTS, scripts)


def is_loopback(host: str) -> bool:
    """Whether a Host header names this machine: there a browser takes no Secure cookie over plain HTTP."""
    return name_in(f"//{host}") in _LOOPBACK


def name_in(address: str) -> str | None:
    """The host's name in an address; None when it has none, as in what no browser sends."""
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


async def security_headers(message: Message, scope: Scope) -> None:
    """Add the headers, and `no-store` to what the API answers, to every answer that leaves the app."""
    if message["type"] == "http.response.start":
        message.setdefault("headers", [])
        _add_headers(scope, MutableScopeHeaders(message))


def _add_headers(scope: Scope, headers: MutableScopeHeaders) -> None:
    for name, value in _ALWAYS.items():
        headers.setdefault(name, value)
    if scope["path"].startswith("/api/"):
        headers.setdefault("Cache-Control", "no-store")
    host = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "")
    if not is_loopback(host):
        headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"


async def refuse_foreign_requests(request: Request[Any, Any, Any]) -> Response[Any] | None:
    """A request that changes something comes from this site's own page or from no page at all, and its body is JSON.

    A form of another site can send neither JSON nor this site's origin. A route that takes files says `takes_files`.
    """
    if request.method not in _CHANGING:
        return None
    if not _is_from_here(request):
        return problem(403, "requests from another site are refused")
    if not (_is_json(request) or request.route_handler.opt.get("takes_files")):
        return problem(415, "the body must be JSON")
    return None


def _is_from_here(request: Request[Any, Any, Any]) -> bool:
    # Programs without a page send neither header.
    if request.headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    return origin is None or origin.partition("://")[2] == request.headers.get("host")


def _is_json(request: Request[Any, Any, Any]) -> bool:
    kind = request.headers.get("content-type")
    if kind is None:
        return request.headers.get("content-length", "0") == "0" and "transfer-encoding" not in request.headers
    return kind.partition(";")[0].strip().lower() == "application/json"
