"""A phone as the sync protocol sees it: a device that makes edits with readable ids and sends requests."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from backend.storage.database import Storage
from backend.sync.bodies import read_request
from backend.sync.exchange import exchange
from shared_schemas.clock import stamp
from tests.conftest import NOW

DEVICE = "0123456789abcdef"
OTHER_DEVICE = "fedcba9876543210"


def edit_id(number: int) -> str:
    return f"00000000-0000-7000-8000-{number:012x}"


def record_id(number: int) -> str:
    return f"10000000-0000-7000-8000-{number:012x}"


def at(moment: datetime, counter: int = 0, device: str = DEVICE) -> str:
    return stamp(moment, counter, device)


def edit(number: int, record: int = 1, kind: str = "check_in", stamp: Any = None, **changes: Any) -> dict[str, Any]:
    """Edit `number` of record `record`, made an hour ago; later numbers are later edits."""
    return {
        "id": edit_id(number),
        "record": record_id(record),
        "kind": kind,
        "stamp": at(NOW - timedelta(hours=1) + timedelta(milliseconds=number)) if stamp is None else stamp,
        "set": changes or {"mood": 6},
    }


def erasing(number: int, record: int = 1, kind: str = "check_in") -> dict[str, Any]:
    return edit(number, record, kind, erased=True)


def digest_of(log: Iterable[dict[str, Any]]) -> str:
    """The running digest as PROTOCOL.md words it (S8), over edits of an answer in the order of `seq`."""
    digest = ""
    for one in log:
        line = f"{digest}\n{one['seq']}:{one['id']}:{one['stamp']}"
        digest = hashlib.sha256(line.encode("ascii")).hexdigest()
    return digest


def codes(answer: dict[str, Any]) -> dict[str, str]:
    """The code of each rejection, by edit id."""
    return {rejection["id"]: rejection["code"] for rejection in answer["rejected"]}


class Phone:
    """One device of one account. It sends bytes, as a real one does, and remembers nothing between requests."""

    def __init__(self, storage: Storage, account: str, device: str = DEVICE) -> None:
        self.storage, self.account, self.device = storage, account, device

    async def send(self, *edits: Any, now: datetime = NOW, **fields: Any) -> dict[str, Any]:
        """The answer to one request with `edits`; `fields` replace those of the body."""
        body = {"protocol": 1, "device": self.device, "epoch": None, "cursor": 0, "edits": list(edits), **fields}
        return await self.send_bytes(json.dumps(body).encode(), now)

    async def send_bytes(self, body: bytes, now: datetime = NOW) -> dict[str, Any]:
        journals = self.storage.journals
        head = await journals.head(self.account)
        content = await exchange(read_request(body), self.account, head, journals, self.storage.epoch, now)
        answer: dict[str, Any] = json.loads(content)
        return answer

    async def pages(self, limit: int = 500) -> list[dict[str, Any]]:
        """Every answer of a pull from the beginning."""
        answers = [await self.send(limit=limit)]
        while answers[-1]["more"]:
            cursor = answers[-1]["cursor"]
            answers.append(await self.send(epoch=self.storage.epoch, cursor=cursor, limit=limit))
        return answers

    async def log(self) -> list[dict[str, Any]]:
        """The whole log as pages bring it."""
        return [one for answer in await self.pages() for one in answer["edits"]]
