"""Reports being made for someone who does not wait: few, in memory, and gone after a quarter of an hour."""

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from backend.settings import REPORT_JOB_LIFETIME, REPORT_JOBS_BYTES, REPORT_JOBS_KEPT, REPORT_JOBS_PER_ACCOUNT


@dataclass
class Job:
    """One report of one account; `task` ends with the PDF. `step` of `steps` says how far it is."""

    id: str
    account: str
    begun_at: datetime
    steps: int = 1
    step: int = 0
    task: "asyncio.Task[bytes]" = field(init=False)

    def advance(self) -> None:
        """One step is done."""
        self.step = min(self.step + 1, self.steps)

    @property
    def has_failed(self) -> bool:
        """Whether it ended without a report."""
        return self.task.done() and (self.task.cancelled() or self.task.exception() is not None)

    @property
    def size(self) -> int:
        """How many bytes are kept for it."""
        return 0 if not self.task.done() or self.has_failed else len(self.task.result())


class Jobs:
    """All reports being made by this process."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}

    def begin(
        self, account: str, steps: int, making: Callable[[Job], Coroutine[Any, Any, bytes]], now: datetime
    ) -> Job:
        """Start one; of too many or too large ones somebody's older one is dropped before anybody's newest."""
        self._forget_old(now)
        job = Job(str(uuid4()), account, now, steps)
        job.task = asyncio.create_task(making(job))
        self._jobs[job.id] = job
        return job

    def find(self, job_id: str, account: str, now: datetime) -> Job | None:
        """The job, if it is this account's and not forgotten yet."""
        self._forget_old(now)
        job = self._jobs.get(job_id)
        return job if job is not None and job.account == account else None

    def _forget_old(self, now: datetime) -> None:
        size = 0
        for place, (rank, job) in enumerate(self._by_worth()):
            size += job.size
            is_excess = place >= REPORT_JOBS_KEPT - 1 or (place > 0 and size > REPORT_JOBS_BYTES)
            if is_excess or rank >= REPORT_JOBS_PER_ACCOUNT or now - job.begun_at > REPORT_JOB_LIFETIME:
                job.task.cancel()
                self._jobs.pop(job.id, None)

    def _by_worth(self) -> list[tuple[int, Job]]:
        """Everybody's newest before anybody's second, newest first, with how many newer ones the account has."""
        newer: Counter[str] = Counter()
        ranked = []
        for job in sorted(self._jobs.values(), key=lambda job: job.begun_at, reverse=True):
            ranked.append((newer[job.account], job))
            newer[job.account] += 1
        return sorted(ranked, key=lambda one: one[0])
