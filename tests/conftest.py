"""What tests of the server stand on: settings with a folder of their own, opened storage, browsers of a running app."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from backend.app import create_app
from backend.settings import Settings
from backend.storage import accounts, database
from backend.storage.database import Storage

# The moment of most tests: a Monday morning in November.
NOW = datetime(2026, 11, 23, 9, 15, 42, 120_000, tzinfo=UTC)
ORIGIN = "https://casebook.test"
PASSWORD = "a long night in november"

Browser = AsyncTestClient[Litestar]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", pwa_dir=tmp_path / "pwa")


@pytest.fixture
async def open_storage(settings: Settings) -> AsyncIterator[Storage]:
    async with database.open_storage(settings, NOW) as storage:
        yield storage


@pytest.fixture
async def ana(open_storage: Storage) -> str:
    """The id of a patient's account in `open_storage`."""
    return await accounts.create(open_storage, "ana@example.org", "no password", NOW)


@pytest.fixture
async def ben(open_storage: Storage) -> str:
    """The id of somebody else's account in `open_storage`."""
    return await accounts.create(open_storage, "ben@example.org", "no password", NOW)


def new_browser(app: Litestar) -> Browser:
    """A browser at the app's own page, without cookies. An error of the server is an answer, not an exception."""
    browser = AsyncTestClient(app, base_url=ORIGIN, raise_server_exceptions=False)
    browser.headers["origin"] = ORIGIN
    return browser


async def sign_up(browser: Browser, email: str) -> dict[str, Any]:
    """The new account that `browser` is signed in to from now on."""
    answer = await browser.post("/api/account", json={"email": email, "password": PASSWORD})
    assert answer.status_code == 201, answer.text
    account: dict[str, Any] = answer.json()
    return account


@pytest.fixture
async def browser(settings: Settings) -> AsyncIterator[Browser]:
    """A browser that nobody has signed in with; the app runs as long as it is open."""
    async with new_browser(create_app(settings)) as opened:
        yield opened


@pytest.fixture
async def signed_in(browser: Browser) -> Browser:
    """The same browser, signed in as ana@example.org."""
    await sign_up(browser, "ana@example.org")
    return browser


@pytest.fixture
async def stranger(browser: Browser) -> Browser:
    """A second browser at the same running app, signed in as ben@example.org."""
    second = new_browser(browser.app)
    second.blocking_portal = browser.blocking_portal
    await sign_up(second, "ben@example.org")
    return second
