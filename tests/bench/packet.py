"""What a packet of sixty receipt photos costs: time, memory of the server and its workers, size of the file."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from uuid import uuid4

import httpx

from backend.accounts.cookie import LOOPBACK_COOKIE
from backend.attachments.media_types import media_type_of
from backend.settings import Settings
from backend.storage import accounts, attachments, login_sessions
from backend.storage.database import open_storage
from backend.storage.objects import OBJECTS
from shared_schemas.clock import stamp
from shared_schemas.journal import Edit
from tests.backend.reports import papers
from tests.bench.result import Result
from tests.bench.settling import SETTLING_SECONDS
from tests.e2e.conftest import start_server, stop_server

RECEIPTS = 60


def packet(data: Path) -> Iterator[Result]:
    """The first report of a server, asked for right after its start and once it has settled, to the last byte."""
    token = asyncio.run(_prepared(replace(Settings(), data_dir=data)))
    for when, seconds_to_settle in ((", right after a start", 0), ("", SETTLING_SECONDS)):
        seconds, megabytes, size = _made(data, token, seconds_to_settle)
        yield Result(f"report with {RECEIPTS} receipt photos{when}", seconds, "s", 6)
        yield Result(f"report with {RECEIPTS} receipt photos{when}, peak memory of all", megabytes, "MB", 500)
    yield Result(f"report with {RECEIPTS} receipt photos, size", size / 1_000_000, "MB", 10)


def _made(data: Path, token: str, seconds_to_settle: float) -> tuple[float, float, int]:
    """Seconds, most megabytes and bytes of one report."""
    running = start_server(data)
    try:
        time.sleep(seconds_to_settle)
        cookies = {LOOPBACK_COOKIE: token}
        with (
            httpx.Client(base_url=running.url, cookies=cookies, timeout=300) as client,
            _watched(running.process.pid) as megabytes,
        ):
            start = time.perf_counter()
            answer = client.post("/api/reports/evidence", json={}, headers={"Origin": running.url})
            seconds = time.perf_counter() - start
        return seconds, max(megabytes), len(answer.raise_for_status().content)
    finally:
        stop_server(running)


async def _prepared(settings: Settings) -> str:
    now = datetime.now(UTC)
    async with open_storage(settings, now) as storage:
        account = await accounts.create(storage, f"{uuid4()}@bench.example", "no password", now)
        edits = []
        with OBJECTS.opened(settings):
            for number in range(RECEIPTS):
                photo = papers.receipt(number)
                name, size = papers.digest(photo), len(photo)
                await attachments.add(storage.journals, account, name, 0, size, photo, media_type_of, now)
                day = (now - timedelta(days=7 * (RECEIPTS - number))).date().isoformat()
                fields = {"spent_on": day, "amount_cents": 47_500, "category": "session", "attachments": [name]}
                edits.append(_edit(now, number, fields))
        await storage.journals.append_edits(account, edits, now)
        return await login_sessions.begin(account, now)


def _edit(now: datetime, number: int, fields: dict[str, object]) -> Edit:
    ids = {"id": str(uuid4()), "record": str(uuid4())}
    return Edit(**ids, kind="expense", stamp=stamp(now, number, "0" * 16), set=fields)


@contextmanager
def _watched(pid: int) -> Iterator[list[float]]:
    """What the process and all that it started hold together, in megabytes, many times a second."""
    megabytes, is_over = [_megabytes(pid)], Event()

    def watch() -> None:
        while not is_over.wait(0.03):
            megabytes.append(_megabytes(pid))

    watching = Thread(target=watch)
    watching.start()
    try:
        yield megabytes
    finally:
        is_over.set()
        watching.join()


def _family(pid: int) -> list[int]:
    """The process and all that it started."""
    children = [int(name) for file in Path(f"/proc/{pid}/task").glob("*/children") for name in file.read_text().split()]
    return [pid, *(one for child in children for one in _family(child))]


def _megabytes(pid: int) -> float:
    """Pages that several processes share, as forks and libraries do, are divided among them and so count once."""
    return sum(_proportional_kilobytes(one) for one in _family(pid)) / 1_000


def _proportional_kilobytes(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0  # it ended just now
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
