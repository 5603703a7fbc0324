"""What goes wrong with one account's reminders stays with that account."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from itertools import count

import pytest

from backend.reminders.sweep import _send as send_claimed
from backend.reminders.sweep import sweep
from backend.reminders.vapid import VapidKey
from backend.settings import REMINDERS_BUNDLED, REMINDERS_LEASE, Settings
from backend.storage import push_subscriptions, reminders
from backend.storage.database import Storage
from backend.storage.push_subscriptions import Subscription
from backend.storage.reminders import Planned
from backend.storage.tables import PushSubscription, ReminderOccurrence
from tests.backend.reminders.test_sweep import DUE, ENDED, log_session, pushes, settings, subscribe
from tests.push_service import PushService

__all__ = ["pushes", "settings"]  # fixtures
Both = Callable[[], Awaitable[int]]


@pytest.fixture
async def both(open_storage: Storage, settings: Settings, ana: str, ben: str, pushes: PushService) -> Both:
    """Ana and Ben have each a phone and a reminder that is due; what is called sends it."""
    key = VapidKey.of(settings.data_dir)
    for account, device in ((ana, "ana"), (ben, "ben")):
        await subscribe(open_storage, account, pushes, device)
        await log_session(open_storage, account)
    await sweep(open_storage.journals, settings, key, ENDED)

    async def send() -> int:
        return await sweep(open_storage.journals, settings, key, DUE)

    return send


async def test_a_browser_with_keys_that_are_none_is_forgotten_and_the_others_are_reminded(
    open_storage: Storage, ben: str, both: Both, pushes: PushService
) -> None:
    nothing = Subscription(f"{pushes.url}/push/ben", "=" * 87, "=" * 22, "https://casebook.test")
    await push_subscriptions.add(open_storage.journals, ben, "ben", nothing, ENDED)
    assert await both() == 1
    assert pushes.attempts == ["ana"]
    assert await push_subscriptions.of_accounts(open_storage.journals, [ben]) == {}


@pytest.mark.parametrize("table", [ReminderOccurrence, PushSubscription])
async def test_a_row_that_cannot_be_read_does_not_keep_the_others(
    ben: str, both: Both, pushes: PushService, table: type[ReminderOccurrence] | type[PushSubscription]
) -> None:
    await table.update({table.sealed: b"damaged"}).where(table.account == ben)
    assert await both() == 1
    assert pushes.attempts == ["ana"]


async def test_a_reminder_of_a_kind_this_version_does_not_know_does_not_keep_the_others(
    open_storage: Storage, ben: str, both: Both, pushes: PushService
) -> None:
    newer = Planned("horoscope", DUE, {"due_at": DUE.isoformat(), "asks": "horoscope"})
    await reminders.plan(open_storage.journals, ben, [newer], 10**6, DUE + timedelta(days=7))
    assert await both() == 1
    assert pushes.attempts == ["ana"]


async def test_what_a_sweep_of_many_minutes_takes_last_is_not_taken_by_another_process(
    open_storage: Storage, both: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    minutes = count(step=20)
    monkeypatch.setattr("backend.reminders.sweep.monotonic", lambda: 60.0 * next(minutes))

    async def slowly(*taken: object) -> int:
        later = DUE + timedelta(minutes=21)
        assert await reminders.claim(open_storage.journals, later, REMINDERS_BUNDLED, REMINDERS_LEASE) == []
        return await send_claimed(*taken)  # type: ignore[arg-type]

    monkeypatch.setattr("backend.reminders.sweep._send", slowly)
    assert await both() == 2
