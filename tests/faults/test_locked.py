"""Another process holds the database: phones wait a moment, are told to come back, and lose nothing."""

import asyncio
import time
from pathlib import Path
from random import Random

import pytest

from backend.settings import SQLITE_BUSY_MILLISECONDS
from tests.faults.log import faults, lost, missing, read_log
from tests.faults.phone import Phone
from tests.faults.process import locked, make_phones, serving

BUSY_SECONDS = SQLITE_BUSY_MILLISECONDS / 1_000
# The server's own sweep may have been waiting already: its turn comes first. More than that no phone waits for.
MOST_SECONDS = 2 * BUSY_SECONDS + 3


@pytest.fixture
def phones(data: Path) -> list[Phone]:
    """Two phones of one account, with ten entries each that nobody has seen."""
    phones = make_phones(data, accounts=1, each=2, random=Random(7))
    for phone in phones:
        phone.write(10)
    return phones


async def assert_all_there_once(phones: list[Phone]) -> None:
    log = await read_log(phones[0])
    assert (lost(log, phones), faults(log, phones), missing(log, phones)) == ([], [], [])
    assert len(log.edits) == sum(len(phone.edits) for phone in phones)


async def test_a_phone_waits_while_a_short_backup_is_written(data: Path, phones: list[Phone]) -> None:
    async with serving(data, phones):
        with locked(data):
            settling = [asyncio.create_task(phone.settle()) for phone in phones]
            await asyncio.sleep(1)
            assert not any(task.done() for task in settling)
        await asyncio.gather(*settling)
        await assert_all_there_once(phones)


async def test_a_phone_is_told_to_come_back_when_the_database_is_held_for_long(data: Path, phones: list[Phone]) -> None:
    writing, reading = phones
    async with serving(data, phones), writing.session() as session:
        with locked(data):
            began = time.perf_counter()
            pushing = asyncio.create_task(writing.request(session))
            await asyncio.sleep(0.2)
            # Whoever only reads notices nothing: one that waited would be refused like the other.
            assert (await read_log(reading)).edits == []
            answer = await pushing
            assert BUSY_SECONDS - 0.5 < time.perf_counter() - began < MOST_SECONDS
        assert (answer.status, answer.headers["Retry-After"]) == (503, "2")
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert writing.unsent() == list(writing.edits.values())
        await asyncio.gather(*(phone.settle() for phone in phones))
        await assert_all_there_once(phones)


async def test_no_phone_waits_until_each_of_the_others_has_been_refused(data: Path, phones: list[Phone]) -> None:
    async with serving(data, phones):
        with locked(data):
            began = time.perf_counter()
            statuses = await asyncio.gather(*(_pushed(phone) for phone in phones * 2))
            assert time.perf_counter() - began < MOST_SECONDS
        assert statuses == [503] * 4


async def _pushed(phone: Phone) -> int:
    async with phone.session() as session:
        return (await phone.request(session)).status
