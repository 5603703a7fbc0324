"""How fast this machine is just now: the same small work each time, so that two runs can be compared."""

import os
import tempfile
import time
from pathlib import Path

from tests.bench.result import Result

TIMES, ADDITIONS, WRITES = 5, 5_000_000, 40


def machine() -> list[Result]:
    """The best of a few tries: five million additions in Python, and one write that is surely on disk."""
    return [
        Result("this machine: five million additions", min(_additions() for _ in range(TIMES)), "ms"),
        Result("this machine: a write that is on disk", min(_writes() for _ in range(TIMES)), "ms"),
    ]


def _additions() -> float:
    start, total = time.perf_counter(), 0
    for number in range(ADDITIONS):
        total += number
    return 1_000 * (time.perf_counter() - start)


def _writes() -> float:
    with tempfile.TemporaryDirectory() as folder, (Path(folder) / "file").open("wb", buffering=0) as file:
        start = time.perf_counter()
        for _ in range(WRITES):
            file.write(b"x" * 4_096)
            os.fsync(file.fileno())
        return 1_000 * (time.perf_counter() - start) / WRITES
