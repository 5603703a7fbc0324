from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from litestar.exceptions import TooManyRequestsException

from backend.accounts.codes import plain
from backend.accounts.limits import require_sign_up_turn
from backend.app import clock, create_app
from backend.configuration import ConfigurationError, read_settings
from backend.settings import SIGN_UPS_PER_HOUR, Registration, Settings
from backend.storage import invitations
from backend.storage.database import Storage
from tests.conftest import NOW, PASSWORD, Browser, new_browser, sign_up

CODE = "k7dm-2pqx-9v4t-h3zs-1abc-0def"
BEN = {"email": "ben@example.org", "password": PASSWORD}


@pytest.fixture
async def by(settings: Settings, registration: Registration) -> AsyncIterator[Browser]:
    """A browser at a server that takes accounts in as `registration` says."""
    async with new_browser(create_app(replace(settings, registration=registration))) as opened:
        yield opened


async def asked(browser: Browser) -> str:
    return str((await browser.get("/api/registration")).json()["registration"])


def invite(browser: Browser, lifetime: timedelta) -> None:
    """Invite whoever has the code, in the running app's own loop."""
    browser.blocking_portal.call(invitations.invite, plain(CODE), lifetime, clock())


@pytest.mark.parametrize("registration", ["open", "invitation", "closed"])
async def test_the_first_account_can_always_be_made(by: Browser, registration: Registration) -> None:
    assert await asked(by) == "open"
    await sign_up(by, "ana@example.org")
    assert await asked(by) == registration


@pytest.mark.parametrize("registration", ["invitation", "closed"])
async def test_a_second_account_is_not_for_everybody(by: Browser, registration: Registration) -> None:
    await sign_up(by, "ana@example.org")
    for body in (BEN, {**BEN, "invitation": "x"}):
        answer = await by.post("/api/account", json=body)
        assert (answer.status_code, answer.headers["content-type"]) == (403, "application/problem+json")
    assert (await by.post("/api/session", json=BEN)).status_code == 401
    assert registration != "open"


@pytest.mark.parametrize("registration", ["invitation"])
async def test_an_invitation_makes_one_account(by: Browser) -> None:
    await sign_up(by, "ana@example.org")
    invite(by, timedelta(days=1))
    typed = {**BEN, "invitation": CODE.upper().replace("-", " ")}
    assert (await by.post("/api/account", json=typed)).status_code == 201
    assert (await by.post("/api/account", json={**typed, "email": "eva@example.org"})).status_code == 403


@pytest.mark.parametrize("registration", ["invitation"])
async def test_an_invitation_outlives_a_sign_up_that_is_refused(by: Browser) -> None:
    await sign_up(by, "ana@example.org")
    invite(by, timedelta(days=1))
    for wrong, status in (({"password": "password1234"}, 400), ({"email": "ana@example.org"}, 409)):
        assert (await by.post("/api/account", json={**BEN, **wrong, "invitation": CODE})).status_code == status
    assert (await by.post("/api/account", json={**BEN, "invitation": CODE})).status_code == 201


@pytest.mark.parametrize("registration", ["invitation"])
async def test_an_invitation_that_is_over_is_no_invitation(by: Browser) -> None:
    await sign_up(by, "ana@example.org")
    invite(by, timedelta(seconds=-1))
    assert (await by.post("/api/account", json={**BEN, "invitation": CODE})).status_code == 403


@pytest.mark.parametrize("registration", ["closed"])
async def test_a_closed_server_takes_nobody_in_with_an_invitation_either(by: Browser) -> None:
    await sign_up(by, "ana@example.org")
    invite(by, timedelta(days=1))
    assert (await by.post("/api/account", json={**BEN, "invitation": CODE})).status_code == 403


@pytest.mark.parametrize("registration", ["invitation"])
async def test_without_an_invitation_nobody_learns_which_emails_have_an_account(by: Browser) -> None:
    await sign_up(by, "ana@example.org")
    known = await by.post("/api/account", json={**BEN, "email": "ana@example.org"})
    unknown = await by.post("/api/account", json=BEN)
    assert (known.status_code, known.content) == (403, unknown.content)


async def test_where_sign_up_is_open_one_address_gets_few_answers_an_hour(open_storage: Storage) -> None:
    for _ in range(SIGN_UPS_PER_HOUR):
        await require_sign_up_turn(open_storage, "203.0.113.9", NOW)
    with pytest.raises(TooManyRequestsException):
        await require_sign_up_turn(open_storage, "203.0.113.9", NOW + timedelta(minutes=59))
    await require_sign_up_turn(open_storage, "192.0.2.1", NOW)
    await require_sign_up_turn(open_storage, "203.0.113.9", NOW + timedelta(minutes=61))


@pytest.mark.parametrize("value", ["Open", "yes", "by invitation"])
def test_a_setting_that_means_nothing_is_said_to_the_operator(value: str) -> None:
    with pytest.raises(ConfigurationError, match="CASEBOOK_REGISTRATION must be one of: open, invitation, closed"):
        read_settings({"CASEBOOK_REGISTRATION": value})


def test_without_the_setting_everybody_may_sign_up() -> None:
    assert Settings().registration == "open"
    assert read_settings({"CASEBOOK_REGISTRATION": "closed"})[0].registration == "closed"
