"""The subcommands `backup` and `restore`: their options, the passphrase, and what they say."""

import argparse
import asyncio
import getpass
import os
import signal
import sqlite3
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from backend.backups.archive import ArchiveError
from backend.backups.backup import BackupError, back_up
from backend.backups.folder_lock import FolderInUseError
from backend.backups.restore import restore
from backend.backups.rotation import dated, forget_oldest, interval, run_forever
from backend.backups.staging import RestoreError
from backend.settings import Settings
from backend.storage.database import StorageError
from backend.storage.engine import BUSY_ERRORS
from backend.storage.objects import ObjectStoreError
from backend.storage.sealing import MasterKeyError

PASSPHRASE = "CASEBOOK_BACKUP_PASSPHRASE"  # noqa: S105  # the name of the variable


class PassphraseMissingError(Exception):
    """There is no passphrase to be had; the message says what to do."""


_FAILURES: tuple[type[Exception], ...] = (
    ArchiveError,
    BackupError,
    FolderInUseError,
    MasterKeyError,
    OSError,
    ObjectStoreError,
    PassphraseMissingError,
    RestoreError,
    StorageError,
    sqlite3.Error,
    *BUSY_ERRORS,
)

_ENDS_UNKNOWN = """\
There was no store here to tell what ended since the backup was made. Links and sign-ins that ended since work again:
end all of them with `python -m backend sign-out --all --links`. Accounts and entries erased since are back, unless the
erasures.jsonl of the lost data folder was in this one; if you have it, put it there and run this again."""


def add_to(commands: Any) -> None:
    """Add both subcommands to those of the command line; each sets `run` to what takes settings and options."""
    backup = commands.add_parser("backup", help="write everything into one sealed file; the server may go on serving")
    backup.add_argument("target", type=Path, metavar="FILE", help="the file, or a folder for one named by its time")
    backup.add_argument("--data", type=Path, metavar="DIR", help="where the data is")
    backup.add_argument("--force", action="store_true", help="replace the file if it exists")
    backup.add_argument("--every", type=interval, metavar="24h", help="go on making them (30m, 24h, 7d) in a folder")
    backup.add_argument("--keep", type=_count, metavar="N", help="in a folder, delete all but the N newest")
    backup.set_defaults(run=_backup)
    restoring = commands.add_parser("restore", help="replace everything by what is in a backup; stop the server first")
    restoring.add_argument("source", type=Path, metavar="FILE")
    restoring.add_argument("--data", type=Path, metavar="DIR", help="where the data belongs")
    restoring.add_argument("--force", action="store_true", help="even when what is there now holds more")
    restoring.set_defaults(run=_restore)


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def _backup(settings: Settings, options: argparse.Namespace) -> int:
    try:
        passphrase = _passphrase(is_new=True)
    except PassphraseMissingError as error:
        return _fail(error)
    signal.signal(signal.SIGTERM, _end)  # so that half a file is cleared away
    try:
        return asyncio.run(_make_all(settings, options, passphrase))
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


async def _make_all(settings: Settings, options: argparse.Namespace, passphrase: str) -> int:
    async def make(target: Path) -> bool:
        return await _make(settings, options, passphrase, target)

    is_folder = options.target.is_dir()
    if options.every is None:
        return 0 if await make(dated(options.target, _now()) if is_folder else options.target) else 1
    if not is_folder:
        return _fail(BackupError(f"{options.target} is no folder; --every needs one that exists"))
    await run_forever(options.target, options.every, make, _now, asyncio.sleep)
    return 0


async def _make(settings: Settings, options: argparse.Namespace, passphrase: str, target: Path) -> bool:
    try:
        counts = await back_up(settings, target, passphrase, _now(), options.force)
        if options.keep is not None and target.parent == options.target:
            forget_oldest(options.target, target, options.keep)
    except _FAILURES as error:
        _fail(error)
        return False
    print(f"Backed up and read back: {_counted(counts)}, in {target}", flush=True)
    return True


def _restore(settings: Settings, options: argparse.Namespace) -> int:
    try:
        passphrase = _passphrase(is_new=False)
        done = asyncio.run(restore(settings, options.source, passphrase, _now(), options.force))
    except _FAILURES as error:
        return _fail(error)
    print(f"Restored: {_counted(done.counts)}. Phones send what they have when they sync next.")
    if not done.knows_ends:
        print(_ENDS_UNKNOWN)
    if done.before is not None:
        print(f"What was there before is in {done.before}; delete it when nothing is missing.")
    return 0


def _passphrase(is_new: bool) -> str:
    if given := os.environ.get(PASSPHRASE):
        return given
    if not sys.stdin.isatty():
        raise PassphraseMissingError(f"set {PASSPHRASE}, or run this on a terminal to be asked")
    typed = getpass.getpass("Passphrase of the backup: ")
    if not typed:
        raise PassphraseMissingError("a backup needs a passphrase")
    # A typing mistake would be found on the day the backup is needed.
    if is_new and getpass.getpass("The same again: ") != typed:
        raise PassphraseMissingError("the two are not the same")
    return typed


def _counted(counts: Mapping[str, int]) -> str:
    accounts, entries, attachments = (counts.get(table, 0) for table in ("account", "edit", "attachment"))
    return f"{accounts} accounts, {entries} entries, {attachments} attachments"


def _fail(error: Exception) -> int:
    said = f"{error.filename}: {error.strerror}" if isinstance(error, OSError) and error.filename else str(error)
    print(f"casebook: {said or type(error).__name__}", file=sys.stderr, flush=True)
    return 1


def _now() -> datetime:
    return datetime.now(UTC)


def _end(_signal: int, _frame: Any) -> None:
    sys.exit(128 + signal.SIGTERM)
