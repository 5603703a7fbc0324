"""A phone as far as the server sees one: it keeps every edit, sends what has no place yet, and checks what it is told.

It follows PROTOCOL.md: one request at a time, unsent edits in the order of their stamps, the cursor only forward, and
the digest carried on page by page. What the server must never do is an AssertionError here.
"""

import asyncio
import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any
from uuid import UUID

import aiohttp

from backend.accounts.cookie import LOOPBACK_COOKIE
from backend.settings import COMPRESS_ABOVE_BYTES
from backend.storage.journals import digest_after
from shared_schemas.clock import next_stamp, stamp

BATCH = 40
NO_ANSWER = 0
_TIMEOUT = aiohttp.ClientTimeout(total=30)


@dataclass(frozen=True)
class Place:
    """Where the server said an edit stands."""

    seq: int
    stamp: str


@dataclass(frozen=True)
class Answer:
    """What came back: status, JSON and headers."""

    status: int
    content: dict[str, Any]
    headers: Mapping[str, str]


@dataclass
class Phone:
    """One device of one account. `url` changes when the server comes back on another port."""

    account: str
    token: str
    device: str
    random: Random
    url: str = ""
    edits: dict[str, dict[str, Any]] = field(default_factory=dict)
    acknowledged: dict[str, Place] = field(default_factory=dict)
    epoch: str | None = None
    cursor: int = 0
    digest: str = ""
    answers: int = 0
    unanswered: int = 0
    refusals: list[int] = field(default_factory=list)
    _latest: str = ""
    _sending: list[dict[str, Any]] = field(default_factory=list)

    def write(self, count: int) -> None:
        """`count` entries of a patient: mostly new check-ins, some corrected, some thrown away, a few erased."""
        for _ in range(count):
            edit = self._edit()
            self.edits[edit["id"]] = edit

    def unsent(self) -> list[dict[str, Any]]:
        """Edits without a place in the log, oldest first."""
        waiting = [edit for edit_id, edit in self.edits.items() if edit_id not in self.acknowledged]
        return sorted(waiting, key=lambda edit: (edit["stamp"], edit["id"]))

    async def exchange(self, session: aiohttp.ClientSession) -> int:
        """One request, and what its answer says is kept: the status, or NO_ANSWER when none came whole."""
        answer = await self.request(session)
        if answer.status == NO_ANSWER:
            self.unanswered += 1
            return NO_ANSWER
        self.answers += 1
        if answer.status == 200:
            self._take(answer.content)
        else:
            self.refusals.append(answer.status)
        return answer.status

    async def request(self, session: aiohttp.ClientSession) -> Answer:
        """One request whose answer changes nothing here, as if it had been lost."""
        self._sending = self.unsent()[:BATCH]
        body = {"protocol": 1, "device": self.device, "account": self.account, "epoch": self.epoch}
        body |= {"cursor": self.cursor, "edits": self._sending}
        return await post(session, f"{self.url}/api/sync", body)

    async def keep_pushing(self, stop: asyncio.Event) -> None:
        """Write and send without a pause until `stop`; an answer that does not come is no reason to stop."""
        async with self.session() as session:
            while not stop.is_set():
                self.write(self.random.randint(1, 8))
                if await self.exchange(session) != 200:
                    await asyncio.sleep(0.02)

    async def settle(self, tries: int = 2_000) -> None:
        """Send all that is unsent and read to the end. Every request must be answered with 200."""
        async with self.session() as session:
            for _ in range(tries):
                before = self.cursor
                assert await self.exchange(session) == 200
                if not self.unsent() and self.cursor == before:
                    return
        raise AssertionError(f"{len(self.unsent())} edits are still unsent")

    def session(self) -> aiohttp.ClientSession:
        """A connection to the server, signed in."""
        return aiohttp.ClientSession(cookies={LOOPBACK_COOKIE: self.token}, timeout=_TIMEOUT)

    def _take(self, said: dict[str, Any]) -> None:
        assert "reset" not in said, "the log is the same one, and the cursor is within it"
        assert said["rejected"] == []
        assert said["acknowledged"].keys() == {edit["id"] for edit in self._sending}
        for edit_id, place in said["acknowledged"].items():
            self.acknowledged[edit_id] = Place(**place)
        self.epoch = said["epoch"]
        for edit in said["edits"]:
            assert edit["seq"] == self.cursor + 1, "a page has no hole (I7, I8)"
            self.cursor = edit["seq"]
            self.digest = digest_after(self.digest, edit["seq"], edit["id"], edit["stamp"])
        assert said["cursor"] == self.cursor
        if not said["more"]:
            assert said["check"] == {"count": self.cursor, "digest": self.digest}, "I17"

    def _edit(self) -> dict[str, Any]:
        now = stamp(datetime.now(UTC), 0, self.device)
        self._latest = max(now, next_stamp(self._latest, self.device) if self._latest else now)
        record, changes = self._change()
        edit_id = self._uuid()
        return {"id": edit_id, "record": record, "kind": "check_in", "stamp": self._latest, "set": changes}

    def _change(self) -> tuple[str, dict[str, Any]]:
        chance = self.random.random()
        if not self.edits or chance < 0.7:
            return self._uuid(), {"mood": self.random.randint(0, 10), "notes": "An ordinary day. " * 5}
        record = self.random.choice(list(self.edits.values()))["record"]
        if chance < 0.9:
            return record, {"anxiety": self.random.randint(0, 10)}
        return record, {"deleted": True} if chance < 0.96 else {"erased": True}

    def _uuid(self) -> str:
        return str(UUID(int=self.random.getrandbits(128), version=4))


async def post(session: aiohttp.ClientSession, url: str, body: dict[str, Any]) -> Answer:
    """The answer to `body`; one with NO_ANSWER when none came, or only a part of one."""
    content, headers = json.dumps(body).encode(), {"Content-Type": "application/json"}
    if len(content) > COMPRESS_ABOVE_BYTES:
        content, headers["Content-Encoding"] = gzip.compress(content, 1), "gzip"
    try:
        async with session.post(url, data=content, headers=headers) as answer:
            # A refusal of the proxy's own has no word in it.
            return Answer(answer.status, json.loads(await answer.read() or "{}"), answer.headers)
    except (aiohttp.ClientError, OSError, TimeoutError):
        return Answer(NO_ANSWER, {}, {})
