"""PostgreSQL that nothing can block for good, and several server processes that share one log."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from piccolo.engine.exceptions import TransactionError

from backend.app import create_app
from backend.settings import POSTGRES_CONNECTIONS, Settings
from backend.storage import accounts, database
from backend.storage.engine import ENGINE
from backend.storage.postgres import DurablePostgresEngine, UnreachableDatabaseError
from tests.backend.storage.entries import entry
from tests.backend.sync.phone import Phone, digest_of, edit
from tests.conftest import NOW, new_browser, sign_up
from tests.postgresql import Cluster, running_cluster

_TABLES = (
    "CREATE TABLE counter (n INTEGER NOT NULL)",
    "INSERT INTO counter VALUES (0)",
    "CREATE TABLE parent (id INTEGER PRIMARY KEY)",
    "CREATE TABLE child (parent INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)",
    "CREATE TABLE page (content TEXT)",
)


@pytest.fixture
async def engine(postgresql_url: str) -> AsyncIterator[DurablePostgresEngine]:
    opened = DurablePostgresEngine()
    await opened.open(postgresql_url)
    for statement in _TABLES:
        await opened.run_ddl(statement)
    yield opened
    await opened.close()


@pytest.fixture
async def other_process(postgresql_url: str) -> AsyncIterator[DurablePostgresEngine]:
    opened = DurablePostgresEngine()
    await opened.open(postgresql_url)
    yield opened
    await opened.close()


async def count(engine: DurablePostgresEngine) -> int:
    rows = await engine.run_ddl("SELECT n FROM counter")
    return int(rows[0]["n"])


async def read_then_write(engine: DurablePostgresEngine) -> None:
    async with engine.transaction() as transaction:
        n = await count(engine)
        await asyncio.sleep(0)
        await transaction.connection.execute("UPDATE counter SET n = $1", n + 1)


async def assert_free(engine: DurablePostgresEngine, other_process: DurablePostgresEngine) -> None:
    """The next transactions of this process and of any other go through, and every connection is at hand."""
    before = await count(engine)
    async with asyncio.timeout(30):
        await read_then_write(engine)
        await read_then_write(other_process)
    assert await count(engine) == before + 2
    assert engine.pool is not None
    async with asyncio.timeout(30):
        taken = [await engine.acquire() for _ in range(POSTGRES_CONNECTIONS)]
    for connection in taken:
        assert await connection.fetchval("SELECT pg_current_xact_id_if_assigned() IS NULL")
        await engine.release(connection)


async def test_a_commit_is_on_disk_before_it_is_answered(engine: DurablePostgresEngine) -> None:
    [row] = await engine.run_ddl("SHOW synchronous_commit")
    assert row["synchronous_commit"] == "on"


async def test_fifty_transactions_of_two_processes_that_read_and_then_write_all_commit(
    engine: DurablePostgresEngine, other_process: DurablePostgresEngine
) -> None:
    await asyncio.gather(*(read_then_write(one) for one in (engine, other_process) for _ in range(25)))
    assert await count(engine) == 50


async def test_an_exception_rolls_everything_back(
    engine: DurablePostgresEngine, other_process: DurablePostgresEngine
) -> None:
    with pytest.raises(ZeroDivisionError):
        await _write_and_raise(engine)
    assert await count(engine) == 0
    await assert_free(engine, other_process)


async def _write_and_raise(engine: DurablePostgresEngine) -> None:
    async with engine.transaction():
        async with engine.transaction():
            await engine.run_ddl("UPDATE counter SET n = 99")
        raise ZeroDivisionError


async def test_a_commit_that_fails_is_raised_and_leaves_nothing(
    engine: DurablePostgresEngine, other_process: DurablePostgresEngine
) -> None:
    for _ in range(POSTGRES_CONNECTIONS + 1):
        with pytest.raises(asyncpg.ForeignKeyViolationError):
            await _write_an_orphan(engine)
    assert await engine.run_ddl("SELECT * FROM child") == []
    assert await count(engine) == 0
    await assert_free(engine, other_process)


async def _write_an_orphan(engine: DurablePostgresEngine) -> None:
    async with engine.transaction():
        await engine.run_ddl("UPDATE counter SET n = 99")
        await engine.run_ddl("INSERT INTO child VALUES (1)")


async def test_after_a_failed_commit_later_writes_of_the_same_task_are_kept(
    engine: DurablePostgresEngine, other_process: DurablePostgresEngine
) -> None:
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        await _write_an_orphan(engine)
    await engine.run_ddl("UPDATE counter SET n = 7")
    assert await count(other_process) == 7


async def test_a_commit_that_the_server_turned_into_a_rollback_is_no_success(
    engine: DurablePostgresEngine, other_process: DurablePostgresEngine
) -> None:
    with pytest.raises(TransactionError):
        await _write_and_pass_over_an_error(engine)
    assert await count(engine) == 0
    await assert_free(engine, other_process)


async def _write_and_pass_over_an_error(engine: DurablePostgresEngine) -> None:
    async with engine.transaction():
        await engine.run_ddl("UPDATE counter SET n = 99")
        with suppress(asyncpg.DivisionByZeroError):
            await engine.run_ddl("INSERT INTO page VALUES (1/0)")


async def test_a_database_held_by_another_process_is_an_error_and_not_the_end(
    engine: DurablePostgresEngine, other_process: DurablePostgresEngine
) -> None:
    async with other_process.transaction():
        with pytest.raises(asyncpg.LockNotAvailableError):
            await read_then_write(engine)
    assert await count(engine) == 0
    await assert_free(engine, other_process)


async def test_a_request_cancelled_while_it_waits_for_another_process_locks_nothing(
    engine: DurablePostgresEngine, other_process: DurablePostgresEngine
) -> None:
    for _ in range(POSTGRES_CONNECTIONS + 1):
        async with other_process.transaction():
            waiting = asyncio.create_task(read_then_write(engine))
            await asyncio.sleep(0.02)
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
    assert await count(engine) == 0
    await assert_free(engine, other_process)


@pytest.mark.parametrize("steps", range(16))
async def test_a_request_cancelled_at_any_step_is_kept_or_undone_as_a_whole(
    engine: DurablePostgresEngine, other_process: DurablePostgresEngine, steps: int
) -> None:
    request = asyncio.create_task(_write_two_rows(engine))
    for _ in range(steps):
        await asyncio.sleep(0.0005)
    request.cancel()
    await asyncio.wait([request])
    await assert_free(engine, other_process)
    assert len(await engine.run_ddl("SELECT * FROM page")) in (0, 2)


async def _write_two_rows(engine: DurablePostgresEngine) -> None:
    async with engine.transaction():
        await engine.run_ddl("INSERT INTO page VALUES ('one')")
        await engine.run_ddl("INSERT INTO page VALUES ('two')")


async def test_a_connection_that_the_server_closes_loses_its_transaction_and_no_other(
    engine: DurablePostgresEngine, other_process: DurablePostgresEngine
) -> None:
    with pytest.raises((UnreachableDatabaseError, asyncpg.PostgresConnectionError, asyncpg.AdminShutdownError)):
        await _lose_the_connection(engine, other_process)
    assert await count(engine) == 0
    await assert_free(engine, other_process)


async def _lose_the_connection(engine: DurablePostgresEngine, other_process: DurablePostgresEngine) -> None:
    async with engine.transaction() as transaction:
        await engine.run_ddl("UPDATE counter SET n = 99")
        await other_process.run_ddl(f"SELECT pg_terminate_backend({transaction.connection.get_server_pid()})")
        await asyncio.sleep(0.1)
        await engine.run_ddl("UPDATE counter SET n = 100")


async def test_more_requests_than_connections_wait_for_their_turn(engine: DurablePostgresEngine) -> None:
    await asyncio.gather(*(count(engine) for _ in range(10 * POSTGRES_CONNECTIONS)))


async def test_two_accounts_write_at_once_and_one_account_one_after_the_other(
    postgresql_url: str, tmp_path: Path
) -> None:
    async with database.open_storage(Settings(data_dir=tmp_path, database_url=postgresql_url), NOW) as storage:
        ana, ben = [await accounts.create(storage, f"{name}@example.org", "none", NOW) for name in ("ana", "ben")]
        async with storage.journals.writing(ana, NOW):
            await _in_another_request(storage.journals.append_edits(ben, [entry(1)], NOW))
            late = _in_another_request(storage.journals.append_edits(ana, [entry(1)], NOW))
            await asyncio.sleep(0.2)
            assert not late.done()
        await late
        assert [one.seq for one in await storage.journals.edits(ana)] == [1]


def _in_another_request(coroutine: Any) -> "asyncio.Task[None]":
    token = ENGINE.current_transaction.set(None)
    try:
        return asyncio.create_task(coroutine)
    finally:
        ENGINE.current_transaction.reset(token)


_SERVER_PROCESS = """
import asyncio, os, sys
from backend.configuration import read_settings
from backend.storage import database
from tests.backend.sync.phone import Phone, edit
from tests.conftest import NOW

