"""Reports being made for someone who does not wait: few, in memory, and gone after a quarter of an hour."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from backend.settings import REPORT_JOB_LIFETIME, REPORT_JOBS_KEPT


@dataclass(frozen=True)
class Job:
    """One report of one account; `task` ends with the PDF."""

    id: str
    account: str
    begun_at: datetime
    task: asyncio.Task[bytes]


class Jobs:
    """All reports being made by this process."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}

    def begin(self, account: str, making: Coroutine[Any, Any, bytes], now: datetime) -> Job:
        """Start one; the oldest is dropped when there are too many."""
        self._forget_old(now)
        job = Job(str(uuid4()), account, now, asyncio.create_task(making))
        self._jobs[job.id] = job
        return job

    def find(self, job_id: str, account: str, now: datetime) -> Job | None:
        """The job, if it is this account's and not forgotten yet."""
        self._forget_old(now)
        job = self._jobs.get(job_id)
        return job if job is not None and job.account == account else None

    def _forget_old(self, now: datetime) -> None:
        old = [job for job in self._jobs.values() if now - job.begun_at > REPORT_JOB_LIFETIME]
        excess = sorted(self._jobs.values(), key=lambda job: job.begun_at)[
            : max(0, len(self._jobs) - REPORT_JOBS_KEPT + 1)
        ]
        for job in [*old, *excess]:
            job.task.cancel()
            self._jobs.pop(job.id, None)
