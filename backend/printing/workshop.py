"""Processes beside the server that read papers and make pages, so that neither holds up a request nor harms the server.

Papers come from anywhere. A file that exhausts its reader or never ends kills that process and nothing else: the work
is tried once more in a new one, alone, and then said to be impossible.
"""

import asyncio
import contextlib
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing import forkserver, util
from typing import Any, ParamSpec, TypeVar

from backend.reports.worker import begin, within
from backend.settings import REPORT_WORKERS, REPORTS_WAITING

P = ParamSpec("P")
T = TypeVar("T")


class WorkshopBusyError(Exception):
    """As much work waits as anybody would wait for."""


class WorkFailedError(Exception):
    """The work ended the process that did it, twice."""


class Workshop:
    """The processes, made when first needed. One for each app; `close` ends them."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        # For seconds after a start, handing work over waits for the process that workers are forked from. The loop must
        # not wait for that, nor the end of the server, as it would for a thread of the loop's own.
        self._handing_over = ThreadPoolExecutor(1, thread_name_prefix="workshop")
        self._alone = asyncio.Lock()
        self._packets = 0

    async def run(self, seconds: float, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """What `work` gives in another process. Raises WorkFailedError when it takes longer than `seconds` or dies."""
        with contextlib.suppress(BrokenProcessPool):
            return await self._tried(seconds, work, *args, **kwargs)
        # Another's work may have broken the process; alone it is clear whose it was.
        async with self._alone:
            try:
                return await self._tried(seconds, work, *args, **kwargs)
            except BrokenProcessPool as error:
                raise WorkFailedError from error

    def check_room(self) -> None:
        """Raises WorkshopBusyError when too many reports are under way."""
        if self._packets >= REPORTS_WAITING:
            raise WorkshopBusyError

    @contextlib.contextmanager
    def packet(self) -> Iterator[None]:
        """Counts one report under way. Raises WorkshopBusyError when too many are."""
        self.check_room()
        self._packets += 1
        try:
            yield
        finally:
            self._packets -= 1

    def close(self) -> None:
        """End the processes, and wait for none of them. Work under way fails."""
        if self._pool is not None:
            self._handing_over.submit(self._pool.shutdown, wait=False, cancel_futures=True)
            self._pool = None
        self._handing_over.shutdown(wait=False)

    async def _tried(self, seconds: float, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        pool = self._opened()
        try:
            loop = asyncio.get_running_loop()
            handed_over = partial(pool.submit, within, seconds, work, *args, **kwargs)
            return await asyncio.wrap_future(await loop.run_in_executor(self._handing_over, handed_over))
        except BrokenProcessPool:
            if self._pool is pool:
                self._pool = None
            raise

    def _opened(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(REPORT_WORKERS, _context(), initializer=begin)
        return self._pool


def load_early() -> None:
    """Begin to load what workers need, seconds of a processor beside the server's own start."""
    if _context().get_start_method() == "forkserver":
        forkserver.ensure_running()


def put_away() -> None:
    """End every process of this one's workshops at once, and remove what the system keeps for them. Work fails.

    For a process that is about to end by a signal, which leaves Python no moment for it: semaphores and a folder would
    stay behind, and the process that workers are forked from would load to its end what nobody needs any more.
    """
    for worker in multiprocessing.active_children():
        worker.kill()
    # Python has no other name for it.
    if (loading := forkserver._forkserver._forkserver_pid) is not None:  # type: ignore[attr-defined]
        os.kill(loading, signal.SIGKILL)
    util._run_finalizers()  # type: ignore[attr-defined]


def _context() -> Any:
    """Workers are forked from a process that has loaded what they need, and never from a server with threads."""
    # The libraries of macOS do not survive a fork.
    if sys.platform == "darwin":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["backend.reports.preloaded"])
    return context
