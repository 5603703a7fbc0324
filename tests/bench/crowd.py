"""Two hundred phones that ask once a second whether there is something new; `scripts/load` has more of this."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from backend.settings import Settings
from tests.bench.result import Result, percentile
from tests.load.driving import drive
from tests.load.kinds import phone_of, quiet
from tests.load.patients import Patient, make_idle

PHONES, SECONDS = 200, 10


def prepare_crowd(data: Path, phones: int = PHONES) -> list[Patient]:
    """Their accounts, made in the data folder."""
    return asyncio.run(make_idle(replace(Settings(), data_dir=data), phones))


def crowd(url: str, patients: list[Patient], seconds: int = SECONDS) -> Iterator[Result]:
    """Times from when each request was due; this program has its part of the machine."""
    times = asyncio.run(_times(url, patients, seconds))
    yield Result(f"nothing new, {len(patients)} phones once a second, p99", 1_000 * percentile(times, 99), "ms", 50)


async def _times(url: str, patients: list[Patient], seconds: int) -> list[float]:
    phones = [phone_of(patient, url) for patient in patients]
    try:
        [measured] = (await drive(quiet(len(phones)), phones, [], seconds)).values()
    finally:
        for phone in phones:
            await phone.session.close()
    assert not measured.errors, measured.errors
    return measured.times
