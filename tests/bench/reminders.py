"""What a sweep costs: with ten thousand reminders due at once, and with nothing due among many accounts."""

import asyncio
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from uuid import uuid4

from piccolo.table import Table

from backend.reminders.occurrence import Asks, Occurrence
from backend.reminders.sweep import sweep
from backend.reminders.vapid import VapidKey
from backend.settings import Settings
from backend.storage.database import Storage, open_storage
from backend.storage.push_subscriptions import Subscription
from backend.storage.tables import Account, PushSubscription, ReminderOccurrence
from shared_schemas.clock import wire_instant
from tests.bench.result import Result
from tests.push_service import PushService

DUE = 10_000
IDLE_SWEEPS = 40
_ROWS_AT_ONCE = 500
# Takes what is sent and answers as a push service does, in a process of its own, so that only the sending is measured.
_ENDPOINT = """
from aiohttp import web

async def take(request):
    await request.read()
    return web.Response(status=201)

app = web.Application()
app.router.add_post("/push/{device}", take)
web.run_app(app, host="127.0.0.1", port=0, print=lambda text: print(text, flush=True), access_log=None)
"""


def sweeps(folder: Path) -> Iterator[Result]:
    """Messages a second with all due at once and what memory that takes; then a sweep that finds nothing."""
    yield from asyncio.run(_all_due(folder / "due"))
    small, large = (asyncio.run(_nothing_due(folder / str(count), count)) for count in (100, 100_000))
    yield Result("sweep with nothing due, 100 accounts, median", 1_000 * small, "ms", 5)
    yield Result("sweep with nothing due, 100,000 accounts, median", 1_000 * large, "ms", 5)


async def _all_due(data: Path) -> list[Result]:
    now = datetime.now(UTC)
    settings = replace(Settings(), data_dir=data, push_allows_loopback=True)
    with _endpoint() as url:
        async with open_storage(settings, now) as storage:
            await _fill(storage, DUE, now, url)
            key = VapidKey.of(data)
            await sweep(storage.journals, settings, key, now - timedelta(days=1))  # loads what is loaded once
            before = _memory_mb()
            begun = time.perf_counter()
            delivered = await sweep(storage.journals, settings, key, now)
            seconds = time.perf_counter() - begun
            grown = _memory_mb() - before
    if delivered != DUE:
        raise AssertionError(f"{delivered} of {DUE} messages were taken")
    return [
        Result(f"{DUE:,} reminders due: messages", delivered / seconds, "/s", 500, is_most=False),
        Result(f"{DUE:,} reminders due: memory grown by", grown, "MB", 100),
    ]


async def _nothing_due(data: Path, count: int) -> float:
    now = datetime.now(UTC)
    settings = replace(Settings(), data_dir=data)
    async with open_storage(settings, now) as storage:
        await _fill(storage, count, now + timedelta(days=1), "http://127.0.0.1:9")
        key = VapidKey.of(data)
        seconds = []
        for _ in range(IDLE_SWEEPS):
            begun = time.perf_counter()
            await sweep(storage.journals, settings, key, now)
            seconds.append(time.perf_counter() - begun)
    return median(seconds)


async def _fill(storage: Storage, count: int, due_at: datetime, url: str) -> None:
    """So many accounts, each with a browser to remind and one reminder due at `due_at`."""
    browser = PushService(url, lambda: due_at)
    keys = browser.subscribe("phone")["keys"]
    content = json.dumps(
        Occurrence("check-in", due_at, due_at + timedelta(days=2), Asks.CHECK_IN, "#/check-in").content()
    ).encode()
    due, later = wire_instant(due_at), wire_instant(due_at + timedelta(days=7))
    rows: tuple[list[Table], list[Table], list[Table]] = ([], [], [])
    for number in range(count):
        account = str(uuid4())
        sealed = storage.keyring.make_data_key(account)
        key = storage.keyring.open_data_key(account, sealed)
        subscription = Subscription(f"{url}/push/{number}", keys["p256dh"], keys["auth"], "https://bench.example")
        place, row = f"{account}:{subscription.id}", f"{account}:1"
        rows[0].append(
            Account(id=account, email=account, password_hash="", sealed_data_key=sealed, created_at=due, plan_at=later)
        )
        rows[1].append(
            PushSubscription(
                key=place,
                account=account,
                device="phone",
                sealed=key.seal(place, json.dumps(asdict(subscription)).encode()),
                created_at=due,
            )
        )
        rows[2].append(
            ReminderOccurrence(id=row, account=account, due_at=due, next_at=due, sealed=key.seal(row, content))
        )
    for table, made in zip((Account, PushSubscription, ReminderOccurrence), rows, strict=True):
        for start in range(0, count, _ROWS_AT_ONCE):
            await table.insert(*made[start : start + _ROWS_AT_ONCE])


@contextmanager
def _endpoint() -> Iterator[str]:
    process = subprocess.Popen([sys.executable, "-c", _ENDPOINT], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        yield line.split("on ")[1].split()[0]
    finally:
        process.terminate()
        process.wait(timeout=15)


def _memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024
