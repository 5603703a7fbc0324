"""A server that is backed up and lost, on both engines."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from backend.backups.backup import back_up
from backend.backups.restore import Restored, restore
from backend.settings import Settings
from backend.storage import database
from backend.storage.database import Storage
from backend.storage.objects import Objects
from backend.storage.tables import TABLES
from tests.conftest import NOW

PASSPHRASE = "four walls and a garden"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run these tests on both engines, except those that ask for SQLite's own file."""
    if "engine_name" in metafunc.fixturenames:
        engines = ["sqlite"] if "sqlite_file" in metafunc.fixturenames else ["sqlite", "postgresql"]
        metafunc.parametrize("engine_name", engines, indirect=True)


class Server:
    """One server: its storage is open only while `running`, since one process opens one database at a time."""

    def __init__(self, settings: Settings, backups: Path) -> None:
        self.settings = settings
        self.file = backups / "casebook.backup"
        self.restored = 0

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Storage]:
        async with database.open_storage(self.settings, NOW) as storage:
            yield storage

    async def back_up(self, force: bool = False) -> None:
        await back_up(self.settings, self.file, PASSPHRASE, NOW, force)

    async def restore(self, force: bool = False, passphrase: str = PASSPHRASE) -> Restored:
        self.restored += 1
        return await restore(self.settings, self.file, passphrase, NOW + timedelta(hours=self.restored), force)

    async def is_lost(self) -> None:
        """Folder and database are gone, and the keys with them."""
        shutil.rmtree(self.settings.data_dir)
        if self.settings.database_url is not None:
            connection = await asyncpg.connect(self.settings.database_url)
            await connection.execute("DROP SCHEMA public CASCADE")
            await connection.execute("CREATE SCHEMA public")
            await connection.close()

    async def everything(self) -> dict[str, Any]:
        """All rows by table and key, all objects by path, and the keys that are files."""
        async with self.running():
            kept: dict[str, Any] = {table._meta.tablename: await _rows(table) for table in TABLES}
            objects = Objects()
            with objects.opened(self.settings):
                kept["objects"] = {path: await objects.get(path) async for path, _ in objects.paths()}
        files = (self.settings.data_dir / name for name in ("master.key", "vapid.pem"))
        return kept | {file.name: file.read_bytes() for file in files if file.exists()}


async def _rows(table: Any) -> dict[Any, dict[str, Any]]:
    name = table._meta.primary_key._meta.name
    return {row[name]: row for row in await table.select()}


@pytest.fixture
def server(settings: Settings, tmp_path: Path) -> Server:
    (tmp_path / "backups").mkdir()
    return Server(settings, tmp_path / "backups")
