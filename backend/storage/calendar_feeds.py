"""The secret address of an account's calendar. The token is told once; the database knows its hash."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from backend.storage import deletions
from backend.storage.engine import ENGINE
from backend.storage.tables import CalendarFeed
from backend.storage.tokens import token_hash
from shared_schemas.clock import wire_instant


@dataclass(frozen=True)
class Feed:
    """Whose calendar it is. `says_what`: its titles name what is due."""

    account: str
    says_what: bool
    created_at: str


async def create(account: str, says_what: bool, now: datetime) -> str:
    """The token of a new feed, 256 random bits as base64url; the account's former one ends."""
    token = secrets.token_urlsafe(32)
    async with ENGINE.transaction(account):
        await CalendarFeed.delete().where(CalendarFeed.account == account)
        await CalendarFeed.insert(
            CalendarFeed(
                account=account, token_hash=token_hash(token), says_what=says_what, created_at=wire_instant(now)
            )
        )
    return token


async def of_account(account: str) -> Feed | None:
    """The account's feed."""
    return _feed(await CalendarFeed.select().where(CalendarFeed.account == account).first())


async def find(token: str) -> Feed | None:
    """The feed of a token; None while its account waits to be erased."""
    feed = _feed(await CalendarFeed.select().where(CalendarFeed.token_hash == token_hash(token)).first())
    return None if feed is None or await deletions.is_waiting(feed.account) else feed


async def remove(account: str) -> None:
    """End the account's feed, if there is one."""
    await CalendarFeed.delete().where(CalendarFeed.account == account)


def _feed(row: dict[str, object] | None) -> Feed | None:
    return None if row is None else Feed(str(row["account"]), bool(row["says_what"]), str(row["created_at"]))
