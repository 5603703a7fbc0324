"""`doctor`: whether all that serving needs is there and in order. It changes nothing and makes nothing."""

import os
import shutil
import stat
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from backend.backups.rotation import backups_in, made_at
from backend.reminders.vapid import VapidKey, VapidKeyError
from backend.reports.glyphs import FontsMissingError, coverage
from backend.settings import BACKUP_IS_OLD, CLOCK_AHEAD, DATABASE_FILE, FREE_BYTES_NEEDED, Settings
from backend.storage.database import StorageError, open_engine
from backend.storage.engine import ENGINE
from backend.storage.migrating import MigrationError, pending
from backend.storage.objects import OBJECTS, ObjectStoreError
from backend.storage.sealing import KEY_FILE, Keyring, MasterKeyError, read_master_keys
from backend.storage.tables import Account, Database, StoredEdit
from shared_schemas.clock import wire_instant


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at, and how it is. It holds nothing of a patient and no secret."""

    level: Literal["ok", "warning", "error"]
    what: str
    says: str


async def examine(settings: Settings, backups: Path | None, now: datetime) -> list[Finding]:
    """All findings, in the order in which an operator would mend them."""
    findings = [*_address(settings), *_folder(settings)]
    if settings.data_dir.is_dir():
        key = list(_key(settings))
        findings += key
        if all(finding.level != "error" for finding in key):  # reading a key that is missing would make one
            findings += [finding async for finding in _database(settings, now)]
        findings += _push(settings)
        findings += [finding async for finding in _attachments(settings)]
    findings += [*_app(settings), *_fonts(settings), *_backups(backups, now)]
    findings.append(Finding("ok", "email", "Casebook sends none, so there is nothing to set"))
    return findings


def _address(settings: Settings) -> Iterator[Finding]:
    if settings.public_origin is None:
        yield Finding("warning", "address", "CASEBOOK_PUBLIC_ORIGIN is not set; reminders and passkeys need it")
    elif not settings.public_origin.startswith("https://"):
        yield Finding("warning", "address", "CASEBOOK_PUBLIC_ORIGIN is not https; phones install only over HTTPS")
    else:
        yield Finding("ok", "address", "is set and https")
    if "*" in settings.trusted_proxies:
        yield Finding("error", "proxies", "CASEBOOK_TRUSTED_PROXIES is *: anybody can claim any address")
    else:
        yield Finding("ok", "proxies", ", ".join(settings.trusted_proxies) or "none is trusted")


def _folder(settings: Settings) -> Iterator[Finding]:
    folder = settings.data_dir
    if not folder.is_dir():
        yield Finding("error", "data folder", f"{folder} is not there; the first start makes it")
        return
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        yield Finding("error", "data folder", f"{folder} cannot be written by this user")
    private = [folder, *(folder / name for name in (KEY_FILE, "vapid.pem", DATABASE_FILE))]
    open_to_others = [path.name for path in private if path.exists() and _is_open_to_others(path)]
    if open_to_others and _is_open_to_others(folder):
        yield Finding("error", "permissions", f"others can read {', '.join(open_to_others)}; chmod -R go= {folder}")
    else:
        yield Finding("ok", "permissions", "only this user can read the data folder")
    free = shutil.disk_usage(folder).free
    level: Literal["ok", "error", "warning"] = "ok"
    if free < FREE_BYTES_NEEDED * 10:
        level = "error" if free < FREE_BYTES_NEEDED else "warning"
    yield Finding(level, "disk", f"{free / 1e9:.1f} GB free")


def _is_open_to_others(path: Path) -> bool:
    return bool(stat.S_IMODE(path.stat().st_mode) & 0o077)


def _key(settings: Settings) -> Iterator[Finding]:
    is_in_file = settings.master_key is None and settings.master_key_command is None
    if is_in_file and not (settings.data_dir / KEY_FILE).exists():
        yield Finding("error", "master key", "master.key is not in the data folder; the first start makes it")
        return
    try:
        keys = read_master_keys(settings)
    except MasterKeyError as error:
        yield Finding("error", "master key", str(error))
        return
    if len(keys) > 1:
        yield Finding("warning", "master key", "a change of it is not finished; run rotate-keys again")
    else:
        yield Finding("ok", "master key", "can be read; keep a copy elsewhere" if is_in_file else "can be read")


async def _database(settings: Settings, now: datetime) -> AsyncIterator[Finding]:
    if settings.database_url is None and not (settings.data_dir / DATABASE_FILE).exists():
        yield Finding("error", "database", "is not in the data folder; the first start makes it")
        return
    try:
        await open_engine(settings)
    except StorageError as error:
        yield Finding("error", "database", str(error))
        return
    try:
        missing = await pending()
        if missing:
            yield Finding("error", "schema", f"{missing} migrations have not run; run migrate")
            return
        yield Finding("ok", "schema", "is of this release")
        yield await _key_fits(settings)
        yield await _clock(now)
    except MigrationError as error:
        yield Finding("error", "schema", str(error))
    finally:
        await ENGINE.close()


async def _key_fits(settings: Settings) -> Finding:
    row = await Database.select(Database.sealed_probe).first()
    if row is None:
        return Finding("ok", "database", "answers, and is empty")
    try:
        Keyring(*read_master_keys(settings)).check_probe(row["sealed_probe"])
    except MasterKeyError as error:
        return Finding("error", "database", str(error))
    return Finding("ok", "database", f"answers, the key fits, {await Account.count()} accounts")


async def _clock(now: datetime) -> Finding:
    ahead = StoredEdit.received_at > wire_instant(now + CLOCK_AHEAD)
    if await StoredEdit.exists().where(ahead):
        return Finding("error", "clock", "entries were received later than now: it is behind, or was ahead")
    if ENGINE.engine_type != "sqlite":
        rows = await ENGINE.run_ddl("SELECT clock_timestamp() AS now")
        apart = abs(rows[0]["now"] - now)
        if apart > timedelta(seconds=30):
            return Finding("warning", "clock", f"{apart.total_seconds():.0f} s apart from the database server's")
    return Finding("ok", "clock", f"{now:%Y-%m-%d %H:%M:%S} UTC; nothing contradicts it")


def _push(settings: Settings) -> Iterator[Finding]:
    if not (settings.data_dir / "vapid.pem").exists():
        yield Finding("ok", "reminders", "the key for them is made when the first phone asks")
        return
    try:
        VapidKey.of(settings.data_dir)
    except VapidKeyError:
        yield Finding("error", "reminders", "vapid.pem holds no key; put it back from a backup")
    else:
        yield Finding("ok", "reminders", "the key for them can be read")


async def _attachments(settings: Settings) -> AsyncIterator[Finding]:
    if settings.attachments_url is None and not (settings.data_dir / "attachments").exists():
        yield Finding("ok", "attachments", "there are none yet")
        return
    try:
        with OBJECTS.opened(settings):
            async for _ in OBJECTS.paths():
                break
    except (StorageError, ObjectStoreError):
        yield Finding("error", "attachments", "the store of attachments cannot be read")
    else:
        yield Finding("ok", "attachments", "the store can be read")


def _app(settings: Settings) -> Iterator[Finding]:
    if (settings.pwa_dir / "index.html").exists():
        yield Finding("ok", "app", "is built")
    else:
        yield Finding("error", "app", f"{settings.pwa_dir} holds no built app; run scripts/setup serve")


def _fonts(settings: Settings) -> Iterator[Finding]:
    try:
        coverage(settings.fonts_dirs)
    except FontsMissingError as error:
        yield Finding("error", "fonts", str(error))
    else:
        yield Finding("ok", "fonts", "are there")


def _backups(folder: Path | None, now: datetime) -> Iterator[Finding]:
    if folder is None:
        yield Finding("warning", "backups", "name their folder with --backups, to see how old the last one is")
        return
    made = [moment for path in (backups_in(folder) if folder.is_dir() else []) if (moment := made_at(path))]
    if not made:
        yield Finding("error", "backups", f"there is none in {folder}")
        return
    age = now - max(made)
    level: Literal["ok", "warning"] = "warning" if age > BACKUP_IS_OLD else "ok"
    yield Finding(level, "backups", f"the last one is {age.total_seconds() / 3_600:.0f} hours old")
