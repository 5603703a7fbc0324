"""Logging: what goes wrong, as lines of text or of JSON, without anything of a patient.

No address, email, id or token; of a path only its template; of an exception its class and where it was raised, never
what it says, since that may quote a value.
"""

import json
import logging
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from litestar.types import Message, Scope

_REQUESTS = logging.getLogger("casebook.requests")
_ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class _Discreet(logging.Formatter):
    def formatException(self, ei: _ExceptionInfo) -> str:  # noqa: N802  # logging's name
        """Class and places, innermost last."""
        kind, _, where = ei
        frames = [f"{frame.name} ({frame.filename}:{frame.lineno})" for frame in traceback.extract_tb(where)]
        return " < ".join([kind.__name__ if kind else "no exception", *reversed(frames)])


class _Lines(_Discreet):
    """One object of JSON a line."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= getattr(record, "fields", {})
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def set_up(form: str) -> None:
    """Log to the standard error: warnings as text, or as JSON with a line for each request, too."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Lines() if form == "json" else _Discreet("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    _REQUESTS.setLevel(logging.INFO if form == "json" else logging.WARNING)


async def log_request(message: Message, scope: Scope) -> None:
    """Log what was answered to which kind of request."""
    if message["type"] == "http.response.start" and _REQUESTS.isEnabledFor(logging.INFO):
        fields = {
            "method": scope.get("method", "unknown"),
            "path": scope.get("path_template", "unknown"),
            "status": message["status"],
        }
        _REQUESTS.info("answered", extra={"fields": fields})
