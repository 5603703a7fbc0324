"""What progress costs after five years: 2,000 check-ins, 150 sessions, 400 scores. The server keeps no result, so every
answer is worked out anew from the sealed log."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import uuid4

import httpx

from backend.accounts.cookie import LOOPBACK_COOKIE
from backend.settings import Settings
from backend.storage import accounts, login_sessions
from backend.storage.database import open_storage
from shared_schemas.clock import stamp
from shared_schemas.journal import Edit
from tests.bench.result import Result, percentile

CHECK_INS, SESSIONS, SCORES = 2_000, 150, 400
REQUESTS = 20
_DAYS = 5 * 365
_STATES = ("mood", "anxiety", "pain", "energy", "well_being")


def prepare_five_years(data: Path) -> str:
    """An account with five years of entries, made in the data folder; the token of a session of it."""

    async def prepare() -> str:
        now = datetime.now(UTC)
        async with open_storage(replace(Settings(), data_dir=data), now) as storage:
            account = await accounts.create(storage, f"{uuid4()}@bench.example", "no password", now)
            await storage.journals.append_edits(account, list(_five_years(now)), now)
            return await login_sessions.begin(account, now)

    return asyncio.run(prepare())


def progress(url: str, token: str) -> Iterator[Result]:
    """The whole request with its body, over loopback, then the same with an ETag."""
    with httpx.Client(base_url=url, cookies={LOOPBACK_COOKIE: token}, timeout=60) as client:
        client.get("/api/progress").raise_for_status()  # SciPy and Plotly are loaded once
        times, etag = [], ""
        for _ in range(REQUESTS):
            start = time.perf_counter()
            answer = client.get("/api/progress")
            times.append(time.perf_counter() - start)
            etag = answer.raise_for_status().headers["etag"]
        unchanged = []
        for _ in range(REQUESTS):
            start = time.perf_counter()
            answer = client.get("/api/progress", headers={"If-None-Match": etag})
            unchanged.append(time.perf_counter() - start)
            assert answer.status_code == 304
    yield Result("progress of five years, median", 1_000 * percentile(times, 50), "ms", 150)
    yield Result("progress not changed since (304), p95", 1_000 * percentile(unchanged, 95), "ms", 10)


def _five_years(now: datetime) -> Iterator[Edit]:
    draw = Random(5)
    for number, fields in enumerate(_records(now, draw)):
        kind = fields.pop("kind")
        at = datetime.fromisoformat(
            next(fields[name] for name in ("at", "started_at", "answered_at") if name in fields)
        )
        yield Edit(
            id=str(uuid4()), record=str(uuid4()), kind=kind, stamp=stamp(at, number % 60_000, "0" * 16), set=fields
        )


def _records(now: datetime, draw: Random) -> Iterator[dict[str, Any]]:
    def spread(amount: int) -> Iterator[str]:
        for place in range(amount):
            yield (now - timedelta(days=_DAYS * (1 - place / amount), hours=1)).isoformat(timespec="seconds")

    for at in spread(CHECK_INS):
        yield {"kind": "check_in", "at": at} | {state: draw.randint(0, 10) for state in _STATES}
    for at in spread(SESSIONS):
        before = {f"{state}_before": draw.randint(0, 10) for state in _STATES}
        after = {f"{state}_after": draw.randint(0, 10) for state in _STATES}
        dose = {"dose_mg": 40 + draw.randint(0, 9), "body_weight_kg": 80, "duration_minutes": 40}
        yield {"kind": "treatment_session", "started_at": at, **before, **after, **dose}
    for place, at in enumerate(spread(SCORES)):
        instrument, items = ("phq9", 9) if place % 2 else ("gad7", 7)
        answers = [draw.randint(0, 3) for _ in range(items)]
        yield {"kind": "outcome_measure", "instrument": instrument, "answered_at": at, "answers": answers}
