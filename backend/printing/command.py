"""`python -m backend verify FILE`: whether a report is unchanged since this server made it, by this server's clock."""

import argparse
import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from backend.reports.signing import is_signature_whole
from backend.settings import Settings
from backend.storage import made_reports
from backend.storage.database import open_storage


def add_to(commands: Any) -> None:
    """Adds the command to the command line."""
    verify = commands.add_parser("verify", help="say whether a report is unchanged since this server made it")
    verify.add_argument("file", type=Path, metavar="FILE")
    verify.add_argument("--data", type=Path, metavar="DIR", help="where the data are kept")
    verify.set_defaults(run=_verify)


def _verify(settings: Settings, options: argparse.Namespace) -> int:
    try:
        content = options.file.read_bytes()
    except OSError as error:
        print(f"casebook: {options.file} cannot be read: {error.strerror}")
        return 2
    # Its first kilobyte is where readers of PDF look for the mark.
    if b"%PDF-" not in content[:1024]:
        print(f"casebook: {options.file} is not a PDF, so it is no report of Casebook.")
        return 2
    made_at = asyncio.run(_made_at(settings, content))
    print(_verdict(made_at, is_signature_whole(content)))
    return 0 if made_at is not None else 1


async def _made_at(settings: Settings, content: bytes) -> str | None:
    async with open_storage(settings, datetime.now(UTC)):
        return await made_reports.find(content)


def _verdict(made_at: str | None, is_whole: bool | None) -> str:
    signature = {True: " Its signature is whole.", False: " Its signature is broken.", None: " It is not signed."}[
        is_whole
    ]
    if made_at is None:
        return f"This server has no record of this file: it was changed, or was made elsewhere.{signature}"
    return f"Unchanged since this server made it at {made_at} by this server’s clock.{signature}"
