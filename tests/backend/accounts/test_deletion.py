"""Leaving: asked with the password, taken back by signing in, proved by a receipt."""

from pathlib import Path
from typing import Any

from backend.accounts.cookie import SECURE_COOKIE
from backend.app import create_app
from backend.settings import Settings
from tests.conftest import PASSWORD, Browser, new_browser, sign_up

ANA = {"email": "ana@example.org", "password": PASSWORD}


async def asked(browser: Browser, **request: Any) -> dict[str, Any]:
    answer = await browser.post("/api/account/deletion", json={"password": PASSWORD, **request})
    assert answer.status_code == 200, answer.text
    content: dict[str, Any] = answer.json()
    return content


async def test_asking_signs_out_everywhere_and_signing_in_takes_it_back(signed_in: Browser) -> None:
    token = signed_in.cookies[SECURE_COOKIE]
    answer = await asked(signed_in)
    assert not answer["is_erased"]
    assert SECURE_COOKIE not in signed_in.cookies
    old = await signed_in.get("/api/account", headers={"cookie": f"{SECURE_COOKIE}={token}"})
    assert old.status_code == 401
    assert (await signed_in.post("/api/session", json=ANA)).status_code == 200
    looked = await signed_in.post("/api/erasures", json={"receipt_code": answer["receipt_code"]})
    assert looked.json()["state"] == "taken_back"
    happened = (await signed_in.get("/api/account/activity")).json()["events"]
    assert {"deletion_asked", "deletion_taken_back"} <= {event["what"] for event in happened}


async def test_nobody_erases_an_account_with_a_wrong_password(signed_in: Browser) -> None:
    answer = await signed_in.post("/api/account/deletion", json={"password": PASSWORD + "!", "at_once": True})
    assert (answer.status_code, answer.headers["content-type"]) == (403, "application/problem+json")
    assert (await signed_in.get("/api/account")).status_code == 200


async def test_erased_at_once_nothing_is_left_but_a_receipt_that_anybody_with_its_code_can_look_up(
    signed_in: Browser,
) -> None:
    answer = await asked(signed_in, at_once=True)
    assert answer["is_erased"]
    assert (await signed_in.post("/api/session", json=ANA)).status_code == 401
    looked = await signed_in.post("/api/erasures", json={"receipt_code": answer["receipt_code"]})
    assert (looked.status_code, looked.json()["state"]) == (200, "erased")
    assert looked.json()["counts"]["entries"] == 0
    assert "ana@example.org" not in looked.text
    unknown = await signed_in.post("/api/erasures", json={"receipt_code": "x" * 43})
    assert unknown.status_code == 404


async def test_where_the_operator_gives_no_days_of_grace_it_is_erased_at_once(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data", pwa_dir=tmp_path, deletion_grace_days=0)
    async with new_browser(create_app(settings)) as browser:
        await sign_up(browser, "ana@example.org")
        assert (await asked(browser))["is_erased"]
        assert (await browser.post("/api/session", json=ANA)).status_code == 401


async def test_an_edit_that_is_sent_while_the_account_waits_is_refused_as_signed_out_and_so_stays_on_the_phone(
    signed_in: Browser,
) -> None:
    token = signed_in.cookies[SECURE_COOKIE]
    await asked(signed_in)
    body = {"protocol": 1, "device": "0123456789abcdef", "edits": []}
    answer = await signed_in.post("/api/sync", json=body, headers={"cookie": f"{SECURE_COOKIE}={token}"})
    assert answer.status_code == 401
