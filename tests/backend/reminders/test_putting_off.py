""" "In an hour": what the last message was about comes again, unless it is done by then."""

from datetime import datetime, timedelta

import pytest

from backend.reminders.sweep import sweep
from backend.reminders.vapid import VapidKey
from backend.settings import Settings
from backend.storage import reminders
from backend.storage.database import Storage
from tests.backend.reminders.test_sweep import DUE, log, log_session, pushes, settings, subscribe
from tests.conftest import Browser
from tests.push_service import PushService

__all__ = ["pushes", "settings"]  # fixtures
HOUR = timedelta(hours=1)


class _Phone:
    """Ana's phone on the day after a session, just reminded."""

    def __init__(self, storage: Storage, settings: Settings, pushes: PushService, account: str) -> None:
        self.storage, self.settings, self.pushes, self.account = storage, settings, pushes, account
        self.key = VapidKey.of(settings.data_dir)

    async def sweep(self, at: datetime) -> int:
        return await sweep(self.storage.journals, self.settings, self.key, at)

    async def put_off(self, until: datetime) -> int:
        return await reminders.put_off(self.storage.journals, self.account, until)


@pytest.fixture
async def phone(open_storage: Storage, settings: Settings, ana: str, pushes: PushService) -> _Phone:
    phone = _Phone(open_storage, settings, pushes, ana)
    await subscribe(open_storage, ana, pushes)
    await log_session(open_storage, ana)
    assert await phone.sweep(DUE) == 1
    return phone


async def test_it_comes_again_once_after_an_hour(phone: _Phone) -> None:
    assert await phone.put_off(DUE + HOUR) == 1
    assert await phone.sweep(DUE + HOUR - timedelta(seconds=1)) == 0
    assert await phone.sweep(DUE + HOUR) == 1
    assert await phone.sweep(DUE + 2 * HOUR) == 0
    first, second = phone.pushes.deliveries
    assert first.message == second.message


async def test_it_can_be_put_off_again_and_again(phone: _Phone) -> None:
    for hour in range(1, 8):
        assert await phone.put_off(DUE + hour * HOUR) == 1
        assert await phone.sweep(DUE + hour * HOUR) == 1


async def test_two_taps_put_it_off_once(phone: _Phone) -> None:
    assert [await phone.put_off(DUE + HOUR), await phone.put_off(DUE + HOUR)] == [1, 0]
    assert await phone.sweep(DUE + HOUR) == 1


async def test_it_does_not_come_when_the_check_in_was_made_meanwhile(phone: _Phone) -> None:
    await phone.put_off(DUE + HOUR)
    await log(phone.storage, phone.account, "check_in", DUE + timedelta(minutes=20), mood=7)
    assert await phone.sweep(DUE + HOUR) == 0


async def test_an_entry_of_another_kind_leaves_it_put_off(phone: _Phone) -> None:
    await phone.put_off(DUE + HOUR)
    at = DUE + timedelta(minutes=10)
    await log(
        phone.storage, phone.account, "outcome_measure", at, answered_at=at.isoformat(), instrument="gad7", total=9
    )
    assert await phone.sweep(DUE + timedelta(minutes=20)) == 0
    assert len(phone.pushes.deliveries) == 1


async def test_every_device_is_reminded_again_also_when_one_of_them_failed_at_first(
    open_storage: Storage, settings: Settings, ana: str, pushes: PushService
) -> None:
    phone = _Phone(open_storage, settings, pushes, ana)
    for device in ("phone", "tablet"):
        await subscribe(open_storage, ana, pushes, device)
    await log_session(open_storage, ana)
    pushes.status["tablet"] = 503
    assert await phone.sweep(DUE) == 1
    del pushes.status["tablet"]
    later = DUE + timedelta(minutes=5)
    assert await phone.sweep(later) == 1
    await phone.put_off(later + HOUR)
    assert await phone.sweep(later + HOUR) == 2


async def test_nothing_is_put_off_where_nothing_came(open_storage: Storage, ana: str) -> None:
    assert await reminders.put_off(open_storage.journals, ana, DUE) == 0


async def test_only_ones_own_messages_are_put_off(phone: _Phone, ben: str) -> None:
    assert await reminders.put_off(phone.storage.journals, ben, DUE + HOUR) == 0
    assert await phone.sweep(DUE + HOUR) == 0


async def test_the_button_of_a_message_asks_the_server(signed_in: Browser) -> None:
    assert (await signed_in.post("/api/push/later")).status_code == 204


async def test_nobody_asks_it_without_an_account(browser: Browser) -> None:
    assert (await browser.post("/api/push/later")).status_code == 401
