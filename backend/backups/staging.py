"""A new data folder made from a backup, beside the one it may replace. Nothing that is in use is touched here."""

import os
import shutil
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg  # type: ignore[import-untyped]  # it brings no types
from piccolo.table import Table

from backend.backups.archive import ArchiveError, ArchiveReader
from backend.backups.backup import MASTER_KEY, OTHER_KEYS
from backend.backups.checks import unsound_logs
from backend.backups.entries import Key, Opening, Rows, StoredObject, read_entries
from backend.settings import Settings
from backend.storage.database import open_storage
from backend.storage.engine import ENGINE
from backend.storage.erasures import ErasureJournal
from backend.storage.journals import weigh_logs
from backend.storage.objects import Objects
from backend.storage.postgres import UNFIT_TEXT_ERROR
from backend.storage.sealing import master_keys_in, read_master_keys, write_master_keys
from backend.storage.tables import TABLES, AccessEvent, Account, Database, ShareLink

ERASURES = "erasures.jsonl"
# Two rows with one key, or a text that the database does not take.
_UNFIT = (sqlite3.IntegrityError, asyncpg.IntegrityConstraintViolationError, asyncpg.DataError, UNFIT_TEXT_ERROR)


class RestoreError(Exception):
    """Nothing was restored and nothing changed; the message says why, for the operator."""


@dataclass
class Contents:
    """What a whole reading of a backup found: counts by table, keys by file name, lengths of logs by account."""

    counts: Mapping[str, int] = field(default_factory=dict)
    keys: dict[str, bytes] = field(default_factory=dict)
    lengths: dict[str, int] = field(default_factory=dict)


def read_contents(archive: ArchiveReader) -> Contents:
    """Read a backup to its end, so that it is known to be whole and to hold a key. Raises ArchiveError."""
    contents = Contents()
    for entry in read_entries(archive):
        match entry:
            case Opening():
                contents.counts = entry.counts
            case Key():
                contents.keys[entry.name] = entry.body
            case Rows() if entry.table is Account:
                contents.lengths.update({row["id"]: row.get("last_seq", 0) for row in entry.rows})
    if not contents.keys.get(MASTER_KEY):
        raise ArchiveError("the backup holds no master key")
    return contents


async def stage(
    archive: ArchiveReader, contents: Contents, present: Settings, staged: Settings, now: datetime
) -> list[str]:
    """Fill the empty folder of `staged` with the backup, what was erased since in `present` left out or erased again.

    What is wrong with its logs, in sentences. Raises RestoreError when another master key is set than the backup's.
    """
    _write_keys(contents.keys, present, staged.data_dir)
    if (present.data_dir / ERASURES).exists():
        shutil.copy2(present.data_dir / ERASURES, staged.data_dir / ERASURES)
    async with open_storage(staged, now):
        await replace_rows(archive, staged)
    await _put_objects(archive, staged)
    async with open_storage(staged, now) as storage:  # looks whether the key fits, and erases again
        return await unsound_logs(storage)


async def replace_rows(archive: ArchiveReader, settings: Settings) -> None:
    """Replace all rows of the database that is open by those of the backup, under a new epoch, in one transaction."""
    erased = Erased.of(settings.data_dir)
    async with ENGINE.transaction():
        for table in TABLES:
            await table.delete(force=True)
        for entry in read_entries(archive):
            if isinstance(entry, StoredObject):
                break  # no more rows; a transaction must not stand open while gigabytes are read
            if isinstance(entry, Rows) and (rows := erased.left_of(entry)):
                await _insert(entry.table, rows)
        await weigh_logs()
        await Database.update({Database.epoch: str(uuid4())}, force=True)


async def _insert(table: type[Table], rows: list[Mapping[str, Any]]) -> None:
    try:
        await table.insert(*[table(**row) for row in rows])
    except _UNFIT as error:
        raise RestoreError(f"the backup has rows of {table._meta.tablename} that no server has written") from error


@dataclass
class Erased:
    """Accounts that were erased: nothing of theirs is restored. Erased records are erased again by opening storage."""

    accounts: set[str]
    links: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, data_dir: Path) -> "Erased":
        """As the journal of erasures in this folder says."""
        return cls({account for account, record in ErasureJournal(data_dir / ERASURES) if record is None})

    def left_of(self, entry: Rows) -> list[Mapping[str, Any]]:
        """The rows that may come back. Links must be asked for before their openings."""
        if entry.table is ShareLink:
            self.links |= {row["id"] for row in entry.rows if row.get("account") in self.accounts}
        return [row for row in entry.rows if not self._has(entry.table, row)]

    def lets_back(self, path: str) -> bool:
        """Whether the object of this path may come back; it begins with its account."""
        return path.partition("/")[0] not in self.accounts

    def _has(self, table: type[Table], row: Mapping[str, Any]) -> bool:
        if table is AccessEvent:
            return row.get("share_link") in self.links
        return row.get("id" if table is Account else "account") in self.accounts


def _write_keys(keys: Mapping[str, bytes], present: Settings, folder: Path) -> None:
    in_backup = master_keys_in(keys[MASTER_KEY])
    if present.master_key is None and present.master_key_command is None:
        write_master_keys(replace(present, data_dir=folder), in_backup)
    elif not set(in_backup) <= set(read_master_keys(present)):
        raise RestoreError(
            "another master key is set than the one in the backup; unset CASEBOOK_MASTER_KEY and "
            "CASEBOOK_MASTER_KEY_COMMAND, and the one in the backup is put into the data folder"
        )
    for name in OTHER_KEYS:
        if name in keys:
            _write_private(folder / name, keys[name])


def _write_private(path: Path, body: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(body)


async def _put_objects(archive: ArchiveReader, settings: Settings) -> None:
    objects, erased = Objects(), Erased.of(settings.data_dir)
    with objects.opened(settings):
        # A store by URL is the present one: what it has is the same, since an object is never changed.
        there = {path async for path, _ in objects.paths()}
        for entry in read_entries(archive):
            match entry:
                case StoredObject(path, bytes(body)) if path not in there and erased.lets_back(path):
                    await objects.put(path, body)
