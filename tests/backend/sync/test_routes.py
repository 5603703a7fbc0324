"""Sync as it goes over HTTP: sizes, compression, sessions, and the history of a record."""

import gzip
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from httpx import Response

from backend.settings import SYNC_BYTES_IN
from backend.storage.engine import ENGINE
from tests.backend.sync.phone import DEVICE, at, digest_of, edit, edit_id, erasing, record_id
from tests.conftest import AnotherWriter, Browser


def body(*edits: Any, **fields: Any) -> dict[str, Any]:
    return {"protocol": 1, "device": DEVICE, "edits": list(edits), **fields}


async def send(browser: Browser, *edits: Any, **fields: Any) -> dict[str, Any]:
    answer = await browser.post("/api/sync", json=body(*edits, **fields))
    assert answer.status_code == 200, answer.text
    content: dict[str, Any] = answer.json()
    return content


async def send_bytes(browser: Browser, content: bytes, **headers: str) -> Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return await browser.post("/api/sync", content=content, headers={"content-type": "application/json", **named})


def padded(size: int) -> bytes:
    """A request with one good edit that is exactly `size` bytes long."""
    short = json.dumps(body(edit(1, newer_field=""))).encode()
    return short.replace(b'"newer_field": ""', b'"newer_field": "' + b"x" * (size - len(short)) + b'"')


async def test_an_entry_goes_up_from_one_phone_and_down_to_the_other(signed_in: Browser) -> None:
    answer = await send(signed_in, edit(1, notes="Grüße 🌧"))
    assert list(answer["acknowledged"]) == [edit_id(1)]
    pulled = await send(signed_in, device="fedcba9876543210")
    assert [one["set"] for one in pulled["edits"]] == [{"notes": "Grüße 🌧"}]
    assert pulled["check"] == {"count": 1, "digest": digest_of(pulled["edits"])}
    assert abs(datetime.fromisoformat(pulled["server_time"]) - datetime.now(UTC)) < timedelta(minutes=1)


async def test_without_a_session_nothing_is_taken_and_nothing_is_given(signed_in: Browser) -> None:
    await send(signed_in, edit(1, notes="private"))
    session = dict(signed_in.cookies)
    signed_in.cookies.clear()
    for cookies in ({}, dict.fromkeys(session, "made up")):
        signed_in.cookies.update(cookies)
        answer = await signed_in.post("/api/sync", json=body(edit(2)))
        assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")
        assert "private" not in answer.text
    signed_in.cookies.update(session)
    assert (await send(signed_in))["check"]["count"] == 1


async def test_s10_a_request_of_1_mb_is_taken_and_one_byte_more_is_not(signed_in: Browser) -> None:
    answer = await send_bytes(signed_in, padded(SYNC_BYTES_IN + 1))
    assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")
    assert (await send(signed_in))["check"]["count"] == 0
    assert (await send_bytes(signed_in, padded(SYNC_BYTES_IN))).status_code == 200
    assert (await send(signed_in))["check"]["count"] == 1


async def test_s10_a_compressed_request_counts_by_what_it_unpacks_to(signed_in: Browser) -> None:
    zipped = gzip.compress(padded(SYNC_BYTES_IN))
    assert len(zipped) < 10_000
    assert (await send_bytes(signed_in, zipped, content_encoding="gzip")).status_code == 200
    for bomb in (gzip.compress(padded(SYNC_BYTES_IN + 1)), gzip.compress(bytes(200_000_000), 9)):
        answer = await send_bytes(signed_in, bomb, content_encoding="gzip")
        assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")


async def test_s10_a_compressed_request_that_is_damaged_gets_400(signed_in: Browser) -> None:
    whole = gzip.compress(json.dumps(body(edit(1))).encode())
    damaged = [b"", b"not gzip", whole[:-1], whole[:20], whole[:-8] + bytes(8), json.dumps(body(edit(1))).encode()]
    for content in damaged:
        answer = await send_bytes(signed_in, content, content_encoding="gzip")
        assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert (await send(signed_in))["check"]["count"] == 0


async def test_s10_an_encoding_the_server_does_not_know_is_refused(signed_in: Browser) -> None:
    answer = await send_bytes(signed_in, b"\x28\xb5\x2f\xfd", content_encoding="zstd")
    assert 400 <= answer.status_code < 500


