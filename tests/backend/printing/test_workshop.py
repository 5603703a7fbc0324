"""Work in another process: done, too slow, deadly, and beside a server that goes on answering."""

import asyncio
import os
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import pytest

from backend.printing import Workshop
from backend.printing.workshop import WorkFailedError, WorkshopBusyError
from backend.settings import REPORT_WORKER_BYTES, REPORTS_WAITING


def hungry() -> int:
    return len(bytearray(2 * REPORT_WORKER_BYTES))


async def test_work_is_done_in_another_process(workshop: Workshop) -> None:
    assert await workshop.run(60, os.getpid) != os.getpid()


def what_is_loaded() -> list[str]:
    return list(sys.modules)


async def test_a_new_process_starts_with_what_reports_need(workshop: Workshop) -> None:
    loaded = await workshop.run(60, what_is_loaded)
    assert {"scipy.stats", "matplotlib.figure", "typst", "backend.reports.evidence"} <= set(loaded)


async def test_work_that_never_ends_is_ended_and_the_next_is_done(workshop: Workshop) -> None:
    with pytest.raises(WorkFailedError):
        await workshop.run(0.2, time.sleep, 600)
    assert await workshop.run(60, abs, -1) == 1


async def test_work_that_kills_its_process_spares_the_work_beside_it(workshop: Workshop) -> None:
    deadly = asyncio.create_task(workshop.run(60, os.abort))
    beside = [asyncio.create_task(workshop.run(60, abs, -number)) for number in range(5)]
    with pytest.raises(WorkFailedError):
        await deadly
    assert await asyncio.gather(*beside) == [0, 1, 2, 3, 4]


async def test_work_that_wants_too_much_memory_is_refused_it(workshop: Workshop) -> None:
    with pytest.raises(MemoryError):
        await workshop.run(60, hungry)


async def test_the_server_goes_on_while_the_processes_are_begun(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seconds after a start nobody could write: the loop stood still until the libraries were loaded."""
    went_on, begin = threading.Event(), ProcessPoolExecutor.submit

    def begin_late(*args: Any, **kwargs: Any) -> Any:
        assert went_on.wait(20)
        return begin(*args, **kwargs)

    monkeypatch.setattr(ProcessPoolExecutor, "submit", begin_late)
    work = asyncio.create_task(workshop.run(60, abs, -3))
    await asyncio.sleep(0)
    went_on.set()
    assert await work == 3


async def test_the_server_goes_on_while_work_is_done(workshop: Workshop) -> None:
    await workshop.run(60, abs, -1)
    work = asyncio.create_task(workshop.run(60, sum, range(20_000_000)))
    turns = 0
    while not work.done():
        await asyncio.sleep(0)
        turns += 1
    assert turns > 10


async def test_more_reports_than_anybody_would_wait_for_are_refused(workshop: Workshop) -> None:
    packets = [workshop.packet() for _ in range(REPORTS_WAITING)]
    for packet in packets:
        packet.__enter__()
    with pytest.raises(WorkshopBusyError):
        workshop.check_room()
    packets[0].__exit__(None, None, None)
    workshop.check_room()
