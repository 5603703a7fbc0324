"""The sweep: plans what journals call for, and sends what is due. It runs beside requests and never ends by itself."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from backend.reminders.message import check_in_message
from backend.reminders.schedule import USEFUL_FOR, occurrences
from backend.reminders.vapid import VapidKey
from backend.settings import PUSH_ATTEMPTS, PUSH_RETRY_AFTER, SWEEP_SECONDS, Settings
from backend.storage import push_subscriptions, reminders
from backend.storage.database import Storage
from backend.storage.journals import Journals, UnknownAccountError
from backend.storage.push_subscriptions import Subscription
from backend.storage.reminders import DueReminder

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
    """Plan every journal that has changed, then send what is due; how many messages a push service took."""
    for account in await reminders.accounts_to_plan():
        await _plan(journals, account, now)
    due = await reminders.claim_due(now)
    if not due:
        return 0
    return sum(await asyncio.gather(*(_send(journals, settings, key, reminder, now) for reminder in due)))


async def _plan(journals: Journals, account: str, now: datetime) -> None:
    try:
        journal = await journals.load(account)
    except UnknownAccountError:
        return
    due = {occurrence.subject: occurrence.due_at for occurrence in occurrences(journal, now)}
    await reminders.plan(account, due, journal.cursor)


async def _send(journals: Journals, settings: Settings, key: VapidKey, reminder: DueReminder, now: datetime) -> int:
    left = reminder.due_at + USEFUL_FOR - now
    try:
        subscriptions = await push_subscriptions.of_account(journals, reminder.account)
    except UnknownAccountError:
        return 0
    if left <= timedelta(0) or not subscriptions:
        return 0
    delivered, failed = await _deliver(subscriptions, reminder.account, settings, key, left, now)
    if failed and not delivered and reminder.attempts < PUSH_ATTEMPTS:
        await reminders.try_again(reminder, now + PUSH_RETRY_AFTER * 2 ** (reminder.attempts - 1))
    return delivered


async def _deliver(
    subscriptions: list[Subscription], account: str, settings: Settings, key: VapidKey, left: timedelta, now: datetime
) -> tuple[int, int]:
    """How many took the message and how many did not; the browsers that are gone are forgotten."""
    from backend.reminders.delivery import Outcome, deliver, push_connections  # most of a second, and rarely needed

    async def to(subscription: Subscription) -> Outcome:
        origin = settings.public_origin or subscription.origin
        outcome = await deliver(session, subscription, check_in_message(origin), key, origin, left, now)
        if outcome is Outcome.GONE:
            await push_subscriptions.remove(account, subscription.endpoint)
        return outcome

    async with push_connections(settings.push_allows_loopback) as session:
        outcomes = await asyncio.gather(*map(to, subscriptions))
    return outcomes.count(Outcome.DELIVERED), outcomes.count(Outcome.FAILED)
