"""The rows of every table as they stood at one moment, read while a server goes on writing."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from piccolo.engine.postgres import PostgresTransaction
from piccolo.engine.sqlite import SQLiteTransaction, TransactionType
from piccolo.table import Table

from backend.storage.engine import ENGINE
from backend.storage.tables import TABLES, Database

_ROWS_AT_A_TIME = 500


@asynccontextmanager
async def one_moment() -> AsyncIterator[dict[str, int]]:
    """All that this task reads inside is of one moment, and nobody who writes waits: how many rows each table has.

    The engine's own transactions are for writing and keep other writers away, so these are Piccolo's. On SQLite a
    deferred one gets its moment from the write-ahead log at the first reading; PostgreSQL is told to do the same.
    """
    if ENGINE.engine_type == "sqlite":
        async with SQLiteTransaction(engine=ENGINE.sqlite, transaction_type=TransactionType.deferred):
            yield await _counts()
        return
    async with PostgresTransaction(engine=ENGINE.postgres):
        await Database.raw("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield await _counts()


async def rows_of(table: type[Table]) -> AsyncIterator[list[dict[str, Any]]]:
    """All rows of a table, some at a time, in the order of their keys."""
    key = table._meta.primary_key
    rows: list[dict[str, Any]] = await table.select().order_by(key).limit(_ROWS_AT_A_TIME)
    while rows:
        yield rows
        after = key > rows[-1][key._meta.name]
        rows = await table.select().where(after).order_by(key).limit(_ROWS_AT_A_TIME)


async def _counts() -> dict[str, int]:
    return {table._meta.tablename: int(await table.count()) for table in TABLES}
