"""A data folder of its own for every test here, and the app in this process where the fault is one inside SQLite."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from backend.settings import Settings
from tests.conftest import Browser, app_of, copy_tables, new_browser, sign_up


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
async def ana(data: Path, migrated_file: Path) -> AsyncIterator[Browser]:
    """Ana's browser, signed in to the app in this process."""
    settings = Settings(data_dir=data, pwa_dir=data / "no-app", push_allows_loopback=True)
    copy_tables(migrated_file, settings)
    async with new_browser(app_of(settings)) as browser:
        await sign_up(browser, "ana@example.org")
        yield browser
