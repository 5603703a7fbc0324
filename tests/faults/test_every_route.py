"""Every route of the API's own schema, asked what fits it and what does not: never an error of the server."""

from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.conftest import Browser, forget_tries, new_browser, sign_up
from tests.faults.api import PUBLIC, operations, routes

PROBLEM = "application/problem+json"
DOCUMENTED = [status_code_conformance, content_type_conformance, response_schema_conformance]
many = settings(
    max_examples=30, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)
few = settings(many, max_examples=8)


def cases(operation: APIOperation) -> st.SearchStrategy[Case]:
    """Requests that fit the schema; where there is a body, others too."""
    fitting = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    if not operation.body:
        return fitting
    return fitting | operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)


async def answer_to(browser: Browser, case: Case) -> httpx.Response:
    """The answer to one case in a signed-in browser, whatever the limits on tries and whatever was asked before."""
    answer = await unlimited(browser, case)
    if answer.status_code == 401 and (await browser.get("/api/account")).status_code == 401:
        forget_tries(browser)
        await sign_up(browser, f"{uuid4()}@example.org")
        answer = await unlimited(browser, case)
    return answer


async def unlimited(browser: Browser, case: Case) -> httpx.Response:
    """The answer to one case whatever the limits on tries."""
    answer = await ask(browser, case)
    if answer.status_code == 429:
        forget_tries(browser)
        answer = await ask(browser, case)
    return answer


async def ask(browser: Browser, case: Case) -> httpx.Response:
    """The answer to one case as it is."""
    request = case.as_transport_kwargs(base_url="http://casebook.test")
    body = {"content" if name == "data" else name: request[name] for name in ("json", "data") if name in request}
    kind = request["headers"].get("Content-Type")
    headers = {} if kind is None else {"Content-Type": kind}
    path = urlsplit(request["url"]).path
    return await browser.request(request["method"], path, params=request.get("params"), headers=headers, **body)


def assert_documented(answer: httpx.Response, case: Case) -> None:
    """An answer below 500 that the schema of the API names, with a body of the form it says."""
    assert answer.status_code < 500, answer.text
    if answer.request.method == "HEAD":
        assert str(answer.status_code) in case.operation.definition.raw["responses"]
        return
    case.validate_response(answer, checks=DOCUMENTED)
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == PROBLEM
        assert answer.json()["status"] == answer.status_code


def test_the_schema_names_every_route_of_the_api() -> None:
    """What Litestar leaves out of its schema would go untested here."""
    assert routes() - {operation.label for operation in operations()} == set()


EVERY_ROUTE = pytest.mark.parametrize("operation", operations(), ids=lambda operation: operation.label)


@EVERY_ROUTE
@many
@given(data=st.data())
async def test_whatever_is_asked_of_a_route_its_answer_is_one_that_the_schema_names(
    ana: Browser, operation: APIOperation, data: st.DataObject
) -> None:
    case = data.draw(cases(operation))
    assert_documented(await answer_to(ana, case), case)


@EVERY_ROUTE
@few
@given(data=st.data())
async def test_without_an_account_too(ana: Browser, operation: APIOperation, data: st.DataObject) -> None:
    case = data.draw(cases(operation))
    nobody = new_browser(ana.app)
    nobody.blocking_portal = ana.blocking_portal
    answer = await unlimited(nobody, case)
    assert_documented(answer, case)
    assert answer.status_code >= 400 or operation.label in PUBLIC
