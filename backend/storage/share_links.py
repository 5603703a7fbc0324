"""Read-only links: who may open what until when, and when it was opened. Tokens are known by their hash only."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from backend.settings import OPENINGS_SHOWN
from backend.storage.journals import Journals
from backend.storage.login_sessions import token_hash
from backend.storage.tables import AccessEvent, ShareLink
from shared_schemas.clock import wire_instant


@dataclass(frozen=True)
class Link:
    """One link as its owner sees it; instants are UTC with milliseconds, `opened` latest first."""

    id: str
    account: str
    label: str
    created_at: str
    expires_at: str
    revoked_at: str | None
    opened: tuple[str, ...] = ()


async def create(journals: Journals, account: str, label: str, lifetime: timedelta, now: datetime) -> tuple[Link, str]:
    """A new link and its token, 256 random bits as base64url, told this once."""
    token, link_id = secrets.token_urlsafe(32), str(uuid4())
    key = await journals.key(account)
    row = ShareLink(
        id=link_id,
        account=account,
        token_hash=token_hash(token),
        sealed_label=key.seal(link_id, label.encode()),
        created_at=wire_instant(now),
        expires_at=wire_instant(now + lifetime),
    )
    await ShareLink.insert(row)
    return Link(link_id, account, label, row.created_at, row.expires_at, None), token


async def count(account: str) -> int:
    """How many links the account has, revoked and expired ones too."""
    return int(await ShareLink.count().where(ShareLink.account == account))


async def of_account(journals: Journals, account: str) -> list[Link]:
    """All links of an account, newest first."""
    rows = await ShareLink.select().where(ShareLink.account == account).order_by(ShareLink.created_at, ascending=False)
    return [await _link(journals, row) for row in rows]


async def revoke(account: str, link_id: str, now: datetime) -> bool:
    """Whether the account has such a link; it opens nothing from now on."""
    mine = (ShareLink.id == link_id) & (ShareLink.account == account)
    if not await ShareLink.exists().where(mine):
        return False
    await ShareLink.update({ShareLink.revoked_at: wire_instant(now)}).where(mine & (ShareLink.revoked_at == ""))
    return True


async def open_link(journals: Journals, token: str, browser: str, now: datetime) -> Link | None:
    """The link of `token`, with this opening noted; None when unknown, expired or revoked, without a difference."""
    row = await ShareLink.select().where(ShareLink.token_hash == token_hash(token)).first()
    if row is None or row["revoked_at"] or row["expires_at"] <= wire_instant(now):
        return None
    await AccessEvent.insert(AccessEvent(id=str(uuid4()), share_link=row["id"], at=wire_instant(now), browser=browser))
    return await _link(journals, row)


async def _link(journals: Journals, row: dict[str, str | bytes]) -> Link:
    key = await journals.key(str(row["account"]))
    events = await (
        AccessEvent.select(AccessEvent.at)
        .where(AccessEvent.share_link == row["id"])
        .order_by(AccessEvent.at, ascending=False)
        .limit(OPENINGS_SHOWN)
    )
    sealed = row["sealed_label"]
    assert isinstance(sealed, bytes)  # noqa: S101  # the column is one of bytes
    return Link(
        id=str(row["id"]),
        account=str(row["account"]),
        label=key.unseal(str(row["id"]), sealed).decode(),
        created_at=str(row["created_at"]),
        expires_at=str(row["expires_at"]),
        revoked_at=str(row["revoked_at"]) or None,
        opened=tuple(event["at"] for event in events),
    )
