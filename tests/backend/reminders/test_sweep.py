"""From a session in the journal to a message on the phone, through a push service that decrypts and refuses."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from backend.reminders.sweep import sweep
from backend.reminders.vapid import VapidKey
from backend.settings import PUSH_ATTEMPTS, Settings
from backend.storage import push_subscriptions
from backend.storage.database import Storage
from backend.storage.push_subscriptions import Subscription
from backend.storage.tables import PushSubscription
from shared_schemas.clock import stamp
from shared_schemas.journal import Edit
from tests.push_service import PushService, push_service

ENDED = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
DUE = ENDED + timedelta(hours=24)
DEVICE = "00000000000000a1"


@pytest.fixture
def pushes() -> Iterator[PushService]:
    with push_service(now=lambda: DUE) as service:
        yield service


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, push_allows_loopback=True)


async def log(
    storage: Storage, account: str, kind: str, at: datetime, record: str | None = None, **more: object
) -> str:
    record = record or str(uuid4())
    field = "at" if kind == "check_in" else "started_at"
    changes = {field: at.isoformat(), "time_zone": "UTC", **more}
    edit = Edit(id=str(uuid4()), record=record, kind=kind, stamp=stamp(at, 0, DEVICE), set=changes)
    await storage.journals.append_edits(account, [edit], at)
    return record


async def log_session(storage: Storage, account: str, **more: object) -> str:
    started = ENDED - timedelta(minutes=40)
    return await log(storage, account, "treatment_session", started, duration_minutes=40, dose_mg=42.5, **more)


async def subscribe(storage: Storage, account: str, pushes: PushService, device: str = "phone") -> None:
    made = pushes.subscribe(device)
    subscription = Subscription(made["endpoint"], made["keys"]["p256dh"], made["keys"]["auth"], "https://casebook.test")
    await push_subscriptions.add(storage.journals, account, device, subscription, ENDED)


async def test_a_day_after_a_session_the_phone_is_asked_for_a_check_in(
    open_storage: Storage, settings: Settings, ana: str, pushes: PushService
) -> None:
    key = VapidKey.of(settings.data_dir)
    pushes.server_key = key.public
    await subscribe(open_storage, ana, pushes)
    await log_session(open_storage, ana)
    assert await sweep(open_storage.journals, settings, key, DUE - timedelta(seconds=1)) == 0
    assert pushes.attempts == []
    assert await sweep(open_storage.journals, settings, key, DUE) == 1
    (delivery,) = pushes.deliveries
    assert delivery.message["notification"]["navigate"] == "https://casebook.test/#/check-in"
    assert b"42.5" not in delivery.plain


async def test_a_reminder_comes_once_however_often_the_sweep_looks_and_the_session_is_changed(
    open_storage: Storage, settings: Settings, ana: str, pushes: PushService
) -> None:
    key = VapidKey.of(settings.data_dir)
    await subscribe(open_storage, ana, pushes)
    session = await log_session(open_storage, ana)
    await sweep(open_storage.journals, settings, key, DUE)
    await log_session(open_storage, ana, record=session, notes="written later")
    await subscribe(open_storage, ana, pushes)
    for minutes in (1, 2, 60):
        await sweep(open_storage.journals, settings, key, DUE + timedelta(minutes=minutes))
    assert len(pushes.deliveries) == 1


async def test_who_has_checked_in_already_is_not_reminded(
    open_storage: Storage, settings: Settings, ana: str, pushes: PushService
) -> None:
    key = VapidKey.of(settings.data_dir)
    await subscribe(open_storage, ana, pushes)
    await log_session(open_storage, ana)
    await sweep(open_storage.journals, settings, key, ENDED + timedelta(hours=1))
    await log(open_storage, ana, "check_in", DUE - timedelta(hours=2), mood=7)
    assert await sweep(open_storage.journals, settings, key, DUE) == 0
    assert pushes.attempts == []


async def test_a_phone_that_subscribes_after_the_session_is_reminded_of_it(
    open_storage: Storage, settings: Settings, ana: str, pushes: PushService
) -> None:
    key = VapidKey.of(settings.data_dir)
    await log_session(open_storage, ana)
    assert await sweep(open_storage.journals, settings, key, ENDED + timedelta(hours=2)) == 0
    await subscribe(open_storage, ana, pushes)
    assert await sweep(open_storage.journals, settings, key, DUE) == 1


async def test_a_push_service_that_is_down_is_tried_again_later_and_not_for_ever(
    open_storage: Storage, settings: Settings, ana: str, pushes: PushService
) -> None:
    key = VapidKey.of(settings.data_dir)
    await subscribe(open_storage, ana, pushes)
    await log_session(open_storage, ana)
    pushes.status["phone"] = 503
    for minutes in range(120):
        await sweep(open_storage.journals, settings, key, DUE + timedelta(minutes=minutes))
    assert len(pushes.attempts) == PUSH_ATTEMPTS


async def test_a_message_that_failed_once_arrives_at_the_next_try(
    open_storage: Storage, settings: Settings, ana: str, pushes: PushService
) -> None:
    key = VapidKey.of(settings.data_dir)
    await subscribe(open_storage, ana, pushes)
    await log_session(open_storage, ana)
    pushes.status["phone"] = 503
    assert await sweep(open_storage.journals, settings, key, DUE) == 0
    del pushes.status["phone"]
    assert await sweep(open_storage.journals, settings, key, DUE + timedelta(minutes=1)) == 0
    assert await sweep(open_storage.journals, settings, key, DUE + timedelta(minutes=2)) == 1


@pytest.mark.parametrize("status", [404, 410])
async def test_a_browser_that_is_gone_is_forgotten_and_the_other_one_still_reminded(
    open_storage: Storage, settings: Settings, ana: str, pushes: PushService, status: int
) -> None:
    key = VapidKey.of(settings.data_dir)
    for device in ("phone", "tablet"):
        await subscribe(open_storage, ana, pushes, device)
    pushes.status["tablet"] = status
    await log_session(open_storage, ana)
    assert await sweep(open_storage.journals, settings, key, DUE) == 1
    left = await push_subscriptions.of_account(open_storage.journals, ana)
    assert [one.endpoint.rpartition("/")[2] for one in left] == ["phone"]


async def test_nobody_is_reminded_of_somebody_elses_session(
    open_storage: Storage, settings: Settings, ana: str, ben: str, pushes: PushService
) -> None:
    key = VapidKey.of(settings.data_dir)
    await subscribe(open_storage, ben, pushes)
    await log_session(open_storage, ana)
    assert await sweep(open_storage.journals, settings, key, DUE) == 0
    assert pushes.attempts == []


async def test_a_server_that_was_off_for_days_sends_nothing_stale(
    open_storage: Storage, settings: Settings, ana: str, pushes: PushService
) -> None:
    key = VapidKey.of(settings.data_dir)
    await subscribe(open_storage, ana, pushes)
    await log_session(open_storage, ana)
    await sweep(open_storage.journals, settings, key, ENDED + timedelta(hours=1))
    assert await sweep(open_storage.journals, settings, key, DUE + timedelta(days=3)) == 0
    assert pushes.attempts == []


async def test_endpoint_and_keys_are_sealed_in_the_database(
    open_storage: Storage, ana: str, pushes: PushService
) -> None:
    await subscribe(open_storage, ana, pushes)
    row = await PushSubscription.select().first()
    assert row is not None
    assert all(part not in row["sealed"] for part in (b"http", b"push/phone", b"p256dh"))
