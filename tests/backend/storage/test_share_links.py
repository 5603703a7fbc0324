import asyncio
from datetime import datetime, timedelta

from backend.settings import OPENINGS_SHOWN, PASSCODE_FREE_TRIES, PASSCODE_LONGEST_WAIT
from backend.storage import share_links
from backend.storage.database import Storage
from shared_schemas.sharing import USUAL_SECTIONS, Disclosure
from tests.conftest import NOW, Elsewhere

DAY = timedelta(days=1)


async def new_link(storage: Storage, account: str, label: str = "Dr. Okafor", days: int = 30) -> tuple[str, str]:
    """Id and token."""
    link, token = await share_links.create(
        storage.journals, account, label, days * DAY, NOW, disclosure=Disclosure(sections=frozenset({"scores"}))
    )
    return link.id, token


async def opens(storage: Storage, token: str, moment: datetime) -> bool:
    """Whether the link is found at that moment; then the opening is noted."""
    link = await share_links.find(storage.journals, token, moment)
    if link is not None:
        await share_links.note_opening(link, "Firefox on Windows", "page", moment)
    return link is not None


async def test_a_link_opens_until_the_moment_it_expires(open_storage: Storage, ana: str) -> None:
    _, token = await new_link(open_storage, ana)
    before, after = NOW + 30 * DAY - timedelta(milliseconds=1), NOW + 30 * DAY
    assert await opens(open_storage, token, before)
    assert not await opens(open_storage, token, after)


async def test_a_revoked_link_opens_nothing(open_storage: Storage, ana: str) -> None:
    link_id, token = await new_link(open_storage, ana)
    assert await share_links.revoke(ana, link_id, NOW) is True
    assert not await opens(open_storage, token, NOW)


async def test_revoking_twice_keeps_the_first_moment(open_storage: Storage, ana: str) -> None:
    link_id, _ = await new_link(open_storage, ana)
    await share_links.revoke(ana, link_id, NOW)
    assert await share_links.revoke(ana, link_id, NOW + DAY) is True
    [link] = await share_links.of_account(open_storage.journals, ana)
    assert link.revoked_at == "2026-11-23T09:15:42.120Z"


async def test_nobody_revokes_somebody_elses_link(open_storage: Storage, ana: str, ben: str) -> None:
    link_id, token = await new_link(open_storage, ana)
    assert await share_links.revoke(ben, link_id, NOW) is False
    assert await opens(open_storage, token, NOW)
    assert await share_links.of_account(open_storage.journals, ben) == []


async def test_every_opening_is_noted_and_a_failed_one_is_not(open_storage: Storage, ana: str) -> None:
    link_id, token = await new_link(open_storage, ana)
    for day in (0, 1, 31):
        await opens(open_storage, token, NOW + day * DAY)
    opened = await share_links.openings(link_id)
    assert opened.times == 2
    assert [at for at, _, _ in opened.latest] == ["2026-11-24T09:15:42.120Z", "2026-11-23T09:15:42.120Z"]


async def test_the_owner_sees_the_latest_openings_of_a_link_opened_often(open_storage: Storage, ana: str) -> None:
    link_id, token = await new_link(open_storage, ana)
    for second in range(OPENINGS_SHOWN + 5):
        await opens(open_storage, token, NOW + timedelta(seconds=second))
    opened = await share_links.openings(link_id)
    assert (opened.times, len(opened.latest)) == (OPENINGS_SHOWN + 5, OPENINGS_SHOWN)
    assert list(opened.latest) == sorted(opened.latest, reverse=True)
    assert opened.latest[0][0] == "2026-11-23T09:16:36.120Z"


async def test_a_stolen_database_holds_neither_token_nor_label(
    open_storage: Storage, ana: str, elsewhere: Elsewhere
) -> None:
    link_id, token = await new_link(open_storage, ana)
    stored = str(await elsewhere("SELECT * FROM share_link"))
    assert link_id in stored
    assert token not in stored
    assert "Okafor" not in stored
    assert "scores" not in stored, "what is shared says what somebody has"


async def test_links_are_listed_newest_first(open_storage: Storage, ana: str) -> None:
    for day, label in enumerate(("first", "second", "third")):
        await share_links.create(open_storage.journals, ana, label, DAY, NOW + day * DAY, disclosure=Disclosure())
    assert [link.label for link in await share_links.of_account(open_storage.journals, ana)] == [
        "third",
        "second",
        "first",
    ]
    assert await share_links.count(ana) == 3


async def test_a_link_keeps_what_it_shares(open_storage: Storage, ana: str) -> None:
    await new_link(open_storage, ana)
    [link] = await share_links.of_account(open_storage.journals, ana)
    assert link.disclosure == Disclosure(sections=frozenset({"scores"}))


async def test_a_link_made_before_there_was_a_choice_shares_what_it_did_then(
    open_storage: Storage, ana: str, elsewhere: Elsewhere
) -> None:
    await new_link(open_storage, ana)
    await elsewhere("UPDATE share_link SET sealed_disclosure = ''")
    [link] = await share_links.of_account(open_storage.journals, ana)
    assert link.disclosure == Disclosure(sections=USUAL_SECTIONS - {"relief"})
    assert link.passcode_hash is None


async def test_an_expired_link_works_again_once_it_has_another_end(open_storage: Storage, ana: str) -> None:
    link_id, token = await new_link(open_storage, ana, days=1)
    assert not await opens(open_storage, token, NOW + 2 * DAY)
    await share_links.expire_at(ana, link_id, NOW + 5 * DAY)
    assert await opens(open_storage, token, NOW + 2 * DAY)


async def test_nobody_gives_somebody_elses_link_another_end(open_storage: Storage, ana: str, ben: str) -> None:
    link_id, _ = await new_link(open_storage, ana, days=1)
    await share_links.expire_at(ben, link_id, NOW + 5 * DAY)
    [link] = await share_links.of_account(open_storage.journals, ana)
    assert link.expires_at == "2026-11-24T09:15:42.120Z"
    assert await share_links.of_owner(open_storage.journals, ben, link_id) is None


async def test_tries_at_a_passcode_wait_longer_and_longer(open_storage: Storage, ana: str) -> None:
    _, token = await new_link(open_storage, ana)
    link = await share_links.find(open_storage.journals, token, NOW)
    assert link is not None
    now, waits = NOW, []
    for _ in range(20):
        assert await share_links.begin_try(link, now) is None
        free_from = await share_links.begin_try(link, now) if len(waits) >= PASSCODE_FREE_TRIES - 1 else None
        waits.append((free_from - now).total_seconds() if free_from else 0)
        now = free_from or now
    assert waits[:6] == [0, 0, 5, 10, 20, 40]
    assert waits[-1] == PASSCODE_LONGEST_WAIT.total_seconds()


async def test_a_right_passcode_makes_the_next_try_free_again(open_storage: Storage, ana: str) -> None:
    _, token = await new_link(open_storage, ana)
    link = await share_links.find(open_storage.journals, token, NOW)
    assert link is not None
    for _ in range(PASSCODE_FREE_TRIES):
        await share_links.begin_try(link, NOW)
    await share_links.passed(link)
    assert await share_links.begin_try(link, NOW) is None


async def test_tries_at_the_same_moment_are_counted_one_by_one(open_storage: Storage, ana: str) -> None:
    _, token = await new_link(open_storage, ana)
    link = await share_links.find(open_storage.journals, token, NOW)
    assert link is not None
    answers = await asyncio.gather(*(share_links.begin_try(link, NOW) for _ in range(12)))
    assert sum(answer is None for answer in answers) == PASSCODE_FREE_TRIES
