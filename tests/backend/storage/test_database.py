import sqlite3
import stat
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest

from backend.settings import Settings
from backend.storage import accounts, database
from backend.storage.database import StorageError
from backend.storage.sealing import MasterKeyError
from tests.backend.storage.entries import entry
from tests.conftest import NOW, Elsewhere

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
        await open_and_close(replace(settings, master_key=OTHER_KEY))
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


async def test_an_unknown_kind_of_database_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    other = Settings(data_dir=tmp_path / "data", database_url="mysql://user:secret@host/db")
    with pytest.raises(StorageError, match="postgresql://") as refused:
        await open_and_close(other)
    assert "secret" not in str(refused.value)
    assert not other.data_dir.exists()


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://casebook:secret@127.0.0.1:1/casebook",
        "postgresql://casebook:secret@/casebook?host=/nowhere",
        "postgresql://casebook:secret@host:no port/casebook",
        "postgresql://casebook:secret@127.0.0.1:1/casebook?sslmode=perhaps",
    ],
)
async def test_a_database_that_cannot_be_reached_is_a_clear_error(tmp_path: Path, url: str) -> None:
    with pytest.raises(StorageError, match="CASEBOOK_DATABASE_URL cannot be used") as refused:
        await open_and_close(Settings(data_dir=tmp_path / "data", database_url=url))
    assert "secret" not in str(refused.value)


async def test_the_log_is_found_by_account_and_place_without_reading_all_of_it(
    settings: Settings, sqlite_file: Path
) -> None:
    await open_and_close(settings)
    with closing(sqlite3.connect(sqlite_file)) as connection:
        by_place = connection.execute(
            "EXPLAIN QUERY PLAN SELECT * FROM edit WHERE account = 'a' AND seq > 1 ORDER BY seq"
        )
        assert "USING INDEX" in by_place.fetchall()[0][3]
        by_record = connection.execute("EXPLAIN QUERY PLAN SELECT * FROM edit WHERE account = 'a' AND record = 'r'")
        assert "USING INDEX" in by_record.fetchall()[0][3]


async def test_one_place_of_a_log_cannot_be_given_twice(settings: Settings, elsewhere: Elsewhere) -> None:
    async with database.open_storage(settings, NOW) as storage:
        account = await accounts.create(storage, "ana@example.org", "no password", NOW)
        await storage.journals.append_edits(account, [entry(1), entry(2)], NOW)
    with pytest.raises((sqlite3.IntegrityError, asyncpg.UniqueViolationError)):
        await elsewhere("UPDATE edit SET seq = 1 WHERE seq = 2")
