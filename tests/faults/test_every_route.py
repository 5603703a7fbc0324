"""Every route of the API's own schema, asked what fits it and what does not: never an error of the server."""

from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.schemas import APIOperation

from tests.conftest import Browser, forget_tries, sign_up
from tests.faults.api import operations, routes

PROBLEM = "application/problem+json"


def cases(operation: APIOperation) -> st.SearchStrategy[Case]:
    """Requests that fit the schema; where there is a body, others too."""
    fitting = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    if not operation.body:
        return fitting
    return fitting | operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)


async def answer_to(browser: Browser, case: Case) -> httpx.Response:
    """The answer to one case in a signed-in browser, whatever the limits on tries."""
    forget_tries(browser)
    if (await browser.get("/api/account")).status_code == 401:
        await sign_up(browser, f"{uuid4()}@example.org")
    request = case.as_transport_kwargs(base_url="http://casebook.test")
    body = {"content" if name == "data" else name: request[name] for name in ("json", "data") if name in request}
    kind = request["headers"].get("Content-Type")
    headers = {} if kind is None else {"Content-Type": kind}
    return await browser.request(request["method"], urlsplit(request["url"]).path, headers=headers, **body)


def test_the_schema_names_every_route_of_the_api() -> None:
    """What Litestar leaves out of its schema would go untested here."""
    assert routes() - {operation.label for operation in operations()} == set()


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