async def test_s10_large_answers_are_compressed_and_small_ones_are_not(signed_in: Browser) -> None:
    small = await send_bytes(signed_in, json.dumps(body(edit(1))).encode(), accept_encoding="gzip")
    assert "content-encoding" not in small.headers
    await send(signed_in, edit(2, notes="slept badly " * 1_000))
    large = await send_bytes(signed_in, json.dumps(body()).encode(), accept_encoding="gzip")
    assert large.headers["content-encoding"] == "gzip"
    assert len(large.json()["edits"]) == 2


async def test_s10_another_protocol_gets_426_and_too_many_edits_get_413(signed_in: Browser) -> None:
    newer = await signed_in.post("/api/sync", json=body(edit(1), protocol=2))
    assert (newer.status_code, newer.headers["content-type"]) == (426, "application/problem+json")
    crowded = await signed_in.post("/api/sync", json=body(*[edit(number) for number in range(1, 202)]))
    assert (crowded.status_code, crowded.headers["content-type"]) == (413, "application/problem+json")
    assert (await send(signed_in))["check"]["count"] == 0


@pytest.mark.usefixtures("sqlite_file")  # elsewhere the wait is five seconds; test_postgres has its own
async def test_s10_while_a_backup_holds_the_database_the_phone_is_told_to_try_again(
    signed_in: Browser, another_writer: AnotherWriter
) -> None:
    async def wait_only_briefly() -> None:
        await (await ENGINE.sqlite.writer()).execute("PRAGMA busy_timeout = 20")

    signed_in.blocking_portal.call(wait_only_briefly)
    async with another_writer():
        answer = await signed_in.post("/api/sync", json=body(edit(1)))
    assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
    assert int(answer.headers["retry-after"]) > 0
    assert list((await send(signed_in, edit(1)))["acknowledged"]) == [edit_id(1)]


async def test_s9_a_phone_from_before_a_restore_is_told_to_start_again(signed_in: Browser) -> None:
    answer = await send(signed_in, edit(1), epoch="of the old database", cursor=7)
    assert sorted(answer) == ["epoch", "reset", "server_time"]
    assert (await send(signed_in, edit(1), epoch=answer["epoch"]))["check"]["count"] == 1


async def test_s11_what_one_patient_sends_never_reaches_another(signed_in: Browser, stranger: Browser) -> None:
    await send(signed_in, edit(1, notes="of Ana"))
    theirs = await send(stranger, edit(1, notes="of Ben"), erasing(2))
    assert "of Ana" not in str(theirs)
    assert [one["set"] for one in (await send(signed_in))["edits"]] == [{"notes": "of Ana"}]


async def test_s11_the_history_of_somebody_elses_record_is_as_unknown_as_one_that_never_was(
    signed_in: Browser, stranger: Browser
) -> None:
    await send(signed_in, edit(1))
    theirs = await stranger.get(f"/api/records/{record_id(1)}/history")
    nobodys = await stranger.get(f"/api/records/{record_id(2)}/history")
    assert (theirs.status_code, theirs.content) == (404, nobodys.content)
    assert (await signed_in.get(f"/api/records/{record_id(1)}/history")).status_code == 200


async def test_the_history_tells_when_each_value_was_entered_and_which_still_holds(signed_in: Browser) -> None:
    ahead = at(datetime.now(UTC) + timedelta(days=1))
    await send(signed_in, edit(1, mood=3, notes="first"), edit(2, mood=4), edit(3, stamp=ahead, energy=5))
    history = (await signed_in.get(f"/api/records/{record_id(1)}/history")).json()
    assert [(one["set"], one["won"]) for one in history] == [
        ({"mood": 3, "notes": "first"}, ["notes"]),
        ({"mood": 4}, ["mood"]),
        ({"energy": 5}, ["energy"]),
    ]
    assert [one["sent_stamp"] for one in history] == [None, None, ahead]
    assert history[2]["stamp"] < ahead


async def test_the_history_of_an_erased_record_shows_no_value(signed_in: Browser) -> None:
    await send(signed_in, edit(1, notes="private"), erasing(2))
    answer = await signed_in.get(f"/api/records/{record_id(1)}/history")
    assert "private" not in answer.text
    assert [one["set"] for one in answer.json()] == [{"erased": True}] * 2
