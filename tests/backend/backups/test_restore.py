"""A restored server has all that the backup held, and nothing is replaced before all of it was checked."""

import base64
from dataclasses import replace
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from backend.backups import restore
from backend.backups.archive import ArchiveError, PassphraseError
from backend.backups.folder_lock import FolderInUseError, serving
from backend.backups.staging import RestoreError
from backend.settings import Settings
from backend.storage import accounts
from backend.storage.database import Storage
from backend.storage.sealing import read_master_keys
from backend.storage.tables import Account, Database, StoredEdit
from tests.backend.backups.conftest import Server
from tests.backend.backups.patients import add_ana, add_ben
from tests.backend.storage.entries import edit_id, entry, record_id
from tests.conftest import NOW


def _without_epoch(everything: dict[str, Any]) -> dict[str, Any]:
    identity = {number: row | {"epoch": ""} for number, row in everything["database"].items()}
    return everything | {"database": identity}


@pytest.fixture
async def backed_up(server: Server) -> Server:
    """A server that holds Ana's and Ben's journals, and a backup of it."""
    async with server.running() as storage:
        await add_ana(storage, server.settings)
        await add_ben(storage)
    await server.back_up()
    return server


async def test_a_lost_server_comes_back_with_everything_it_held(backed_up: Server) -> None:
    before = await backed_up.everything()
    await backed_up.is_lost()
    await backed_up.restore()
    after = await backed_up.everything()
    assert [name for name, kept in before.items() if not kept] == []
    assert _without_epoch(after) == _without_epoch(before)


@pytest.mark.usefixtures("sqlite_file")
async def test_the_journals_can_be_read_after_the_restore(backed_up: Server) -> None:
    await backed_up.is_lost()
    await backed_up.restore()
    async with backed_up.running() as storage:
        row = await Account.select(Account.id).where(Account.email == "ana@example.org").first()
        assert row is not None
        assert [edit.set for edit in await storage.journals.edits(row["id"])] == [{"mood": n} for n in (1, 2, 3)]


async def test_a_restored_history_has_another_name(backed_up: Server) -> None:
    async with backed_up.running() as storage:
        before = storage.epoch
    epochs = {before}
    for _ in range(2):
        await backed_up.restore(force=True)
        async with backed_up.running() as storage:
            epochs.add(storage.epoch)
    assert len(epochs) == 3


@pytest.mark.usefixtures("sqlite_file")
async def test_only_the_operator_can_read_the_restored_folder(backed_up: Server) -> None:
    await backed_up.is_lost()
    await backed_up.restore()
    folder = backed_up.settings.data_dir
    assert folder.stat().st_mode & 0o777 == 0o700
    assert [(folder / name).stat().st_mode & 0o777 for name in ("master.key", "vapid.pem")] == [0o600, 0o600]


async def test_what_was_there_before_stays_beside_it(backed_up: Server) -> None:
    done = await backed_up.restore()
    assert done.before is not None
    assert done.before.parent == backed_up.settings.data_dir.parent
    assert (done.before / "master.key").exists()
    assert (done.before / "attachments").is_dir()


async def test_a_backup_of_sqlite_goes_into_postgresql_and_back(
    settings: Settings, sqlite_file: Path, postgresql_url: str, server: Server, tmp_path: Path
) -> None:
    async with server.running() as storage:
        await add_ana(storage, settings)
    before = await server.everything()
    await server.back_up()
    moved = Server(replace(settings, data_dir=tmp_path / "moved", database_url=postgresql_url), server.file.parent)
    await moved.restore()
    assert _without_epoch(await moved.everything()) == _without_epoch(before)
    assert not (tmp_path / "moved" / sqlite_file.name).exists()
    await moved.back_up(force=True)
    await server.is_lost()
    await server.restore()
    assert _without_epoch(await server.everything()) == _without_epoch(before)


@pytest.mark.usefixtures("sqlite_file")
async def test_the_wrong_passphrase_changes_nothing(backed_up: Server) -> None:
    before = await backed_up.everything()
    with pytest.raises(PassphraseError):
        await backed_up.restore(force=True, passphrase="four walls and a door")
    assert await backed_up.everything() == before


