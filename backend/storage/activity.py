"""What happened in an account, kept for its owner: bounded in time and number, without content or addresses."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from piccolo.columns import Column

from backend.settings import ACTIVITY_KEPT, ACTIVITY_PER_ACCOUNT
from backend.storage.engine import ENGINE
from backend.storage.tables import AccessEvent, Account, ActivityEvent, ShareLink
from shared_schemas.activity import What
from shared_schemas.clock import wire_instant


@dataclass(frozen=True)
class Event:
    """One thing that happened, `times` of it on that day. `share_link` is the link that somebody opened, else empty."""

    at: str
    what: What
    browser: str = ""
    times: int = 1
    share_link: str = ""


async def note(account: str, what: What, now: datetime, browser: str = "") -> None:
    """Write down that it happened now; the oldest make room. Of an account that is gone nothing is written down."""
    async with ENGINE.transaction(account):
        if not await Account.exists().where(Account.id == account):
            return
        await _make_room(account, now)
        await ActivityEvent.insert(
            ActivityEvent(id=str(uuid4()), account=account, at=wire_instant(now), what=what, browser=browser)
        )


async def note_wrong_password(account: str, now: datetime) -> None:
    """One more wrong password of this day: counted, so that whoever guesses pushes nothing else out of the list."""
    today = f"{account}:{wire_instant(now)[:10]}"
    async with ENGINE.transaction(account):
        if not await Account.exists().where(Account.id == account):
            return
        row = await ActivityEvent.select(ActivityEvent.times).where(ActivityEvent.id == today).first()
        if row is None:
            await _make_room(account, now)
            event = ActivityEvent(id=today, account=account, at=wire_instant(now), what="wrong_password", times=1)
            await ActivityEvent.insert(event)
        else:
            changed: dict[Column | str, Any] = {
                ActivityEvent.times: row["times"] + 1,
                ActivityEvent.at: wire_instant(now),
            }
            await ActivityEvent.update(changed).where(ActivityEvent.id == today)


async def of_account(account: str, now: datetime) -> list[Event]:
    """What happened, the openings of links among it, latest first, at most as many as are kept."""
    since = wire_instant(now - ACTIVITY_KEPT)
    mine = (ActivityEvent.account == account) & (ActivityEvent.at >= since)
    events = [
        Event(row["at"], row["what"], row["browser"], row["times"]) for row in await ActivityEvent.select().where(mine)
    ]
    links = [row["id"] for row in await ShareLink.select(ShareLink.id).where(ShareLink.account == account)]
    if links:
        opened = AccessEvent.share_link.is_in(links) & (AccessEvent.at >= since)
        latest = AccessEvent.select().where(opened).order_by(AccessEvent.at, ascending=False)
        events += [
            Event(row["at"], "link_opened", row["browser"], share_link=row["share_link"])
            for row in await latest.limit(ACTIVITY_PER_ACCOUNT)
        ]
    return sorted(events, key=lambda event: event.at, reverse=True)[:ACTIVITY_PER_ACCOUNT]


async def _make_room(account: str, now: datetime) -> None:
    mine = ActivityEvent.account == account
    await ActivityEvent.delete().where(mine & (ActivityEvent.at < wire_instant(now - ACTIVITY_KEPT)))
    rows = await ActivityEvent.select(ActivityEvent.id).where(mine).order_by(ActivityEvent.at, ascending=False)
    if over := [row["id"] for row in rows[ACTIVITY_PER_ACCOUNT - 1 :]]:
        await ActivityEvent.delete().where(ActivityEvent.id.is_in(over))
