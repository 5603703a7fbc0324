"""What the server does: taking edits from many phones at once, and making the report."""

import asyncio
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import aiohttp

from backend.accounts.cookie import LOOPBACK_COOKIE
from backend.settings import Settings
from backend.storage import accounts, login_sessions
from backend.storage.database import open_storage
from shared_schemas.clock import stamp
from shared_schemas.journal import Edit
from tests.bench.result import Result, percentile

CLIENTS, EDITS, ROUNDS = 50, 20, 6
REPORTS = 9


def prepare_accounts(data: Path, count: int) -> list[tuple[str, str]]:
    """Account ids with a token of a session each, made in the data folder: signing up is limited and not measured."""

    async def prepare() -> list[tuple[str, str]]:
        now = datetime.now(UTC)
        async with open_storage(replace(Settings(), data_dir=data), now) as storage:
            made = [
                await accounts.create(storage, f"{uuid4()}@bench.example", "no password", now) for _ in range(count)
            ]
            return [(account, await login_sessions.begin(account, now)) for account in made]

    return asyncio.run(prepare())


def push(url: str, clients: list[tuple[str, str]]) -> list[Result]:
    """Edits a second and the time of one request, with all clients pushing one batch after the other."""
    seconds, requests = asyncio.run(_push(url, clients))
    edits = len(clients) * EDITS * ROUNDS
    return [
        Result(
            f"push of {EDITS} edits, {len(clients)} clients: edits", edits / seconds, "edits/s", 1_000, is_most=False
        ),
        Result(
            f"push of {EDITS} edits, {len(clients)} clients: request, p95", 1_000 * percentile(requests, 95), "ms", 400
        ),
    ]


def report(url: str, cookie: str) -> Iterator[Result]:
    """The evidence report of the example patient's two years, from request to the last byte: its pages, and all."""
    for name, options in (("without exhibits", {"exhibits": []}), ("with exhibits", {})):
        times = asyncio.run(_report(url, cookie, options))
        yield Result(f"report of two years, {name}, first", 1_000 * times[0], "ms", 1_000)
        yield Result(f"report of two years, {name}, p95 of others", 1_000 * percentile(times[1:], 95), "ms", 1_000)


def case(url: str, cookie: str) -> list[Result]:
    """The case of the example patient, from request to the last byte; the first one loads the holidays."""
    times = asyncio.run(_case(url, cookie))
    return [Result("case of the example patient, p95", 1_000 * percentile(times[1:], 95), "ms", 100)]


@dataclass(frozen=True)
class Filled:
    """An account whose log holds `edits`, with a token of a session and the epoch of its database."""

    account: str
    token: str
    epoch: str
    edits: int


def prepare_log(data: Path, edits: int) -> Filled:
    """An account with so many check-ins, made in the data folder."""

    async def prepare() -> Filled:
        now = datetime.now(UTC)
        async with open_storage(replace(Settings(), data_dir=data), now) as storage:
            account = await accounts.create(storage, f"{uuid4()}@bench.example", "no password", now)
            for start in range(0, edits, EDITS * 100):
                made = [Edit(**edit) for number in range(100) for edit in _edits("00000000000000aa", start + number)]
                await storage.journals.append_edits(account, made[: edits - start], now)
            return Filled(account, await login_sessions.begin(account, now), storage.epoch, edits)

    return asyncio.run(prepare())


def nothing_new(url: str, log: Filled) -> list[Result]:
    """What a phone costs that has everything: time at the server, and bytes both ways without headers."""
    times, sent, received = asyncio.run(_nothing_new(url, log))
    return [
        Result(f"nothing new at {log.edits:,} edits: request, p95", 1_000 * percentile(times, 95), "ms", 20),
        Result(f"nothing new at {log.edits:,} edits: larger way", max(sent, received), "bytes", 1_000),
    ]


async def _nothing_new(url: str, log: Filled) -> tuple[list[float], int, int]:
    place = {"epoch": log.epoch, "cursor": log.edits}
    body = json.dumps(
        {"protocol": 1, "device": "00000000000000ab", "account": log.account, **place, "edits": []}
    ).encode()
    times, received = [], 0
    headers = {"Content-Type": "application/json"}
    async with aiohttp.ClientSession(cookies={LOOPBACK_COOKIE: log.token}, headers=headers) as session:
        for _ in range(100):
            start = time.perf_counter()
            async with session.post(f"{url}/api/sync", data=body) as answer:
                content = await answer.read()
            times.append(time.perf_counter() - start)
            said = json.loads(content)
            assert (said["cursor"], said["edits"]) == (log.edits, []), answer.status
            received = len(content)
    return times, len(body), received


async def _push(url: str, clients: list[tuple[str, str]]) -> tuple[float, list[float]]:
    times: list[float] = []

    async def of_client(place: int, account: str, token: str) -> None:
        device, cursor, epoch = f"{place:016x}", 0, None
        async with aiohttp.ClientSession(cookies={LOOPBACK_COOKIE: token}) as session:
            for number in range(ROUNDS):
                body = {
                    "protocol": 1,
                    "device": device,
                    "account": account,
                    "epoch": epoch,
                    "cursor": cursor,
                    "edits": _edits(device, number),
                }
                start = time.perf_counter()
                async with session.post(f"{url}/api/sync", json=body) as answer:
                    said = await answer.json()
                times.append(time.perf_counter() - start)
                assert len(said["acknowledged"]) == EDITS, answer.status
                cursor, epoch = said["cursor"], said["epoch"]

    start = time.perf_counter()
    await asyncio.gather(*(of_client(place, *client) for place, client in enumerate(clients, start=1)))
    return time.perf_counter() - start, times


def _edits(device: str, number: int) -> list[dict[str, Any]]:
    now = datetime.now(UTC)
    return [
        {
            "id": str(uuid4()),
            "record": str(uuid4()),
            "kind": "check_in",
            "stamp": stamp(now, number * EDITS + place, device),
            "set": {
                "at": now.isoformat(timespec="seconds"),
                "time_zone": "America/Chicago",
                "mood": place % 11,
                "anxiety": 3,
                "sleep_hours": 7.5,
                "notes": "An ordinary day with nothing to note. " * 3,
            },
        }
        for place in range(EDITS)
    ]


async def _report(url: str, cookie: str, options: dict[str, Any]) -> list[float]:
    times = []
    async with aiohttp.ClientSession(cookies={LOOPBACK_COOKIE: cookie}) as session:
        for _ in range(REPORTS):
            start = time.perf_counter()
            async with session.post(f"{url}/api/reports/evidence", json=options) as answer:
                content = await answer.read()
            times.append(time.perf_counter() - start)
            assert content.startswith(b"%PDF"), answer.status
    return times


async def _case(url: str, cookie: str) -> list[float]:
    times = []
    async with aiohttp.ClientSession(cookies={LOOPBACK_COOKIE: cookie}) as session:
        for _ in range(40):
            start = time.perf_counter()
            async with session.get(f"{url}/api/case") as answer:
                content = await answer.read()
            times.append(time.perf_counter() - start)
            assert b'"deadlines"' in content, answer.status
    return times
