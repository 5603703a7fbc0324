from datetime import timedelta

from backend.settings import OPENINGS_SHOWN
from backend.storage import share_links
from backend.storage.database import Storage
from tests.conftest import NOW, Elsewhere

DAY = timedelta(days=1)


async def new_link(storage: Storage, account: str, label: str = "Dr. Okafor", days: int = 30) -> tuple[str, str]:
    """Id and token."""
    link, token = await share_links.create(storage.journals, account, label, days * DAY, NOW)
    return link.id, token


async def test_a_link_opens_until_the_moment_it_expires(open_storage: Storage, ana: str) -> None:
    _, token = await new_link(open_storage, ana)
    before, after = NOW + 30 * DAY - timedelta(milliseconds=1), NOW + 30 * DAY
    assert await share_links.open_link(open_storage.journals, token, "Firefox", before) is not None
    assert await share_links.open_link(open_storage.journals, token, "Firefox", after) is None


async def test_a_revoked_link_opens_nothing(open_storage: Storage, ana: str) -> None:
    link_id, token = await new_link(open_storage, ana)
    assert await share_links.revoke(ana, link_id, NOW) is True
    assert await share_links.open_link(open_storage.journals, token, "Firefox", NOW) is None


async def test_revoking_twice_keeps_the_first_moment(open_storage: Storage, ana: str) -> None:
    link_id, _ = await new_link(open_storage, ana)
    await share_links.revoke(ana, link_id, NOW)
    assert await share_links.revoke(ana, link_id, NOW + DAY) is True
    [link] = await share_links.of_account(open_storage.journals, ana)
    assert link.revoked_at == "2026-11-23T09:15:42.120Z"


async def test_nobody_revokes_somebody_elses_link(open_storage: Storage, ana: str, ben: str) -> None:
    link_id, token = await new_link(open_storage, ana)
    assert await share_links.revoke(ben, link_id, NOW) is False
    assert await share_links.open_link(open_storage.journals, token, "Firefox", NOW) is not None
    assert await share_links.of_account(open_storage.journals, ben) == []


async def test_every_opening_is_noted_and_a_failed_one_is_not(open_storage: Storage, ana: str) -> None:
    _, token = await new_link(open_storage, ana)
    for day in (0, 1, 31):
        await share_links.open_link(open_storage.journals, token, "Firefox", NOW + day * DAY)
    [link] = await share_links.of_account(open_storage.journals, ana)
    assert link.opened == ("2026-11-24T09:15:42.120Z", "2026-11-23T09:15:42.120Z")


async def test_the_owner_sees_the_latest_openings_of_a_link_opened_often(open_storage: Storage, ana: str) -> None:
    _, token = await new_link(open_storage, ana)
    for second in range(OPENINGS_SHOWN + 5):
        await share_links.open_link(open_storage.journals, token, "Firefox", NOW + timedelta(seconds=second))
    [link] = await share_links.of_account(open_storage.journals, ana)
    assert len(link.opened) == OPENINGS_SHOWN
    assert list(link.opened) == sorted(link.opened, reverse=True)
    assert link.opened[0] == "2026-11-23T09:16:36.120Z"


async def test_a_stolen_database_holds_neither_token_nor_label(
    open_storage: Storage, ana: str, elsewhere: Elsewhere
) -> None:
    link_id, token = await new_link(open_storage, ana)
    stored = str(await elsewhere("SELECT * FROM share_link"))
    assert link_id in stored
    assert token not in stored
    assert "Okafor" not in stored


async def test_links_are_listed_newest_first(open_storage: Storage, ana: str) -> None:
    for day, label in enumerate(("first", "second", "third")):
        await share_links.create(open_storage.journals, ana, label, DAY, NOW + day * DAY)
    assert [link.label for link in await share_links.of_account(open_storage.journals, ana)] == [
        "third",
        "second",
        "first",
    ]
    assert await share_links.count(ana) == 3
