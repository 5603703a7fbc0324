"""What a whole log must be, held against what phones sent and were told. Pure, but for reading the log itself."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backend.storage.journals import digest_after
from shared_schemas.journal import ERASED_SET
from tests.faults.phone import Phone, post


@dataclass(frozen=True)
class ReadLog:
    """One account's log as a new phone gets it, and what the server says to check it by."""

    edits: list[dict[str, Any]]
    check: dict[str, Any]


async def read_log(phone: Phone) -> ReadLog:
    """The whole log of the phone's account, read from the beginning."""
    edits: list[dict[str, Any]] = []
    body = {"protocol": 1, "device": "f" * 16, "account": phone.account, "epoch": None, "cursor": 0, "edits": []}
    async with phone.session() as session:
        while True:
            answer = await post(session, f"{phone.url}/api/sync", body)
            assert answer.status == 200
            said = answer.content
            edits += said["edits"]
            if not said["more"]:
                return ReadLog(edits, said["check"])
            body |= {"epoch": said["epoch"], "cursor": said["cursor"]}


def lost(log: ReadLog, phones: Iterable[Phone]) -> list[str]:
    """Ids of acknowledged edits that are not in the log where the phones were told they are (I3)."""
    places = {edit["id"]: (edit["seq"], edit["stamp"]) for edit in log.edits}
    return [
        edit_id
        for phone in phones
        for edit_id, place in phone.acknowledged.items()
        if places.get(edit_id) != (place.seq, place.stamp)
    ]


def faults(log: ReadLog, phones: Sequence[Phone]) -> list[str]:
    """Everything else that is wrong with a log, in words: doubles, holes, strangers, changed values, digest."""
    sent = {edit_id: edit for phone in phones for edit_id, edit in phone.edits.items()}
    found = [f"{edit_id} is there {n} times (I2)" for edit_id, n in _ids(log).items() if n > 1]
    found += [f"{edit_id} was never sent" for edit_id in _ids(log) if edit_id not in sent]
    if [edit["seq"] for edit in log.edits] != list(range(1, len(log.edits) + 1)):
        found.append("seq has a hole or goes back (I8)")
    if log.check != {"count": len(log.edits), "digest": _digest(log)}:
        found.append("count or digest is wrong (I17)")
    return found + _changed(log, sent)


def missing(log: ReadLog, phones: Iterable[Phone]) -> list[str]:
    """Ids of edits that phones made and the log does not have (I2, once all is sent)."""
    there = _ids(log)
    return [edit_id for phone in phones for edit_id in phone.edits if edit_id not in there]


def not_noted(log: ReadLog, erasures: Path) -> set[str]:
    """Records the log has erased that the journal of erasures does not name: a restore would bring them back (S9)."""
    return _erased(log) - noted(erasures)


def noted(erasures: Path) -> set[str]:
    """Records that the journal of erasures names, of all accounts."""
    lines = erasures.read_text(encoding="utf-8").splitlines() if erasures.exists() else []
    return {json.loads(line).get("record") for line in lines if line.startswith("{") and line.endswith("}")}


def _ids(log: ReadLog) -> Counter[str]:
    return Counter(edit["id"] for edit in log.edits)


def _digest(log: ReadLog) -> str:
    digest = ""
    for edit in log.edits:
        digest = digest_after(digest, edit["seq"], edit["id"], edit["stamp"])
    return digest


def _erased(log: ReadLog) -> set[str]:
    return {edit["record"] for edit in log.edits if edit["set"] == ERASED_SET}


def _changed(log: ReadLog, sent: dict[str, dict[str, Any]]) -> list[str]:
    erased = _erased(log)
    return [
        f"{edit['id']} has another content than was sent"
        for edit in log.edits
        if edit["id"] in sent and _content(edit) != _wanted(sent[edit["id"]], erased)
    ]


def _content(edit: dict[str, Any]) -> tuple[Any, ...]:
    return edit["record"], edit["kind"], edit["stamp"], edit["set"]


def _wanted(edit: dict[str, Any], erased: set[str]) -> tuple[Any, ...]:
    values = ERASED_SET if edit["record"] in erased else edit["set"]
    return edit["record"], edit["kind"], edit["stamp"], dict(values)
