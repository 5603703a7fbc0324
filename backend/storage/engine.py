"""The engine that every table is bound to: SQLite here, or PostgreSQL of `postgres`, chosen when storage opens.

SQLite is made durable and fair: one writer, one reader, every transaction immediate. Piccolo's own engine opens a
connection for each query and begins transactions deferred, so that two of them that read and then write fail; and a
BEGIN or COMMIT that fails or is cancelled leaves a lock behind. Here one connection writes, behind one lock of this
process, and gives the lock back whatever happens. Reads outside a transaction go to a second connection, which sees
what is committed and waits for nobody. The way to SQLite's thread and back costs more than most statements, so what can
go together does.
"""

import asyncio
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from contextvars import ContextVar, Token
from functools import partial
from itertools import count, islice, repeat
from typing import Any, Literal, Protocol, cast

import aiosqlite
from piccolo.engine.base import BaseAtomic, BaseBatch, Engine
from piccolo.engine.sqlite import SQLiteEngine, SQLiteTransaction, TransactionType
from piccolo.query.base import Query
from piccolo.querystring import QueryString
from piccolo.table import Table

from backend.settings import SQLITE_BUSY_MILLISECONDS
from backend.storage import postgres
from backend.storage.postgres import DurablePostgresEngine, DurableTransaction

_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    f"PRAGMA busy_timeout = {SQLITE_BUSY_MILLISECONDS}",
)
# aiosqlite asks for it, and uses it only where rows are fetched one after the other, which nothing here does.
_ROWS_AT_ONCE = 64

Statement = tuple[str, Sequence[Any]]
_BEGIN: Statement = ("BEGIN IMMEDIATE", ())
_COMMIT: Statement = ("COMMIT", ())


class Connection(aiosqlite.Connection):
    """A connection that can be given several statements at once."""

    async def fetch(self, *statements: Statement) -> list[list[sqlite3.Row]]:
        """The rows of each. Of those behind one that fails, none is run."""
        asked = self._execute(self._fetch, statements)  # type: ignore[no-untyped-call]  # aiosqlite annotates no return
        return cast(list[list[sqlite3.Row]], await asked)

    def _fetch(self, statements: Sequence[Statement]) -> list[list[sqlite3.Row]]:
        return [self._conn.execute(text, values).fetchall() for text, values in statements]


class ImmediateTransaction(SQLiteTransaction):
    """A transaction that holds the writer, and the file from its first statement to its end.

    One inside another is a part of it.
    """

    engine: "DurableSQLiteEngine"
    connection: Connection
    _token: Token[Any]
    _is_asked = _has_begun = False

    async def __aenter__(self) -> SQLiteTransaction:
        """Wait for the writer. When that fails or is cancelled, the writer is free again."""
        if self._parent is not None:
            return self._parent
        self._last: list[Statement] = []
        await self._wait_for_the_writer()
        try:
            self.connection = await self.engine.writer()
        except BaseException:
            await self._end(None)
            raise
        self._token = self.engine.current_transaction.set(self)
        return self

    async def fetch(self, *statements: Statement) -> list[list[sqlite3.Row]]:
        """The rows of each; the first ones begin the transaction."""
        if self._has_begun:
            return await self.connection.fetch(*statements)
        self._is_asked = True
        try:
            _, *rows = await self.connection.fetch(_BEGIN, *statements)
        finally:  # it may have begun although one of the others failed
            self._has_begun = self.connection.in_transaction
        return rows

    def finish_with(self, statement: Statement) -> None:
        """Run this right before COMMIT, and not before. When it fails, all is undone."""
        self._last.append(statement)

    async def __aexit__(self, exception_type: Any, exception: Any, traceback: Any) -> Literal[False]:
        """Commit, or roll back after an exception. A commit that fails is rolled back and raised."""
        if self._parent is not None:
            return False
        self.engine.current_transaction.reset(self._token)
        is_over = self._committed or self._rolled_back or not self._is_asked
        await self._end(None if is_over else "ROLLBACK" if exception else "COMMIT")
        return False

    async def _wait_for_the_writer(self) -> None:
        # As long as SQLite itself would wait, and not that long for each request that stands in front.
        try:
            async with asyncio.timeout(SQLITE_BUSY_MILLISECONDS / 1_000):
                await self.engine.writing.acquire()
        except TimeoutError as error:
            raise sqlite3.OperationalError("the writer is busy") from error

    async def _end(self, statement: str | None) -> None:
        # A cancelled wait must not leave the statement behind the back of the next transaction: it runs to its end.
        await asyncio.shield(asyncio.ensure_future(self._end_and_release(statement)))

    async def _end_and_release(self, statement: str | None) -> None:
        try:
            if statement == "ROLLBACK":
                await self.engine.roll_back()
            elif statement is not None:
                await self._commit_or_roll_back()
        finally:
            self.engine.writing.release()

    async def _commit_or_roll_back(self) -> None:
        try:
            await self.connection.fetch(*self._last, _COMMIT)
        except BaseException:
            await self.engine.roll_back()
            raise


