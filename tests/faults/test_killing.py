"""`kill -9` in the middle of pushing: what the phone was told is on the server is on the server."""

import asyncio
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

import pytest

from backend.storage.journals import digest_after
from tests.faults.killing import Run
from tests.faults.log import ReadLog, faults, lost, missing
from tests.faults.phone import Phone, Place

ROUNDS = 3


async def test_i3_what_phones_were_told_is_saved_survives_a_server_that_is_killed(tmp_path: Path) -> None:
    run = await asyncio.to_thread(Run, tmp_path / "data", 3)
    for _ in range(ROUNDS):
        await run.round()
    tally = await run.finish()
    assert (tally.lost, tally.faults) == ([], [])
    # Otherwise the server was killed while nobody was writing.
    assert tally.acknowledged > 100
    assert tally.unanswered >= ROUNDS


@pytest.fixture
def phone() -> Phone:
    """A phone that was told where its three edits are."""
    phone = Phone("account", "token", "0123456789abcdef", Random(1))
    phone.write(3)
    for seq, edit in enumerate(phone.unsent(), start=1):
        phone.acknowledged[edit["id"]] = Place(seq, edit["stamp"])
    return phone


def log_of(edits: list[dict[str, Any]]) -> ReadLog:
    digest, placed = "", []
    for seq, edit in enumerate(edits, start=1):
        digest = digest_after(digest, seq, edit["id"], edit["stamp"])
        placed.append({**deepcopy(edit), "seq": seq})
    return ReadLog(placed, {"count": len(placed), "digest": digest})


def test_a_log_with_everything_in_its_place_has_no_faults(phone: Phone) -> None:
    log = log_of(list(phone.edits.values()))
    assert (lost(log, [phone]), faults(log, [phone]), missing(log, [phone])) == ([], [], [])


def test_an_edit_that_is_gone_is_noticed_and_so_are_those_that_moved_up(phone: Phone) -> None:
    first, *others = phone.edits.values()
    assert lost(log_of(others), [phone]) == list(phone.acknowledged)
    assert missing(log_of(others), [phone]) == [first["id"]]


def test_an_edit_that_is_there_twice_is_noticed(phone: Phone) -> None:
    edits = list(phone.edits.values())
    assert faults(log_of([*edits, edits[0]]), [phone]) == [f"{edits[0]['id']} is there 2 times (I2)"]


def test_a_value_that_changed_is_noticed(phone: Phone) -> None:
    log = log_of(list(phone.edits.values()))
    log.edits[1]["set"] = {"mood": 11}
    assert faults(log, [phone]) == [f"{log.edits[1]['id']} has another content than was sent"]


def test_a_wrong_digest_is_noticed(phone: Phone) -> None:
    log = log_of(list(phone.edits.values()))
    log.check["digest"] = "0" * 64
    assert faults(log, [phone]) == ["count or digest is wrong (I17)"]
