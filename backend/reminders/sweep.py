"""The sweep: plans what journals call for, and sends what is due. It runs beside requests and never ends by itself."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic

from backend.reminders.schedule import PLANNED_AHEAD, occurrences
from backend.reminders.vapid import VapidKey
from backend.settings import (
    REMINDERS_BUNDLED,
    REMINDERS_LEASE,
    REMINDERS_PLANNED_AGAIN,
    SWEEP_SECONDS,
    Settings,
)
from backend.storage import push_subscriptions, reminders
from backend.storage.database import Storage
from backend.storage.journals import Journals, UnknownAccountError
from backend.storage.reminders import Claimed, Planned

_LOG = logging.getLogger("casebook.reminders")


async def sweep_forever(storage: Storage, settings: Settings, clock: Callable[[], datetime]) -> None:
    """Sweep every few seconds until cancelled; a sweep that fails is logged by its kind and tried again."""
    key = VapidKey.of(settings.data_dir)
    while True:
        try:
            await sweep(storage.journals, settings, key, clock())
        except Exception as error:  # one bad account must not silence all others for good
            _LOG.error("a sweep failed: %s", type(error).__name__)
        await asyncio.sleep(SWEEP_SECONDS)


async def sweep(journals: Journals, settings: Settings, key: VapidKey, now: datetime) -> int:
    """Plan the journals that call for it, then send what is due; how many messages push services took.

    What is due is due by `now`, however long the sweep takes; what it takes is its own for the lease from then on.
    """
    begun = monotonic()
    while accounts := await reminders.accounts_to_plan(now):
        for account in accounts:
            await _plan(journals, account, now)
    delivered = 0
    while True:
        lease = REMINDERS_LEASE + timedelta(seconds=monotonic() - begun)
        claimed = await reminders.claim(journals, now, REMINDERS_BUNDLED, lease)
        if not claimed:
            break
        delivered += await _send(journals, settings, key, claimed, now)
    return delivered


async def _plan(journals: Journals, account: str, now: datetime) -> None:
    try:
        journal = await journals.load(account)
        told = await push_subscriptions.whereabouts(journals, account)
        found = occurrences(journal, now, told=told)
        planned = [Planned(one.subject, one.due_at, one.content()) for one in found]
        await reminders.plan(journals, account, planned, journal.cursor, now + PLANNED_AHEAD / 2)
    except UnknownAccountError:
        return
    except Exception as error:  # one bad journal must not silence all others
        _LOG.error("a plan failed: %s", type(error).__name__)
        await reminders.plan_later(account, now + REMINDERS_PLANNED_AGAIN)


async def _send(journals: Journals, settings: Settings, key: VapidKey, claimed: list[Claimed], now: datetime) -> int:
    from backend.reminders.sending import send  # most of a second, and rarely needed

    by_account: dict[str, list[Claimed]] = {}
    for one in claimed:
        by_account.setdefault(one.account, []).append(one)
    subscriptions = await push_subscriptions.of_accounts(journals, list(by_account))
    errands = [(by_account[account], reachable) for account, reachable in subscriptions.items()]
    results = await send(errands, settings, key, now)
    left = {one.id for result in results for one in result.left}
    await reminders.finish([one for one in claimed if one.id not in left], now)
    for result in results:
        for one in result.left:
            await reminders.try_again(journals, one, result.again_at)
    return sum(result.delivered for result in results)