class DurableSQLiteEngine(SQLiteEngine):
    """One database file of one process. `path` may be changed while closed; connections open when first needed."""

    def __init__(self, path: str = "") -> None:
        super().__init__(path=path)
        self.writing = asyncio.Lock()
        self._writer: Connection | None = None
        self._reader: Connection | None = None
        self._opening = asyncio.Lock()

    async def open(self, path: str) -> None:
        """Use the database file at `path`, made when missing."""
        await self.close()
        self.path = path
        self.writing = asyncio.Lock()
        self._opening = asyncio.Lock()
        await self.writer()

    async def close(self) -> None:
        """Close both connections; what was committed is on disk."""
        for connection in (self._reader, self._writer):
            if connection is not None:
                await connection.close()
        self._reader = self._writer = None

    async def writer(self) -> Connection:
        """The connection that writes. Only the holder of `writing` may use it."""
        if self._writer is None:
            self._writer = await self._connect()
        return self._writer

    async def roll_back(self) -> None:
        """Leave the writer without a transaction; one that cannot be rolled back is thrown away with its connection."""
        if self._writer is None:
            return
        with suppress(sqlite3.Error):
            await self._writer.execute("ROLLBACK")
        if self._writer.in_transaction:
            broken, self._writer = self._writer, None
            await broken.close()

    async def _connect(self) -> Connection:
        opened = partial(sqlite3.connect, **self.connection_kwargs)
        connection = cast(Connection, await Connection(opened, iter_chunk_size=_ROWS_AT_ONCE))
        try:
            connection.row_factory = sqlite3.Row
            for pragma in _PRAGMAS:
                await connection.execute(pragma)
        except BaseException:
            await connection.close()
            raise
        return connection

    async def _reading(self) -> Connection:
        async with self._opening:
            if self._reader is None:
                self._reader = await self._connect()
            return self._reader

    async def _run_in_new_connection(  # Piccolo's signature
        self,
        query: str,
        args: list[Any] | None = None,
        query_type: str = "generic",  # noqa: ARG002
        table: type[Table] | None = None,  # noqa: ARG002
    ) -> Any:
        [rows] = await self.rows((query, args or []))
        return _dicts(rows)

    async def _run_in_existing_connection(  # Piccolo's signature
        self,
        connection: aiosqlite.Connection,  # noqa: ARG002  # the one of the transaction
        query: str,
        args: list[Any] | None = None,
        query_type: str = "generic",  # noqa: ARG002
        table: type[Table] | None = None,  # noqa: ARG002
    ) -> Any:
        return await self._run_in_new_connection(query, args)

    async def rows(self, *statements: Statement) -> Sequence[Iterable[sqlite3.Row]]:
        """The rows of each as SQLite gives them. What writes is a transaction, or a part of the one there is."""
        transaction = self.current_transaction.get()
        if isinstance(transaction, ImmediateTransaction):
            return await transaction.fetch(*statements)
        if transaction is not None:  # one of Piccolo's own, which only reads
            return [await transaction.connection.execute_fetchall(*statement) for statement in statements]
        if any(text.lstrip()[:6].upper() != "SELECT" for text, _ in statements):
            async with self.transaction():
                return await self.rows(*statements)
        return await (await self._reading()).fetch(*statements)

    def transaction(
        self, transaction_type: TransactionType = TransactionType.immediate, allow_nested: bool = True
    ) -> ImmediateTransaction:
        """A transaction that is immediate whatever is asked."""
        return ImmediateTransaction(engine=self, transaction_type=transaction_type, allow_nested=allow_nested)


def _dicts(rows: Iterable[sqlite3.Row]) -> list[dict[str, Any]]:
    return [dict(row) for row in rows]  # as Piccolo wants them


Transaction = ImmediateTransaction | DurableTransaction


class Row(Protocol):
    """A row whose values are asked for by name."""

    def __getitem__(self, name: str, /) -> Any: ...


# Locked by another process, out of room, or not there: nothing was kept, and the same can be tried again.
BUSY_ERRORS: tuple[type[Exception], ...] = (sqlite3.OperationalError, *postgres.BUSY_ERRORS)