@pytest.mark.usefixtures("sqlite_file")
@pytest.mark.parametrize("damage", ["the last byte", "a byte in the middle", "the end"])
async def test_a_damaged_backup_changes_nothing(backed_up: Server, damage: str) -> None:
    before = await backed_up.everything()
    sealed = bytearray(backed_up.file.read_bytes())
    if damage == "the end":
        del sealed[-1000:]
    else:
        sealed[-1 if damage == "the last byte" else len(sealed) // 2] ^= 1
    backed_up.file.write_bytes(sealed)
    with pytest.raises(ArchiveError):
        await backed_up.restore(force=True)
    assert await backed_up.everything() == before
    assert [path.name for path in backed_up.settings.data_dir.parent.glob(".data*")] == []


@pytest.mark.usefixtures("sqlite_file")
async def test_a_running_server_keeps_its_folder(backed_up: Server) -> None:
    with serving(backed_up.settings.data_dir), pytest.raises(FolderInUseError, match="stop it first"):
        await backed_up.restore(force=True)


async def test_a_server_elsewhere_keeps_its_database(backed_up: Server, postgresql_url: str) -> None:
    backed_up.settings = replace(backed_up.settings, database_url=postgresql_url)
    other = await asyncpg.connect(postgresql_url, server_settings={"application_name": "casebook"})
    try:
        with pytest.raises(RestoreError, match="stop it first"):
            await backed_up.restore(force=True)
    finally:
        await other.close()


async def _ana_writes_more(storage: Storage) -> None:
    ana = await Account.select(Account.id).where(Account.email == "ana@example.org").first()
    assert ana is not None
    await storage.journals.append_edits(ana["id"], [entry(9)], NOW)


async def _cleo_signs_up(storage: Storage) -> None:
    await accounts.create(storage, "cleo@example.org", "no password", NOW)


@pytest.mark.parametrize(
    ("happened", "words"),
    [
        (_ana_writes_more, "0 accounts that the backup lacks, and 1 accounts with more entries"),
        (_cleo_signs_up, "1 accounts that the backup lacks, and 0 accounts with more entries"),
    ],
)
async def test_a_fuller_store_is_replaced_only_by_force(backed_up: Server, happened: Any, words: str) -> None:
    async with backed_up.running() as storage:
        await happened(storage)
    fuller = await backed_up.everything()
    with pytest.raises(RestoreError, match=words):
        await backed_up.restore()
    assert await backed_up.everything() == fuller
    await backed_up.restore(force=True)
    assert (await backed_up.everything())["account"].keys() <= fuller["account"].keys()
    assert len((await backed_up.everything())["edit"]) == 4


async def test_an_erased_entry_stays_erased(backed_up: Server) -> None:
    async with backed_up.running() as storage:
        row = await Account.select(Account.id).where(Account.email == "ana@example.org").first()
        assert row is not None
        await storage.journals.append_edits(row["id"], [entry(8, record=2, erased=True)], NOW)
    await backed_up.restore(force=True)
    async with backed_up.running() as storage:
        sets = {edit.record: edit.set for edit in await storage.journals.edits(row["id"])}
    assert sets == {record_id(1): {"mood": 1}, record_id(2): {"erased": True}, record_id(3): {"mood": 3}}


async def test_nothing_of_an_erased_account_comes_back(backed_up: Server) -> None:
    async with backed_up.running() as storage:
        row = await Account.select(Account.id).where(Account.email == "ana@example.org").first()
        assert row is not None
        await accounts.delete(storage, row["id"])
    await backed_up.restore(force=True)
    after = await backed_up.everything()
    left = {name for name, kept in after.items() if isinstance(kept, dict) and row["id"] in str(kept)}
    assert left == set()
    assert after["access_event"] == {}
    assert len(after["account"]) == len(after["edit"]) == 1


def _overwrite(file: Path) -> None:
    file.write_bytes(b"no database at all" * 1_000)


async def test_a_store_that_cannot_be_opened_is_replaced_only_by_force(backed_up: Server, sqlite_file: Path) -> None:
    _overwrite(sqlite_file)
    with pytest.raises(RestoreError, match="cannot be opened and compared"):
        await backed_up.restore()
    await backed_up.restore(force=True)
    assert len((await backed_up.everything())["account"]) == 2


async def _damage_a_value() -> None:
    key = StoredEdit.edit_id == edit_id(2)
    await StoredEdit.update({StoredEdit.sealed: b"x" * 60}).where(key)


async def _damage_a_stamp() -> None:
    await StoredEdit.update({StoredEdit.stamp: "2026-11-23T09:15:42.004Z-0000-0123456789abcdef"}).where(
        StoredEdit.edit_id == edit_id(2)
    )


async def _lose_an_entry() -> None:
    await StoredEdit.delete().where(StoredEdit.edit_id == edit_id(2))


async def _lose_the_last_entry() -> None:
    await StoredEdit.delete().where(StoredEdit.edit_id == edit_id(3))


@pytest.mark.usefixtures("sqlite_file")
@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (_damage_a_value, "cannot be unsealed"),
        (_damage_a_stamp, "another count or digest"),
        (_lose_an_entry, "a gap in its log at number 2"),
        (_lose_the_last_entry, "another count or digest"),
    ],
)
async def test_a_log_that_was_unsound_when_backed_up_is_restored_only_by_force(
    server: Server, damage: Any, words: str
) -> None:
    async with server.running() as storage:
        await add_ana(storage, server.settings)
        await damage()
    await server.back_up()
    await server.is_lost()
    with pytest.raises(RestoreError, match=words):
        await server.restore()
    assert not server.settings.data_dir.exists()
    await server.restore(force=True)
    assert len((await server.everything())["account"]) == 1


