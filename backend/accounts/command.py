"""`python -m backend invite`: an invitation to make one account, printed once."""

import argparse
import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from backend.accounts.codes import new_code, plain
from backend.settings import INVITATION_GROUPS, INVITATION_LIFETIME, Settings
from backend.storage import invitations
from backend.storage.database import open_storage


def add_to(commands: Any) -> None:
    """Add the command to the parsers of `commands`."""
    parser = commands.add_parser("invite", help="print an invitation to make one account; beside a server or without")
    parser.add_argument("--data", type=Path, metavar="DIR", help="where the data is kept")
    parser.set_defaults(run=_run)


def _run(settings: Settings, options: argparse.Namespace) -> int:  # noqa: ARG001  # every command takes both
    code = new_code(INVITATION_GROUPS)
    asyncio.run(_invite(settings, code, datetime.now(UTC)))
    origin = settings.public_origin or "http://127.0.0.1:8000"
    print(f"{origin.rstrip('/')}/#/account/invited/{code}")
    print(f"Good for one account within {INVITATION_LIFETIME.days} days; it is not shown again.")
    if settings.registration == "open":
        print("CASEBOOK_REGISTRATION is open: an account can be made without it.")
    return 0


async def _invite(settings: Settings, code: str, now: datetime) -> None:
    async with open_storage(settings, now):
        await invitations.invite(plain(code), INVITATION_LIFETIME, now)
