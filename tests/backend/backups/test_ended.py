"""What a patient ended after the backup was made stays ended when it is restored over the store that knows it."""

from datetime import timedelta
from typing import Any

import pytest

from backend.storage import accounts, calendar_feeds, deletions, login_sessions, share_links
from backend.storage.database import Storage
from backend.storage.deletions import erase_due
from backend.storage.tables import Account, PushSubscription
from shared_schemas.sharing import Disclosure
from tests.backend.backups.conftest import Server
from tests.backend.storage.entries import entry
from tests.conftest import NOW

DAY = timedelta(days=1)


class Patient:
    """Ana as she was when the backup was made: a phone that is signed in, a doctor's link, a calendar."""

    def __init__(self, account: str, session: str, link: str, link_token: str, feed: str) -> None:
        self.account, self.session, self.link, self.link_token, self.feed = account, session, link, link_token, feed

    async def can_be_reached(self, storage: Storage) -> list[str]:
        """Which of them still opens something."""
        opened: dict[str, Any] = {
            "session": await login_sessions.find(self.session, NOW),
            "link": await share_links.find(storage.journals, self.link_token, NOW),
            "feed": await calendar_feeds.find(self.feed),
        }
        return [name for name, found in opened.items() if found is not None]


@pytest.fixture
async def ana(server: Server) -> Patient:
    async with server.running() as storage:
        account = await accounts.create(storage, "ana@example.org", "no password", NOW)
        await storage.journals.append_edits(account, [entry(1)], NOW)
        session = await login_sessions.begin(account, NOW)
        link, token = await share_links.create(
            storage.journals, account, "Dr. Weiß", 30 * DAY, NOW, disclosure=Disclosure()
        )
        feed = await calendar_feeds.create(account, says_what=False, now=NOW)
        key = await storage.journals.key(account)
        await PushSubscription.insert(
            PushSubscription(key="1", account=account, device="phone", sealed=key.seal("1", b"{}"), created_at="x")
        )
    await server.back_up()
    return Patient(account, session, link.id, token, feed)


async def test_what_nobody_ended_works_on(server: Server, ana: Patient) -> None:
    assert (await server.restore()).knows_ends
    async with server.running() as storage:
        assert await ana.can_be_reached(storage) == ["session", "link", "feed"]


async def test_ended_sign_ins_links_and_calendars_stay_ended(server: Server, ana: Patient) -> None:
    async with server.running():
        await login_sessions.end(ana.session)
        await share_links.revoke(ana.account, ana.link, NOW)
        await calendar_feeds.remove(ana.account)
    await server.restore()
    async with server.running() as storage:
        assert await ana.can_be_reached(storage) == []
        assert (await storage.journals.head(ana.account)).seq == 1


async def test_an_account_that_is_to_be_erased_still_is_and_its_receipt_is_found(server: Server, ana: Patient) -> None:
    async with server.running():
        code = await deletions.ask(ana.account, NOW, NOW + 14 * DAY)
    await server.restore()
    async with server.running() as storage:
        assert await ana.can_be_reached(storage) == []
        assert await PushSubscription.count() == 0
        assert await erase_due(storage.journals, NOW + 15 * DAY) == 1
        assert not await Account.exists().where(Account.id == ana.account)
        receipt = await deletions.receipt(code)
        assert receipt is not None
        assert (receipt.erased_at is not None, receipt.counts["entries"]) == (True, 1)


async def test_an_account_whose_owner_came_back_is_not_erased_after_all(server: Server, ana: Patient) -> None:
    async with server.running():
        code = await deletions.ask(ana.account, NOW, NOW + 14 * DAY)
    await server.back_up(force=True)
    async with server.running():
        await login_sessions.begin(ana.account, NOW + DAY)
    await server.restore()
    async with server.running() as storage:
        assert await erase_due(storage.journals, NOW + 15 * DAY) == 0
        receipt = await deletions.receipt(code)
        assert receipt is not None
        assert receipt.taken_back_at is not None


async def test_the_receipt_of_an_account_that_was_erased_since_says_so(server: Server, ana: Patient) -> None:
    async with server.running() as storage:
        code = await deletions.erase_now(storage.journals, ana.account, NOW)
    assert (await server.restore()).knows_ends
    async with server.running():
        assert not await Account.exists().where(Account.id == ana.account)
        receipt = await deletions.receipt(code)
        assert receipt is not None
        assert receipt.erased_at is not None


async def test_a_lost_server_cannot_know_and_the_operator_is_told(server: Server, ana: Patient) -> None:
    async with server.running():
        await login_sessions.end(ana.session)
    await server.is_lost()
    assert not (await server.restore()).knows_ends
    async with server.running() as storage:
        assert "session" in await ana.can_be_reached(storage)


async def test_what_was_erased_on_a_lost_server_stays_erased_where_its_journal_of_erasures_was_kept(
    server: Server, ana: Patient
) -> None:
    async with server.running() as storage:
        await deletions.erase_now(storage.journals, ana.account, NOW)
    kept = (server.settings.data_dir / "erasures.jsonl").read_bytes()
    await server.is_lost()
    server.settings.data_dir.mkdir()
    (server.settings.data_dir / "erasures.jsonl").write_bytes(kept)
    await server.restore()
    async with server.running():
        assert await Account.count() == 0
