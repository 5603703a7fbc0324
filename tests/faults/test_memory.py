"""A server that runs for months: what it keeps in memory does not grow with the requests it has answered."""

import asyncio
from pathlib import Path
from random import Random

import pytest

from tests.e2e.conftest import Server
from tests.faults.phone import Phone
from tests.faults.process import make_phones, serving

REQUESTS = 2_000
EDITS_EACH = 5
# SQLite fills a cache of 2 MB for each of its two connections, and Python keeps arenas of freed memory: both are full
# after some hundred requests. From 800 to 4,800 requests 400 kB more were measured.
WARM_UP = 600
# 1 kB a request, less than the 1.5 kB that one push of five edits has on the wire: keeping only bodies would exceed it.
MOST_GROWTH_KB = 2_048


async def test_nothing_of_the_memory_is_written_down_when_a_process_crashes(data: Path) -> None:
    async with serving(data, []) as server:
        children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text("ascii").split()
        limits = [Path(f"/proc/{pid}/limits").read_text("ascii") for pid in (server.process.pid, *children)]
    for lines in limits:
        [core] = [line.split() for line in lines.splitlines() if line.startswith("Max core file size")]
        assert core[4:6] == ["0", "0"]


def resident_kb(server: Server) -> int:
    """Memory of the server's process that is in RAM, in kB."""
    status = Path(f"/proc/{server.process.pid}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:"))


async def quiet(server: Server) -> None:
    """Until the memory has stood still for a second: after its start the server loads what reports need."""
    before, still = 0, 0
    async with asyncio.timeout(60):
        while still < 5:
            now = resident_kb(server)
            still = still + 1 if now == before else 0
            before = now
            await asyncio.sleep(0.2)


async def push(phones: list[Phone], requests: int) -> None:
    """So many requests, shared among the phones."""

    async def of_phone(phone: Phone) -> None:
        async with phone.session() as session:
            for _ in range(requests // len(phones)):
                phone.edits.clear()  # acknowledged long ago
                phone.write(EDITS_EACH)
                assert await phone.exchange(session) == 200

    await asyncio.gather(*(of_phone(phone) for phone in phones))


@pytest.fixture
def phones(data: Path) -> list[Phone]:
    """Eight phones, each of an account of its own."""
    return make_phones(data, accounts=8, each=1, random=Random(13))


async def test_2000_requests_leave_the_memory_of_the_server_where_it_was(data: Path, phones: list[Phone]) -> None:
    async with serving(data, phones) as server:
        await quiet(server)
        await push(phones, WARM_UP)
        before = resident_kb(server)
        await push(phones, REQUESTS)
        growth = resident_kb(server) - before
    assert growth < MOST_GROWTH_KB, f"{growth} kB in {REQUESTS} requests"
