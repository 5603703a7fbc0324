"""Bringing what is due to the browsers of its account: one message for several, each browser on its own.

Imports what `delivery` imports; the sweep loads this module when the first reminder is due.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import urlsplit

from aiohttp import ClientSession

from backend.reminders.delivery import Attempt, Outcome, deliver, push_connections
from backend.reminders.message import message_of, trial_message
from backend.reminders.occurrence import Occurrence
from backend.reminders.vapid import VapidKey
from backend.settings import (
    PUSH_ATTEMPTS,
    PUSH_RETRY_AFTER,
    PUSH_RETRY_AT_MOST,
    PUSH_TRIAL_KEPT,
    PUSHES_AT_ONCE,
    Settings,
)
from backend.storage import push_subscriptions
from backend.storage.push_subscriptions import Subscription
from backend.storage.reminders import STILL_TO, Claimed

_LOG = logging.getLogger("casebook.reminders")

Errand = tuple[Sequence[Claimed], Sequence[Subscription]]


@dataclass
class Result:
    """Of one account: how many browsers got the message, and what is to be tried again, from when on."""

    again_at: datetime
    delivered: int = 0
    left: list[Claimed] = field(default_factory=list)


async def send(errands: Sequence[Errand], settings: Settings, key: VapidKey, now: datetime) -> list[Result]:
    """Send what each account has due to its browsers; those that are gone are forgotten.

    A message that failed is left for the browsers it failed for. What has expired is not sent.
    """
    places = asyncio.Semaphore(PUSHES_AT_ONCE)
    authorize = _authorizing(key, now)
    async with push_connections(settings.push_allows_loopback) as session:

        async def one(errand: Errand) -> Result:
            try:
                return await _run(errand, session, places, authorize, settings.public_origin, now)
            except Exception as error:  # one bad account must not silence all others
                _LOG.error("a message failed: %s", type(error).__name__)
                left = [claimed for claimed in errand[0] if claimed.attempts < PUSH_ATTEMPTS]
                return Result(now + PUSH_RETRY_AFTER, left=left)

        return list(await asyncio.gather(*map(one, errands)))


async def send_trial(subscription: Subscription, settings: Settings, key: VapidKey, now: datetime) -> Outcome:
    """Send the message that says that reminders arrive; what became of it."""
    origin = settings.public_origin or subscription.origin
    authorize = partial(_authorizing(key, now), subscription.endpoint, origin)
    async with push_connections(settings.push_allows_loopback) as session:
        attempt = await deliver(session, subscription, trial_message(origin), authorize, PUSH_TRIAL_KEPT, now)
    return attempt.outcome


def _authorizing(key: VapidKey, now: datetime) -> Callable[[str, str], str]:
    """The header for an endpoint. Signed once for each push service and origin, since signing costs the most."""
    signed: dict[tuple[str, str], str] = {}

    def authorize(endpoint: str, origin: str) -> str:
        audience = urlsplit(endpoint).netloc, origin
        if audience not in signed:
            signed[audience] = key.authorization(endpoint, origin, now)
        return signed[audience]

    return authorize


async def _run(
    errand: Errand,
    session: ClientSession,
    places: asyncio.Semaphore,
    authorize: Callable[[str, str], str],
    public_origin: str | None,
    now: datetime,
) -> Result:
    claimed, subscriptions = errand
    due = [(one, Occurrence.from_content(one.id, one.content)) for one in claimed]
    due = [(one, occurrence) for one, occurrence in due if occurrence.expires_at > now]

    async def to(subscription: Subscription) -> tuple[Subscription, Attempt | None]:
        wanted = [occurrence for one, occurrence in due if _is_for(one, subscription)]
        if not wanted:
            return subscription, None
        origin = public_origin or subscription.origin
        keep_for = max(occurrence.expires_at for occurrence in wanted) - now
        message = message_of(wanted, origin)
        async with places:
            signed = partial(authorize, subscription.endpoint, origin)
            attempt = await deliver(session, subscription, message, signed, keep_for, now)
        if attempt.outcome is Outcome.GONE:
            await push_subscriptions.remove(claimed[0].account, subscription.endpoint)
        return subscription, attempt

    attempts = [(one, attempt) for one, attempt in await asyncio.gather(*map(to, subscriptions)) if attempt]
    failed = [(one, attempt) for one, attempt in attempts if attempt.outcome is Outcome.FAILED]
    delivered = sum(attempt.outcome is Outcome.DELIVERED for _, attempt in attempts)
    again_in = _patience([attempt for _, attempt in failed], max(one.attempts for one in claimed))
    return Result(now + again_in, delivered, _left([one for one, _ in due], [one for one, _ in failed]))


def _is_for(claimed: Claimed, subscription: Subscription) -> bool:
    still_to = claimed.content.get(STILL_TO)
    return still_to is None or subscription.id in still_to


def _left(due: Sequence[Claimed], failed: Sequence[Subscription]) -> list[Claimed]:
    left = []
    for one in due:
        still_to = [subscription.id for subscription in failed if _is_for(one, subscription)]
        if still_to and one.attempts < PUSH_ATTEMPTS:
            left.append(replace(one, content={**one.content, STILL_TO: still_to}))
    return left


def _patience(failed: Sequence[Attempt], attempts: int) -> timedelta:
    """How long to wait: twice as long after each attempt, longer when a push service asks for it."""
    asked = max((attempt.retry_after or timedelta(0) for attempt in failed), default=timedelta(0))
    doubled: timedelta = PUSH_RETRY_AFTER * 2 ** (attempts - 1)
    return min(max(doubled, asked), PUSH_RETRY_AT_MOST)
