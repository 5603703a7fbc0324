import json
from http.cookies import Morsel, SimpleCookie
from typing import Any

import pytest
from httpx import Response

from backend.accounts.cookie import LOOPBACK_COOKIE, SECURE_COOKIE
from backend.app import create_app
from backend.settings import SIGN_IN_TRIES_PER_MINUTE, Settings
from tests.conftest import PASSWORD, Browser, new_browser, sign_up

ANA = {"email": "ana@example.org", "password": PASSWORD}


def cookie_of(answer: Response, name: str = SECURE_COOKIE) -> "Morsel[str]":
    return SimpleCookie(answer.headers["set-cookie"])[name]


async def send(browser: Browser, **changes: Any) -> Response:
    """One edit of record 1 with `changes`, as the app sends it."""
    edit = {
        "id": "00000000-0000-7000-8000-000000000001",
        "record": "10000000-0000-7000-8000-000000000001",
        "kind": "check_in",
        "stamp": "2026-11-23T09:15:42.004Z-0000-0123456789abcdef",
        "set": changes,
    }
    return await browser.post("/api/sync", json={"protocol": 1, "device": "0123456789abcdef", "edits": [edit]})


async def test_whoever_signs_up_is_signed_in_to_an_empty_account(browser: Browser) -> None:
    account = await sign_up(browser, "Ana@Example.org")
    expected = {"email": "ana@example.org", "edits": 0, "recovery_codes": 0, "has_password": True}
    assert account == {"id": account["id"], **expected}
    assert (await browser.get("/api/account")).json() == account


async def test_signing_in_on_a_second_phone_says_how_much_is_there(signed_in: Browser) -> None:
    await send(signed_in, mood=6)
    await signed_in.delete("/api/session")
    answer = await signed_in.post("/api/session", json={**ANA, "email": "ANA@example.org"})
    assert answer.status_code == 200
    assert answer.json()["edits"] == 1


async def test_an_email_signs_up_once(signed_in: Browser) -> None:
    answer = await signed_in.post("/api/account", json={**ANA, "email": "ANA@EXAMPLE.ORG"})
    assert (answer.status_code, answer.headers["content-type"]) == (409, "application/problem+json")


async def test_a_wrong_password_and_an_unknown_email_get_the_same_answer(signed_in: Browser) -> None:
    wrong = await signed_in.post("/api/session", json={**ANA, "password": PASSWORD + "!"})
    unknown = await signed_in.post("/api/session", json={**ANA, "email": "nobody@example.org"})
    assert (wrong.status_code, wrong.content) == (unknown.status_code, unknown.content)
    assert wrong.status_code == 401
    assert "set-cookie" not in wrong.headers


async def test_the_session_cookie_is_out_of_reach_of_scripts_other_sites_and_plain_http(browser: Browser) -> None:
    answer = await browser.post("/api/account", json=ANA)
    cookie = cookie_of(answer)
    assert (cookie["httponly"], cookie["secure"], cookie["samesite"].lower()) == (True, True, "strict")
    assert (cookie["path"], cookie["domain"]) == ("/", "")
    assert int(cookie["max-age"]) == 365 * 24 * 3600
    assert len(cookie.value) >= 43, "32 random bytes as base64url"


async def test_on_the_patients_own_machine_the_cookie_works_without_https(settings: Settings) -> None:
    browser = new_browser(create_app(settings))
    browser.base_url, browser.headers["origin"] = "http://127.0.0.1:8000", "http://127.0.0.1:8000"
    async with browser:
        assert not cookie_of(await browser.post("/api/account", json=ANA), LOOPBACK_COOKIE)["secure"]
        assert (await browser.get("/api/account")).status_code == 200


async def test_a_cookie_that_a_neighbouring_subdomain_could_set_signs_nobody_in(signed_in: Browser) -> None:
    token = signed_in.cookies[SECURE_COOKIE]
    signed_in.cookies.clear()
    answer = await signed_in.get("/api/account", headers={"cookie": f"{LOOPBACK_COOKIE}={token}"})
    assert answer.status_code == 401


async def test_signing_in_again_replaces_the_session(signed_in: Browser) -> None:
    before = signed_in.cookies[SECURE_COOKIE]
    await signed_in.post("/api/session", json=ANA)
    assert signed_in.cookies[SECURE_COOKIE] != before
    signed_in.cookies.clear()
    old = await signed_in.get("/api/account", headers={"cookie": f"{SECURE_COOKIE}={before}"})
    assert old.status_code == 401


async def test_signing_out_ends_the_session_on_the_server_too(signed_in: Browser) -> None:
    token = signed_in.cookies[SECURE_COOKIE]
    answer = await signed_in.delete("/api/session")
    assert (answer.status_code, cookie_of(answer)["max-age"]) == (204, "0")
    assert (await signed_in.get("/api/account", headers={"cookie": f"{SECURE_COOKIE}={token}"})).status_code == 401


