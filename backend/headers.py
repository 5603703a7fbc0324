"""Headers that every answer carries, and the refusal of requests that another site's page makes."""

from typing import Any
from urllib.parse import urlsplit

from litestar import Request, Response
from litestar.datastructures import MutableScopeHeaders
from litestar.types import Message, Scope

from backend.problems import problem

_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_CHANGING = {"POST", "PUT", "PATCH", "DELETE"}
# Plotly sets styles on what it draws, hence 'unsafe-inline' for styles; scripts come from here only.
_CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'none'",
    )
)
_ALWAYS = {
    "Content-Security-Policy": _CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex, nofollow",
}


def is_loopback(host: str) -> bool:
    """Whether a Host header names this machine: there a browser takes no Secure cookie over plain HTTP."""
    return urlsplit(f"//{host}").hostname in _LOOPBACK


async def security_headers(message: Message, scope: Scope) -> None:
    """Add the headers, and `no-store` to what the API answers, to every answer that leaves the app."""
    if message["type"] == "http.response.start":
        message.setdefault("headers", [])
        _add_headers(scope, MutableScopeHeaders(message))


def _add_headers(scope: Scope, headers: MutableScopeHeaders) -> None:
    for name, value in _ALWAYS.items():
        headers[name] = value
    if scope["path"].startswith("/api/"):
        headers.setdefault("Cache-Control", "no-store")
    host = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "")
    if not is_loopback(host):
        headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"


async def refuse_other_origins(request: Request[Any, Any, Any]) -> Response[Any] | None:
    """A request that changes something must come from this site's own page, or from no page at all."""
    origin = request.headers.get("origin")
    if request.method not in _CHANGING or origin is None:
        return None
    if urlsplit(origin).netloc == request.headers.get("host"):
        return None
    return problem(403, "requests from another site are refused")
