"""Threads for work that computes, apart from those for work that waits.

Python lets one thread run at a time. With six that compute, as many as its own pool has on two cores, the thread that
answers is the seventh in turn each time it comes back from the database, and a write holds its lock for seconds.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar, TypeVarTuple

from backend.settings import COMPUTING_THREADS

Result = TypeVar("Result")
Arguments = TypeVarTuple("Arguments")

_THREADS = ThreadPoolExecutor(COMPUTING_THREADS, thread_name_prefix="computing")


async def computed(work: Callable[[*Arguments], Result], *arguments: *Arguments) -> Result:
    """What `work` gives, in its turn, while the event loop goes on. `work` must not wait for other computed work."""
    return await asyncio.get_running_loop().run_in_executor(_THREADS, work, *arguments)
