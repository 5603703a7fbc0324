"""Where the patient is: what a browser says at each start of the app counts beside the zones of the entries."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from backend.reminders.rules import zone_of
from backend.reminders.sweep import sweep
from backend.reminders.vapid import VapidKey
from backend.settings import Settings
from backend.storage import push_subscriptions
from backend.storage.database import Storage
from backend.storage.push_subscriptions import Subscription
from backend.storage.tables import Account
from backend.storage.whereabouts import Whereabouts
from shared_schemas.clock import wire_instant
from shared_schemas.journal import Journal
from tests.backend.reminders.entries import NEW_YORK, check_in, only, rule
from tests.backend.reminders.entries import NOW as ENTERED
from tests.backend.reminders.test_sweep import pushes, settings
from tests.conftest import Browser
from tests.push_service import BROWSER_KEYS, PushService

__all__ = ["pushes", "settings"]  # fixtures
TOKYO = ZoneInfo("Asia/Tokyo")
MORNING = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
AT_EIGHT = [*only(), rule(960, "check_in", is_on=True, at_time="20:00")]


@pytest.fixture
def phone(pushes: PushService) -> Subscription:
    made = pushes.subscribe("phone")
    return Subscription(made["endpoint"], *made["keys"].values(), "https://casebook.test", "America/New_York")


def test_the_zone_named_last_counts_whether_an_entry_or_a_browser_named_it() -> None:
    journal = Journal.from_edits([check_in(1, ENTERED)])
    entered = journal.provenance[journal.check_ins[0].id].entered_at
    after, before = (Whereabouts("Asia/Tokyo", entered + timedelta(hours=hours)) for hours in (1, -1))
    assert [zone_of(journal, told) for told in (after, before, None)] == [TOKYO, NEW_YORK, NEW_YORK]
    assert zone_of(journal, replace(after, time_zone="Mars/Olympus")) == NEW_YORK
    assert zone_of(Journal.from_edits([]), after) == TOKYO


async def test_after_a_flight_the_check_in_comes_in_the_evening_there_though_nothing_was_entered(
    open_storage: Storage, settings: Settings, ana: str, pushes: PushService, phone: Subscription
) -> None:
    key, journals = VapidKey.of(settings.data_dir), open_storage.journals
    await push_subscriptions.add(journals, ana, "phone", phone, MORNING)
    await journals.append_edits(ana, AT_EIGHT, MORNING)
    await sweep(journals, settings, key, MORNING)
    landed = MORNING + timedelta(hours=14)
    await push_subscriptions.add(journals, ana, "phone", replace(phone, time_zone="Asia/Tokyo"), landed)
    evening = datetime(2026, 11, 24, 20, 0, tzinfo=TOKYO)
    pushes.now = lambda: evening
    assert await sweep(journals, settings, key, evening - timedelta(minutes=1)) == 0
    assert await sweep(journals, settings, key, evening) == 1


async def test_a_phone_that_says_what_is_known_reads_no_journal(
    open_storage: Storage, ana: str, phone: Subscription
) -> None:
    journals = open_storage.journals

    async def plan_at_after(subscription: Subscription, session: str = "") -> str:
        await push_subscriptions.add(journals, ana, "phone", subscription, MORNING, session)
        [row] = await Account.select(Account.plan_at).where(Account.id == ana)
        await Account.update({Account.plan_at: "planned"}).where(Account.id == ana)
        return str(row["plan_at"])

    now = wire_instant(MORNING)
    assert await plan_at_after(phone) == now
    assert await plan_at_after(phone) == "planned"
    assert await plan_at_after(phone, "another session") == now
    assert await plan_at_after(replace(phone, time_zone="Asia/Tokyo")) == now


async def test_of_two_devices_the_one_opened_last_says_where_the_patient_is(
    open_storage: Storage, ana: str, phone: Subscription
) -> None:
    journals = open_storage.journals
    laptop = replace(phone, endpoint=f"{phone.endpoint}-laptop", time_zone="Europe/London")
    told = [(phone, "phone"), (laptop, "laptop"), (phone, "phone")]
    for hours, (subscription, device) in enumerate(told):
        await push_subscriptions.add(journals, ana, device, subscription, MORNING + timedelta(hours=hours))
    last = Whereabouts("America/New_York", MORNING + timedelta(hours=2))
    assert await push_subscriptions.whereabouts(journals, ana) == last


async def test_the_calendar_stands_at_the_time_of_where_the_phone_is(signed_in: Browser) -> None:
    edits = [edit.model_dump(mode="json", exclude={"seq"}, exclude_none=True) for edit in AT_EIGHT]
    answer = await signed_in.post("/api/sync", json={"protocol": 1, "device": f"{1:016x}", "edits": edits})
    assert answer.status_code == 200
    body = {"endpoint": "https://8.8.8.8/x", "keys": BROWSER_KEYS, "device": f"{1:016x}", "time_zone": "Asia/Tokyo"}
    assert (await signed_in.post("/api/push", json=body)).status_code == 204
    calendar = Calendar.from_ical((await signed_in.get("/api/calendar.ics")).content)
    starts = {event["DTSTART"].dt.astimezone(TOKYO).strftime("%H:%M") for event in calendar.walk("VEVENT")}
    assert starts == {"20:00"}


async def test_a_calendar_that_asks_again_after_a_flight_gets_the_times_of_there(signed_in: Browser) -> None:
    path = (await signed_in.post("/api/calendar", json={})).json()["path"]
    body = {"endpoint": "https://8.8.8.8/x", "keys": BROWSER_KEYS, "device": f"{1:016x}"}
    etag, statuses = "", []
    for zone in ("America/New_York", "America/New_York", "Asia/Tokyo"):
        assert (await signed_in.post("/api/push", json={**body, "time_zone": zone})).status_code == 204
        answer = await signed_in.get(path, headers={"If-None-Match": etag})
        etag = answer.headers["etag"]
        statuses.append(answer.status_code)
    assert statuses == [200, 304, 200]


async def test_a_zone_that_has_no_form_of_one_is_refused(signed_in: Browser) -> None:
    body = {"endpoint": "https://8.8.8.8/x", "keys": BROWSER_KEYS, "device": f"{1:016x}"}
    for zone in ("not a zone", "x" * 65, 5):
        assert (await signed_in.post("/api/push", json={**body, "time_zone": zone})).status_code == 400
