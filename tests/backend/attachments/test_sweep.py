from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from backend.attachments.media_types import media_type_of
from backend.attachments.sweep import erase_old_attachments, erase_orphans, named_by
from backend.settings import Settings
from backend.storage import accounts, attachments
from backend.storage.belongings import delete_account_rows
from backend.storage.database import Storage
from backend.storage.erasures import ErasureJournal
from backend.storage.objects import OBJECTS
from backend.storage.tables import Attachment, StoredEdit
from tests.backend.attachments.files import photo, sha256_of
from tests.backend.storage.entries import entry, phone_writes_after_the_look
from tests.conftest import NOW

DAY = timedelta(days=1)
PHOTO = photo()
HASH = sha256_of(PHOTO)


@pytest.fixture(autouse=True)
def opened(settings: Settings) -> Iterator[None]:
    with OBJECTS.opened(settings):
        yield


async def add(storage: Storage, account: str, content: bytes = PHOTO, end: int | None = None) -> None:
    """The photo, or its first `end` bytes."""
    await attachments.add(
        storage.journals, account, sha256_of(content), 0, len(content), content[:end], media_type_of, NOW
    )


async def is_there(account: str, sha256: str = HASH) -> bool:
    return await attachments.find(account, sha256) is not None


def files(settings: Settings) -> list[Path]:
    return [path for path in (settings.data_dir / "attachments").rglob("*") if path.is_file()]


async def sweep_daily(storage: Storage, days: range) -> None:
    for day in days:
        await erase_old_attachments(storage.journals, NOW + day * DAY)


async def test_a_photo_that_no_entry_names_goes_after_30_days(
    open_storage: Storage, ana: str, settings: Settings
) -> None:
    await add(open_storage, ana)
    await sweep_daily(open_storage, range(30))
    assert await is_there(ana)
    assert await erase_old_attachments(open_storage.journals, NOW + 30 * DAY) == 1
    assert not await is_there(ana)
    assert files(settings) == []


async def test_i18_a_photo_that_a_live_entry_names_stays_however_old_it_is(
    open_storage: Storage, ana: str, settings: Settings
) -> None:
    await add(open_storage, ana)
    await open_storage.journals.append_edits(ana, [entry(1, kind="expense", attachments=[HASH])], NOW)
    await sweep_daily(open_storage, range(0, 3_000, 100))
    assert await is_there(ana)
    assert len(files(settings)) == 1


@pytest.mark.parametrize("kind", ["expense", "denial", "a_kind_of_tomorrow"])
async def test_i18_an_entry_of_any_kind_keeps_its_photos(open_storage: Storage, ana: str, kind: str) -> None:
    other = photo(number=2)
    await add(open_storage, ana)
    await add(open_storage, ana, other)
    await open_storage.journals.append_edits(ana, [entry(1, kind=kind, attachments=[sha256_of(other), HASH])], NOW)
    await sweep_daily(open_storage, range(0, 100, 10))
    assert await is_there(ana)
    assert await is_there(ana, sha256_of(other))


async def test_a_photo_of_an_entry_in_the_trash_stays_until_the_entry_is_erased(
    open_storage: Storage, ana: str
) -> None:
    await add(open_storage, ana)
    journals = open_storage.journals
    await journals.append_edits(ana, [entry(1, attachments=[HASH]), entry(2, deleted=True)], NOW)
    await sweep_daily(open_storage, range(0, 100, 10))
    assert await is_there(ana)
    await journals.append_edits(ana, [entry(3, erased=True)], NOW + 100 * DAY)
    await sweep_daily(open_storage, range(100, 130))
    assert await is_there(ana)
    await sweep_daily(open_storage, range(130, 131))
    assert not await is_there(ana)


async def test_a_photo_taken_off_an_entry_and_put_back_has_its_30_days_again(open_storage: Storage, ana: str) -> None:
    await add(open_storage, ana)
    journals = open_storage.journals
    await journals.append_edits(ana, [entry(1, attachments=[HASH]), entry(2, attachments=[])], NOW)
    await sweep_daily(open_storage, range(20))
    await journals.append_edits(ana, [entry(3, attachments=[HASH])], NOW + 20 * DAY)
    await sweep_daily(open_storage, range(20, 25))
    await journals.append_edits(ana, [entry(4, attachments=[])], NOW + 25 * DAY)
    await sweep_daily(open_storage, range(25, 55))
    assert await is_there(ana)
    await sweep_daily(open_storage, range(55, 56))
    assert not await is_there(ana)


async def test_an_entry_that_arrives_before_the_last_day_saves_its_photo(open_storage: Storage, ana: str) -> None:
    await add(open_storage, ana)
    await sweep_daily(open_storage, range(30))
    await open_storage.journals.append_edits(ana, [entry(1, attachments=[HASH])], NOW + 29 * DAY)
    await sweep_daily(open_storage, range(30, 90))
    assert await is_there(ana)


