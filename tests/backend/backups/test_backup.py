"""A backup is complete or not there; nothing is written over, and the server goes on meanwhile."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from backend.backups.archive import ArchiveReader
from backend.backups.backup import BackupError
from backend.backups.entries import Rows, read_entries
from backend.storage.sealing import MasterKeyError
from backend.storage.tables import StoredEdit
from tests.backend.backups.conftest import PASSPHRASE, Server
from tests.backend.backups.patients import add_ana
from tests.backend.storage.entries import entry
from tests.conftest import NOW


@pytest.mark.usefixtures("sqlite_file")
async def test_only_the_operator_can_read_the_file_and_nothing_lies_beside_it(server: Server) -> None:
    async with server.running() as storage:
        await add_ana(storage, server.settings)
    await server.back_up()
    assert server.file.stat().st_mode & 0o777 == 0o600
    assert list(server.file.parent.iterdir()) == [server.file]


@pytest.mark.usefixtures("sqlite_file")
async def test_nothing_of_keys_or_emails_stands_in_the_file(server: Server) -> None:
    async with server.running() as storage:
        await add_ana(storage, server.settings)
    await server.back_up()
    sealed = server.file.read_bytes()
    key = (server.settings.data_dir / "master.key").read_bytes().strip()
    assert [word for word in (key, b"ana@example.org", b"PRIVATE KEY", b"check_in") if word in sealed] == []


@pytest.mark.usefixtures("sqlite_file")
async def test_an_existing_file_is_not_replaced_unless_forced(server: Server) -> None:
    async with server.running():
        pass
    server.file.write_bytes(b"a letter")
    with pytest.raises(BackupError, match="exists; --force replaces it"):
        await server.back_up()
    assert server.file.read_bytes() == b"a letter"
    await server.back_up(force=True)
    assert server.file.read_bytes().startswith(b"CASEBOOK-BACKUP 1 ")


async def test_the_wrong_folder_is_said_to_be_empty_and_stays_so(server: Server, sqlite_file: Path) -> None:
    with pytest.raises(BackupError, match="there is no database"):
        await server.back_up()
    assert not sqlite_file.parent.exists()
    assert not server.file.exists()


@pytest.mark.usefixtures("sqlite_file")
async def test_a_backup_does_not_lie_in_what_it_backs_up(server: Server) -> None:
    async with server.running():
        pass
    server.file = server.settings.data_dir / "attachments" / ".." / "casebook.backup"
    with pytest.raises(BackupError, match="outside the data folder"):
        await server.back_up()


@pytest.mark.usefixtures("sqlite_file")
async def test_a_backup_that_fails_leaves_the_older_one(server: Server) -> None:
    async with server.running():
        pass
    await server.back_up()
    before = server.file.read_bytes()
    (server.settings.data_dir / "master.key").write_text("not a key")
    with pytest.raises(MasterKeyError):
        await server.back_up(force=True)
    assert server.file.read_bytes() == before
    assert list(server.file.parent.iterdir()) == [server.file]


async def test_patients_write_while_a_backup_is_made(server: Server) -> None:
    async with server.running() as storage:
        ana = await add_ana(storage, server.settings, entries=3_000)
        process = await _backup_process(server)
        acknowledged, number = [], 3_000
        while process.returncode is None:
            number += 1
            # A batch touches several records, which a backup holds all of or none.
            batch = [entry(10 * number + part, record=number, part=part) for part in range(3)]
            await storage.journals.append_edits(ana, batch, NOW)
            acknowledged.append(number)
            await asyncio.sleep(0.005)
        assert process.returncode == 0
    parts = _records_in(server.file, after=3_000)
    assert 0 < len(parts) < len(acknowledged)
    assert set(parts.values()) == {3}
    await server.is_lost()
    await server.restore()  # it recomputes count and digest of every log


async def _backup_process(server: Server) -> asyncio.subprocess.Process:
    environment = dict(os.environ, CASEBOOK_BACKUP_PASSPHRASE=PASSPHRASE)
    if server.settings.database_url is not None:
        environment["CASEBOOK_DATABASE_URL"] = server.settings.database_url
    command = (sys.executable, "-m", "backend", "backup", "--data", server.settings.data_dir, server.file)
    return await asyncio.create_subprocess_exec(*command, env=environment)


def _records_in(file: Path, after: int) -> dict[str, int]:
    """How many edits the backup has of each record made by number `after` or later."""
    counts: dict[str, int] = {}
    with file.open("rb") as opened:
        for read in read_entries(ArchiveReader(opened, PASSPHRASE)):
            if isinstance(read, Rows) and read.table is StoredEdit:
                for row in read.rows:
                    if int(row["record"][-12:], 16) > after:
                        counts[row["record"]] = counts.get(row["record"], 0) + 1
    return counts
