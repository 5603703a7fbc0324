"""Every error as RFC 9457 problem details. None carries a value from a journal, and nothing of one is logged."""

import logging
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException, InternalServerException, ValidationException
from litestar.status_codes import HTTP_500_INTERNAL_SERVER_ERROR
from msgspec import ValidationError as SignatureError
from pydantic import ValidationError

from backend.storage.engine import BUSY_ERRORS
from backend.storage.erasures import NotNotedError
from backend.storage.journals import UnknownAccountError
from backend.storage.postgres import UNFIT_TEXT_ERROR

_LOG = logging.getLogger("casebook")
_TITLES = {
    400: "The request cannot be read",
    401: "Sign in first",
    403: "Not from here",
    404: "Not found",
    405: "Not this way",
    408: "Too slow",
    409: "Already there",
    411: "Length missing",
    413: "Too large",
    415: "Wrong type of body",
    416: "Wrong part",
    422: "Not what was announced",
    426: "Update needed",
    429: "Too many tries",
    500: "Something went wrong here",
    503: "Busy",
}
# What these exceptions say of themselves is ours or Litestar's and names no value.
_RETRY_SECONDS = "2"


def problem(
    status: int, detail: str, *, errors: list[dict[str, str]] | None = None, headers: dict[str, str] | None = None
) -> Response[dict[str, Any]]:
    """A problem details answer; `errors` name fields and rules."""
    content: dict[str, Any] = {
        "type": "about:blank",
        "title": _TITLES.get(status, "The request failed"),
        "status": status,
        "detail": detail,
    }
    if errors:
        content["errors"] = errors
    return Response(content, status_code=status, media_type="application/problem+json", headers=headers)


def on_http_exception(_: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    """Litestar's own and the rooms' exceptions. What a parser says may quote the body: only its kind is passed on."""
    headers = dict(error.headers or {})
    if isinstance(error, ValidationException) and _lacks_body(error):
        return problem(400, "the request has no body", headers=headers)
    if isinstance(error, ValidationException):
        return problem(400, "the request has wrong fields", errors=_errors(error.extra), headers=headers)
    if error.status_code == 400 and error.__cause__ is not None and not isinstance(error.extra, list):
        return problem(400, "the body is not JSON of the right form", headers=headers)
    if isinstance(error, InternalServerException) and isinstance(error.__cause__, ValidationError | SignatureError):
        return problem(400, "the request has wrong fields")
    if error.status_code == 429:
        headers.setdefault("Retry-After", headers.get("RateLimit-Reset", _RETRY_SECONDS))
    if error.status_code >= 500:
        return on_exception(_, error)
    errors = error.extra if isinstance(error.extra, list) else None
    return problem(error.status_code, error.detail, errors=errors, headers=headers)


def on_recursion(_: Request[Any, Any, Any], __: RecursionError) -> Response[Any]:
    """Thousands of nested brackets."""
    return problem(400, "the body nests too deep")


def on_wrong_encoding(_: Request[Any, Any, Any], __: UnicodeDecodeError) -> Response[Any]:
    """A text in another encoding than UTF-8, which Litestar does not take for a mistake of the request."""
    return problem(400, "the body is not UTF-8")


def on_unknown_account(_: Request[Any, Any, Any], __: UnknownAccountError) -> Response[Any]:
    """The account was deleted while its session was in use."""
    return problem(401, "this account is gone")


def on_unfit_text(_: Request[Any, Any, Any], __: Exception) -> Response[Any]:
    """A zero byte, which no keyboard types."""
    return problem(400, "the request has a text that cannot be kept")


def on_busy_database(_: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """Locked by another process, gone, or the disk is full: the phone keeps its edits and tries again."""
    _LOG.error("database not writable: %s", getattr(error, "sqlite_errorname", type(error).__name__))
    return problem(503, "the database is busy; try again", headers={"Retry-After": _RETRY_SECONDS})


def on_not_noted(_: Request[Any, Any, Any], __: NotNotedError) -> Response[Any]:
    """The disk that holds the journal of erasures is full: what was asked for must be asked again."""
    _LOG.error("an erasure could not be noted")
    return problem(503, "the erasure could not be noted; try again", headers={"Retry-After": _RETRY_SECONDS})


def on_exception(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """The last resort. The class and the route are logged, never what the exception says."""
    _LOG.error("%s at %s %s", type(error).__name__, request.method, request.scope.get("path_template", "?"))
    return problem(HTTP_500_INTERNAL_SERVER_ERROR, "the server could not do this; nothing was lost")


HANDLERS: dict[Any, Any] = {
    HTTPException: on_http_exception,
    RecursionError: on_recursion,
    UnicodeDecodeError: on_wrong_encoding,
    UnknownAccountError: on_unknown_account,
    UNFIT_TEXT_ERROR: on_unfit_text,
    **dict.fromkeys(BUSY_ERRORS, on_busy_database),
    NotNotedError: on_not_noted,
    Exception: on_exception,
}


def _lacks_body(error: ValidationException) -> bool:
    """Litestar then says of `data`, the name by which a route is given its body, only that name again."""
    return _errors(error.extra) == [{"field": "data", "message": "'data'"}]


def _errors(extra: Any) -> list[dict[str, str]]:
    if not isinstance(extra, list):
        return []
    return [
        {"field": str(entry.get("key", "")), "message": str(entry.get("message", ""))}
        for entry in extra
        if isinstance(entry, dict)
    ]
