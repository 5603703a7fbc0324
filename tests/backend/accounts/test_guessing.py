"""Somebody guesses a password, through one address or many; the patient still gets in."""

from datetime import datetime
from typing import Any

from litestar import Request
from litestar.exceptions import TooManyRequestsException

from backend.accounts.guessing import begin_sign_in, note_sign_in
from backend.limits import address_of
from backend.settings import (
    SIGN_IN_FREE_TRIES,
    SIGN_IN_FREE_TRIES_FROM_ANYWHERE,
    SIGN_IN_LONGEST_WAIT_FROM_ANYWHERE,
)
from backend.storage.database import Storage
from tests.conftest import NOW, PASSWORD, Browser, Elsewhere, forget_tries

ANA, HOME = "ana@example.org", "192.0.2.1"


async def tries_until_refused(storage: Storage, email: str, addresses: list[str], now: datetime = NOW) -> int:
    for number, address in enumerate(addresses):
        try:
            await begin_sign_in(storage, email, address, now)
        except TooManyRequestsException:
            return number
    return len(addresses)


async def test_guessing_from_one_address_soon_has_to_wait(open_storage: Storage) -> None:
    assert await tries_until_refused(open_storage, ANA, ["203.0.113.9"] * 20) == SIGN_IN_FREE_TRIES
    assert await tries_until_refused(open_storage, ANA.upper(), ["203.0.113.9"]) == 0
    assert await tries_until_refused(open_storage, ANA, [HOME]) == 1, "the patient at home may try"
    assert await tries_until_refused(open_storage, "ben@example.org", ["203.0.113.9"]) == 1


async def test_guessing_from_many_addresses_has_to_wait_too(open_storage: Storage) -> None:
    many = [f"203.0.113.{number}" for number in range(200)]
    assert await tries_until_refused(open_storage, ANA, many) == SIGN_IN_FREE_TRIES_FROM_ANYWHERE


async def test_strangers_keep_no_patient_out_where_they_signed_in_before(open_storage: Storage) -> None:
    await begin_sign_in(open_storage, ANA, HOME, NOW)
    await note_sign_in(open_storage, ANA, HOME, NOW)
    many = [f"203.0.113.{number}" for number in range(200)]
    await tries_until_refused(open_storage, ANA, many)
    await begin_sign_in(open_storage, ANA, HOME, NOW)


async def test_strangers_keep_no_patient_out_for_long_anywhere(open_storage: Storage) -> None:
    many = [f"203.0.113.{number}" for number in range(60)]
    now = NOW
    for _ in range(10):
        await tries_until_refused(open_storage, ANA, many, now)
        now += SIGN_IN_LONGEST_WAIT_FROM_ANYWHERE
    await begin_sign_in(open_storage, ANA, HOME, now)


async def test_the_right_password_waits_like_a_wrong_one_and_is_told_how_long(
    signed_in: Browser, elsewhere: Elsewhere
) -> None:
    forget_tries(signed_in)
    for _ in range(SIGN_IN_FREE_TRIES):
        answer = await signed_in.post("/api/session", json={"email": ANA, "password": "not the right one"})
        assert answer.status_code == 401
    await elsewhere("UPDATE \"try\" SET next_at = '2999-01-01T00:00:00.000Z' WHERE next_at <> ''")
    refused = await signed_in.post("/api/session", json={"email": ANA, "password": PASSWORD})
    assert (refused.status_code, refused.headers["content-type"]) == (429, "application/problem+json")
    assert int(refused.headers["retry-after"]) > 3_600


async def test_an_unknown_email_waits_like_a_known_one(signed_in: Browser, elsewhere: Elsewhere) -> None:
    answers = {}
    for email in (ANA, "nobody@example.org"):
        forget_tries(signed_in)
        tried = []
        for _ in range(SIGN_IN_FREE_TRIES + 1):
            tried.append(await signed_in.post("/api/session", json={"email": email, "password": "not the right one"}))
            await elsewhere("UPDATE \"try\" SET next_at = '2999-01-01T00:00:00.000Z' WHERE next_at <> ''")
        answers[email] = [(answer.status_code, answer.content) for answer in tried]
    assert answers[ANA] == answers["nobody@example.org"]
    assert [status for status, _ in answers[ANA]] == [401] * SIGN_IN_FREE_TRIES + [429]


async def test_what_is_counted_tells_neither_address_nor_email(signed_in: Browser, elsewhere: Elsewhere) -> None:
    await signed_in.post("/api/session", json={"email": ANA, "password": "not the right one"})
    rows = await elsewhere('SELECT key FROM "try"')
    assert len(rows) >= 2
    assert {len(key) for (key,) in rows} == {64}


def asked_from(host: str) -> str:
    scope: Any = {"type": "http", "client": (host, 1)}
    return address_of(Request(scope))


def test_a_network_of_ipv6_is_one_guesser() -> None:
    assert asked_from("2001:db8::1") == asked_from("2001:db8::ffff:2")
    assert asked_from("2001:db8:0:1::1") != asked_from("2001:db8::1")
    assert asked_from("::ffff:192.0.2.1") == asked_from("192.0.2.1") != asked_from("192.0.2.2")
