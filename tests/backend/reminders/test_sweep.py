"""From a session in the journal to a message on the phone, through a push service that decrypts and refuses."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from uuid import uuid4

import pytest

from backend.reminders.sweep import sweep
from backend.reminders.vapid import VapidKey
from backend.settings import PUSH_ATTEMPTS, REMINDERS_BUNDLED, REMINDERS_LEASE, Settings
from backend.storage import push_subscriptions, reminders
from backend.storage.database import Storage
from backend.storage.push_subscriptions import Subscription
from backend.storage.tables import PushSubscription
from shared_schemas.clock import stamp
from shared_schemas.journal import Edit
from tests.backend.reminders.entries import entry, only, rule
from tests.conftest import Elsewhere
from tests.push_service import PushService, push_service

ENDED = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
DUE = ENDED + timedelta(hours=24)
DEVICE = "00000000000000a1"
# The tests of the sweep need one reminder; those of the rules stand beside the rules.
ONLY_THE_NEXT_DAY = [*only("after_session"), rule(950, "after_session", hours_after=[24])]


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
    await storage.journals.append_edits(account, ONLY_THE_NEXT_DAY, ENDED)


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


async def test_what_was_done_while_the_push_service_was_down_is_not_asked_for_again(
    open_storage: Storage, settings: Settings, ana: str, pushes: PushService
) -> None:
    key = VapidKey.of(settings.data_dir)
    await subscribe(open_storage, ana, pushes)
    await log_session(open_storage, ana)
    pushes.status["phone"] = 503
    await sweep(open_storage.journals, settings, key, DUE)
    del pushes.status["phone"]
    await log(open_storage, ana, "check_in", DUE, mood=7)
    for minutes in range(1, 60):
        await sweep(open_storage.journals, settings, key, DUE + timedelta(minutes=minutes))
    assert pushes.deliveries == []


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
    left = (await push_subscriptions.of_accounts(open_storage.journals, [ana]))[ana]
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


async def test_what_comes_due_within_half_an_hour_comes_in_one_message(
    open_storage: Storage, settings: Settings, ana: str, pushes: PushService
) -> None:
    key = VapidKey.of(settings.data_dir)
    await subscribe(open_storage, ana, pushes)
    await log_session(open_storage, ana)
    # The promised answer is asked for at nine in the morning, UTC like the session; the check-in at 14:00.
    promised = {"follow_up_on": DUE.date().isoformat(), "at": ENDED.isoformat()}
    call = entry(1, "insurer_contact", **promised)
    on = rule(960, "follow_up", is_on=True)
    await open_storage.journals.append_edits(ana, [call, on], ENDED)
    assert await sweep(open_storage.journals, settings, key, DUE + timedelta(hours=1)) == 1
    (delivery,) = pushes.deliveries
    assert delivery.message["notification"]["body"] == "2 things are waiting"


async def test_a_server_asleep_for_three_days_sends_one_message_for_all_that_is_left(
    open_storage: Storage, settings: Settings, ana: str, pushes: PushService
) -> None:
    key = VapidKey.of(settings.data_dir)
    await subscribe(open_storage, ana, pushes)
    daily = [rule(960 + n, "check_in", is_on=True, at_time="09:00") for n in range(3)]
    hours = rule(970, "after_session", is_on=True, hours_after=[2, 24, 48, 72])
    await open_storage.journals.append_edits(ana, [*daily, hours], ENDED)
    await log_session(open_storage, ana)
    await sweep(open_storage.journals, settings, key, ENDED)
    pushes.now = lambda: ENDED + timedelta(days=3)
    await sweep(open_storage.journals, settings, key, ENDED + timedelta(days=3, minutes=1))
    assert len(pushes.deliveries) == 1


async def test_a_message_that_one_browser_got_is_tried_again_for_the_other_only(
    open_storage: Storage, settings: Settings, ana: str, pushes: PushService
) -> None:
    key = VapidKey.of(settings.data_dir)
    for device in ("phone", "tablet"):
        await subscribe(open_storage, ana, pushes, device)
    pushes.status["tablet"] = 503
    await log_session(open_storage, ana)
    assert await sweep(open_storage.journals, settings, key, DUE) == 1
    del pushes.status["tablet"]
    assert await sweep(open_storage.journals, settings, key, DUE + timedelta(minutes=2)) == 1
    assert [delivery.device for delivery in pushes.deliveries] == ["phone", "tablet"]


async def test_a_message_a_push_service_refuses_is_not_tried_again(
    open_storage: Storage, settings: Settings, ana: str, pushes: PushService
) -> None:
    key = VapidKey.of(settings.data_dir)
    await subscribe(open_storage, ana, pushes)
    pushes.status["phone"] = 413
    await log_session(open_storage, ana)
    for minutes in range(60):
        await sweep(open_storage.journals, settings, key, DUE + timedelta(minutes=minutes))
    assert len(pushes.attempts) == 1


@pytest.mark.parametrize("patience", ["1800", format_datetime(DUE + timedelta(minutes=30), usegmt=True)])
async def test_a_push_service_that_asks_for_patience_gets_it(
    open_storage: Storage, settings: Settings, ana: str, pushes: PushService, patience: str
) -> None:
    key = VapidKey.of(settings.data_dir)
    await subscribe(open_storage, ana, pushes)
    pushes.status["phone"], pushes.patience["phone"] = 429, patience
    await log_session(open_storage, ana)
    for minutes in range(0, 30, 5):
        await sweep(open_storage.journals, settings, key, DUE + timedelta(minutes=minutes))
    assert len(pushes.attempts) == 1
    del pushes.status["phone"]
    assert await sweep(open_storage.journals, settings, key, DUE + timedelta(minutes=30)) == 1


async def test_a_push_service_that_redirects_is_not_followed(
    open_storage: Storage, settings: Settings, ana: str, pushes: PushService
) -> None:
    key = VapidKey.of(settings.data_dir)
    await subscribe(open_storage, ana, pushes)
    pushes.status["phone"] = 307
    await log_session(open_storage, ana)
    assert await sweep(open_storage.journals, settings, key, DUE) == 0
    assert pushes.attempts == ["phone"]


async def test_a_clock_set_back_sends_nothing_twice(
    open_storage: Storage, settings: Settings, ana: str, pushes: PushService
) -> None:
    key = VapidKey.of(settings.data_dir)
    await subscribe(open_storage, ana, pushes)
    await log_session(open_storage, ana)
    assert await sweep(open_storage.journals, settings, key, DUE) == 1
    # A new entry makes the plan anew, an hour before what was sent already.
    await log(open_storage, ana, "treatment_session", ENDED, deleted=True)
    for minutes in (-60, -30, 0, 30):
        await sweep(open_storage.journals, settings, key, DUE + timedelta(minutes=minutes))
    assert len(pushes.deliveries) == 1


async def test_a_hanging_push_service_does_not_hold_up_the_others(
    open_storage: Storage, settings: Settings, ana: str, ben: str, pushes: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = VapidKey.of(settings.data_dir)
    monkeypatch.setattr("backend.reminders.delivery.PUSH_TIMEOUT_SECONDS", 0.5)
    pushes.hanging.add("hanging")
    await subscribe(open_storage, ana, pushes, "hanging")
    await subscribe(open_storage, ben, pushes, "phone")
    for account in (ana, ben):
        await log_session(open_storage, account)
    assert await sweep(open_storage.journals, settings, key, DUE) == 1


async def test_sweeps_side_by_side_send_each_reminder_once(
    open_storage: Storage, settings: Settings, ana: str, ben: str, pushes: PushService
) -> None:
    key = VapidKey.of(settings.data_dir)
    for account, device in ((ana, "phone"), (ben, "tablet")):
        await subscribe(open_storage, account, pushes, device)
        await log_session(open_storage, account)
    await sweep(open_storage.journals, settings, key, ENDED)
    await asyncio.gather(*(sweep(open_storage.journals, settings, key, DUE) for _ in range(6)))
    assert sorted(pushes.attempts) == ["phone", "tablet"]


async def test_after_a_crash_in_the_middle_of_sending_it_is_sent_once_more_and_not_again(
    open_storage: Storage, settings: Settings, ana: str, pushes: PushService
) -> None:
    key = VapidKey.of(settings.data_dir)
    await subscribe(open_storage, ana, pushes)
    await log_session(open_storage, ana)
    await sweep(open_storage.journals, settings, key, ENDED)
    # Claimed by a process that never says what became of it.
    assert len(await reminders.claim(open_storage.journals, DUE, REMINDERS_BUNDLED, REMINDERS_LEASE)) == 1
    assert await sweep(open_storage.journals, settings, key, DUE + timedelta(minutes=1)) == 0
    for minutes in range(5, 120):
        await sweep(open_storage.journals, settings, key, DUE + timedelta(minutes=minutes))
    assert len(pushes.deliveries) == 1


async def test_a_journal_nobody_adds_to_is_planned_again_before_its_plan_runs_out(
    open_storage: Storage, settings: Settings, ana: str, pushes: PushService
) -> None:
    key = VapidKey.of(settings.data_dir)
    await subscribe(open_storage, ana, pushes)
    await open_storage.journals.append_edits(ana, [rule(960, "check_in", is_on=True, at_time="09:00")], ENDED)
    for days in range(40):
        now = ENDED + timedelta(days=days)
        pushes.now = lambda now=now: now
        await sweep(open_storage.journals, settings, key, now)
    assert len(pushes.deliveries) == 40


async def test_the_database_does_not_tell_what_a_reminder_is_about(
    open_storage: Storage, settings: Settings, ana: str, pushes: PushService, elsewhere: Elsewhere
) -> None:
    key = VapidKey.of(settings.data_dir)
    await subscribe(open_storage, ana, pushes)
    await log_session(open_storage, ana)
    await sweep(open_storage.journals, settings, key, ENDED)
    [row] = await elsewhere("SELECT * FROM reminder_occurrence")
    assert not any(word in str(row) for word in ("check-in", "session", "expires"))


async def test_endpoint_and_keys_are_sealed_in_the_database(
    open_storage: Storage, ana: str, pushes: PushService
) -> None:
    await subscribe(open_storage, ana, pushes)
    row = await PushSubscription.select().first()
    assert row is not None
    assert all(part not in row["sealed"] for part in (b"http", b"push/phone", b"p256dh"))