class ChosenEngine(Engine[Transaction]):
    """Passes everything on to the engine that was opened last. Tables are bound when imported, before any is open."""

    def __init__(self) -> None:
        super().__init__(engine_type="sqlite", min_version_number=0)
        self.sqlite = DurableSQLiteEngine()
        self.postgres = DurablePostgresEngine()
        self._engine: DurableSQLiteEngine | DurablePostgresEngine = self.sqlite
        self._choose(self.sqlite)

    def _choose(self, engine: DurableSQLiteEngine | DurablePostgresEngine) -> None:
        self._engine = engine
        # Attributes and not properties: Piccolo reads them several times a query.
        self.engine_type = engine.engine_type
        self.current_transaction = cast(ContextVar[Transaction | None], engine.current_transaction)

    async def open_file(self, path: str) -> None:
        """Use the SQLite file at `path`, made when missing."""
        self._choose(self.sqlite)
        await self.sqlite.open(path)

    async def open_server(self, url: str) -> None:
        """Use the PostgreSQL database of `url`. Raises OSError, ValueError or an error of asyncpg when it cannot be."""
        self._choose(self.postgres)
        await self.postgres.open(url)

    async def close(self) -> None:
        """Close all connections; what was committed is on disk."""
        await self._engine.close()

    def transaction(self, account: str | None = None) -> Transaction:
        """A transaction that writes and that no other can come between.

        With `account`, writers of other accounts need not wait for it. On SQLite they do: it has one writer.
        """
        if self._engine is self.postgres:
            return self.postgres.transaction(account=account)
        return self.sqlite.transaction()

    async def ask(self, text: str, *values: Any) -> Sequence[Row]:
        """The rows of a text of the code's own, with `{}` for each value; inside a transaction a part of it.

        What Piccolo makes of such a text costs more than most answers, and a dictionary more than the row it was.
        """
        [rows] = await self.ask_together((text, values))
        return rows

    async def ask_together(self, *asked: Statement) -> Sequence[Sequence[Row]]:
        """The rows of several such texts, each with its values. Of those behind one that fails, none is run."""
        statements = [(_with_places(text, self._places()), values) for text, values in asked]
        if self._engine is self.sqlite:
            return [list(rows) for rows in await self.sqlite.rows(*statements)]
        return [await self._ask_postgres(*statement) for statement in statements]

    async def ask_last(self, text: str, *values: Any) -> None:
        """The same for a text without rows, which goes together with the COMMIT of the transaction there is.

        On SQLite, what the transaction reads until then does not see it.
        """
        transaction = self.current_transaction.get()
        if isinstance(transaction, ImmediateTransaction):
            transaction.finish_with((_with_places(text, self._places()), values))
        else:
            await self.ask(text, *values)

    async def _ask_postgres(self, text: str, values: Sequence[Any]) -> Sequence[Row]:
        transaction = cast(DurableTransaction | None, self.current_transaction.get())
        if transaction is None:
            rows = await self._engine._run_in_new_connection(text, list(values))
        else:
            rows = await transaction.connection.fetch(text, *values)
        return self._engine.transform_response_to_dicts(rows)

    def _places(self) -> Iterator[str]:
        return repeat("?") if self._engine is self.sqlite else map("${}".format, count(1))

    async def insert(self, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert rows of the same columns inside a transaction: all, or none when this raises, and the rest stands.

        Built from a query of Piccolo's, a row costs more than all else that is done for it.
        """
        transaction = self.current_transaction.get()
        assert transaction is not None, "rows that belong together are inserted inside a transaction"  # noqa: S101
        values = [value for row in rows for value in row.values()]
        if self._engine is self.sqlite:
            # A statement that fails is undone by itself.
            await self.sqlite.rows((_inserting(table, rows, self._places()), values))
            return
        savepoint = await transaction.savepoint()
        try:
            await transaction.connection.execute(_inserting(table, rows, self._places()), *values)
        except BUSY_ERRORS:  # the transaction is over
            raise
        except Exception:
            await savepoint.rollback_to()  # type: ignore[no-untyped-call]  # Piccolo annotates no return
            raise
        await savepoint.release()  # type: ignore[no-untyped-call]  # the same

    async def run_querystring(self, querystring: QueryString, in_pool: bool = True) -> Any:
        """Run one query of Piccolo's."""
        return await self._engine.run_querystring(querystring, in_pool)

    async def run_ddl(self, ddl: str, in_pool: bool = True) -> Any:
        """Run one statement as it is."""
        return await self._engine.run_ddl(ddl, in_pool)

    def transform_response_to_dicts(self, results: Any) -> list[dict[str, Any]]:
        """Rows as Piccolo wants them."""
        return self._engine.transform_response_to_dicts(results)

    async def batch(self, query: Query[Any, Any], batch_size: int = 100, node: str | None = None) -> BaseBatch:
        """Rows of one query, some at a time."""
        return await self._engine.batch(query, batch_size, node)

    def atomic(self) -> BaseAtomic:
        """Statements collected into one transaction."""
        return self._engine.atomic()

    async def get_version(self) -> float:
        """Zero: Piccolo asks before an engine is chosen."""
        return 0.0

    def get_version_sync(self) -> float:
        """What the chosen engine says."""
        return self._engine.get_version_sync()

    async def prep_database(self) -> None:
        """Nothing: each engine prepares what it opens."""


def _with_places(text: str, places: Iterator[str]) -> str:
    first, *others = text.split("{}")
    return first + "".join(place + part for part, place in zip(others, places))  # noqa: B905  # places have no end


def _inserting(table: str, rows: Sequence[Mapping[str, Any]], places: Iterator[str]) -> str:
    width = len(rows[0])
    values = ", ".join(f"({', '.join(islice(places, width))})" for _ in rows)
    return f"INSERT INTO {table} ({', '.join(rows[0])}) VALUES {values}"  # noqa: S608  # the code's own names


ENGINE = ChosenEngine()
