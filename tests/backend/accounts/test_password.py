from datetime import UTC, datetime, timedelta

import pytest

from backend.accounts.cookie import SECURE_COOKIE
from backend.passwords import hash_password
from backend.settings import SESSION_FRESH
from shared_schemas.clock import wire_instant
from tests.conftest import PASSWORD, Browser, Elsewhere, new_browser

NEW = "another night in december"
ANA = {"email": "ana@example.org", "password": PASSWORD}


@pytest.fixture
async def tablet(signed_in: Browser) -> Browser:
    """Another device of Ana's."""
    second = new_browser(signed_in.app)
    second.blocking_portal = signed_in.blocking_portal
    assert (await second.post("/api/session", json=ANA)).status_code == 200
    return second


async def test_a_new_password_opens_the_account_and_the_old_one_does_not(signed_in: Browser) -> None:
    change = {"password": NEW, "present_password": PASSWORD}
    answer = await signed_in.put("/api/account/password", json=change)
    assert (answer.status_code, answer.json()["email"]) == (200, "ana@example.org")
    await signed_in.delete("/api/session")
    assert (await signed_in.post("/api/session", json=ANA)).status_code == 401
    assert (await signed_in.post("/api/session", json={**ANA, "password": NEW})).status_code == 200


async def test_a_new_password_signs_out_every_other_device(signed_in: Browser, tablet: Browser) -> None:
    await signed_in.put("/api/account/password", json={"password": NEW, "present_password": PASSWORD})
    assert (await tablet.get("/api/account")).status_code == 401
    assert (await signed_in.get("/api/account")).status_code == 200


@pytest.mark.parametrize(
    ("path", "change"), [("password", {"password": NEW}), ("email", {"email": "ana.new@example.org"})]
)
async def test_a_change_gives_the_session_another_token(signed_in: Browser, path: str, change: dict[str, str]) -> None:
    before = signed_in.cookies[SECURE_COOKIE]
    await signed_in.put(f"/api/account/{path}", json={**change, "present_password": PASSWORD})
    assert signed_in.cookies[SECURE_COOKIE] != before
    assert (await signed_in.get("/api/account")).status_code == 200
    signed_in.cookies.clear()
    assert (await signed_in.get("/api/account", headers={"cookie": f"{SECURE_COOKIE}={before}"})).status_code == 401


@pytest.mark.parametrize("present", [{}, {"present_password": None}, {"present_password": "not this one at all"}])
@pytest.mark.parametrize(
    ("path", "change"), [("password", {"password": NEW}), ("email", {"email": "ana.new@example.org"})]
)
async def test_whoever_finds_the_phone_unlocked_changes_nothing(
    signed_in: Browser, present: dict[str, str | None], path: str, change: dict[str, str]
) -> None:
    answer = await signed_in.put(f"/api/account/{path}", json={**change, **present})
    assert (answer.status_code, answer.headers["content-type"]) == (403, "application/problem+json")
    assert (await signed_in.post("/api/session", json=ANA)).status_code == 200


async def test_without_a_password_it_is_a_fresh_sign_in_that_is_asked_for(
    signed_in: Browser, elsewhere: Elsewhere
) -> None:
    await elsewhere("UPDATE account SET password_hash = ''")
    await _signed_in_ago(elsewhere, SESSION_FRESH)
    assert (await signed_in.put("/api/account/password", json={"password": NEW})).status_code == 403
    await _signed_in_ago(elsewhere, SESSION_FRESH / 2)
    assert (await signed_in.put("/api/account/password", json={"password": NEW})).status_code == 200
    assert (await signed_in.post("/api/session", json={**ANA, "password": NEW})).status_code == 200


async def _signed_in_ago(elsewhere: Elsewhere, while_ago: timedelta) -> None:
    began = wire_instant(datetime.now(UTC) - while_ago)
    await elsewhere(f"UPDATE login_session SET created_at = '{began}'")  # noqa: S608


async def test_an_account_without_a_password_is_opened_by_none(signed_in: Browser, elsewhere: Elsewhere) -> None:
    await elsewhere("UPDATE account SET password_hash = ''")
    for guess in (PASSWORD, "nobody has this password"):
        assert (await signed_in.post("/api/session", json={**ANA, "password": guess})).status_code == 401


@pytest.mark.parametrize(("method", "path"), [("POST", "/api/account"), ("PUT", "/api/account/password")])
async def test_a_password_that_is_guessed_first_is_never_taken(signed_in: Browser, method: str, path: str) -> None:
    body = {"email": "eva@example.org"} if method == "POST" else {"present_password": PASSWORD}
    answer = await signed_in.request(method, path, json={**body, "password": "password1234"})
    assert answer.status_code == 400
    assert answer.json()["errors"] == [{"field": "password", "message": "easy to guess"}]
    assert "password1234" not in answer.text
    assert (await signed_in.post("/api/session", json=ANA)).status_code == 200


async def test_whoever_has_an_easy_password_from_before_still_signs_in(
    signed_in: Browser, elsewhere: Elsewhere
) -> None:
    easy = await hash_password("password1234")
    await elsewhere(f"UPDATE account SET password_hash = '{easy}'")  # noqa: S608
    assert (await signed_in.post("/api/session", json={**ANA, "password": "password1234"})).status_code == 200


async def test_another_email_signs_in_and_the_former_does_not(signed_in: Browser, tablet: Browser) -> None:
    change = {"email": "Ana.New@Example.org", "present_password": PASSWORD}
    answer = await signed_in.put("/api/account/email", json=change)
    assert (answer.status_code, answer.json()["email"]) == (200, "ana.new@example.org")
    assert (await tablet.get("/api/account")).json()["email"] == "ana.new@example.org", "signed in as before"
    assert (await tablet.post("/api/session", json=ANA)).status_code == 401
    assert (await tablet.post("/api/session", json={**ANA, "email": "ana.new@example.org"})).status_code == 200


async def test_writing_ones_own_email_differently_is_no_conflict(signed_in: Browser) -> None:
    change = {"email": "ANA@example.org", "present_password": PASSWORD}
    assert (await signed_in.put("/api/account/email", json=change)).status_code == 200


async def test_the_email_of_somebody_else_is_not_to_be_had(signed_in: Browser, stranger: Browser) -> None:
    change = {"email": "BEN@example.org", "present_password": PASSWORD}
    assert (await signed_in.put("/api/account/email", json=change)).status_code == 409
    assert (await stranger.get("/api/account")).json()["email"] == "ben@example.org"
    assert (await signed_in.get("/api/account")).json()["email"] == "ana@example.org"