async def test_a_photo_that_an_entry_names_while_the_sweep_looks_stays(
    open_storage: Storage, ana: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await add(open_storage, ana)
    await erase_old_attachments(open_storage.journals, NOW)
    phone_writes_after_the_look(monkeypatch, open_storage.journals, ana, entry(1, attachments=[HASH]))
    assert await erase_old_attachments(open_storage.journals, NOW + 30 * DAY) == 0
    monkeypatch.undo()
    assert await erase_old_attachments(open_storage.journals, NOW + 60 * DAY) == 0
    assert await is_there(ana)


async def test_a_server_that_was_off_for_months_still_waits_30_days(open_storage: Storage, ana: str) -> None:
    await add(open_storage, ana)
    await sweep_daily(open_storage, range(200, 230))
    assert await is_there(ana)
    await sweep_daily(open_storage, range(230, 231))
    assert not await is_there(ana)


async def test_an_upload_that_stood_still_for_a_week_goes_though_it_is_named(
    open_storage: Storage, ana: str, settings: Settings
) -> None:
    await add(open_storage, ana, end=1_000)
    await open_storage.journals.append_edits(ana, [entry(1, attachments=[HASH])], NOW)
    assert await erase_old_attachments(open_storage.journals, NOW + 7 * DAY - timedelta(minutes=1)) == 0
    assert await is_there(ana)
    assert await erase_old_attachments(open_storage.journals, NOW + 7 * DAY) == 1
    assert files(settings) == []


async def test_another_accounts_entry_keeps_nothing_here(open_storage: Storage, ana: str, ben: str) -> None:
    await add(open_storage, ana)
    await add(open_storage, ben)
    await open_storage.journals.append_edits(ben, [entry(1, attachments=[HASH])], NOW)
    await sweep_daily(open_storage, range(31))
    assert (await is_there(ana), await is_there(ben)) == (False, True)


async def test_attachments_of_an_account_that_a_restore_left_out_are_erased(
    open_storage: Storage, ana: str, settings: Settings
) -> None:
    await add(open_storage, ana)
    await delete_account_rows(ana)
    await erase_old_attachments(open_storage.journals, NOW)
    assert not await is_there(ana)
    assert files(settings) == []


def test_a_field_of_tomorrows_form_is_no_error() -> None:
    edits = [entry(number, record=number, attachments=value) for number, value in enumerate([None, "x", 1, [1, {}]])]
    assert named_by([*edits, entry(9, record=9, attachments=[HASH])]) == {HASH}


async def test_what_a_crash_left_behind_is_swept_up_after_a_day(
    open_storage: Storage, ana: str, settings: Settings
) -> None:
    await add(open_storage, ana)
    (named,) = files(settings)
    left = named.parent / "left-behind"
    left.write_bytes(b"sealed")
    now = datetime.now(UTC)
    assert await erase_orphans([], now + timedelta(hours=23)) == 0
    assert await erase_orphans([], now + timedelta(hours=25)) == 1
    assert files(settings) == [named]


async def test_files_of_an_erased_account_that_the_store_kept_are_swept_up_at_once(
    open_storage: Storage, ana: str, settings: Settings
) -> None:
    await accounts.delete(open_storage, ana)
    folder = settings.data_dir / "attachments" / ana
    folder.mkdir()
    (folder / "kept").write_bytes(b"sealed")
    erasures = ErasureJournal(settings.data_dir / "erasures.jsonl")
    assert await erase_orphans(erasures, datetime.now(UTC)) == 1
    assert files(settings) == []


async def test_an_erased_entry_does_not_cost_its_owner_the_photos_of_the_others(
    open_storage: Storage, ana: str, settings: Settings
) -> None:
    await add(open_storage, ana)
    await open_storage.journals.append_edits(ana, [entry(1, attachments=[HASH]), entry(2, record=2, erased=True)], NOW)
    erasures = ErasureJournal(settings.data_dir / "erasures.jsonl")
    assert [account for account, _ in erasures] == [ana]
    assert await erase_orphans(erasures, NOW + 3_000 * DAY) == 0
    assert len(files(settings)) == 1


async def test_files_of_another_server_in_the_same_bucket_are_left_alone(
    open_storage: Storage, ana: str, settings: Settings
) -> None:
    await add(open_storage, ana)
    theirs = settings.data_dir / "attachments" / "9d3c6f3e-0000-4000-8000-000000000000" / "theirs"
    theirs.parent.mkdir()
    theirs.write_bytes(b"sealed")
    assert await erase_orphans([], NOW + 3_000 * DAY) == 0
    assert theirs.exists()


async def test_a_log_that_cannot_be_read_keeps_its_own_photos_and_nobody_elses(
    open_storage: Storage, ana: str, ben: str
) -> None:
    for account in (ana, ben):
        await open_storage.journals.append_edits(account, [entry(1)], NOW)
        await add(open_storage, account)
    first = (await Attachment.select(Attachment.account).group_by(Attachment.account).first() or {})["account"]
    await StoredEdit.update({StoredEdit.sealed: b"not sealed by anyone"}).where(StoredEdit.account == first)
    await sweep_daily(open_storage, range(31))
    assert [account for account in (ana, ben) if await is_there(account)] == [first]
