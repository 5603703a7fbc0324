"""PostgreSQL made as sure as the SQLite beside it: nothing that fails or is cancelled leaves a transaction behind.

Piccolo's own engine neither gives the connection back nor forgets the transaction when COMMIT fails or BEGIN is
cancelled, and takes a COMMIT that the server turned into a rollback for a success. Here every transaction ends once,
and its connection returns to the pool whatever happens. Errors that mean "busy" or "gone" are in `BUSY_ERRORS`.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from contextvars import Token
from typing import Any, Literal

import asyncpg  # type: ignore[import-untyped]  # it brings no types
from piccolo.engine.exceptions import TransactionError
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction

from backend.settings import (
    POSTGRES_CONNECTIONS,
    POSTGRES_IDLE_IN_TRANSACTION_SECONDS,
    POSTGRES_LOCK_SECONDS,
    POSTGRES_REACH_SECONDS,
)

_SESSION = {
    "application_name": "casebook",
    "synchronous_commit": "on",
    "lock_timeout": f"{POSTGRES_LOCK_SECONDS}s",
    "idle_in_transaction_session_timeout": f"{POSTGRES_IDLE_IN_TRANSACTION_SECONDS}s",
}
# The key of the one advisory lock: the bytes "Case". It keeps the server processes of one database apart.
_LOCK = 0x43617365
_ALONE = f"BEGIN; SELECT pg_advisory_xact_lock({_LOCK})"
_WITH_OTHERS = f"BEGIN; SELECT pg_advisory_xact_lock_shared({_LOCK})"
_LOCK_ACCOUNT = "SELECT 1 FROM account WHERE id = $1 FOR UPDATE"


class UnreachableDatabaseError(Exception):
    """The database server does not answer, or closed the connection."""


BUSY_ERRORS: tuple[type[Exception], ...] = (
    UnreachableDatabaseError,
    asyncpg.PostgresConnectionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.OperatorInterventionError,
    asyncpg.PostgresSystemError,
    asyncpg.TransactionRollbackError,
    asyncpg.LockNotAvailableError,
    asyncpg.ReadOnlySQLTransactionError,
)

# SQLite keeps a zero byte in a text, PostgreSQL does not.
UNFIT_TEXT_ERROR: type[Exception] = asyncpg.CharacterNotInRepertoireError


def _is_closed(connection: Any) -> bool:
    try:
        return bool(connection.is_closed())
    except asyncpg.InterfaceError:  # the pool has taken it back already
        return True


class DurableTransaction(PostgresTransaction):
    """A transaction that writes: alone in the database, or beside those of other accounts. Inside another, a part."""

    engine: "DurablePostgresEngine"
    connection: Any  # asyncpg's proxy of a pooled connection, which has every method of a connection
    context: Token[Any]

    def __init__(self, engine: "DurablePostgresEngine", allow_nested: bool = True, account: str | None = None) -> None:
        super().__init__(engine=engine, allow_nested=allow_nested)
        self._account = account

    async def __aenter__(self) -> PostgresTransaction:
        """Begin and wait for the lock. When that fails or is cancelled, the connection is free again."""
        if self._parent is not None:
            return self._parent
        self.connection = await self.engine.acquire()
        try:
            await self.begin()
        except BaseException:
            await self._end("ROLLBACK")
            raise
        self.context = self.engine.current_transaction.set(self)
        return self

    async def begin(self) -> None:
        """Lock the whole database, or the row of the one account."""
        if self._account is None:
            await self.connection.execute(_ALONE)
        else:
            await self.connection.execute(_WITH_OTHERS)
            await self.connection.fetch(_LOCK_ACCOUNT, self._account)

    async def commit(self) -> None:
        """Commit. Raises TransactionError when the server rolled back, as it does after a statement that failed."""
        if await self.connection.execute("COMMIT") != "COMMIT":
            raise TransactionError("a statement of this transaction failed; all of it was rolled back")
        self._committed = True

    async def rollback(self) -> None:
        """Undo everything."""
        await self.connection.execute("ROLLBACK")
        self._rolled_back = True

    async def __aexit__(self, exception_type: Any, exception: Any, traceback: Any) -> Literal[False]:
        """Commit, or roll back after an exception. Raises UnreachableDatabaseError when the connection was lost."""
        if self._parent is not None:
            return False
        self.engine.current_transaction.reset(self.context)
        is_lost = isinstance(exception, asyncpg.InterfaceError) and _is_closed(self.connection)
        finished = self._committed or self._rolled_back
        await self._end(None if finished else "ROLLBACK" if exception else "COMMIT")
        if is_lost:
            raise UnreachableDatabaseError from exception
        return False

    async def _end(self, statement: str | None) -> None:
        # A request that is cancelled now must not leave its transaction open: the end runs to its end.
        await asyncio.shield(asyncio.ensure_future(self._end_and_release(statement)))

    async def _end_and_release(self, statement: str | None) -> None:
        try:
            if statement == "COMMIT":
                await self.commit()
            elif statement is not None:
                # What cannot be rolled back is closed or reset by the pool.
                with suppress(Exception):
                    await self.rollback()
        finally:
            await self.engine.release(self.connection)


class DurablePostgresEngine(PostgresEngine):
    """One database of a PostgreSQL server, through a pool of connections."""

    def __init__(self) -> None:
        super().__init__(config={})

    async def check_version(self) -> None:
        """Nothing: an engine is made before anybody knows whether it will be used."""

    async def prep_database(self) -> None:
        """Nothing: no extension is needed."""

    async def open(self, url: str) -> None:
        """Use the database of `url`. Raises OSError, ValueError or an error of asyncpg when that cannot be."""
        await self.close()
        self.pool = await asyncpg.create_pool(
            url,
            min_size=1,
            max_size=POSTGRES_CONNECTIONS,
            timeout=POSTGRES_REACH_SECONDS,
            server_settings=_SESSION,
        )

    async def close(self) -> None:
        """Give all connections back; what was committed is on disk."""
        if self.pool is None:
            return
        try:
            # Waits for what is still ending; when that takes too long, the pool closes every connection at once.
            with suppress(TimeoutError):
                async with asyncio.timeout(POSTGRES_REACH_SECONDS):
                    await self.pool.close()
        finally:
            self.pool = None

    async def acquire(self) -> Any:
        """A connection of the pool. Raises UnreachableDatabaseError when there is none in time."""
        try:
            async with asyncio.timeout(POSTGRES_REACH_SECONDS):
                return await self._open_pool().acquire()
        except (OSError, asyncpg.InterfaceError) as error:  # a timeout is an OSError too
            raise UnreachableDatabaseError from error

    async def release(self, connection: Any) -> None:
        """Give back what `acquire` gave. The pool rolls back, resets, or closes what is broken."""
        if self.pool is not None:  # a pool that closed in the meantime has closed its connections
            await self.pool.release(connection, timeout=POSTGRES_REACH_SECONDS)

    def _open_pool(self) -> Any:
        if self.pool is None:
            raise UnreachableDatabaseError
        return self.pool

    async def _run_in_pool(self, query: str, args: Sequence[Any] | None = None) -> Any:
        connection = await self.acquire()
        try:
            return await connection.fetch(query, *(args or ()))
        finally:
            await self.release(connection)

    async def _run_in_new_connection(self, query: str, args: Sequence[Any] | None = None) -> Any:
        return await self._run_in_pool(query, args)

    def transaction(self, allow_nested: bool = True, account: str | None = None) -> DurableTransaction:
        """A transaction that writes: on the log of `account`, or anywhere while nobody else writes."""
        return DurableTransaction(self, allow_nested, account)
