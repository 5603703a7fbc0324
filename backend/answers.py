"""What a route can answer beside what it was asked for, as the schema of the API tells it.

Most of it follows from the route itself and is found there by `documented`, so that nobody has to write it down. What
only one route answers stands at that route: `responses=problems(409)`.
"""

import inspect
from http import HTTPStatus
from typing import Any, Union

from litestar.handlers import HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from pydantic import BaseModel, ConfigDict

_CHANGING = {"POST", "PUT", "PATCH", "DELETE"}

Responses = dict[int, ResponseSpec]


class FieldProblem(BaseModel):
    """Which field is wrong, and the rule it breaks."""

    field: str | None
    message: str


class Problem(BaseModel):
    """Problem details, RFC 9457."""

    model_config = ConfigDict(extra="forbid")

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldProblem] | None = None


def problems(*statuses: int) -> Responses:
    """These refusals, as problem details."""
    return {
        status: ResponseSpec(
            Problem,
            generate_examples=False,
            description=HTTPStatus(status).phrase,
            media_type="application/problem+json",
        )
        for status in statuses
    }


def one_of(*views: type[BaseModel]) -> Responses:
    """JSON of one of these forms, where a route writes it itself."""
    either: Any = Union[views]  # noqa: UP007  # of a tuple
    return {200: ResponseSpec(either, generate_examples=False, description="As asked")}


def file_of(media_type: str) -> Responses:
    """A file in the place of JSON."""
    return {200: ResponseSpec(bytes, generate_examples=False, description="The file", media_type=media_type)}


def more_expected(view: type[BaseModel] | None) -> Responses:
    """It is not done yet; `view` says how far it is, or nothing does but headers."""
    return {202: ResponseSpec(view, generate_examples=False, description="Not done yet")}


def not_changed() -> Responses:
    """What was asked for is still as the ETag says."""
    return {304: ResponseSpec(None, description="Not changed since")}


def documented(*handlers: HTTPRouteHandler) -> list[HTTPRouteHandler]:
    """The same routes, each with what its own parts can refuse: session, body, path, limit, database."""
    for handler in handlers:
        done = {204: ResponseSpec(None, description="Done")} if handler.status_code == 204 else {}
        handler.responses = {**done, **problems(*_refusals(handler)), **(handler.responses or {})}
    return list(handlers)


def _refusals(handler: HTTPRouteHandler) -> set[int]:
    asked = inspect.signature(handler.fn).parameters
    has_path_parameter = any("{" in path for path in handler.paths)
    found = {400, 503}
    if "account" in asked:
        found |= {401, 429}
    if handler.http_methods & _CHANGING:
        found |= {403, 408, 413, 415}
    if has_path_parameter:
        found.add(404)
    if handler.middleware:
        found.add(429)
    return found
