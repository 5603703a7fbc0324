"""Bringing a database up to this release: all that is missing in one transaction, tried on a copy first."""

import contextlib
import errno
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


async def migrate() -> int:
    """How many migrations this database had not had; they ran, where there was something to lose on a copy first.

    Looking is cheap; Piccolo's machinery is loaded only to run. Raises MigrationError when one does not run, or is of a
    later release; then the database is as it was.
    """
    missing = await pending()
    if missing == 0:
        return 0
    try:
        if await _ran():
            await _try_on_a_copy()
        await _run_for_good()
    except (sqlite3.Error, asyncpg.PostgresError, OSError) as error:
        why = "the disk has no room for it and a copy" if _is_full(error) else type(error).__name__
        raise MigrationError(
            f"the database could not be brought up to this release and is as it was ({why})"
        ) from error
    return missing


async def _run_for_good() -> None:
    # One transaction around all of them: of two servers that start at once, the second finds them done.
    async with ENGINE.transaction():
        await _run()


async def _try_on_a_copy() -> None:
    """Run them where nothing of it stays: on a copy of SQLite's file, in a transaction of PostgreSQL that is undone."""
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
            await _run_for_good()
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


def _is_full(error: Exception) -> bool:
    by_sqlite = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
    return by_sqlite or getattr(error, "errno", None) == errno.ENOSPC


def _id_of(path: Path) -> str:
    """The name a migration has in the database, from that of its file: storage_2026_11_23t21_00_00_000000."""
    date, _, moment = path.stem.removeprefix("storage_").partition("t")
    year, month, day = date.split("_")
    hour, minute, second, micro = moment.split("_")
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}:{micro}"
