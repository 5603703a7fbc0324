"""A patient's phone, as small as rules C2 to C5 of the sync protocol allow: a store of edits, a cursor, an epoch."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from backend.storage.database import Storage
from backend.sync.bodies import read_request
from backend.sync.exchange import exchange
from shared_schemas.clock import next_stamp, stamp
from shared_schemas.journal import ERASED_SET, Edit, fold
from tests.conftest import NOW


class Device:
    """One device of one account. An edit without `seq` is one the server has not acknowledged."""

    def __init__(self, account: str, name: str) -> None:
        self.account, self.name = account, name
        self.edits: dict[str, dict[str, Any]] = {}
        self.epoch: str | None = None
        self.cursor = 0
        self.resets = 0

    def write(self, record: str, kind: str = "check_in", **changes: Any) -> None:
        """One action of the patient."""
        latest = max((edit["stamp"] for edit in self.edits.values()), default=stamp(NOW, 0, self.name))
        edit = {"id": str(uuid4()), "record": record, "kind": kind, "stamp": next_stamp(latest, self.name)}
        self._keep(edit | {"set": changes})

    def shown(self) -> dict[str, dict[str, Any]]:
        """The fields of each record as the patient sees them (C2)."""
        return {
            record: dict(folded.fields)
            for record, folded in fold(map(Edit.model_validate, self.edits.values())).items()
        }

    def unsent(self) -> list[dict[str, Any]]:
        waiting = [edit for edit in self.edits.values() if "seq" not in edit]
        return sorted(waiting, key=lambda edit: (edit["stamp"], edit["id"]))

    async def sync(self, storage: Storage, now: datetime = NOW + timedelta(minutes=1)) -> None:
        """Requests until there is nothing to send and nothing to fetch."""
        more = True
        while more or self.unsent():
            body = {"protocol": 1, "device": self.name, "epoch": self.epoch, "cursor": self.cursor, "limit": 100}
            body["edits"] = self.unsent()[:50]
            request, head = read_request(json.dumps(body).encode()), await storage.journals.head(self.account)
            answer = json.loads(await exchange(request, self.account, head, storage.journals, storage.epoch, now))
            if answer.get("reset"):
                self._start_again(answer["epoch"])
                continue
            assert answer["rejected"] == []
            self._take(answer)
            more = answer["more"]

    def _start_again(self, epoch: str) -> None:
        """C5: every edit is kept, and every place in the server's log forgotten."""
        self.epoch, self.cursor, self.resets = epoch, 0, self.resets + 1
        for edit in self.edits.values():
            edit.pop("seq", None)

    def _take(self, answer: dict[str, Any]) -> None:
        """C3 and C4."""
        for edit_id, place in answer["acknowledged"].items():
            self.edits[edit_id].update(place)
        for edit in answer["edits"]:
            self._keep({name: edit[name] for name in ("id", "record", "kind", "stamp", "set", "seq")})
        shows_values = {edit["record"]: edit["kind"] for edit in answer["edits"] if edit["set"] != ERASED_SET}
        for record in self._erased() & shows_values.keys() - {edit["record"] for edit in self.unsent()}:
            self.write(record, shows_values[record], erased=True)
        self.epoch, self.cursor = answer["epoch"], answer["cursor"]

    def _keep(self, edit: dict[str, Any]) -> None:
        self.edits[edit["id"]] = edit
        erased = self._erased()
        for known in self.edits.values():
            if known["record"] in erased:
                known["set"] = dict(ERASED_SET)

    def _erased(self) -> set[str]:
        return {edit["record"] for edit in self.edits.values() if edit["set"] == ERASED_SET}
