"""`python -m backend invite` and `sign-out`: what an operator does for accounts, beside a server or without."""

import argparse
import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from backend.accounts.codes import new_code, plain
from backend.settings import INVITATION_GROUPS, INVITATION_LIFETIME, Settings
from backend.storage import accounts, activity, calendar_feeds, invitations, login_sessions, share_links
from backend.storage.database import open_storage
from backend.storage.engine import ENGINE


def add_to(commands: Any) -> None:
    """Add the commands to the parsers of `commands`."""
    inviting = commands.add_parser("invite", help="print an invitation to make one account; beside a server or without")
    inviting.add_argument("--data", type=Path, metavar="DIR", help="where the data is kept")
    inviting.set_defaults(run=_invite)
    ending = commands.add_parser("sign-out", help="end all sign-ins of one account or of all, while the server serves")
    ending.add_argument("email", nargs="?", metavar="EMAIL", help="whose sign-ins end")
    ending.add_argument("--all", action="store_true", help="everybody's")
    ending.add_argument("--links", action="store_true", help="links for doctors and addresses of calendars, too")
    ending.add_argument("--data", type=Path, metavar="DIR", help="where the data is kept")
    ending.set_defaults(run=_sign_out)


def _invite(settings: Settings, options: argparse.Namespace) -> int:  # noqa: ARG001  # every command takes both
    code = new_code(INVITATION_GROUPS)
    asyncio.run(_keep(settings, code, datetime.now(UTC)))
    origin = settings.public_origin or "http://127.0.0.1:8000"
    print(f"{origin.rstrip('/')}/#/account/invited/{code}")
    print(f"Good for one account within {INVITATION_LIFETIME.days} days; it is not shown again.")
    if settings.registration == "open":
        print("CASEBOOK_REGISTRATION is open: an account can be made without it.")
    return 0


async def _keep(settings: Settings, code: str, now: datetime) -> None:
    async with open_storage(settings, now):
        await invitations.invite(plain(code), INVITATION_LIFETIME, now)


def _sign_out(settings: Settings, options: argparse.Namespace) -> int:
    if options.all == (options.email is not None):
        return _fail("say whose sign-ins end: an email, or --all")
    ended = asyncio.run(_end(settings, options.email, options.links, datetime.now(UTC)))
    if ended is None:
        return _fail("no account has this email")
    of_how_many, sessions, links = ended
    links_too = f" {links} links were withdrawn, and the addresses of calendars." if options.links else ""
    print(f"{sessions} browsers of {of_how_many} accounts were signed out.{links_too} Nothing on a phone is lost.")
    return 0


async def _end(settings: Settings, email: str | None, with_links: bool, now: datetime) -> tuple[int, int, int] | None:
    """Of how many accounts how many sessions and links ended; None when no account has the email."""
    async with open_storage(settings, now):
        everybody = await accounts.everybody()
        whose = [account for account, its_email in everybody.items() if email is None or its_email == email.lower()]
        sessions = [await login_sessions.end_for_operator(account, now) for account in whose]
        links = [await _end_links(account, now) for account in whose] if with_links else []
    return (len(whose), sum(sessions), sum(links)) if whose or email is None else None


async def _end_links(account: str, now: datetime) -> int:
    async with ENGINE.transaction(account):
        had_feed = await calendar_feeds.of_account(account) is not None
        await calendar_feeds.remove(account)
        ended = await share_links.revoke_all(account, now)
        if ended or had_feed:
            await activity.note(account, "links_ended_by_operator", now)
    return ended


def _fail(says: str) -> int:
    print(f"casebook: {says}", file=sys.stderr)
    return 1
