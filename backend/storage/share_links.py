"""Read-only links: who may open what until when, and when it was opened. Tokens are known by their hash only."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import uuid4

from piccolo.columns import Column

from backend.settings import OPENINGS_SHOWN, PASSCODE_FIRST_WAIT, PASSCODE_FREE_TRIES, PASSCODE_LONGEST_WAIT
from backend.storage import deletions
from backend.storage.engine import ENGINE
from backend.storage.journals import Journals
from backend.storage.tables import AccessEvent, ShareLink
from backend.storage.tokens import token_hash
from shared_schemas.clock import wire_instant
from shared_schemas.sharing import USUAL_SECTIONS, Disclosure

# What every link shared before there was a choice.
_BEFORE_THERE_WAS_A_CHOICE = Disclosure(sections=USUAL_SECTIONS - {"relief"})


@dataclass(frozen=True)
class Link:
    """One link; instants are UTC with milliseconds. `passcode_hash` is None where no passcode is asked for."""

    id: str
    account: str
    label: str
    disclosure: Disclosure
    created_at: str
    expires_at: str
    revoked_at: str | None
    passcode_hash: str | None
    wrong_passcodes: int


@dataclass(frozen=True)
class Opened:
    """How often a link was opened, and the latest openings (at, browser, what), latest first."""

    times: int
    latest: tuple[tuple[str, str, str], ...] = ()


async def create(
    journals: Journals,
    account: str,
    label: str,
    lifetime: timedelta,
    now: datetime,
    *,
    disclosure: Disclosure,
    passcode_hash: str | None = None,
) -> tuple[Link, str]:
    """A new link and its token, 256 random bits as base64url, told this once."""
    token, link_id = secrets.token_urlsafe(32), str(uuid4())
    key = await journals.key(account)
    row = ShareLink(
        id=link_id,
        account=account,
        token_hash=token_hash(token),
        sealed_label=key.seal(link_id, label.encode()),
        sealed_disclosure=key.seal(_place_of_disclosure(link_id), disclosure.model_dump_json().encode()),
        passcode_hash=passcode_hash or "",
        created_at=wire_instant(now),
        expires_at=wire_instant(now + lifetime),
    )
    await ShareLink.insert(row)
    return await _link(journals, row.to_dict()), token


async def count(account: str) -> int:
    """How many links the account has, revoked and expired ones too."""
    return int(await ShareLink.count().where(ShareLink.account == account))


async def of_account(journals: Journals, account: str) -> list[Link]:
    """All links of an account, newest first."""
    rows = await ShareLink.select().where(ShareLink.account == account).order_by(ShareLink.created_at, ascending=False)
    return [await _link(journals, row) for row in rows]


async def of_owner(journals: Journals, account: str, link_id: str) -> Link | None:
    """One link of an account; None for somebody else's."""
    row = await ShareLink.select().where((ShareLink.id == link_id) & (ShareLink.account == account)).first()
    return await _link(journals, row) if row else None


async def revoke(account: str, link_id: str, now: datetime) -> bool:
    """Whether the account has such a link; it opens nothing from now on."""
    mine = (ShareLink.id == link_id) & (ShareLink.account == account)
    if not await ShareLink.exists().where(mine):
        return False
    await ShareLink.update({ShareLink.revoked_at: wire_instant(now)}).where(mine & (ShareLink.revoked_at == ""))
    return True


async def revoke_all(account: str, now: datetime) -> int:
    """How many links of the account still opened something; none does any more."""
    instant = wire_instant(now)
    live = (ShareLink.account == account) & (ShareLink.revoked_at == "") & (ShareLink.expires_at > instant)
    return len(await ShareLink.update({ShareLink.revoked_at: instant}).where(live).returning(ShareLink.id))


async def expire_at(account: str, link_id: str, end: datetime) -> None:
    """Give a link of the account that is not revoked another end, an expired one too."""
    mine = (ShareLink.id == link_id) & (ShareLink.account == account)
    await ShareLink.update({ShareLink.expires_at: wire_instant(end)}).where(mine & (ShareLink.revoked_at == ""))


