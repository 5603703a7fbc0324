"""Every route of the API's own schema, asked what fits it and what does not: never an error of the server."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.schemas import APIOperation

from backend.app import create_app
from backend.settings import Settings
from shared_schemas.base import RequestBody
from tests.conftest import Browser, sign_up

# Tries are limited, and this is not about that.
LIMITED = ("sign_in_tries", "shared_openings", "push_trials", "calendar_fetches")
PROBLEM = "application/problem+json"


def _all_bodies(kind: type[RequestBody] = RequestBody) -> Iterator[type[RequestBody]]:
    for body in kind.__subclasses__():
        yield body
        yield from _all_bodies(body)


BODIES = {body.__name__: body for body in _all_bodies()}


def api_schema() -> dict[str, Any]:
    """What /schema/openapi.json answers, and what it leaves out of bodies: sync's, patterns, that nothing else fits."""
    app = create_app(Settings(data_dir=Path("/nowhere")))
    schema: dict[str, Any] = app.openapi_schema.to_schema()
    reference = {"schema": {"$ref": "#/components/schemas/SyncRequest"}}
    body = {"content": {"application/json": reference}, "required": True}
    schema["paths"]["/api/sync"]["post"]["requestBody"] = body
    components = schema["components"]["schemas"]
    for name in _bodies(schema):
        exact = BODIES[name].model_json_schema(ref_template="#/components/schemas/{model}")
        components |= {**exact.pop("$defs", {}), name: exact}
    return schema


def _bodies(schema: dict[str, Any]) -> Iterator[str]:
    for operations in schema["paths"].values():
        for operation in operations.values():
            for content in operation.get("requestBody", {"content": {}})["content"].values():
                yield content["schema"]["$ref"].rpartition("/")[2]


def operations() -> list[APIOperation]:
    return [found.ok() for found in schemathesis.openapi.from_dict(api_schema()).get_all_operations()]


def cases(operation: APIOperation) -> st.SearchStrategy[Case]:
    """Requests that fit the schema; where there is a body, others too."""
    fitting = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    if not operation.body:
        return fitting
    return fitting | operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)


async def answer_to(browser: Browser, case: Case) -> httpx.Response:
    """The answer to one case in a signed-in browser, whatever the limits on tries."""
    for name in LIMITED:
        await browser.app.stores.get(name).delete_all()
    if (await browser.get("/api/account")).status_code == 401:
        await sign_up(browser, f"{uuid4()}@example.org")
    request = case.as_transport_kwargs(base_url="http://casebook.test")
    body = {"content" if name == "data" else name: request[name] for name in ("json", "data") if name in request}
    kind = request["headers"].get("Content-Type")
    headers = {} if kind is None else {"Content-Type": kind}
    return await browser.request(request["method"], urlsplit(request["url"]).path, headers=headers, **body)


def test_the_schema_names_every_route_of_the_api() -> None:
    """What Litestar leaves out of its schema would go untested here."""
    app = create_app(Settings(data_dir=Path("/nowhere")))
    served = {route.path_format for route in app.routes if route.path_format.startswith("/api/")}
    assert served - {operation.path for operation in operations()} == set()


@pytest.mark.parametrize("operation", operations(), ids=lambda operation: operation.label)
@settings(
    max_examples=100,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
async def test_whatever_is_asked_of_a_route_its_answer_is_no_error_of_the_server(
    ana: Browser, operation: APIOperation, data: st.DataObject
) -> None:
    answer = await answer_to(ana, data.draw(cases(operation)))
    assert answer.status_code < 500, answer.text
    if answer.status_code >= 400 and answer.request.method != "HEAD":
        assert answer.headers["content-type"] == PROBLEM
        assert answer.json()["status"] == answer.status_code
