"""Reading a request body tolerantly, so that one bad edit costs only itself, and writing the answer's JSON."""

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import to_json

from backend.settings import SYNC_EDITS_IN
from shared_schemas.sync import PROTOCOL, SyncRequest


class BodyError(Exception):
    """The whole request cannot be used. Carries the HTTP status and what is wrong, never a value."""

    def __init__(self, status: int, detail: str, problems: list[dict[str, str]] | None = None) -> None:
        super().__init__(detail)
        self.status, self.detail, self.problems = status, detail, problems or []


def read_request(body: bytes) -> SyncRequest:
    """The request in `body`. Raises BodyError: 400 not JSON or wrong types, 413 too many edits, 426 another protocol.

    Python's own parser lets lone surrogates and NaN through, which is wanted: they are judged edit by edit.
    """
    try:
        content = json.loads(body, parse_int=_integer)
    except (ValueError, RecursionError) as error:
        raise BodyError(400, "the body is not JSON") from error
    if not isinstance(content, dict):
        raise BodyError(400, "the body must be an object")
    if content.get("protocol") != PROTOCOL or isinstance(content.get("protocol"), bool):
        raise BodyError(426, f"this server speaks protocol {PROTOCOL}")
    edits = content.get("edits", [])
    if isinstance(edits, list) and len(edits) > SYNC_EDITS_IN:
        raise BodyError(413, f"at most {SYNC_EDITS_IN} edits fit in one request")
    try:
        return SyncRequest.model_validate(content)
    except ValidationError as error:
        raise BodyError(400, "the request has wrong fields", _problems(error)) from error


def _integer(digits: str) -> int | float:
    # Beyond every double, as Python's own limit on digits would be an error of the whole request.
    return int(digits) if len(digits) <= 400 else math.copysign(math.inf, -1 if digits[0] == "-" else 1)


def _problems(error: ValidationError) -> list[dict[str, str]]:
    details = error.errors(include_url=False, include_context=False, include_input=False)
    # A name that is not ours may be anything: only the first step of the path is said.
    return [
        {"field": str(detail["loc"][0]) if detail["type"] != "extra_forbidden" else "", "message": detail["msg"]}
        for detail in details
    ]


def write_answer(content: Mapping[str, Any], edits: Sequence[bytes] | None = None) -> bytes:
    """Compact JSON in UTF-8. `edits` are JSON already, and stand in it under that name."""
    text = to_json(content)
    return text if edits is None else b'%b,"edits":[%b]}' % (text[:-1], b",".join(edits))
