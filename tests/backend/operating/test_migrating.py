"""An operator installs a new release over a database of an older one, or an older over a newer."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from backend.operating.migrating import migrate_carefully
from backend.settings import Settings
from backend.storage import migrating
from backend.storage.database import StorageError, open_storage
from tests.conftest import NOW, Elsewhere

FIRST = min(path.stem for path in (Path(migrating.__file__).parent / "migrations").glob("storage_*.py"))


async def test_a_database_is_brought_up_once(settings: Settings) -> None:
    if settings.database_url is None:
        assert "migrations ran, on a copy first" in await migrate_carefully(settings)
        assert [path.name for path in settings.data_dir.iterdir() if "migrating" in path.name] == []
    assert await migrate_carefully(settings) == "The database is of this release already."


async def test_a_database_of_a_later_release_is_refused_by_every_command(
    settings: Settings, elsewhere: Elsewhere
) -> None:
    async with open_storage(settings, NOW):
        pass
    await elsewhere(
        "INSERT INTO migration (name, app_name, ran_on) "
        "VALUES ('2999-01-01T00:00:00:000000', 'storage', CURRENT_TIMESTAMP)"
    )
    with pytest.raises(StorageError, match="later release"):
        await migrate_carefully(settings)
    with pytest.raises(StorageError, match="later release"):
        async with open_storage(settings, NOW):
            pass


def rows_of(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as connection:
        return list(connection.iterdump())


async def test_a_migration_that_does_not_run_leaves_the_database_as_it_was(
    settings: Settings, sqlite_file: Path
) -> None:
    async with open_storage(settings, NOW):
        pass
    with closing(sqlite3.connect(sqlite_file)) as connection, connection:
        # As if the first had not run, though its tables are there: running it fails.
        connection.execute("DELETE FROM migration WHERE name = ?", [migrating._id_of(Path(f"{FIRST}.py"))])
    before = rows_of(sqlite_file)
    with pytest.raises(StorageError, match="could not be brought up to this release and is as it was"):
        await migrate_carefully(settings)
    with pytest.raises(StorageError, match="could not be brought up to this release and is as it was"):
        async with open_storage(settings, NOW):
            pass
    assert rows_of(sqlite_file) == before
    assert [path.name for path in settings.data_dir.iterdir() if "migrating" in path.name] == []
