"""Rounds of pushing, killing and looking: what was acknowledged must be there, and all else exactly once."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.e2e.conftest import Server
from tests.faults.log import ReadLog, faults, lost, missing, not_noted, read_log
from tests.faults.process import by_account, ended, killed, make_phones, started, stopped

ACCOUNTS, PHONES_EACH = 3, 2
LOAD_SECONDS = 0.6


@dataclass
class Tally:
    """What a run has done and found."""

    rounds: int = 0
    requests: int = 0
    unanswered: int = 0
    acknowledged: int = 0
    lost: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    answers_lost_after_commit: int = 0

    def line(self) -> str:
        """The run in one line."""
        return (
            f"{self.rounds} rounds, {self.acknowledged} edits acknowledged, {len(self.lost)} edits lost, "
            f"{self.requests} requests ({self.unanswered} without an answer, "
            f"{self.answers_lost_after_commit} edits in the log whose answer was lost), {len(self.faults)} faults"
        )


class Run:
    """One data folder, its phones, and the server that is killed again and again."""

    def __init__(self, data: Path, seed: int) -> None:
        self.data = data
        self.random = Random(seed)
        self.phones = make_phones(data, ACCOUNTS, PHONES_EACH, self.random)
        self.tally = Tally()

    async def round(self) -> None:
        """Start, look, send what waits, push, kill."""
        server = await started(self.data, self.phones)
        try:
            await self._look()
            await self._settle()
            await self._push_until_killed(server)
        finally:
            await ended(server)
        self.tally.rounds += 1

    async def finish(self) -> Tally:
        """Start once more, send all, look, and stop gently."""
        server = await started(self.data, self.phones)
        try:
            await self._look()
            await self._settle()
            await self._look(all_sent=True)
            await stopped(server)
        finally:
            await ended(server)
        return self.count()

    def count(self) -> Tally:
        """The tally of the run so far."""
        self.tally.acknowledged = sum(len(phone.acknowledged) for phone in self.phones)
        self.tally.requests = sum(phone.answers + phone.unanswered for phone in self.phones)
        self.tally.unanswered = sum(phone.unanswered for phone in self.phones)
        return self.tally

    async def _push_until_killed(self, server: Server) -> None:
        stop = asyncio.Event()
        pushing = [asyncio.create_task(phone.keep_pushing(stop)) for phone in self.phones]
        await asyncio.sleep(self.random.uniform(0.02, LOAD_SECONDS))
        await killed(server)
        stop.set()
        await asyncio.gather(*pushing)

    async def _look(self, *, all_sent: bool = False) -> None:
        for phones in by_account(self.phones):
            log = await read_log(phones[0])
            self.tally.lost += lost(log, phones)
            self.tally.faults += faults(log, phones)
            self.tally.faults += [f"{phone.refusals} instead of an answer" for phone in phones if phone.refusals]
            self.tally.answers_lost_after_commit += sum(
                edit["id"] in phone.edits and edit["id"] not in phone.acknowledged
                for edit in log.edits
                for phone in phones
            )
            if all_sent:
                self.tally.faults += [f"{edit_id} is not in the log (I2)" for edit_id in missing(log, phones)]
                self.tally.faults += [f"the erasure of {record} is not noted (S9)" for record in self._unnoted(log)]

    def _unnoted(self, log: ReadLog) -> set[str]:
        return not_noted(log, self.data / "erasures.jsonl")

    async def _settle(self) -> None:
        await asyncio.gather(*(phone.settle() for phone in self.phones))
