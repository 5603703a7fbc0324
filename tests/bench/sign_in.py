"""What signing in takes, argon2id and all, and how little anybody else notices of it."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import aiohttp

from backend.passwords import hash_password
from backend.settings import Settings
from backend.storage import accounts
from backend.storage.database import open_storage
from tests.bench.result import Result, percentile
from tests.e2e.conftest import start_server, stop_server

# One address may try ten times a minute: each of these is somebody else's try.
ALONE, AT_ONCE = 4, 5
PASSWORD = "a long night in november"


def sign_in(data: Path) -> Iterator[Result]:
    """Four sign-ins one after the other, then five at once, with somebody who asks for something else beside them."""
    asyncio.run(_prepare(data))
    server = start_server(data)
    try:
        alone, beside = asyncio.run(_sign_in(server.url))
    finally:
        stop_server(server)
    yield Result("sign-in with argon2id, slowest", 1_000 * max(alone), "ms", 400)
    yield Result(f"another request beside {AT_ONCE} sign-ins at once, p95", 1_000 * percentile(beside, 95), "ms", 50)


def _email(number: int) -> str:
    return f"patient-{number}@bench.example"


async def _prepare(data: Path) -> None:
    now = datetime.now(UTC)
    async with open_storage(replace(Settings(), data_dir=data), now) as storage:
        for number in range(ALONE + AT_ONCE):
            await accounts.create(storage, _email(number), await hash_password(PASSWORD), now)


async def _sign_in(url: str) -> tuple[list[float], list[float]]:
    async with aiohttp.ClientSession() as session:
        alone = [await _one(session, url, number) for number in range(ALONE)]
        signing_in = [asyncio.create_task(_one(session, url, ALONE + number)) for number in range(AT_ONCE)]
        beside = []
        while not all(task.done() for task in signing_in):
            begun = time.perf_counter()
            async with session.get(f"{url}/api/health") as answer:
                await answer.read()
            beside.append(time.perf_counter() - begun)
        await asyncio.gather(*signing_in)
    return alone, beside


async def _one(session: aiohttp.ClientSession, url: str, number: int) -> float:
    begun = time.perf_counter()
    async with session.post(f"{url}/api/session", json={"email": _email(number), "password": PASSWORD}) as answer:
        await answer.read()
    assert answer.status == 200
    return time.perf_counter() - begun
