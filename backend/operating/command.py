"""The subcommands of this room."""

import argparse
import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from backend.backups.folder_lock import serving
from backend.operating.doctor import examine
from backend.operating.keys import rotate_data_keys, rotate_master_key
from backend.operating.migrating import migrate_carefully
from backend.settings import OLD_KEYS_KEPT, Settings
from backend.storage.engine import BUSY_ERRORS
from backend.storage.objects import ObjectStoreError

_FAILURES: tuple[type[Exception], ...] = (ObjectStoreError, *BUSY_ERRORS)


def add_to(commands: Any) -> None:
    """Add the subcommands to those of the command line; each sets `run` to what takes settings and options."""
    rotating = commands.add_parser("rotate-keys", help="change the master key while the server serves")
    rotating.add_argument("--data", type=Path, metavar="DIR", help="where the data is")
    rotating.add_argument("--data-keys", action="store_true", help="change the key of every account instead")
    rotating.set_defaults(run=_rotate)
    migrating = commands.add_parser("migrate", help="bring the database up to this release, on a copy first")
    migrating.add_argument("--data", type=Path, metavar="DIR", help="where the data is")
    migrating.set_defaults(run=_migrate)
    looking = commands.add_parser("doctor", help="look whether all is well; 1 when something is not")
    looking.add_argument("--data", type=Path, metavar="DIR", help="where the data is")
    looking.add_argument("--backups", type=Path, metavar="DIR", help="the folder of backups, for their age")
    looking.set_defaults(run=_look)


def _rotate(settings: Settings, options: argparse.Namespace) -> int:
    changing = rotate_data_keys(settings, OLD_KEYS_KEPT) if options.data_keys else rotate_master_key(settings)
    with serving(settings.data_dir):  # no restore meanwhile
        try:
            print(asyncio.run(changing))
        except _FAILURES as error:
            print(f"casebook: {type(error).__name__}; nothing is lost, run this again", file=sys.stderr)
            return 1
    return 0


def _migrate(settings: Settings, _: argparse.Namespace) -> int:
    with serving(settings.data_dir):
        print(asyncio.run(migrate_carefully(settings)))
    return 0


def _look(settings: Settings, options: argparse.Namespace) -> int:
    findings = asyncio.run(examine(settings, options.backups, datetime.now(UTC)))
    for finding in findings:
        print(f"{finding.level:<8} {finding.what}: {finding.says}")
    return 1 if any(finding.level == "error" for finding in findings) else 0
