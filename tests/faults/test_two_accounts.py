"""Every route of the API, asked by nobody and by somebody else: Ana's things stay hers, and nobody learns that they
are there. Routes come from the app's own table, so a new one is tested here from its first day."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode

from backend.accounts.cookie import SECURE_COOKIE
from backend.app import create_app
from backend.settings import Settings
from tests.backend.reports.reading import text_of
from tests.conftest import Browser, forget_tries, new_browser, sign_up
from tests.faults.api import PUBLIC, fields_of, operations
from tests.faults.belongings import NOBODYS, Belongings, files_in, give_everything, kept_of

# One app, and one Ana, for all tests of this file: she must come out of every one of them as she went in.
in_the_house = pytest.mark.asyncio(loop_scope="module")
few = settings(
    max_examples=4, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)
ALL = {operation.label: operation for operation in operations()}
PRIVATE = {label: operation for label, operation in ALL.items() if label not in PUBLIC}
NAMING = {
    label: operation
    for label, operation in PRIVATE.items()
    if operation.path_parameters or NOBODYS.keys() & fields_of(operation)
}


@dataclass
class House:
    """A running server with Ana, who has everything, Ben, and cookies that open nothing."""

    data: Path
    ana: Browser
    ben: Browser
    anas: Belongings
    dead_cookies: dict[str, str | None]

    def kept(self) -> tuple[str, dict[str, bytes]]:
        """All that the server keeps of Ana."""
        hers = self.anas
        return kept_of(self.data, hers.account), files_in(self.data)

    async def as_ben(self, case: Case, values: dict[str, str]) -> httpx.Response:
        """Ben's answer to one case; some requests end his session or his account, and he begins anew."""
        if (await self.ben.get("/api/account")).status_code == 401:
            await sign_up(self.ben, f"{uuid4()}@example.org")
        return await ask(self.ben, case, values)


async def ask(browser: Browser, case: Case, values: dict[str, str], **headers: str) -> httpx.Response:
    """The answer to one case, in whose path and body `values` stand under their names."""
    forget_tries(browser)
    path = case.operation.path.format(**values)
    body: Any = case.as_transport_kwargs(base_url="http://casebook.test").get("json")
    content = {} if body is None else {"json": with_names(body, values)}
    return await browser.request(case.method, path, params=case.query, headers=headers, **content)


def with_names(body: Any, values: dict[str, str]) -> Any:
    """The same body with a known value wherever a name of `values` stands."""
    if isinstance(body, list):
        return [with_names(entry, values) for entry in body]
    if not isinstance(body, dict):
        return body
    return {name: values[name] if name in values else with_names(value, values) for name, value in body.items()}


def text_in(answer: httpx.Response) -> str:
    return text_of(answer.content) if answer.content.startswith(b"%PDF") else answer.text


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    data = tmp_path_factory.mktemp("two-accounts") / "data"
    app = create_app(Settings(data_dir=data, pwa_dir=data / "no-app", push_allows_loopback=True))
    async with new_browser(app) as ana:
        anas = await give_everything(ana)
        ben, gone = new_browser(app), new_browser(app)
        ben.blocking_portal = gone.blocking_portal = ana.blocking_portal
        yield House(data, ana, ben, anas, await _dead_cookies(gone))


async def _dead_cookies(browser: Browser) -> dict[str, str | None]:
    """What a thief may hold: the cookie of a session that was signed out, and that of an account that is deleted."""
    await sign_up(browser, "carla@example.org")
    stolen = browser.cookies[SECURE_COOKIE]
    assert (await browser.delete("/api/session")).status_code == 204
    await sign_up(browser, "dora@example.org")
    orphan = browser.cookies[SECURE_COOKIE]
    assert (await browser.delete("/api/account")).status_code == 204
    return {"none": None, "made up": "x" * 43, "empty": "", "signed out": stolen, "of a deleted account": orphan}


def test_every_name_in_a_path_is_known() -> None:
    """A new one needs a line in `belongings`: what Ana has under it, and what nobody has."""
    names = {parameter.name for operation in ALL.values() for parameter in operation.path_parameters}
    assert names - set(NOBODYS) == set()


def test_every_public_route_is_one_that_is_there() -> None:
    assert set(PUBLIC) - set(ALL) == set()


def test_ana_has_something_under_every_name(house: House) -> None:
    assert house.anas.names.keys() == NOBODYS.keys()
    assert all(house.anas.names[name] != nobodys for name, nobodys in NOBODYS.items() if name != "number")


@in_the_house
@pytest.mark.parametrize("label", PRIVATE)
@few
@given(data=st.data())
async def test_without_a_session_that_lives_the_answer_is_401(house: House, label: str, data: st.DataObject) -> None:
    case = data.draw(PRIVATE[label].as_strategy(generation_mode=GenerationMode.POSITIVE))
    browser = new_browser(house.ana.app)
    browser.blocking_portal = house.ana.blocking_portal
    before = house.kept()
    for kind, cookie in house.dead_cookies.items():
        headers = {} if cookie is None else {"cookie": f"{SECURE_COOKIE}={cookie}"}
        answer = await ask(browser, case, house.anas.names, **headers)
        assert answer.status_code == 401, f"with a cookie that is {kind}: {answer.status_code}"
    assert house.kept() == before


@in_the_house
@pytest.mark.parametrize("label", ALL)
@few
@given(data=st.data())
async def test_whatever_another_patient_asks_ana_keeps_all_and_tells_nothing(
    house: House, label: str, data: st.DataObject
) -> None:
    case = data.draw(ALL[label].as_strategy(generation_mode=GenerationMode.POSITIVE))
    # Whoever holds the token of a link or a feed may open it: that is what it is for.
    values = NOBODYS if label in PUBLIC else house.anas.names
    rows, files = house.kept()
    answer = await house.as_ben(case, values)
    rows_after, files_after = house.kept()
    assert rows_after == rows
    assert files_after | files == files_after
    assert [secret for secret in house.anas.secrets if secret in text_in(answer)] == []
    assert answer.content != house.anas.report


@in_the_house
@pytest.mark.parametrize("label", NAMING)
@few
@given(data=st.data())
async def test_what_is_anas_is_to_another_patient_as_if_it_were_not_there(
    house: House, label: str, data: st.DataObject
) -> None:
    case = data.draw(NAMING[label].as_strategy(generation_mode=GenerationMode.POSITIVE))
    nobodys = await house.as_ben(case, NOBODYS)
    anas = await house.as_ben(case, house.anas.names)
    assert (anas.status_code, anas.content) == (nobodys.status_code, nobodys.content)


@in_the_house
async def test_after_all_that_ana_is_signed_in_and_her_report_is_still_hers(house: House) -> None:
    answer = await house.ana.get(f"/api/reports/{house.anas.names['job_id']}")
    assert (answer.status_code, answer.content == house.anas.report) == (200, True)
