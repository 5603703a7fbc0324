"""The data of every earlier release goes on in this one: each file of `releases/` is such data, as SQL text."""

from pathlib import Path

import pytest

from backend.backups.checks import unsound_logs
from backend.operating.migrating import migrate_carefully
from backend.settings import Settings
from backend.storage import accounts, login_sessions, share_links
from backend.storage.database import Storage, open_storage
from backend.storage.engine import ENGINE
from backend.storage.journals import Journals
from backend.storage.tables import TABLES
from tests.conftest import NOW
from tests.released import dump_of, load

RELEASES = sorted((Path(__file__).parent / "releases").glob("*.sql"))


async def moods(journals: Journals, account: str) -> list[object]:
    return [edit.set["mood"] for edit in await journals.edits(account)]


async def assert_all_is_there(storage: Storage) -> None:
    """Every entry is read and its log sound; the link has its words; and all goes on from there."""
    assert await unsound_logs(storage) == []
    [kept] = await ENGINE.ask("SELECT SUM(log_bytes) AS bytes FROM account")
    assert [kept] == await ENGINE.ask("SELECT SUM(LENGTH(sealed)) AS bytes FROM edit")
    by_email = {email: account for account, email in (await accounts.everybody()).items()}
    ana, ben = by_email["ana@example.org"], by_email["ben@example.org"]
    assert await moods(storage.journals, ana) == [1, 2, 3]
    assert len(await storage.journals.edits(ben)) == 1
    assert [link.label for link in await share_links.of_account(storage.journals, ana)] == ["Dr. Weiß"]
    for table in TABLES:
        await table.select()
    token = await login_sessions.begin(ana, NOW)
    found = await login_sessions.find(token, NOW)
    assert found is not None
    assert found.head.seq == 3


@pytest.mark.usefixtures("sqlite_file")
@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.stem)
async def test_the_data_of_an_earlier_release_is_all_there_in_this_one(settings: Settings, release: Path) -> None:
    load(release.read_text(encoding="utf-8"), settings.data_dir)
    assert await migrate_carefully(settings) != ""
    async with open_storage(settings, NOW) as storage:
        await assert_all_is_there(storage)


@pytest.mark.usefixtures("sqlite_file")
async def test_a_start_alone_upgrades_it_too(settings: Settings) -> None:
    load(RELEASES[0].read_text(encoding="utf-8"), settings.data_dir)
    async with open_storage(settings, NOW) as storage:
        await assert_all_is_there(storage)
    assert [path.name for path in settings.data_dir.iterdir() if "migrating" in path.name] == []


@pytest.mark.usefixtures("sqlite_file")
async def test_what_this_release_leaves_for_the_next_is_all_there(settings: Settings, tmp_path: Path) -> None:
    load(await dump_of(tmp_path / "of this release"), settings.data_dir)
    async with open_storage(settings, NOW) as storage:
        await assert_all_is_there(storage)
