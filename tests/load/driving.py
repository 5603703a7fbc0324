"""Asks at a steady pace, whatever the answers do: time counts from when a request was due, so that a server that stands
still is seen, and not only the one request that waited."""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count

import aiohttp

from tests.load.kinds import Kind, Phone, RefusedError

_LONGEST_ANSWER = 60


@dataclass
class Measured:
    """One kind's answers: their times in seconds, and what went wrong how often. `late` is this program's own delay."""

    times: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    late: list[float] = field(default_factory=list)


async def drive(kinds: Sequence[Kind], idle: list[Phone], busy: list[Phone], seconds: float) -> dict[str, Measured]:
    """What was measured, by the name of the kind, in so many seconds."""
    measured = {kind.name: Measured() for kind in kinds}
    begin = time.perf_counter() + 0.1
    async with asyncio.TaskGroup() as group:
        for kind in kinds:
            phones = busy if kind.by_busy else idle
            group.create_task(_paced(kind, phones, measured[kind.name], begin, seconds))
    return measured


async def _paced(kind: Kind, phones: list[Phone], measured: Measured, begin: float, seconds: float) -> None:
    async with asyncio.TaskGroup() as group:
        for number in count():
            due = begin + number / kind.per_second
            if due > begin + seconds:
                return
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            group.create_task(_one(kind, phones[number % len(phones)], measured, due))


async def _one(kind: Kind, phone: Phone, measured: Measured, due: float) -> None:
    measured.late.append(time.perf_counter() - due)
    try:
        async with asyncio.timeout(_LONGEST_ANSWER):
            await kind.send(phone)
    except RefusedError as error:
        measured.errors[str(error)] += 1
    except (aiohttp.ClientError, OSError) as error:  # a timeout is an OSError too
        measured.errors[type(error).__name__] += 1
    else:
        measured.times.append(time.perf_counter() - due)
