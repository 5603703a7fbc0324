"""One writer that nothing can block for good: not contention, not a full disk, not a cancelled request."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from backend.storage.engine import DurableSQLiteEngine, ImmediateTransaction

_TABLES = (
    "CREATE TABLE counter (n INTEGER NOT NULL)",
    "INSERT INTO counter VALUES (0)",
    "CREATE TABLE parent (id INTEGER PRIMARY KEY)",
    "CREATE TABLE child (parent INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)",
    "CREATE TABLE page (content BLOB)",
)


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[DurableSQLiteEngine]:
    opened = DurableSQLiteEngine()
    await opened.open(str(tmp_path / "engine.sqlite"))
    for statement in _TABLES:
        await opened.run_ddl(statement)
    yield opened
    await opened.close()


@pytest.fixture
def other_process(engine: DurableSQLiteEngine) -> Iterator[sqlite3.Connection]:
    """A connection of its own, as a backup has; it waits for nobody."""
    with closing(sqlite3.connect(engine.path, isolation_level=None, timeout=0)) as connection:
        yield connection


async def count(engine: DurableSQLiteEngine) -> int:
    rows = await engine.run_ddl("SELECT n FROM counter")
    return int(rows[0]["n"])


async def read_then_write(engine: DurableSQLiteEngine) -> None:
    async with engine.transaction() as transaction:
        n = await count(engine)
        await asyncio.sleep(0)
        await transaction.connection.execute("UPDATE counter SET n = ?", [n + 1])


async def assert_free(engine: DurableSQLiteEngine, other_process: sqlite3.Connection) -> None:
    """The next transaction of this process and of any other goes through."""
    before = await count(engine)
    async with asyncio.timeout(30):
        await read_then_write(engine)
    assert await count(engine) == before + 1
    other_process.execute("BEGIN IMMEDIATE")
    other_process.execute("ROLLBACK")


async def test_fifty_transactions_at_once_that_read_and_then_write_all_commit(engine: DurableSQLiteEngine) -> None:
    await asyncio.gather(*(read_then_write(engine) for _ in range(50)))
    assert await count(engine) == 50


async def test_every_connection_is_durable_and_checks_references(engine: DurableSQLiteEngine) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    for connection in (await engine.writer(), await engine._reading()):
        for pragma, value in wanted.items():
            [row] = await connection.execute_fetchall(f"PRAGMA {pragma}")
            assert dict(row) == {pragma: value}


async def test_an_exception_rolls_everything_back(
    engine: DurableSQLiteEngine, other_process: sqlite3.Connection
) -> None:
    with pytest.raises(ZeroDivisionError):
        await _write_and_raise(engine)
    assert await count(engine) == 0
    await assert_free(engine, other_process)


async def _write_and_raise(engine: DurableSQLiteEngine) -> None:
    async with engine.transaction():
        await engine.run_ddl("UPDATE counter SET n = 99")
        raise ZeroDivisionError


async def test_a_commit_that_fails_is_raised_and_leaves_no_lock(
    engine: DurableSQLiteEngine, other_process: sqlite3.Connection
) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        await _write_an_orphan(engine)
    assert await engine.run_ddl("SELECT * FROM child") == []
    assert await count(engine) == 0
    await assert_free(engine, other_process)


async def _write_an_orphan(engine: DurableSQLiteEngine) -> None:
    async with engine.transaction():
        await engine.run_ddl("UPDATE counter SET n = 99")
        await engine.run_ddl("INSERT INTO child VALUES (1)")


async def test_after_a_failed_commit_later_writes_of_the_same_task_are_kept(engine: DurableSQLiteEngine) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        await _write_an_orphan(engine)
    await engine.run_ddl("UPDATE counter SET n = 7")
    with closing(sqlite3.connect(engine.path)) as elsewhere:
        assert elsewhere.execute("SELECT n FROM counter").fetchone() == (7,)


async def test_a_database_locked_by_another_process_is_an_error_and_not_the_end(
    engine: DurableSQLiteEngine, other_process: sqlite3.Connection
) -> None:
    await (await engine.writer()).execute("PRAGMA busy_timeout = 20")
    other_process.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        await read_then_write(engine)
    assert await count(engine) == 0
    other_process.execute("ROLLBACK")
    await assert_free(engine, other_process)


async def test_a_request_cancelled_while_it_waits_for_another_process_locks_nothing(
    engine: DurableSQLiteEngine, other_process: sqlite3.Connection
) -> None:
    other_process.execute("BEGIN IMMEDIATE")
    waiting = asyncio.create_task(read_then_write(engine))
    await asyncio.sleep(0.1)
    waiting.cancel()
    await asyncio.sleep(0.1)
    other_process.execute("ROLLBACK")
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert await count(engine) == 0
    await assert_free(engine, other_process)


async def test_a_request_cancelled_while_it_waits_for_its_turn_locks_nothing(
    engine: DurableSQLiteEngine, other_process: sqlite3.Connection
) -> None:
    async with engine.transaction():
        # A task of its own context: inside this one it would join the transaction that is open.
        waiting = _in_another_request(read_then_write(engine), engine)
        await asyncio.sleep(0.05)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
    await assert_free(engine, other_process)


def _in_another_request(coroutine: Any, engine: DurableSQLiteEngine) -> "asyncio.Task[None]":
    token = engine.current_transaction.set(None)
    try:
        return asyncio.create_task(coroutine)
    finally:
        engine.current_transaction.reset(token)


@pytest.mark.parametrize("steps", range(12))
async def test_a_request_cancelled_at_any_step_is_kept_or_undone_as_a_whole(
    engine: DurableSQLiteEngine, other_process: sqlite3.Connection, steps: int
) -> None:
    request = asyncio.create_task(_write_two_rows(engine))
    for _ in range(steps):
        await asyncio.sleep(0.0005)
    request.cancel()
    await asyncio.wait([request])
    assert len(await engine.run_ddl("SELECT * FROM page")) in (0, 2)
    await assert_free(engine, other_process)


async def _write_two_rows(engine: DurableSQLiteEngine) -> None:
    async with engine.transaction():
        await engine.run_ddl("INSERT INTO page VALUES ('one')")
        await engine.run_ddl("INSERT INTO page VALUES ('two')")


async def test_a_full_disk_refuses_the_write_and_takes_the_next_one_when_there_is_room(
    engine: DurableSQLiteEngine, other_process: sqlite3.Connection
) -> None:
    writer = await engine.writer()
    await writer.execute("PRAGMA max_page_count = 10")
    with pytest.raises(sqlite3.OperationalError, match="full"):
        await engine.run_ddl("INSERT INTO page VALUES (zeroblob(1000000))")
    await writer.execute("PRAGMA max_page_count = 100000")
    await assert_free(engine, other_process)
    await engine.run_ddl("INSERT INTO page VALUES (zeroblob(1000000))")
    assert len(await engine.run_ddl("SELECT * FROM page")) == 1


async def test_of_statements_that_go_together_none_is_run_behind_one_that_fails(engine: DurableSQLiteEngine) -> None:
    with pytest.raises(sqlite3.OperationalError, match="nonsense"):
        await engine.rows(("UPDATE counter SET n = 1", ()), ("nonsense", ()), ("UPDATE counter SET n = 2", ()))
    assert await count(engine) == 0


async def test_a_first_statement_that_fails_leaves_a_transaction_that_goes_on(engine: DurableSQLiteEngine) -> None:
    async with engine.transaction():
        with pytest.raises(sqlite3.IntegrityError):
            await engine.rows(("INSERT INTO counter VALUES (NULL)", ()))
        await engine.rows(("UPDATE counter SET n = 5", ()))
    assert await count(engine) == 5


async def test_nobody_else_writes_from_the_first_statement_on(
    engine: DurableSQLiteEngine, other_process: sqlite3.Connection
) -> None:
    async with engine.transaction():
        assert await count(engine) == 0
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other_process.execute("UPDATE counter SET n = 9")
        await engine.rows(("UPDATE counter SET n = n + 1", ()))
    assert await count(engine) == 1


async def test_what_a_transaction_ends_with_is_committed_with_it(engine: DurableSQLiteEngine) -> None:
    async with engine.transaction():
        await engine.rows(("INSERT INTO page VALUES ('one')", ()))
        _ending_with(engine, "UPDATE counter SET n = ?", 7)
        assert await count(engine) == 0
    assert await count(engine) == 7


async def test_when_that_fails_all_is_undone_and_the_writer_is_free(
    engine: DurableSQLiteEngine, other_process: sqlite3.Connection
) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        await _end_badly(engine)
    assert await engine.run_ddl("SELECT * FROM page") == []
    await assert_free(engine, other_process)


async def _end_badly(engine: DurableSQLiteEngine) -> None:
    async with engine.transaction():
        await engine.rows(("INSERT INTO page VALUES ('one')", ()))
        _ending_with(engine, "UPDATE counter SET n = ?", None)


def _ending_with(engine: DurableSQLiteEngine, text: str, value: object) -> None:
    transaction = engine.current_transaction.get()
    assert isinstance(transaction, ImmediateTransaction)
    transaction.finish_with((text, (value,)))


async def test_a_transaction_inside_another_is_a_part_of_it(engine: DurableSQLiteEngine) -> None:
    with pytest.raises(ZeroDivisionError):
        await _write_inside_and_raise(engine)
    assert await count(engine) == 0


async def _write_inside_and_raise(engine: DurableSQLiteEngine) -> None:
    async with engine.transaction():
        async with engine.transaction():
            await engine.run_ddl("UPDATE counter SET n = 99")
        raise ZeroDivisionError


async def test_a_reader_waits_for_nobody_and_sees_only_what_is_committed(engine: DurableSQLiteEngine) -> None:
    async with engine.transaction():
        await engine.run_ddl("UPDATE counter SET n = 99")
        assert await count(engine) == 99
        reading: asyncio.Task[Any] = _in_another_request(count(engine), engine)
        async with asyncio.timeout(30):
            assert await reading == 0
    assert await count(engine) == 99


async def test_what_was_committed_is_there_after_closing_and_opening(engine: DurableSQLiteEngine) -> None:
    await read_then_write(engine)
    await engine.close()
    await engine.open(engine.path)
    assert await count(engine) == 1
