"""`/api/account/activity`: what happened in the account; and how it comes to be written down."""

import asyncio
import logging
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from litestar import get
from litestar.types import Message, Scope

from backend import given
from backend.browsers import browser_in_words
from backend.storage import activity, share_links
from backend.storage.engine import BUSY_ERRORS
from shared_schemas.activity import Activity, ActivityView

_LOG = logging.getLogger("casebook")
# Held, so that none is thrown away before it is done.
_COUNTING: set["asyncio.Task[None]"] = set()
# Where the account of a request is found once it was asked for.
ACCOUNT = "account_id"


@get("/api/account/activity")
async def view(account: given.Account, journals: given.Journals, now: given.Now) -> ActivityView:
    """What happened in the account, latest first, for somewhat more than a year."""
    events = await activity.of_account(account.account_id, now)
    labels = {link.id: link.label for link in await share_links.of_account(journals, account.account_id)}
    return ActivityView(
        events=[
            Activity(
                at=datetime.fromisoformat(event.at),
                what=event.what,
                browser=event.browser,
                times=event.times,
                link_label=labels.get(event.share_link, ""),
            )
            for event in events
        ]
    )


async def note_activity(message: Message, scope: Scope) -> None:
    """Write down what a route with `noted=...` did, when it did it."""
    if message["type"] != "http.response.start" or message["status"] >= 400:
        return
    what = getattr(scope.get("route_handler"), "opt", {}).get("noted")
    account = scope.get("state", {}).get(ACCOUNT)
    if what is None or account is None:
        return
    try:
        await activity.note(account, what, datetime.now(UTC), _browser(scope))
    except BUSY_ERRORS as error:  # what was asked for is done, and its answer must not fail for this
        _LOG.error("an activity was not noted: %s", type(error).__name__)


def note_later(account: str, now: datetime) -> None:
    """Count a wrong password beside the request: the answer takes as long as for an email without an account."""
    task = asyncio.create_task(_counted(account, now))
    _COUNTING.add(task)
    task.add_done_callback(_COUNTING.discard)


async def _counted(account: str, now: datetime) -> None:
    with suppress(*BUSY_ERRORS):
        await activity.note_wrong_password(account, now)


def _browser(scope: Scope) -> str:
    agent = next((value for name, value in scope["headers"] if name == b"user-agent"), b"")
    return browser_in_words(agent.decode("latin-1"))


routes: list[Any] = [view]
