"""Making a backup: one sealed file, consistent while a server serves, complete or not there at all."""

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from backend.backups.archive import ArchiveReader, ArchiveWriter
from backend.backups.entries import OBJECTS, EntryWriter, Opening, read_entries
from backend.backups.snapshot import one_moment, rows_of
from backend.settings import DATABASE_FILE, VERSION, Settings
from backend.storage.database import open_storage
from backend.storage.objects import Objects, ObjectStoreError
from backend.storage.sealing import KEY_FILE, read_master_keys
from backend.storage.tables import TABLES

MASTER_KEY = KEY_FILE
# With another one, no phone can be reminded until it subscribes again.
OTHER_KEYS = ("vapid.pem",)


class BackupError(Exception):
    """No backup was made; the message says why, for the operator."""


async def back_up(
    settings: Settings, target: Path, passphrase: str, now: datetime, force: bool = False
) -> Mapping[str, int]:
    """Write everything to `target`, mode 0600, read it back, and only then give it its name: what is in it, counted.

    Raises BackupError when there is nothing to back up, when `target` lies in the data folder, or when it exists and
    not `force`. Then, and at any other error, `target` is as it was.
    """
    _require_place(settings, target, force)
    async with open_storage(settings, now):
        with _draft(target) as (file, draft):
            await _write(file, settings, passphrase, now)
            os.fsync(file.fileno())
            counts = _read_back(file, passphrase)
            _require_place(settings, target, force)
            draft.replace(target)
            sync_folder(target.parent)
    return counts


def sync_folder(folder: Path) -> None:
    """A name given in `folder` is on disk when this returns."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _require_place(settings: Settings, target: Path, force: bool) -> None:
    # Opening storage would make an empty database, and a backup of nothing looks like one of everything.
    if settings.database_url is None and not (settings.data_dir / DATABASE_FILE).exists():
        raise BackupError(f"there is no database in {settings.data_dir}; say where it is with --data")
    if target.resolve().is_relative_to(settings.data_dir.resolve()):
        raise BackupError("a backup must lie outside the data folder, or it is lost together with it")
    if target.is_dir():
        raise BackupError(f"{target} is a folder")
    if target.exists() and not force:
        raise BackupError(f"{target} exists; --force replaces it")


@contextmanager
def _draft(target: Path) -> Iterator[tuple[BinaryIO, Path]]:
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(descriptor, "w+b") as file:
            yield file, Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


async def _write(file: BinaryIO, settings: Settings, passphrase: str, now: datetime) -> None:
    entries, objects = EntryWriter(ArchiveWriter(file, passphrase, now)), Objects()
    with objects.opened(settings):
        async with one_moment() as counts:
            # Listed after the moment of the rows, so that nothing they name and that was there then is left out.
            paths = [path async for path, _ in objects.paths()]
            entries.opening(VERSION, counts | {OBJECTS: len(paths)})
            _write_keys(entries, settings)
            for table in TABLES:
                async for rows in rows_of(table):
                    entries.rows(table, rows)
        for path in paths:
            entries.stored_object(path, await _body(objects, path))
    entries.finish()
    file.flush()


async def _body(objects: Objects, path: str) -> bytes | None:
    try:
        return await objects.get(path)
    except ObjectStoreError as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return None
        raise


def _write_keys(entries: EntryWriter, settings: Settings) -> None:
    # Two while it is changed, one behind the other.
    entries.key(MASTER_KEY, b"".join(read_master_keys(settings)))
    for name in OTHER_KEYS:
        if (settings.data_dir / name).exists():
            entries.key(name, (settings.data_dir / name).read_bytes())


def _read_back(file: BinaryIO, passphrase: str) -> Mapping[str, int]:
    # A disk that keeps something else than it was given is found now and not on the day the backup is needed.
    counts: Mapping[str, int] = {}
    for entry in read_entries(ArchiveReader(file, passphrase)):
        if isinstance(entry, Opening):
            counts = entry.counts
    return counts