async def push(account, first):
    async with database.open_storage(read_settings(os.environ)[0], NOW) as storage:
        phone = Phone(storage, account)
        for start in range(int(first), int(first) + 100, 5):
            requests = (phone.send(edit(number, record=number)) for number in range(start, start + 5))
            for answer in await asyncio.gather(*requests):
                assert len(answer["acknowledged"]) == 1, answer

asyncio.run(push(*sys.argv[1:]))
"""


async def test_s3_two_server_processes_number_one_log_without_gaps(postgresql_url: str, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, database_url=postgresql_url)
    async with database.open_storage(settings, NOW) as storage:
        account = await accounts.create(storage, "ana@example.org", "no password", NOW)
    pushing = [await _start_process(settings, _SERVER_PROCESS, account, str(first)) for first in (1000, 2000)]
    assert await asyncio.gather(*(process.wait() for process in pushing)) == [0, 0]
    async with database.open_storage(settings, NOW) as storage:
        phone = Phone(storage, account)
        log = await phone.log()
        assert [one["seq"] for one in log] == list(range(1, 201))
        assert (await phone.pages())[-1]["check"] == {"count": 200, "digest": digest_of(log)}


async def _start_process(settings: Settings, program: str, *arguments: str) -> asyncio.subprocess.Process:
    environ = {"CASEBOOK_DATA": str(settings.data_dir), "CASEBOOK_DATABASE_URL": str(settings.database_url)}
    return await asyncio.create_subprocess_exec(
        *[sys.executable, "-c", program, *arguments], cwd=Path(__file__).parents[3], env=os.environ | environ
    )


_FIRST_START = """
import asyncio, os
from backend.configuration import read_settings
from backend.storage import database
from tests.conftest import NOW

