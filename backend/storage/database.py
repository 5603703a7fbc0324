"""Opening what the server keeps: folder, keys, database, migrations; and closing it."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg  # type: ignore[import-untyped]  # it brings no types

from backend.settings import DATABASE_FILE, Settings
from backend.storage.engine import BUSY_ERRORS, ENGINE
from backend.storage.erasures import ErasureJournal
from backend.storage.journals import Journals
from backend.storage.migrating import MigrationError, migrate
from backend.storage.sealing import Keyring, read_master_keys
from backend.storage.tables import Database
from shared_schemas.clock import wire_instant

_POSTGRES = ("postgresql://", "postgres://")


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

    Raises StorageError when the folder cannot be written or the database cannot be reached, and MasterKeyError when
    the key does not fit the database.
    """
    check_place(settings)
    keyring = Keyring(*read_master_keys(settings), read_again=lambda: read_master_keys(settings))
    try:
        await open_engine(settings)
        await _migrate()
        epoch = await _identity(keyring, now)
        journals = Journals(keyring, ErasureJournal(settings.data_dir / "erasures.jsonl"))
        await journals.apply_erasures()
        yield Storage(journals, keyring, epoch)
    finally:
        await ENGINE.close()


async def answers() -> bool:
    """Whether the database that is open can be read."""
    try:
        return await Database.exists()
    except BUSY_ERRORS:
        return False


def _check_url(url: str | None) -> None:
    # The URL holds a password: no message says what it is.
    if url is not None and not url.startswith(_POSTGRES):
        raise StorageError("CASEBOOK_DATABASE_URL must begin with postgresql://; without it, SQLite is used")


async def _migrate() -> None:
    try:
        await migrate()
    except MigrationError as error:
        raise StorageError(str(error)) from error


def check_place(settings: Settings) -> None:
    """Make the data folder when it is missing. Raises StorageError when it or the database's address is of no use."""
    _check_url(settings.database_url)
    _make_private_folder(settings.data_dir)


async def open_engine(settings: Settings) -> None:
    """Open the database as it is, whatever its release. Raises StorageError when it cannot be reached."""
    if settings.database_url is None:
        await ENGINE.open_file(str(settings.data_dir / DATABASE_FILE))
        return
    try:
        await ENGINE.open_server(settings.database_url)
    except (OSError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        reason = type(error).__name__
        raise StorageError(f"the database of CASEBOOK_DATABASE_URL cannot be used: {reason}") from None


def _make_private_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"the data folder cannot be made: {error.strerror}") from error
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise StorageError("the data folder cannot be written")


async def _identity(keyring: Keyring, now: datetime) -> str:
    row = await Database.select().first() or await _new_identity(keyring, now)
    keyring.check_probe(row["sealed_probe"])
    return str(row["epoch"])


async def _new_identity(keyring: Keyring, now: datetime) -> dict[str, Any]:
    new: dict[Any, Any] = {"epoch": str(uuid4()), "created_at": wire_instant(now), "sealed_probe": keyring.make_probe()}
    async with ENGINE.transaction():
        # Another server process may have been first.
        if row := await Database.select().first():
            return row
        await Database.insert(Database({Database.id: 1}, **new))
    return new
