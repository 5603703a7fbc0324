"""What the server's processes cost: processor time and memory, read from /proc once a second."""

import asyncio
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE_KB = os.sysconf("SC_PAGE_SIZE") // 1_024


@dataclass
class Watch:
    """Processor seconds, and memory over time in kB, of server processes and of those that make their reports."""

    servers: list[int]
    memory: list[int] = field(default_factory=list)
    of_reports: list[int] = field(default_factory=list)

    async def keep(self) -> None:
        """Look once a second, until cancelled."""
        while True:
            self.memory.append(sum(resident_kb(pid) for pid in self.servers))
            self.of_reports.append(sum(resident_kb(pid) for pid in self._workers()))
            await asyncio.sleep(1)

    def processor_seconds(self) -> tuple[float, float]:
        """Since they began: of the servers, and of their report processes."""
        return sum(map(_seconds, self.servers)), sum(map(_seconds, self._workers()))

    def growth_kb(self) -> int:
        """From the second quarter of the time to the last: the first is for caches to fill."""
        quarter = max(1, len(self.memory) // 4)
        return round(mean(self.memory[-quarter:]) - mean(self.memory[quarter : 2 * quarter] or self.memory))

    def _workers(self) -> list[int]:
        return [child for pid in self.servers for child in _children(pid)]


def resident_kb(pid: int) -> int:
    """Memory in RAM; 0 for a process that has ended."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * _PAGE_KB
    except OSError:
        return 0


def _seconds(pid: int) -> float:
    try:
        fields = _fields(pid)
    except OSError:
        return 0
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _fields(pid: int) -> list[str]:
    # The name, in brackets, may hold spaces; what follows it begins with the state.
    return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()


def _children(pid: int) -> Iterator[int]:
    try:
        named = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return
    for child in map(int, named):
        yield child
        yield from _children(child)
