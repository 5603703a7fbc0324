"""Opening what the server keeps: folder, keys, database, migrations; and closing it."""

import contextlib
import io
import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from backend.settings import DATABASE_FILE, Settings
from backend.storage.engine import ENGINE
from backend.storage.erasures import ErasureJournal
from backend.storage.journals import Journals
from backend.storage.sealing import Keyring, read_master_key
from backend.storage.tables import Database
from shared_schemas.clock import wire_instant


class StorageError(Exception):
    """The data folder or the database cannot be used; the message says why, for the operator."""


@dataclass(frozen=True)
class Storage:
    """What is open: the logs, the keys, and the name of this history of the database."""

    journals: Journals
    keyring: Keyring
    epoch: str


@asynccontextmanager
async def open_storage(settings: Settings, now: datetime) -> AsyncIterator[Storage]:
    """Open the database of `settings`, making folder, key and tables when missing.

    Raises StorageError when the folder cannot be written or another database than SQLite is asked for, and
    MasterKeyError when the key does not fit the database.
    """
    if settings.database_url is not None:
        raise StorageError("CASEBOOK_DATABASE_URL is set, but only SQLite is supported so far")
    _make_private_folder(settings.data_dir)
    keyring = Keyring(read_master_key(settings))
    await ENGINE.open(str(settings.data_dir / DATABASE_FILE))
    try:
        await _migrate()
        epoch = await _identity(keyring, now)
        journals = Journals(keyring, ErasureJournal(settings.data_dir / "erasures.jsonl"))
        await journals.apply_erasures()
        yield Storage(journals, keyring, epoch)
    finally:
        await ENGINE.close()


def _make_private_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"the data folder cannot be made: {error.strerror}") from error
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise StorageError("the data folder cannot be written")


async def _migrate() -> None:
    """Run the migrations this database has not had. Looking is cheap; Piccolo's machinery is loaded only to run."""
    migrations = Path(__file__).parent / "migrations"
    written = {path.stem for path in migrations.glob("storage_*.py")}
    try:
        rows = await ENGINE._run_in_new_connection("SELECT COUNT(*) AS n FROM migration WHERE app_name = 'storage'")
        ran = rows[0]["n"]
    except sqlite3.OperationalError:
        ran = 0
    if ran == len(written):
        return
    from piccolo.apps.migrations.commands.forwards import run_forwards  # slow, and needed once per release

    os.environ["PICCOLO_CONF"] = "backend.piccolo_conf"
    with contextlib.redirect_stdout(io.StringIO()):
        result = await run_forwards(app_name="storage")
    if not result.success:
        raise StorageError("the database could not be brought up to this release")


async def _identity(keyring: Keyring, now: datetime) -> str:
    row = await Database.select().first()
    if row is not None:
        keyring.check_probe(row["sealed_probe"])
        return str(row["epoch"])
    epoch = str(uuid4())
    await Database.insert(Database(id=1, epoch=epoch, created_at=wire_instant(now), sealed_probe=keyring.make_probe()))
    return epoch
