"""How much one account may ask of a process, and that no phone that syncs as it should meets it."""

from datetime import timedelta

import pytest
from litestar.exceptions import TooManyRequestsException

from backend.limits import Turns
from backend.settings import REQUESTS_PER_MINUTE
from tests.conftest import NOW, Browser

SECOND = timedelta(seconds=1)


def taken_up(what: str) -> Turns:
    """All that ana may ask for has been asked at NOW."""
    turns = Turns()
    for _ in range(REQUESTS_PER_MINUTE[what]):
        turns.take(what, "ana", NOW)
    return turns


def test_one_more_waits_for_the_next_minute_and_is_told_how_long() -> None:
    turns = taken_up("progress")
    with pytest.raises(TooManyRequestsException) as refused:
        turns.take("progress", "ana", NOW + 45 * SECOND)
    assert refused.value.headers == {"Retry-After": "15"}
    turns.take("progress", "ana", NOW + 60 * SECOND)


def test_other_patients_and_other_things_are_not_held_up() -> None:
    turns = taken_up("progress")
    turns.take("progress", "ben", NOW)
    turns.take("sync", "ana", NOW)


def test_a_clock_that_is_set_back_keeps_nobody_waiting() -> None:
    taken_up("progress").take("progress", "ana", NOW - timedelta(hours=1))


async def test_a_program_in_a_loop_is_refused_in_clear_words_and_the_phone_syncs_on(signed_in: Browser) -> None:
    account = (await signed_in.get("/api/account")).json()["id"]
    answers = [await signed_in.get("/api/account/export") for _ in range(REQUESTS_PER_MINUTE["export"] + 1)]
    assert {answer.status_code for answer in answers[:-1]} == {200}
    refused = answers[-1]
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["detail"] == "asked too often; wait a moment"
    body = {"protocol": 1, "device": "00000000000000ab", "account": account, "epoch": None, "cursor": 0, "edits": []}
    assert (await signed_in.post("/api/sync", json=body)).status_code == 200