async def start():
    async with database.open_storage(read_settings(os.environ)[0], NOW):
        pass

asyncio.run(start())
"""


async def test_servers_that_make_the_same_new_database_at_once_agree(cluster: Cluster, tmp_path: Path) -> None:
    name = cluster.create()
    settings = Settings(data_dir=tmp_path, database_url=cluster.url(name))
    (tmp_path / "master.key").write_text("QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=\n")
    (tmp_path / "master.key").chmod(0o600)
    starting = [await _start_process(settings, _FIRST_START) for _ in range(3)]
    assert await asyncio.gather(*(process.wait() for process in starting)) == [0, 0, 0]
    assert cluster.run("SELECT COUNT(*) FROM database", name) == "1\n"
    cluster.drop(name)


async def test_stamps_compare_bytewise_whatever_the_language_of_the_server(cluster: Cluster, migrated: str) -> None:
    assert cluster.run("SELECT 'a' < 'B'", migrated) == "t\n", "the server sorts by the rules of a language"
    bytewise = "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE collation_name = 'C'"
    columns = cluster.run(bytewise, migrated).split()
    for column in ("edit.stamp", "account.greatest_stamp", "reminder_occurrence.due_at", "share_link.created_at"):
        assert column in columns


async def test_s10_a_server_without_its_database_says_busy_until_it_is_back(tmp_path: Path) -> None:
    with running_cluster() as cluster:
        settings = Settings(data_dir=tmp_path / "data", database_url=cluster.url("postgres"))
        async with new_browser(create_app(settings)) as phone:
            await sign_up(phone, "ana@example.org")
            body = {"protocol": 1, "device": "0123456789abcdef", "epoch": None, "cursor": 0, "edits": [edit(1)]}
            cluster.stop()
            answer = await phone.post("/api/sync", json=body)
            assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
            assert int(answer.headers["retry-after"]) > 0
            cluster.start()
            again = await phone.post("/api/sync", json=body)
            assert list(again.json()["acknowledged"]) == [edit(1)["id"]], json.dumps(again.json())
