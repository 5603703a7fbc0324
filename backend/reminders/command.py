"""`python -m backend send-reminders`: one sweep, for cron, where no server process is meant to stay awake for it."""

import argparse
import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from backend.reminders.sweep import sweep
from backend.reminders.vapid import VapidKey
from backend.settings import Settings
from backend.storage.database import open_storage


def add_to(commands: Any) -> None:
    """Add the command to the parsers of `commands`."""
    parser = commands.add_parser("send-reminders", help="send what is due once, for cron; beside a server or without")
    parser.add_argument("--data", type=Path, metavar="DIR", help="where the data is kept")
    parser.set_defaults(run=_run)


def _run(settings: Settings, options: argparse.Namespace) -> int:  # noqa: ARG001  # every command takes both
    print(f"messages sent: {asyncio.run(_sweep_once(settings, lambda: datetime.now(UTC)))}", flush=True)
    return 0


async def _sweep_once(settings: Settings, clock: Callable[[], datetime]) -> int:
    async with open_storage(settings, clock()) as storage:
        return await sweep(storage.journals, settings, VapidKey.of(settings.data_dir), clock())
