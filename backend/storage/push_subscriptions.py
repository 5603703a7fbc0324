"""The browsers that want reminders. Endpoint and keys are sealed: they would let anybody write to the phone."""

import hashlib
import json
import logging
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from backend.settings import PUSH_SUBSCRIPTIONS_PER_ACCOUNT
from backend.storage.engine import ENGINE
from backend.storage.journals import Journals
from backend.storage.sealing import DataKey, UnsealError
from backend.storage.tables import Account, PushSubscription
from backend.storage.whereabouts import Whereabouts
from shared_schemas.clock import wire_instant

_LOG = logging.getLogger("casebook.reminders")


@dataclass(frozen=True)
class Subscription:
    """Where and how to reach one browser. `origin` is the address under which it knows this server, `time_zone` where
    it said to be, empty when it did not."""

    endpoint: str
    p256dh: str
    auth: str
    origin: str
    time_zone: str = ""

    @property
    def id(self) -> str:
        """A name that does not tell the endpoint."""
        return hashlib.sha256(self.endpoint.encode()).hexdigest()


class TooManySubscriptionsError(Exception):
    """The account has as many browsers to remind as it may."""


async def add(
    journals: Journals, account: str, device: str, subscription: Subscription, now: datetime, session: str = ""
) -> None:
    """Keep a subscription, in the place of the device's former ones. Raises TooManySubscriptionsError.

    It ends with the session that it belongs to. What is known already changes nothing but when it was told.

    Otherwise the account's reminders are planned anew, since those due are planned only for who can be reached, at the
    time of where that is.
    """
    row_key = _row_key(account, subscription.endpoint)
    key = await journals.key(account)
    sealed = key.seal(row_key, json.dumps(asdict(subscription)).encode())
    async with ENGINE.transaction():
        mine = PushSubscription.account == account
        is_known = await _is_known(row_key, device, session, subscription, key)
        await PushSubscription.delete().where(mine & (PushSubscription.device == device))
        await PushSubscription.delete().where(PushSubscription.key == row_key)
        if await PushSubscription.count().where(mine) >= PUSH_SUBSCRIPTIONS_PER_ACCOUNT:
            raise TooManySubscriptionsError
        await PushSubscription.insert(
            PushSubscription(
                key=row_key,
                account=account,
                device=device,
                session=session,
                sealed=sealed,
                created_at=wire_instant(now),
            )
        )
        if not is_known:
            await Account.update({Account.plan_at: wire_instant(now)}).where(Account.id == account)


async def remove(account: str, endpoint: str) -> None:
    """Forget a subscription, known or not."""
    await PushSubscription.delete().where(PushSubscription.key == _row_key(account, endpoint))


async def whereabouts(journals: Journals, account: str) -> Whereabouts | None:
    """What the browser that said so last said; None when none did."""
    rows = await PushSubscription.select().where(PushSubscription.account == account)
    key = await journals.key(account) if rows else None
    told = (
        Whereabouts(subscription.time_zone, datetime.fromisoformat(row["created_at"]))
        for row in rows
        if key and (subscription := _read(row, key)) and subscription.time_zone
    )
    return max(told, key=lambda one: one.told_at, default=None)


async def of_accounts(journals: Journals, accounts: Collection[str]) -> dict[str, list[Subscription]]:
    """The subscriptions of those of `accounts` that have any, by account; those that can be read."""
    if not accounts:
        return {}
    rows = await PushSubscription.select().where(PushSubscription.account.is_in(list(accounts)))
    keys = await journals.keys(accounts)
    found: dict[str, list[Subscription]] = {}
    for row in sorted(rows, key=lambda row: str(row["key"])):
        subscription = _read(row, keys[row["account"]]) if row["account"] in keys else None
        if subscription is not None:
            found.setdefault(row["account"], []).append(subscription)
    return found


async def _is_known(row_key: str, device: str, session: str, subscription: Subscription, key: DataKey) -> bool:
    row = await PushSubscription.select().where(PushSubscription.key == row_key).first()
    return row is not None and (row["device"], row["session"]) == (device, session) and _read(row, key) == subscription


def _read(row: Mapping[str, Any], key: DataKey) -> Subscription | None:
    try:
        return Subscription(**json.loads(key.unseal(row["key"], row["sealed"])))
    except (UnsealError, ValueError, TypeError):
        _LOG.error("a subscription cannot be read")
        return None


def _row_key(account: str, endpoint: str) -> str:
    return f"{account}:{hashlib.sha256(endpoint.encode()).hexdigest()}"
