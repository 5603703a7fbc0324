from datetime import timedelta
from pathlib import Path

import pytest

from backend.settings import Settings
from backend.storage.database import Storage
from backend.storage.erasures import ErasureJournal
from backend.storage.tables import Account, StoredEdit
from backend.storage.trash import erase_old_trash
from shared_schemas.clock import is_stamp
from shared_schemas.journal import fold
from tests.backend.storage.entries import entry, phone_writes_after_the_look, record_id
from tests.conftest import NOW

DAY = timedelta(days=1)


@pytest.fixture
def erasures(settings: Settings) -> Path:
    return settings.data_dir / "erasures.jsonl"


async def test_what_was_deleted_30_days_ago_is_erased_for_good(open_storage: Storage, ana: str, erasures: Path) -> None:
    await open_storage.journals.append_edits(ana, [entry(1, notes="private"), entry(2, deleted=True)], NOW)
    assert await erase_old_trash(open_storage.journals, NOW + 30 * DAY) == 1
    edits = await open_storage.journals.edits(ana)
    assert [one.set for one in edits] == [{"erased": True}] * 3
    assert [one.seq for one in edits] == [1, 2, 3]
    assert list(ErasureJournal(erasures)) == [(ana, record_id(1))]


async def test_a_minute_before_it_can_still_be_brought_back(open_storage: Storage, ana: str) -> None:
    await open_storage.journals.append_edits(ana, [entry(1, notes="private"), entry(2, deleted=True)], NOW)
    assert await erase_old_trash(open_storage.journals, NOW + 30 * DAY - timedelta(minutes=1)) == 0
    await open_storage.journals.append_edits(ana, [entry(3, deleted=False)], NOW + 30 * DAY)
    assert await erase_old_trash(open_storage.journals, NOW + 90 * DAY) == 0
    assert fold(await open_storage.journals.edits(ana))[record_id(1)].fields["notes"] == "private"


async def test_the_days_count_from_when_the_server_received_it_not_from_the_phones_clock(
    open_storage: Storage, ana: str
) -> None:
    long_ago = NOW - 300 * DAY
    await open_storage.journals.append_edits(ana, [entry(1, entered=long_ago, deleted=True)], NOW)
    assert await erase_old_trash(open_storage.journals, NOW + 29 * DAY) == 0
    assert await erase_old_trash(open_storage.journals, NOW + 30 * DAY) == 1


async def test_a_late_edit_from_another_phone_gives_the_record_30_more_days(open_storage: Storage, ana: str) -> None:
    await open_storage.journals.append_edits(ana, [entry(2, deleted=True)], NOW)
    await open_storage.journals.append_edits(ana, [entry(1, notes="written on a plane")], NOW + 20 * DAY)
    assert await erase_old_trash(open_storage.journals, NOW + 49 * DAY) == 0
    assert await erase_old_trash(open_storage.journals, NOW + 50 * DAY) == 1


async def test_a_live_record_stays_however_old_it_is(open_storage: Storage, ana: str) -> None:
    await open_storage.journals.append_edits(ana, [entry(1), entry(2, record=2, deleted=True)], NOW)
    await erase_old_trash(open_storage.journals, NOW + 3_000 * DAY)
    folded = fold(await open_storage.journals.edits(ana))
    assert (folded[record_id(1)].is_erased, folded[record_id(2)].is_erased) == (False, True)


async def test_what_a_phone_takes_out_while_the_sweep_looks_stays(
    open_storage: Storage, ana: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await open_storage.journals.append_edits(ana, [entry(1, notes="private"), entry(2, deleted=True)], NOW)
    phone_writes_after_the_look(monkeypatch, open_storage.journals, ana, entry(3, deleted=False))
    assert await erase_old_trash(open_storage.journals, NOW + 30 * DAY) == 0
    monkeypatch.undo()
    assert fold(await open_storage.journals.edits(ana))[record_id(1)].fields["notes"] == "private"


async def test_what_is_erased_is_not_erased_again(open_storage: Storage, ana: str) -> None:
    await open_storage.journals.append_edits(ana, [entry(1, deleted=True)], NOW)
    assert await erase_old_trash(open_storage.journals, NOW + 30 * DAY) == 1
    assert await erase_old_trash(open_storage.journals, NOW + 31 * DAY) == 0
    assert (await open_storage.journals.head(ana)).seq == 2


async def test_the_servers_edits_are_stamped_above_the_log_in_the_servers_name(open_storage: Storage, ana: str) -> None:
    ahead = NOW + 900 * DAY
    trash = [entry(number, record=number, deleted=True) for number in range(1, 4)]
    await open_storage.journals.append_edits(ana, [*trash, entry(4, record=4, entered=ahead)], NOW)
    assert await erase_old_trash(open_storage.journals, NOW + 30 * DAY) == 3
    stamps = [one.stamp for one in (await open_storage.journals.edits(ana))[3:]]
    assert stamps == sorted(set(stamps))
    assert all(is_stamp(one) and one.endswith("-" + "0" * 16) for one in stamps[1:])


async def test_each_accounts_trash_is_its_own(open_storage: Storage, ana: str, ben: str) -> None:
    await open_storage.journals.append_edits(ana, [entry(1, deleted=True)], NOW)
    await open_storage.journals.append_edits(ben, [entry(1, notes="kept")], NOW)
    assert await erase_old_trash(open_storage.journals, NOW + 30 * DAY) == 1
    assert [one.set for one in await open_storage.journals.edits(ben)] == [{"notes": "kept"}]


async def test_a_record_whose_kind_this_release_does_not_know_is_erased_too(open_storage: Storage, ana: str) -> None:
    await open_storage.journals.append_edits(
        ana, [entry(1, kind="newer", a=1), entry(2, kind="newer", deleted=True)], NOW
    )
    await erase_old_trash(open_storage.journals, NOW + 30 * DAY)
    assert {(one.kind, str(one.set)) for one in await open_storage.journals.edits(ana)} == {
        ("newer", "{'erased': True}")
    }


async def test_a_log_that_cannot_be_read_keeps_nobody_elses_trash(
    open_storage: Storage, ana: str, ben: str, caplog: pytest.LogCaptureFixture
) -> None:
    for account in (ana, ben):
        await open_storage.journals.append_edits(account, [entry(1, notes="private", deleted=True)], NOW)
    first = (await Account.select(Account.id).first() or {})["id"]
    await StoredEdit.update({StoredEdit.sealed: b"not sealed by anyone"}).where(StoredEdit.account == first)
    assert await erase_old_trash(open_storage.journals, NOW + 30 * DAY) == 1
    assert [record.getMessage() for record in caplog.records] == [
        "erasing old trash failed for one account: UnsealError"
    ]
    [other] = {ana, ben} - {first}
    assert fold(await open_storage.journals.edits(other))[record_id(1)].is_erased
