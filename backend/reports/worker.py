"""What runs in the process that reads papers and makes pages. Imports nothing of the server, so that it starts quickly.

A file that exhausts its reader or never ends kills this process and nothing else.
"""

import contextlib
import ctypes
import multiprocessing
import os
import resource
import signal
import threading
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from backend.settings import REPORT_WORKER_BYTES

P = ParamSpec("P")
T = TypeVar("T")


def begin() -> None:
    """In the new process: it leaves Ctrl-C to the server, ends with it, and gets no more memory than its share."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_DATA, (REPORT_WORKER_BYTES, REPORT_WORKER_BYTES))
    threading.Thread(target=_end_with_the_server, daemon=True).start()


def _end_with_the_server() -> None:
    server = multiprocessing.parent_process()
    if server is not None:
        server.join()
        os._exit(1)


def within(seconds: float, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """What `work` gives; the process ends when it takes longer than `seconds`."""
    # Not answered by a handler: a reader of files that hangs in C would never let one run.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        return work(*args, **kwargs)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        give_memory_back()


def give_memory_back() -> None:
    """To the machine: after a packet of photos glibc would keep some seventy megabytes that nothing uses."""
    # Other C libraries have no such call, and no need of it.
    with contextlib.suppress(AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
