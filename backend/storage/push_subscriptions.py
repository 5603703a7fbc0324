"""The browsers that want reminders. Endpoint and keys are sealed: they would let anybody write to the phone."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime

from backend.settings import PUSH_SUBSCRIPTIONS_PER_ACCOUNT
from backend.storage.engine import ENGINE
from backend.storage.journals import Journals
from backend.storage.tables import Account, PushSubscription
from shared_schemas.clock import wire_instant


@dataclass(frozen=True)
class Subscription:
    """Where and how to reach one browser. `origin` is the address under which it knows this server."""

    endpoint: str
    p256dh: str
    auth: str
    origin: str


class TooManySubscriptionsError(Exception):
    """The account has as many browsers to remind as it may."""


async def add(journals: Journals, account: str, device: str, subscription: Subscription, now: datetime) -> None:
    """Keep a subscription, in the place of the device's former ones. Raises TooManySubscriptionsError.

    The account's reminders are planned anew, since those due are planned only for who can be reached.
    """
    row_key = _row_key(account, subscription.endpoint)
    key = await journals.key(account)
    sealed = key.seal(row_key, json.dumps(asdict(subscription)).encode())
    async with ENGINE.transaction():
        mine = PushSubscription.account == account
        await PushSubscription.delete().where(mine & (PushSubscription.device == device))
        await PushSubscription.delete().where(PushSubscription.key == row_key)
        if await PushSubscription.count().where(mine) >= PUSH_SUBSCRIPTIONS_PER_ACCOUNT:
            raise TooManySubscriptionsError
        await PushSubscription.insert(
            PushSubscription(key=row_key, account=account, device=device, sealed=sealed, created_at=wire_instant(now))
        )
        await Account.update({Account.planned_seq: 0}).where(Account.id == account)


async def remove(account: str, endpoint: str) -> None:
    """Forget a subscription, known or not."""
    await PushSubscription.delete().where(PushSubscription.key == _row_key(account, endpoint))


async def of_account(journals: Journals, account: str) -> list[Subscription]:
    """All subscriptions of an account."""
    key = await journals.key(account)
    rows = await PushSubscription.select().where(PushSubscription.account == account).order_by(PushSubscription.key)
    return [Subscription(**json.loads(key.unseal(row["key"], row["sealed"]))) for row in rows]


def _row_key(account: str, endpoint: str) -> str:
    return f"{account}:{hashlib.sha256(endpoint.encode()).hexdigest()}"
