"""Writes what a server of this release keeps of two example patients as SQL text, for the tests of later releases.

Run once for each release, as CONTRIBUTING says: python -m tests.released tests/backend/operating/releases/0.1.0.sql
"""

import asyncio
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from backend.settings import DATABASE_FILE, Settings
from backend.storage.database import open_storage
from backend.storage.sealing import KEY_FILE
from tests.backend.backups.patients import add_ana, add_ben
from tests.conftest import NOW

KEY_LINE = "-- master key, of nobody: "


async def dump_of(data: Path) -> str:
    """The database of a new server in `data` with Ana's and Ben's journals, and its master key in the first line."""
    settings = Settings(data_dir=data)
    async with open_storage(settings, NOW) as storage:
        await add_ana(storage, settings)
        await add_ben(storage)
    with closing(sqlite3.connect(data / DATABASE_FILE)) as connection:
        statements = "\n".join(connection.iterdump())
    return f"{KEY_LINE}{(data / KEY_FILE).read_text(encoding='ascii').strip()}\n{statements}\n"


def load(dump: str, data: Path) -> None:
    """Make the data folder that `dump` was written of, without its attachments."""
    data.mkdir(mode=0o700)
    key, _, statements = dump.removeprefix(KEY_LINE).partition("\n")
    (data / KEY_FILE).write_text(key, encoding="ascii")
    (data / KEY_FILE).chmod(0o600)
    with closing(sqlite3.connect(data / DATABASE_FILE)) as connection:
        connection.executescript(statements)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        Path(sys.argv[1]).write_text(asyncio.run(dump_of(Path(folder) / "data")), encoding="utf-8")
