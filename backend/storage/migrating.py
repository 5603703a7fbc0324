"""Bringing a database up to this release: all that is missing in one transaction, tried on a copy first when asked."""

import contextlib
import io
import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]  # it brings no types

from backend.storage.engine import ENGINE

_FOLDER = Path(__file__).parent / "migrations"


class MigrationError(Exception):
    """The database cannot be brought to this release; the message says why, for the operator."""


class _OnlyTriedError(Exception):
    """What was tried is undone."""


async def pending() -> int:
    """How many migrations the open database has not had. Raises MigrationError when it is of a later release."""
    written = {path.stem: _id_of(path) for path in _FOLDER.glob("storage_*.py")}
    ran = await _ran()
    if ran - set(written.values()):
        raise MigrationError("the database was made by a later release of Casebook; install that one")
    return len(written) - len(ran)


async def migrate() -> None:
    """Run the migrations this database has not had. Looking is cheap; Piccolo's machinery is loaded only to run."""
    if await pending() == 0:
        return
    # One transaction around all of them: of two servers that start at once, the second finds them done.
    async with ENGINE.transaction():
        await _run()


async def try_on_a_copy() -> None:
    """Run them where nothing of it stays: on a copy of SQLite's file, in a transaction of PostgreSQL that is undone.

    Raises MigrationError or whatever the database says when one does not run.
    """
    if ENGINE.engine_type != "sqlite":
        with contextlib.suppress(_OnlyTriedError):
            async with ENGINE.transaction():
                await _run()
                raise _OnlyTriedError
        return
    original = Path(ENGINE.sqlite.path)
    with tempfile.TemporaryDirectory(dir=original.parent, prefix=".migrating-") as folder:
        copy = Path(folder) / original.name
        with closing(sqlite3.connect(original)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
        await ENGINE.open_file(str(copy))
        try:
            await migrate()
        finally:
            await ENGINE.open_file(str(original))


async def _run() -> None:
    from piccolo.apps.migrations.commands.forwards import run_forwards  # slow, and needed once per release

    os.environ["PICCOLO_CONF"] = "backend.piccolo_conf"
    with contextlib.redirect_stdout(io.StringIO()):
        result = await run_forwards(app_name="storage")
    if not result.success:
        raise MigrationError("the database could not be brought up to this release")


async def _ran() -> set[str]:
    try:
        rows = await ENGINE.run_ddl("SELECT name FROM migration WHERE app_name = 'storage'")
    except (sqlite3.OperationalError, asyncpg.UndefinedTableError):
        return set()
    return {row["name"] for row in rows}


def _id_of(path: Path) -> str:
    """The name a migration has in the database, from that of its file: storage_2026_11_23t21_00_00_000000."""
    date, _, moment = path.stem.removeprefix("storage_").partition("t")
    year, month, day = date.split("_")
    hour, minute, second, micro = moment.split("_")
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}:{micro}"
