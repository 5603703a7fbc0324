"""Reports kept for polling: nobody's makes room for another patient's, and all are gone after a while."""

import asyncio
from datetime import UTC, datetime, timedelta

from backend.printing.jobs import Job, Jobs
from backend.settings import REPORT_JOB_LIFETIME, REPORT_JOBS_BYTES, REPORT_JOBS_KEPT, REPORT_JOBS_PER_ACCOUNT

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


async def begun(jobs: Jobs, account: str, minute: float, size: int = 1) -> Job:
    async def making(_: Job) -> bytes:
        return bytes(size)

    job = jobs.begin(account, 1, making, NOW + timedelta(minutes=minute))
    await asyncio.wait([job.task])
    return job


async def test_a_patient_who_makes_many_reports_pushes_out_nobody_elses() -> None:
    jobs = Jobs()
    anas = await begun(jobs, "ana", 0)
    bens = [await begun(jobs, "ben", minute / 10) for minute in range(1, REPORT_JOBS_KEPT + 5)]
    now = NOW + timedelta(minutes=5)
    assert jobs.find(anas.id, "ana", now) is anas
    assert [job for job in bens if jobs.find(job.id, "ben", now)] == bens[-REPORT_JOBS_PER_ACCOUNT:]


async def test_where_room_is_short_a_second_report_goes_before_anybodys_first() -> None:
    jobs = Jobs()
    third = REPORT_JOBS_BYTES // 3
    anas = await begun(jobs, "ana", 0, third)
    older, newer = await begun(jobs, "ben", 1, third), await begun(jobs, "ben", 2, 2 * third)
    now = NOW + timedelta(minutes=3)
    assert jobs.find(anas.id, "ana", now) is anas
    assert jobs.find(newer.id, "ben", now) is newer
    assert jobs.find(older.id, "ben", now) is None


async def test_a_report_is_forgotten_after_a_while_and_nobody_elses_is_found() -> None:
    jobs = Jobs()
    job = await begun(jobs, "ana", 0)
    assert jobs.find(job.id, "ben", NOW) is None
    assert jobs.find(job.id, "ana", NOW + REPORT_JOB_LIFETIME) is job
    assert jobs.find(job.id, "ana", NOW + REPORT_JOB_LIFETIME + timedelta(seconds=1)) is None
