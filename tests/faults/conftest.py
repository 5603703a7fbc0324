"""A data folder of its own for every test here, and the app in this process where the fault is one inside SQLite."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from backend.app import create_app
from backend.settings import Settings
from tests.conftest import Browser, new_browser, sign_up


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
async def ana(data: Path) -> AsyncIterator[Browser]:
    """Ana's browser, signed in to the app in this process."""
    settings = Settings(data_dir=data, pwa_dir=data / "no-app", push_allows_loopback=True)
    async with new_browser(create_app(settings)) as browser:
        await sign_up(browser, "ana@example.org")
        yield browser
