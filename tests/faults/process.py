"""The server in a process of its own, and phones with accounts in its data folder."""

import asyncio
import signal
import sqlite3
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path
from random import Random

from backend.settings import DATABASE_FILE
from tests.bench.server import prepare_accounts
from tests.e2e.conftest import Server, start_server
from tests.faults.phone import Phone

# As long as a container's supervisor waits before it kills.
EXIT_SECONDS = 10


def make_phones(data: Path, accounts: int, each: int, random: Random) -> list[Phone]:
    """`each` phones in each of `accounts` new accounts. No server may be running on `data`."""
    made = prepare_accounts(data, accounts)
    return [
        Phone(account, token, f"{random.getrandbits(64):016x}", Random(random.getrandbits(64)))
        for account, token in made
        for _ in range(each)
    ]


async def started(data: Path, phones: list[Phone]) -> Server:
    """A running server; every phone knows its address."""
    server = await asyncio.to_thread(start_server, data)
    for phone in phones:
        phone.url = server.url
    return server


async def killed(server: Server) -> None:
    """End the process in the middle of whatever it does."""
    server.process.kill()
    await asyncio.to_thread(_collect, server.process)


async def stopped(server: Server) -> None:
    """Ask the process to end as an operator does. Raises TimeoutExpired after EXIT_SECONDS."""
    server.process.terminate()
    status = await asyncio.to_thread(_collect, server.process)
    # Once all is put away, uvicorn ends by the very signal, as a supervisor expects.
    assert status in (0, -signal.SIGTERM)


async def ended(server: Server) -> None:
    """Leave no process behind, whatever went wrong."""
    if server.process.poll() is None:
        await killed(server)


@asynccontextmanager
async def serving(data: Path, phones: list[Phone]) -> AsyncIterator[Server]:
    """A server for the time of the block."""
    server = await started(data, phones)
    try:
        yield server
    finally:
        await ended(server)


@contextmanager
def locked(data: Path) -> Iterator[None]:
    """The database is held by another process, as while a backup is written back; nobody else may write."""
    with closing(sqlite3.connect(data / DATABASE_FILE, isolation_level=None, timeout=5)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def by_account(phones: list[Phone]) -> list[list[Phone]]:
    """The phones of each account together."""
    accounts = dict.fromkeys(phone.account for phone in phones)
    return [[phone for phone in phones if phone.account == account] for account in accounts]


def _collect(process: subprocess.Popen[str]) -> int:
    status = process.wait(timeout=EXIT_SECONDS)
    if process.stdout is not None:
        process.stdout.close()
    return status