async def find(journals: Journals, token: str, now: datetime) -> Link | None:
    """The link of `token`; None when unknown, expired, revoked or of an account to be erased, without a difference."""
    row = await ShareLink.select().where(ShareLink.token_hash == token_hash(token)).first()
    if row is None or row["revoked_at"] or row["expires_at"] <= wire_instant(now):
        return None
    if await deletions.is_waiting(row["account"]):
        return None
    return await _link(journals, row)


async def begin_try(link: Link, now: datetime) -> datetime | None:
    """Count a try at the passcode as wrong before it is looked at; None then, else the moment from which one is free.

    Counting first means that tries at the same moment, in whatever process, cannot all be the third.
    """
    async with ENGINE.transaction(link.account):
        row = await (
            ShareLink.select(ShareLink.wrong_passcodes, ShareLink.next_try_at).where(ShareLink.id == link.id).first()
        )
        if row is None or row["next_try_at"] > wire_instant(now):
            return datetime.fromisoformat(row["next_try_at"]) if row else now
        wrong = int(row["wrong_passcodes"]) + 1
        counted: dict[Column | str, Any] = {
            ShareLink.wrong_passcodes: wrong,
            ShareLink.next_try_at: wire_instant(now + wait_after(wrong)),
        }
        await ShareLink.update(counted).where(ShareLink.id == link.id)
    return None


async def passed(link: Link) -> None:
    """The passcode was right: no try counts as wrong any more."""
    none: dict[Column | str, Any] = {ShareLink.wrong_passcodes: 0, ShareLink.next_try_at: ""}
    await ShareLink.update(none).where(ShareLink.id == link.id)


def wait_after(wrong: int) -> timedelta:
    """How long the next try waits after `wrong` ones in a row."""
    if wrong < PASSCODE_FREE_TRIES:
        return timedelta()
    # Beyond twenty doublings the longest wait has long been reached.
    doublings = min(wrong - PASSCODE_FREE_TRIES, 20)
    return min(PASSCODE_FIRST_WAIT * (1 << doublings), PASSCODE_LONGEST_WAIT)


async def note_opening(link: Link, browser: str, what: Literal["page", "pdf"], now: datetime) -> None:
    """Write down that the link was opened."""
    await AccessEvent.insert(
        AccessEvent(id=str(uuid4()), share_link=link.id, at=wire_instant(now), browser=browser, what=what)
    )


async def openings(link_id: str, at_most: int | None = OPENINGS_SHOWN) -> Opened:
    """How often the link was opened, with the latest times; None gives all of them."""
    of_link = AccessEvent.share_link == link_id
    query = AccessEvent.select(AccessEvent.at, AccessEvent.browser, AccessEvent.what).where(of_link)
    latest = query.order_by(AccessEvent.at, ascending=False)
    events = await (latest if at_most is None else latest.limit(at_most))
    times = await AccessEvent.count().where(of_link)
    return Opened(int(times), tuple((event["at"], event["browser"], event["what"]) for event in events))


async def _link(journals: Journals, row: dict[str, Any]) -> Link:
    key = await journals.key(row["account"])
    sealed = row["sealed_disclosure"]
    disclosure = (
        Disclosure.model_validate_json(key.unseal(_place_of_disclosure(row["id"]), sealed))
        if sealed
        else _BEFORE_THERE_WAS_A_CHOICE
    )
    return Link(
        id=row["id"],
        account=row["account"],
        label=key.unseal(row["id"], row["sealed_label"]).decode(),
        disclosure=disclosure,
        created_at=row["created_at"],
        expires_at=row["expires_at"],
        revoked_at=row["revoked_at"] or None,
        passcode_hash=row["passcode_hash"] or None,
        wrong_passcodes=row["wrong_passcodes"],
    )


def _place_of_disclosure(link_id: str) -> str:
    return f"{link_id}/disclosure"
