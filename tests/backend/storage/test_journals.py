import hashlib
from datetime import timedelta
from pathlib import Path

import pytest

from backend.settings import Settings
from backend.storage import accounts, database, share_links
from backend.storage.database import Storage
from backend.storage.engine import ENGINE
from backend.storage.journals import NewEdit, UnknownAccountError, digest_after
from backend.storage.sealing import UnsealError
from shared_schemas.check_ins import CheckIn
from shared_schemas.sharing import Disclosure
from tests.backend.storage.entries import edit_id, entry, record_id
from tests.conftest import NOW, Elsewhere

SECRET = "unbearable-tuesday"


def bytes_on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


async def test_no_word_of_an_entry_stands_in_any_file_while_the_server_runs(
    open_storage: Storage, ana: str, settings: Settings, sqlite_file: Path
) -> None:
    edits = [
        entry(1, notes=SECRET, mood=1),
        entry(2, record=2, kind="patient", full_name=f"Ana {SECRET}"),
        entry(3, record=3, kind="newer_kind", unbearable_field=[SECRET, {SECRET: SECRET}]),
    ]
    await open_storage.journals.append_edits(ana, edits, NOW)
    await share_links.create(
        open_storage.journals, ana, f"Dr. {SECRET}", timedelta(days=1), NOW, disclosure=Disclosure()
    )
    assert Path(f"{sqlite_file}-wal").stat().st_size > 0
    kept = bytes_on_disk(settings.data_dir)
    assert record_id(1).encode() in kept, "the files that were searched are those of the log"
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        assert SECRET.encode(encoding) not in kept
        assert "unbearable".encode(encoding) not in kept


@pytest.mark.usefixtures("sqlite_file")
async def test_no_word_of_an_entry_stands_in_any_file_after_the_server_stopped(settings: Settings) -> None:
    async with database.open_storage(settings, NOW) as storage:
        account = await accounts.create(storage, "ana@example.org", "no password", NOW)
        await storage.journals.append_edits(account, [entry(1, notes=SECRET)], NOW)
    kept = bytes_on_disk(settings.data_dir)
    assert record_id(1).encode() in kept
    assert b"unbearable" not in kept


async def test_what_was_appended_is_read_in_the_order_of_the_log(open_storage: Storage, ana: str) -> None:
    edits = [entry(number, mood=number) for number in (3, 1, 2)]
    await open_storage.journals.append_edits(ana, edits, NOW)
    read = await open_storage.journals.edits(ana)
    assert [(one.seq, one.id, one.set, one.stamp) for one in read] == [
        (place, sent.id, sent.set, sent.stamp) for place, sent in enumerate(edits, 1)
    ]
    assert {one.received_at for one in read} == {NOW}


async def test_a_part_of_the_log_is_read_from_and_up_to_a_place(open_storage: Storage, ana: str) -> None:
    journals = open_storage.journals
    await journals.append_edits(ana, [entry(number) for number in range(1, 11)], NOW)
    assert [one.seq for one in await journals.edits(ana, after=3, limit=2)] == [4, 5]
    assert [one.seq for one in await journals.edits(ana, after=8)] == [9, 10]
    assert [one.seq for one in await journals.edits(ana, after=3, up_to=5)] == [4, 5]
    assert await journals.edits(ana, after=10) == []


async def test_the_head_is_count_digest_and_greatest_stamp_of_the_log(open_storage: Storage, ana: str) -> None:
    await open_storage.journals.append_edits(ana, [entry(1), entry(9), entry(2)], NOW)
    head = await open_storage.journals.head(ana)
    assert (head.seq, head.greatest_stamp) == (3, entry(9).stamp)
    digest = ""
    for place, number in enumerate((1, 9, 2), 1):
        digest = hashlib.sha256(f"{digest}\n{place}:{edit_id(number)}:{entry(number).stamp}".encode()).hexdigest()
    assert head.digest == digest


def test_the_digest_of_the_first_edit_is_the_one_openssl_gives() -> None:
    # printf '\n1:a:b' | openssl dgst -sha256
    assert digest_after("", 1, "a", "b") == "b8128d7f5199ccdda32ef4ad3746bf4d91fba7069d5f3d428cb178c452dee407"


async def test_1200_edits_at_once_are_more_than_one_insert_and_one_log(open_storage: Storage, ana: str) -> None:
    await open_storage.journals.append_edits(ana, [entry(number) for number in range(1, 1201)], NOW)
    assert [one.seq for one in await open_storage.journals.edits(ana)] == list(range(1, 1201))
    assert (await open_storage.journals.head(ana)).seq == 1200


async def test_an_id_the_log_has_is_left_out_and_the_rest_stays(open_storage: Storage, ana: str) -> None:
    await open_storage.journals.append_edits(ana, [entry(1, mood=1)], NOW)
    async with open_storage.journals.writing(ana, NOW) as log:
        new = [entry(2), entry(1, mood=9), entry(3)]
        placed = await log.append([NewEdit(one.id, one.record, one.kind, one.stamp, one.set) for one in new])
    assert placed == {edit_id(2): 2, edit_id(3): 3}
    assert [one.set for one in await open_storage.journals.edits(ana)] == [{"mood": 1}, {"mood": 6}, {"mood": 6}]


