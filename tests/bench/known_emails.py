"""Whether the time of an answer tells that an email has an account: wrong tries, known and unknown emails in turn.

Signing up says so in its answer, on purpose, so there its time is not measured.
"""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import aiohttp

from backend.passwords import hash_password
from backend.settings import Settings
from backend.storage import accounts, recovery_codes
from backend.storage.database import open_storage
from tests.bench.result import Result
from tests.e2e.conftest import start_server, stop_server

# Each account is tried as often as is free, from an address of its own, which the server believes a proxy beside it.
ACCOUNTS, TRIES = 30, 4
PASSWORD = "a long night in november"
# A guesser over a network sees differences of some milliseconds only after many tries, which are limited.
MOST_MILLISECONDS = 3
_WRONG: dict[str, tuple[str, dict[str, str]]] = {
    "sign-in": ("/api/session", {"password": PASSWORD + "!"}),
    "reset": ("/api/account/reset", {"password": "another night in december", "code": "aaaa-bbbb-cccc"}),
}


def known_emails(data: Path) -> Iterator[Result]:
    """The median of how much longer one of a known and an unknown email took than the other just beside it."""
    asyncio.run(_prepare(data))
    server = start_server(data)
    try:
        for door, (path, body) in _WRONG.items():
            difference = asyncio.run(_difference(server.url + path, body))
            yield Result(f"{door}: known beside unknown emails, median apart", difference, "ms", MOST_MILLISECONDS)
    finally:
        stop_server(server)


async def _prepare(data: Path) -> None:
    now = datetime.now(UTC)
    async with open_storage(replace(Settings(), data_dir=data), now) as storage:
        password_hash = await hash_password(PASSWORD)
        for number in range(ACCOUNTS):
            account = await accounts.create(storage, f"known-{number}@bench.example", password_hash, now)
            await recovery_codes.replace(account, [f"hash of a code of {number}"], now)


async def _difference(address: str, body: dict[str, str]) -> float:
    apart = []
    async with aiohttp.ClientSession() as session:
        for place in range(ACCOUNTS * TRIES):
            took = {}
            for kind in ("known", "unknown") if place % 2 else ("unknown", "known"):
                email = f"{kind}-{place % ACCOUNTS}@bench.example"
                took[kind] = await _wrong(session, address, {**body, "email": email}, place)
            apart.append(took["known"] - took["unknown"])
    return 1_000 * abs(median(apart))


async def _wrong(session: aiohttp.ClientSession, address: str, body: dict[str, Any], place: int) -> float:
    headers = {"X-Forwarded-For": f"192.0.2.{place}"}
    begun = time.perf_counter()
    async with session.post(address, json=body, headers=headers) as answer:
        await answer.read()
    assert answer.status == 401, answer.status
    return time.perf_counter() - begun