@pytest.mark.usefixtures("sqlite_file")
async def test_a_key_that_the_operator_keeps_elsewhere_is_not_written_into_the_folder(server: Server) -> None:
    key = base64.b64encode(b"k" * 32).decode()
    server.settings = replace(server.settings, master_key=key)
    async with server.running() as storage:
        await add_ana(storage, server.settings)
    await server.back_up()
    await server.is_lost()
    await server.restore()
    assert not (server.settings.data_dir / "master.key").exists()
    assert len((await server.everything())["edit"]) == 3


@pytest.mark.usefixtures("sqlite_file")
async def test_another_key_that_is_set_is_named_and_without_it_the_backups_own_is_used(backed_up: Server) -> None:
    kept = read_master_keys(backed_up.settings)
    await backed_up.is_lost()
    settings = backed_up.settings
    backed_up.settings = replace(settings, master_key=base64.b64encode(b"k" * 32).decode())
    with pytest.raises(RestoreError, match="unset CASEBOOK_MASTER_KEY"):
        await backed_up.restore()
    backed_up.settings = settings
    await backed_up.restore()
    assert read_master_keys(settings) == kept


async def test_the_database_has_one_identity_after_a_restore_into_a_new_server(backed_up: Server) -> None:
    await backed_up.is_lost()
    async with backed_up.running():
        pass  # a new server has made its own identity and key
    await backed_up.restore()
    async with backed_up.running():
        assert await Database.count() == 1


def test_a_folder_that_cannot_be_put_in_place_leaves_the_old_one(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "casebook.sqlite").write_bytes(b"all there is")
    with pytest.raises(FileNotFoundError):
        restore._Swap(tmp_path / "not there", tmp_path / "data", NOW).make()
    assert list(tmp_path.iterdir()) == [tmp_path / "data"]
    assert (tmp_path / "data" / "casebook.sqlite").read_bytes() == b"all there is"


def test_an_exchange_that_must_be_undone_leaves_the_old_folder(tmp_path: Path) -> None:
    for name in ("data", "new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "casebook.sqlite").write_text(name)
    swap = restore._Swap(tmp_path / "new", tmp_path / "data", NOW)
    swap.make()
    assert (tmp_path / "data" / "casebook.sqlite").read_text() == "new"
    swap.undo()
    assert (tmp_path / "data" / "casebook.sqlite").read_text() == "data"
    assert sorted(tmp_path.iterdir()) == [tmp_path / "data", tmp_path / "new"]
