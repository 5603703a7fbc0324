from datetime import timedelta

import pytest

from backend.settings import RECEIPTS_KEPT, Settings
from backend.storage import activity, calendar_feeds, deletions, login_sessions, push_subscriptions, share_links
from backend.storage.database import Storage
from backend.storage.erasures import ErasureJournal
from backend.storage.journals import UnknownAccountError
from backend.storage.objects import OBJECTS
from backend.storage.push_subscriptions import Subscription
from backend.storage.reminders import Planned, claim, plan
from shared_schemas.sharing import Disclosure
from tests.backend.storage.entries import entry
from tests.backend.storage.test_accounts import fill_every_table, rows_naming
from tests.conftest import NOW, Elsewhere

GRACE = timedelta(days=14)
PUSH = Subscription("https://push.example/ana", "p256dh", "auth", "https://casebook.test")


async def test_asking_for_the_end_stops_sessions_links_calendar_and_reminders_at_once(
    open_storage: Storage, ana: str
) -> None:
    journals = open_storage.journals
    session = await login_sessions.begin(ana, NOW)
    _, link = await share_links.create(journals, ana, "Dr. Okafor", GRACE, NOW, disclosure=Disclosure())
    feed = await calendar_feeds.create(ana, says_what=False, now=NOW)
    await push_subscriptions.add(journals, ana, "0123456789abcdef", PUSH, NOW)
    await plan(journals, ana, [Planned("check-in", NOW, {"title": "x"})], 0, NOW + GRACE)
    await deletions.ask(ana, NOW, NOW + GRACE)
    assert await login_sessions.find(session, NOW) is None
    assert await share_links.find(journals, link, NOW) is None
    assert await calendar_feeds.find(feed) is None
    assert await claim(journals, NOW, timedelta(0), timedelta(minutes=5)) == []
    assert await push_subscriptions.of_accounts(journals, [ana]) == {}


async def test_signing_in_within_the_days_of_grace_brings_all_of_it_back(open_storage: Storage, ana: str) -> None:
    journals = open_storage.journals
    await journals.append_edits(ana, [entry(1)], NOW)
    _, link = await share_links.create(journals, ana, "Dr. Okafor", 2 * GRACE, NOW, disclosure=Disclosure())
    feed = await calendar_feeds.create(ana, says_what=False, now=NOW)
    code = await deletions.ask(ana, NOW, NOW + GRACE)
    await login_sessions.begin(ana, NOW + timedelta(days=13))
    assert await deletions.erase_due(journals, NOW + timedelta(days=15)) == 0
    assert len(await journals.edits(ana)) == 1
    assert await share_links.find(journals, link, NOW) is not None
    assert await calendar_feeds.find(feed) is not None
    receipt = await deletions.receipt(code)
    assert receipt is not None
    assert (receipt.taken_back_at, receipt.erased_at) == ("2026-12-06T09:15:42.120Z", None)


async def test_after_the_days_of_grace_no_row_of_any_table_names_the_account(
    open_storage: Storage, ana: str, ben: str, settings: Settings, elsewhere: Elsewhere
) -> None:
    for account in (ana, ben):
        await fill_every_table(account)
    await deletions.ask(ana, NOW, NOW + GRACE)
    with OBJECTS.opened(settings):
        assert await deletions.erase_due(open_storage.journals, NOW + GRACE - timedelta(milliseconds=1)) == 0
        assert await rows_naming(ana, elsewhere) != []
        assert await deletions.erase_due(open_storage.journals, NOW + GRACE) == 1
    assert await rows_naming(ana, elsewhere) == []
    assert await rows_naming(ben, elsewhere) != []
    assert list(ErasureJournal(settings.data_dir / "erasures.jsonl")) == [(ana, None)]
    with pytest.raises(UnknownAccountError):
        await open_storage.journals.key(ana)


async def test_the_receipt_says_how_much_was_erased_and_when_and_names_nobody(
    open_storage: Storage, ana: str, settings: Settings, elsewhere: Elsewhere
) -> None:
    journals = open_storage.journals
    await journals.append_edits(ana, [entry(1), entry(2), entry(3, record=2)], NOW)
    await share_links.create(journals, ana, "Dr. Okafor", GRACE, NOW, disclosure=Disclosure())
    with OBJECTS.opened(settings):
        code = await deletions.erase_now(journals, ana, NOW)
    receipt = await deletions.receipt(code)
    assert receipt is not None
    assert receipt.counts == {"entries": 2, "changes": 3, "files": 0, "links": 1, "reminders": 0}
    assert receipt.erased_at == "2026-11-23T09:15:42.120Z"
    [row] = await elsewhere("SELECT * FROM erasure_receipt")
    assert code not in str(row)
    assert ana not in str(row)
    assert "ana@example.org" not in str(row)
    assert await deletions.receipt(code[:-1] + "x") is None


async def test_asking_twice_leaves_one_request_and_two_receipts(open_storage: Storage, ana: str) -> None:
    first = await deletions.ask(ana, NOW, NOW + GRACE)
    second = await deletions.ask(ana, NOW, NOW + 2 * GRACE)
    assert first != second
    assert await deletions.erase_due(open_storage.journals, NOW + GRACE) == 0


async def test_receipts_are_forgotten_after_three_years(open_storage: Storage, ana: str, settings: Settings) -> None:
    with OBJECTS.opened(settings):
        code = await deletions.erase_now(open_storage.journals, ana, NOW)
    await deletions.erase_due(open_storage.journals, NOW + RECEIPTS_KEPT)
    assert await deletions.receipt(code) is not None
    await deletions.erase_due(open_storage.journals, NOW + RECEIPTS_KEPT + timedelta(days=1))
    assert await deletions.receipt(code) is None


async def test_what_was_asked_and_taken_back_stands_among_what_happened(open_storage: Storage, ana: str) -> None:
    assert open_storage.epoch
    await deletions.ask(ana, NOW, NOW + GRACE)
    await login_sessions.begin(ana, NOW + timedelta(days=1))
    happened = [event.what for event in await activity.of_account(ana, NOW + timedelta(days=1))]
    assert sorted(happened) == ["deletion_asked", "deletion_taken_back", "signed_in"]
