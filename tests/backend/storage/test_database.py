import sqlite3
import stat
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from backend.settings import Settings
from backend.storage import accounts, database
from backend.storage.database import StorageError
from backend.storage.sealing import MasterKeyError
from tests.backend.storage.entries import entry
from tests.conftest import NOW

OTHER_KEY = "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE="


async def open_and_close(settings: Settings) -> None:
    async with database.open_storage(settings, NOW):
        pass


async def test_the_first_start_makes_a_private_folder_and_a_private_key(settings: Settings) -> None:
    await open_and_close(settings)
    assert stat.S_IMODE(settings.data_dir.stat().st_mode) == 0o700
    assert stat.S_IMODE((settings.data_dir / "master.key").stat().st_mode) == 0o600


async def test_the_second_start_finds_everything_again(settings: Settings) -> None:
    async with database.open_storage(settings, NOW) as storage:
        epoch = storage.epoch
        account = await accounts.create(storage, "ana@example.org", "no password", NOW)
        await storage.journals.append_edits(account, [entry(1, mood=4)], NOW)
    async with database.open_storage(settings, NOW + timedelta(days=1)) as storage:
        assert storage.epoch == epoch
        assert [one.set for one in await storage.journals.edits(account)] == [{"mood": 4}]


async def test_two_databases_have_two_epochs(settings: Settings, tmp_path: Path) -> None:
    async with database.open_storage(settings, NOW) as storage:
        first = storage.epoch
    async with database.open_storage(Settings(data_dir=tmp_path / "other"), NOW) as storage:
        assert storage.epoch != first


async def test_a_start_with_another_master_key_says_so_and_changes_nothing(settings: Settings) -> None:
    await open_and_close(settings)
    with pytest.raises(MasterKeyError, match="not the one this database was sealed with"):
        await open_and_close(Settings(data_dir=settings.data_dir, master_key=OTHER_KEY))
    await open_and_close(settings)


async def test_a_start_after_the_key_file_was_lost_says_so(settings: Settings) -> None:
    await open_and_close(settings)
    (settings.data_dir / "master.key").unlink()
    with pytest.raises(MasterKeyError):
        await open_and_close(settings)


async def test_a_folder_that_is_a_file_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("no folder")
    with pytest.raises(StorageError, match="data folder"):
        await open_and_close(Settings(data_dir=tmp_path / "data"))


async def test_another_database_is_refused_before_anything_is_made(settings: Settings) -> None:
    postgres = Settings(data_dir=settings.data_dir, database_url="postgresql://user:secret@host/db")
    with pytest.raises(StorageError) as refused:
        await open_and_close(postgres)
    assert "secret" not in str(refused.value)
    assert not settings.data_dir.exists()


async def test_the_log_is_found_by_account_and_place_without_reading_all_of_it(settings: Settings) -> None:
    await open_and_close(settings)
    with closing(sqlite3.connect(settings.data_dir / "casebook.sqlite")) as connection:
        by_place = connection.execute(
            "EXPLAIN QUERY PLAN SELECT * FROM edit WHERE account = 'a' AND seq > 1 ORDER BY seq"
        )
        assert "USING INDEX" in by_place.fetchall()[0][3]
        by_record = connection.execute("EXPLAIN QUERY PLAN SELECT * FROM edit WHERE account = 'a' AND record = 'r'")
        assert "USING INDEX" in by_record.fetchall()[0][3]


async def test_one_place_of_a_log_cannot_be_given_twice(settings: Settings) -> None:
    async with database.open_storage(settings, NOW) as storage:
        account = await accounts.create(storage, "ana@example.org", "no password", NOW)
        await storage.journals.append_edits(account, [entry(1), entry(2)], NOW)
    with closing(sqlite3.connect(settings.data_dir / "casebook.sqlite")) as connection, pytest.raises(sqlite3.Error):
        connection.execute("UPDATE edit SET seq = 1 WHERE seq = 2")