async def test_the_journal_is_the_fold_of_the_log(open_storage: Storage, ana: str) -> None:
    edits = [entry(1, mood=3, notes="a"), entry(3, mood=5), entry(2, mood=4), entry(4, record=2, deleted=True)]
    await open_storage.journals.append_edits(ana, edits, NOW)
    journal = await open_storage.journals.load(ana)
    assert [(one.mood, one.notes) for one in journal.of(CheckIn)] == [(5, "a")]
    assert journal.cursor == 4


async def test_the_history_of_a_record_names_the_stamp_that_was_replaced(open_storage: Storage, ana: str) -> None:
    async with open_storage.journals.writing(ana, NOW) as log:
        await log.append(
            [
                NewEdit(edit_id(1), record_id(1), "check_in", entry(1).stamp, {"mood": 1}, "as sent"),
                NewEdit(edit_id(2), record_id(2), "check_in", entry(2).stamp, {"mood": 2}),
                NewEdit(edit_id(3), record_id(1), "check_in", entry(3).stamp, {"mood": 3}),
            ]
        )
    history = await open_storage.journals.history(ana, record_id(1))
    assert [(one.id, sent) for one, sent in history] == [(edit_id(1), "as sent"), (edit_id(3), "")]


async def test_an_erased_record_leaves_ids_and_stamps_and_no_values(
    open_storage: Storage, ana: str, elsewhere: Elsewhere
) -> None:
    await open_storage.journals.append_edits(
        ana, [entry(1, notes=SECRET), entry(2, record=2), entry(3, erased=True)], NOW
    )
    rows = await elsewhere("SELECT edit_id, erased, length(sealed) > 0 FROM edit ORDER BY seq")
    assert rows == [(edit_id(1), 1, 0), (edit_id(2), 0, 1), (edit_id(3), 1, 0)]
    sets = [one.set for one in await open_storage.journals.edits(ana)]
    assert sets == [{"erased": True}, {"mood": 6}, {"erased": True}]


@pytest.mark.usefixtures("sqlite_file")
async def test_the_sealed_words_of_an_erased_record_are_in_no_file_after_the_server_stopped(settings: Settings) -> None:
    async with database.open_storage(settings, NOW) as storage:
        account = await accounts.create(storage, "ana@example.org", "no password", NOW)
        await storage.journals.append_edits(account, [entry(n, record=n, notes=SECRET * 20) for n in range(1, 9)], NOW)
        [row] = await ENGINE.run_ddl("SELECT sealed FROM edit WHERE seq = 4")
    assert row["sealed"] in bytes_on_disk(settings.data_dir)
    async with database.open_storage(settings, NOW) as storage:
        await storage.journals.append_edits(account, [entry(20, record=4, erased=True)], NOW)
    assert row["sealed"] not in bytes_on_disk(settings.data_dir)


async def test_a_value_moved_to_another_row_is_noticed(open_storage: Storage, ana: str) -> None:
    await open_storage.journals.append_edits(ana, [entry(1, mood=1), entry(2, mood=2)], NOW)
    await ENGINE.run_ddl("UPDATE edit SET sealed = (SELECT sealed FROM edit WHERE seq = 1) WHERE seq = 2")
    with pytest.raises(UnsealError):
        await open_storage.journals.edits(ana)


async def test_an_unknown_account_has_no_log(open_storage: Storage) -> None:
    with pytest.raises(UnknownAccountError):
        await open_storage.journals.head("nobody")
    with pytest.raises(UnknownAccountError):
        await open_storage.journals.edits("nobody")
    with pytest.raises(UnknownAccountError):
        await open_storage.journals.key("nobody")
    with pytest.raises(UnknownAccountError):
        await open_storage.journals.append_edits("nobody", [entry(1)], NOW)


async def test_an_account_erased_while_its_key_is_in_memory_is_gone(open_storage: Storage, ana: str, ben: str) -> None:
    await open_storage.journals.append_edits(ana, [entry(1)], NOW)
    await open_storage.journals.append_edits(ben, [entry(1)], NOW)
    await open_storage.journals.erase_account(ana)
    with pytest.raises(UnknownAccountError):
        await open_storage.journals.edits(ana)
    with pytest.raises(UnknownAccountError):
        await open_storage.journals.append_edits(ana, [entry(2)], NOW)
    assert len(await open_storage.journals.edits(ben)) == 1


async def test_a_backup_restored_brings_back_neither_erased_records_nor_erased_accounts(
    settings: Settings, sqlite_file: Path
) -> None:
    async with database.open_storage(settings, NOW) as storage:
        ana = await accounts.create(storage, "ana@example.org", "no password", NOW)
        ben = await accounts.create(storage, "ben@example.org", "no password", NOW)
        for account in (ana, ben):
            await storage.journals.append_edits(account, [entry(1, notes=SECRET), entry(2, record=2)], NOW)
    backup = sqlite_file.read_bytes()
    async with database.open_storage(settings, NOW) as storage:
        await storage.journals.append_edits(ana, [entry(3, erased=True)], NOW)
        await storage.journals.erase_account(ben)
    sqlite_file.write_bytes(backup)
    async with database.open_storage(settings, NOW) as storage:
        assert [one.set for one in await storage.journals.edits(ana)] == [{"erased": True}, {"mood": 6}]
        with pytest.raises(UnknownAccountError):
            await storage.journals.edits(ben)
