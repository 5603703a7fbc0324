import asyncio
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from backend.passwords import hash_password, is_password
from backend.settings import RECOVERY_CODES, SESSION_FRESH, Settings
from shared_schemas.clock import wire_instant
from tests.conftest import PASSWORD, Browser, Elsewhere, new_browser

NEW = "another night in december"
EMAIL = "ana@example.org"


async def made_codes(browser: Browser, **body: Any) -> list[str]:
    answer = await browser.post("/api/account/recovery-codes", json=body)
    assert answer.status_code == 201, answer.text
    codes: list[str] = answer.json()["codes"]
    return codes


async def reset(browser: Browser, code: str, email: str = EMAIL, password: str = NEW) -> Any:
    return await browser.post("/api/account/reset", json={"email": email, "code": code, "password": password})


@pytest.fixture
def new_phone(signed_in: Browser) -> Browser:
    """A phone that nobody has signed in with."""
    second = new_browser(signed_in.app)
    second.blocking_portal = signed_in.blocking_portal
    return second


async def test_whoever_forgot_the_password_sets_a_new_one_by_a_code(signed_in: Browser, new_phone: Browser) -> None:
    codes = await made_codes(signed_in)
    assert len(set(codes)) == RECOVERY_CODES
    answer = await reset(new_phone, codes[3].upper().replace("-", " "))
    assert (answer.status_code, answer.json()["recovery_codes"]) == (200, RECOVERY_CODES - 1)
    assert (await new_phone.get("/api/account")).json()["email"] == EMAIL
    assert (await new_phone.post("/api/session", json={"email": EMAIL, "password": PASSWORD})).status_code == 401
    assert (await new_phone.post("/api/session", json={"email": EMAIL, "password": NEW})).status_code == 200


async def test_a_reset_signs_out_whoever_was_signed_in(signed_in: Browser, new_phone: Browser) -> None:
    code = (await made_codes(signed_in))[0]
    await reset(new_phone, code)
    assert (await signed_in.get("/api/account")).status_code == 401
    assert (await new_phone.get("/api/account")).status_code == 200


async def test_a_code_is_good_once_even_for_two_at_the_same_moment(signed_in: Browser, new_phone: Browser) -> None:
    code = (await made_codes(signed_in))[0]
    answers = await asyncio.gather(*(reset(new_phone, code) for _ in range(2)))
    assert sorted(answer.status_code for answer in answers) == [200, 401]
    assert (await reset(new_phone, code)).status_code == 401


async def test_new_codes_end_those_before(signed_in: Browser, new_phone: Browser) -> None:
    old, new = (await made_codes(signed_in))[0], (await made_codes(signed_in))[0]
    assert (await reset(new_phone, old)).status_code == 401
    assert (await reset(new_phone, new)).status_code == 200


async def test_a_code_opens_no_account_but_its_own(signed_in: Browser, stranger: Browser, new_phone: Browser) -> None:
    code = (await made_codes(signed_in))[0]
    assert (await reset(new_phone, code, email="ben@example.org")).status_code == 401
    assert (await stranger.get("/api/account")).status_code == 200
    assert (await reset(new_phone, code)).status_code == 200


async def test_the_answer_does_not_tell_an_unknown_email_from_a_wrong_code(
    signed_in: Browser, new_phone: Browser
) -> None:
    await made_codes(signed_in)
    known, unknown = await reset(new_phone, "k7dm-2pqx-9v4t"), await reset(new_phone, "k7dm-2pqx-9v4t", "eva@x.org")
    assert (known.status_code, known.content) == (401, unknown.content)
    assert known.headers["content-type"] == "application/problem+json"


async def test_a_long_signed_in_phone_asks_for_the_password_before_it_shows_codes(
    signed_in: Browser, elsewhere: Elsewhere
) -> None:
    began = wire_instant(datetime.now(UTC) - SESSION_FRESH)
    await elsewhere(f"UPDATE login_session SET created_at = '{began}'")  # noqa: S608
    for body in ({}, {"present_password": "not this one at all"}):
        assert (await signed_in.post("/api/account/recovery-codes", json=body)).status_code == 403
    assert len(await made_codes(signed_in, present_password=PASSWORD)) == RECOVERY_CODES


async def test_a_password_that_is_guessed_first_costs_no_code(signed_in: Browser, new_phone: Browser) -> None:
    code = (await made_codes(signed_in))[0]
    answer = await reset(new_phone, code, password="password1234")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "password")
    assert (await reset(new_phone, code)).status_code == 200


async def test_the_codes_stand_nowhere_on_the_server(signed_in: Browser, sqlite_file: Path, settings: Settings) -> None:
    codes = await made_codes(signed_in)
    kept = b"".join(path.read_bytes() for path in settings.data_dir.rglob("*") if path.is_file())
    assert sqlite_file.exists()
    for code in codes:
        assert code.encode() not in kept
        assert code.replace("-", "").encode() not in kept


async def test_what_stands_there_is_a_hash_of_its_own_for_each(signed_in: Browser, elsewhere: Elsewhere) -> None:
    await made_codes(signed_in)
    hashes = {row[0] for row in await elsewhere("SELECT code_hash FROM recovery_code")}
    assert len(hashes) == RECOVERY_CODES
    assert all(re.fullmatch("[0-9a-f]{64}", code_hash) for code_hash in hashes)


async def test_many_hashes_at_once_leave_the_event_loop_free() -> None:
    stored = await hash_password(PASSWORD)
    longest, ticks = 0.0, 0
    loop = asyncio.get_running_loop()
    tries = asyncio.gather(*(is_password(PASSWORD, stored) for _ in range(12)))
    before = loop.time()
    while not tries.done():
        await asyncio.sleep(0.001)
        longest, before, ticks = max(longest, loop.time() - before), loop.time(), ticks + 1
    assert await tries == [True] * 12
    assert ticks > 12, f"the longest wait of the loop was {longest:.3f} s"


async def test_codes_are_counted_for_their_owner_only(signed_in: Browser, stranger: Browser) -> None:
    await made_codes(signed_in)
    assert (await signed_in.get("/api/account")).json()["recovery_codes"] == RECOVERY_CODES
    assert (await stranger.get("/api/account")).json()["recovery_codes"] == 0


@pytest.mark.parametrize("code", ["", "x" * 101, None, 7, ["k7dm-2pqx-9v4t"], "\x00", "'; DROP TABLE account; --"])
async def test_a_code_that_is_none_is_refused_without_repeating_it(new_phone: Browser, code: Any) -> None:
    answer = await reset(new_phone, code)
    assert answer.status_code in (400, 401)
    assert "DROP" not in answer.text