async def test_signing_out_twice_is_no_error(signed_in: Browser) -> None:
    await signed_in.delete("/api/session")
    assert (await signed_in.delete("/api/session")).status_code == 204


async def test_a_deleted_account_is_gone_on_every_phone(signed_in: Browser) -> None:
    token = signed_in.cookies[SECURE_COOKIE]
    await signed_in.post("/api/session", json=ANA, headers={"cookie": ""})
    assert (await signed_in.delete("/api/account")).status_code == 204
    for cookie in (token, signed_in.cookies.get(SECURE_COOKIE, "")):
        answer = await signed_in.get("/api/account", headers={"cookie": f"{SECURE_COOKIE}={cookie}"})
        assert answer.status_code == 401
    assert (await signed_in.post("/api/session", json=ANA)).status_code == 401


async def test_the_export_holds_every_record_and_every_edit(signed_in: Browser) -> None:
    await send(signed_in, mood=6, notes="a good day", from_a_newer_app=[1, None])
    answer = await signed_in.get("/api/account/export")
    assert answer.headers["content-disposition"].startswith('attachment; filename="casebook-export-')
    content = answer.json()
    assert content["email"] == "ana@example.org"
    [record] = content["records"]
    assert record["fields"] == {"mood": 6, "notes": "a good day", "from_a_newer_app": [1, None]}
    assert [(edit["seq"], edit["set"]) for edit in content["edits"]] == [(1, record["fields"])]


async def test_the_export_of_one_patient_holds_nothing_of_another(signed_in: Browser, stranger: Browser) -> None:
    await send(signed_in, notes="of Ana")
    answer = await stranger.get("/api/account/export")
    assert answer.status_code == 200
    assert "of Ana" not in answer.text
    assert answer.json()["edits"] == []


@pytest.mark.usefixtures("sqlite_file")
async def test_no_file_of_the_server_holds_the_password_or_the_session(signed_in: Browser, settings: Settings) -> None:
    files = [path.read_bytes() for path in settings.data_dir.rglob("*") if path.is_file()]
    kept = b"".join(files)
    assert b"ana@example.org" in kept
    assert b"$argon2id$" in kept
    assert PASSWORD.encode() not in kept
    assert signed_in.cookies[SECURE_COOKIE].encode() not in kept


@pytest.mark.parametrize(
    "wrong",
    [
        {**ANA, "password": "eleven char"},
        {**ANA, "password": "x" * 1025},
        {**ANA, "email": "no at sign"},
        {**ANA, "email": "a@" + "b" * 254},
        {**ANA, "email": ["ana@example.org"]},
        {**ANA, "admin": True},
        {"email": "ana@example.org"},
        [ANA],
        None,
    ],
    ids=lambda wrong: json.dumps(wrong)[-40:],
)
async def test_a_form_that_is_wrong_is_refused_without_repeating_it(browser: Browser, wrong: Any) -> None:
    for path in ("/api/account", "/api/session"):
        answer = await browser.post(path, json=wrong)
        assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
        assert PASSWORD not in answer.text
        assert "ana@example.org" not in answer.text
        assert "eleven char" not in answer.text


async def test_a_password_of_any_script_and_length_up_to_the_limit_works(browser: Browser) -> None:
    account = {"email": "ana@example.org", "password": "пароль 🌧" * 120}
    assert (await browser.post("/api/account", json=account)).status_code == 201
    assert (await browser.post("/api/session", json=account)).status_code == 200


@pytest.mark.parametrize("path", ["/api/session", "/api/account"])
async def test_guessing_is_slowed_down_and_told_when_to_try_again(browser: Browser, path: str) -> None:
    answers = [
        await browser.post(path, json={"email": "no", "password": "no"}) for _ in range(SIGN_IN_TRIES_PER_MINUTE + 1)
    ]
    assert [answer.status_code for answer in answers] == [400] * SIGN_IN_TRIES_PER_MINUTE + [429]
    assert answers[-1].headers["content-type"] == "application/problem+json"
    assert 0 < int(answers[-1].headers["retry-after"]) <= 60


async def test_guessing_is_slowed_down_whatever_address_the_guesser_claims(browser: Browser) -> None:
    statuses = []
    for guess in range(SIGN_IN_TRIES_PER_MINUTE + 1):
        claimed = {"x-forwarded-for": f"192.0.2.{guess}", "forwarded": f"for=192.0.2.{guess}"}
        answer = await browser.post("/api/session", json={"email": "no", "password": "no"}, headers=claimed)
        statuses.append(answer.status_code)
    assert statuses[-1] == 429
