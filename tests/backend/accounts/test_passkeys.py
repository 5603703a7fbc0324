"""Getting in with a passkey, and everybody who must not."""

from dataclasses import replace
from typing import Any

import pytest
from httpx import Response

from backend.accounts.cookie import SECURE_COOKIE
from backend.app import create_app
from backend.settings import Settings
from tests.backend.accounts.authenticator import PRESENT, Device
from tests.conftest import PASSWORD, Browser, Elsewhere, new_browser

ANA = {"email": "ana@example.org", "password": PASSWORD}


async def asked(browser: Browser, path: str, **body: Any) -> dict[str, Any]:
    answer = await browser.post(path, json=body)
    assert answer.status_code == 200, answer.text
    options: dict[str, Any] = answer.json()["options"]
    return options


async def make_account(browser: Browser, device: Device, email: str = "Ana@Example.org") -> Response:
    options = await asked(browser, "/api/account/passkey/options", email=email)
    return await browser.post(
        "/api/account/passkey", json={"email": email, "passkey": device.make(options), "name": "My phone"}
    )


async def add_passkey(browser: Browser, device: Device, name: str = "My phone") -> Response:
    passkey = device.make(await asked(browser, "/api/account/passkeys/options"))
    return await browser.post("/api/account/passkeys", json={"passkey": passkey, "name": name})


async def sign_in(browser: Browser, device: Device) -> Response:
    options = await asked(browser, "/api/session/passkey/options")
    return await browser.post("/api/session/passkey", json={"passkey": device.use(options)})


async def own(browser: Browser) -> dict[str, Any]:
    answer = await browser.get("/api/account/passkeys")
    assert answer.status_code == 200, answer.text
    view: dict[str, Any] = answer.json()
    return view


async def remove(browser: Browser, passkey: str) -> Response:
    return await browser.request("DELETE", f"/api/account/passkeys/{passkey}", json={})


async def with_second_step(browser: Browser, device: Device) -> None:
    assert (await add_passkey(browser, device)).status_code == 201
    answer = await browser.put("/api/account/second-step", json={"is_asked": True})
    assert (answer.status_code, answer.json()["second_step"]) == (200, True)


async def test_a_passkey_makes_an_account_without_a_password_and_opens_it_again(browser: Browser) -> None:
    device = Device()
    made = await make_account(browser, device)
    assert (made.status_code, made.json()["email"], made.json()["edits"]) == (201, "ana@example.org", 0)
    assert (await browser.get("/api/account")).json()["has_password"] is False
    await browser.delete("/api/session")
    back = await sign_in(browser, device)
    assert (back.status_code, back.json()["id"]) == (200, made.json()["id"])
    assert (await browser.get("/api/account")).json()["email"] == "ana@example.org"


async def test_an_account_without_a_password_takes_none(browser: Browser) -> None:
    await make_account(browser, Device())
    for password in ("nobody has this password", PASSWORD, "            "):
        answer = await browser.post("/api/session", json={**ANA, "password": password})
        assert answer.status_code == 401


async def test_the_browser_is_asked_for_a_passkey_that_checks_who_holds_it(browser: Browser) -> None:
    creation = await asked(browser, "/api/account/passkey/options", email="ana@example.org")
    request = await asked(browser, "/api/session/passkey/options")
    selection = creation["authenticatorSelection"]
    assert (selection["residentKey"], selection["userVerification"]) == ("required", "required")
    assert (creation["attestation"], creation["rp"]) == ("none", {"name": "Casebook", "id": "casebook.test"})
    assert (request["userVerification"], request["rpId"], request["allowCredentials"]) == (
        "required",
        "casebook.test",
        [],
    )
    assert "ana" not in creation["user"]["id"]


async def test_an_email_that_has_an_account_gets_no_second_one(signed_in: Browser) -> None:
    answer = await make_account(signed_in, Device())
    assert (answer.status_code, answer.headers["content-type"]) == (409, "application/problem+json")


async def test_signing_in_by_passkey_replaces_the_session(browser: Browser) -> None:
    device = Device()
    await make_account(browser, device)
    before = browser.cookies[SECURE_COOKIE]
    assert (await sign_in(browser, device)).status_code == 200
    browser.cookies.clear()
    old = await browser.get("/api/account", headers={"cookie": f"{SECURE_COOKIE}={before}"})
    assert old.status_code == 401


async def test_a_passkey_of_a_cloud_that_never_counts_works_every_time(browser: Browser) -> None:
    device = Device(counts=False)
    await make_account(browser, device)
    assert [(await sign_in(browser, device)).status_code for _ in range(3)] == [200] * 3


async def test_a_copied_passkey_is_known_by_its_count(browser: Browser) -> None:
    device = Device()
    await make_account(browser, device)
    assert (await sign_in(browser, device)).status_code == 200
    device.keys[0].count -= 1
    assert (await sign_in(browser, device)).status_code == 401


async def test_an_answer_is_taken_once(browser: Browser) -> None:
    device = Device()
    await make_account(browser, device)
    answer = device.use(await asked(browser, "/api/session/passkey/options"))
    first = await browser.post("/api/session/passkey", json={"passkey": answer})
    again = await browser.post("/api/session/passkey", json={"passkey": answer})
    assert (first.status_code, again.status_code) == (200, 401)


async def test_an_answer_that_comes_too_late_opens_nothing(browser: Browser, elsewhere: Elsewhere) -> None:
    device = Device()
    await make_account(browser, device)
    answer = device.use(await asked(browser, "/api/session/passkey/options"))
    await elsewhere("UPDATE passkey_challenge SET expires_at = '2020-01-01T00:00:00.000Z'")
    assert (await browser.post("/api/session/passkey", json={"passkey": answer})).status_code == 401


@pytest.mark.parametrize(
    "wrong",
    [
        Device(origin="https://casebook.test.evil.test"),
        Device(origin="http://casebook.test"),
        Device(origin="https://casebook.test:8443"),
        Device(rp_id="evil.test"),
        Device(flags=PRESENT),
        Device(flags=0),
    ],
    ids=["another site", "without https", "another port", "another site's passkey", "nobody verified", "nobody there"],
)
async def test_a_passkey_that_another_page_asked_or_nobody_held_opens_nothing(browser: Browser, wrong: Device) -> None:
    device = Device()
    assert (await make_account(browser, wrong, "ben@example.org")).status_code == 400
    await make_account(browser, device)
    wrong.keys = device.keys
    assert (await sign_in(browser, wrong)).status_code == 401
    assert (await sign_in(browser, device)).status_code == 200, "the passkey itself was good"


async def test_a_stranger_who_names_anas_passkey_does_not_get_in(browser: Browser) -> None:
    hers, strangers = Device(), Device()
    await make_account(browser, hers)
    await make_account(browser, strangers, "ben@example.org")
    strangers.keys[0].id = hers.keys[0].id
    assert (await sign_in(browser, strangers)).status_code == 401


async def test_a_passkey_with_the_name_of_another_account_opens_nothing(browser: Browser) -> None:
    device, other = Device(), Device()
    await make_account(browser, device)
    await make_account(browser, other, "ben@example.org")
    device.keys[0].user = other.keys[0].user
    assert (await sign_in(browser, device)).status_code == 401


async def test_what_was_asked_for_one_thing_answers_no_other(signed_in: Browser) -> None:
    device = Device()
    to_add = await asked(signed_in, "/api/account/passkeys/options")
    to_sign_up = await asked(signed_in, "/api/account/passkey/options", email="new@example.org")
    body = {"email": "new@example.org", "passkey": device.make(to_add), "name": "x"}
    assert (await signed_in.post("/api/account/passkey", json=body)).status_code == 400
    body = {"passkey": device.make(to_sign_up), "name": "x"}
    assert (await signed_in.post("/api/account/passkeys", json=body)).status_code == 400
    assert (await own(signed_in))["passkeys"] == []


async def test_the_second_step_asks_for_a_passkey_after_the_password(signed_in: Browser) -> None:
    device = Device()
    await with_second_step(signed_in, device)
    await signed_in.delete("/api/session")
    half = await signed_in.post("/api/session", json=ANA)
    assert (half.status_code, "set-cookie" in half.headers) == (202, False)
    assert (await signed_in.get("/api/account")).status_code == 401, "the password alone is no session"
    assert len(half.json()["options"]["allowCredentials"]) == 1
    whole = await signed_in.post("/api/session/passkey", json={"passkey": device.use(half.json()["options"])})
    assert (whole.status_code, whole.json()["email"]) == (200, "ana@example.org")
    assert (await signed_in.get("/api/account")).status_code == 200


async def test_with_a_second_step_a_wrong_password_is_told_as_before(signed_in: Browser) -> None:
    await with_second_step(signed_in, Device())
    answer = await signed_in.post("/api/session", json={**ANA, "password": PASSWORD + "!"})
    unknown = await signed_in.post("/api/session", json={**ANA, "email": "nobody@example.org"})
    assert (answer.status_code, answer.content) == (401, unknown.content)


async def test_somebody_elses_passkey_is_no_second_step(signed_in: Browser, stranger: Browser) -> None:
    device, strangers = Device(), Device()
    await with_second_step(signed_in, device)
    await add_passkey(stranger, strangers)
    half = (await signed_in.post("/api/session", json=ANA)).json()["options"]
    assert (await signed_in.post("/api/session/passkey", json={"passkey": strangers.use(half)})).status_code == 401


async def test_a_second_step_needs_a_password_and_a_passkey(browser: Browser, stranger: Browser) -> None:
    await make_account(browser, Device())
    for without in (browser, stranger):
        answer = await without.put("/api/account/second-step", json={"is_asked": True})
        assert answer.status_code == 409
        assert not (await own(without))["second_step"]


async def test_the_second_step_ends_when_its_owner_says_so(signed_in: Browser) -> None:
    await with_second_step(signed_in, Device())
    assert (await signed_in.put("/api/account/second-step", json={"is_asked": False})).status_code == 200
    assert (await signed_in.post("/api/session", json=ANA)).status_code == 200


async def test_several_passkeys_have_names_and_say_when_they_were_used(signed_in: Browser) -> None:
    phone, laptop = Device(), Device()
    added = [
        (await add_passkey(signed_in, phone, "My phone")).json(),
        (await add_passkey(signed_in, laptop, "🔑")).json(),
    ]
    assert [passkey["name"] for passkey in added] == ["My phone", "🔑"]
    assert (await sign_in(signed_in, laptop)).status_code == 200
    seen = (await own(signed_in))["passkeys"]
    assert [(passkey["name"], passkey["used_at"] is None) for passkey in seen] == [("My phone", True), ("🔑", False)]


async def test_a_passkey_gets_the_name_its_owner_wants_and_opens_on(signed_in: Browser, elsewhere: Elsewhere) -> None:
    device = Device()
    made = (await add_passkey(signed_in, device, "Mac")).json()
    answer = await signed_in.patch(f"/api/account/passkeys/{made['id']}", json={"name": "Mac in the study"})
    assert (answer.status_code, answer.json()) == (200, {**made, "name": "Mac in the study"})
    for unfit in ("", "x" * 61):
        assert (await signed_in.patch(f"/api/account/passkeys/{made['id']}", json={"name": unfit})).status_code == 400
    assert [passkey["name"] for passkey in (await own(signed_in))["passkeys"]] == ["Mac in the study"]
    assert b"study" not in bytes((await elsewhere("SELECT sealed_name FROM passkey"))[0][0])
    assert (await sign_in(signed_in, device)).status_code == 200


async def test_nobody_renames_somebody_elses_passkey(signed_in: Browser, stranger: Browser) -> None:
    made = (await add_passkey(signed_in, Device(), "Mac")).json()
    for somebodys in (made["id"], "0" * 64):
        answer = await stranger.patch(f"/api/account/passkeys/{somebodys}", json={"name": "Mine"})
        assert answer.status_code == 404
    assert [passkey["name"] for passkey in (await own(signed_in))["passkeys"]] == ["Mac"]


async def test_a_device_that_has_a_passkey_of_the_account_is_not_asked_for_another(signed_in: Browser) -> None:
    await add_passkey(signed_in, Device())
    assert len((await asked(signed_in, "/api/account/passkeys/options"))["excludeCredentials"]) == 1


async def test_a_removed_passkey_opens_nothing(signed_in: Browser) -> None:
    device = Device()
    passkey = (await add_passkey(signed_in, device)).json()["id"]
    assert (await remove(signed_in, passkey)).status_code == 204
    assert (await sign_in(signed_in, device)).status_code == 401
    assert (await remove(signed_in, passkey)).status_code == 404


async def test_the_last_way_in_cannot_be_removed(browser: Browser) -> None:
    first, second = Device(), Device()
    await make_account(browser, first)
    [only] = (await own(browser))["passkeys"]
    assert (await remove(browser, only["id"])).status_code == 409
    await add_passkey(browser, second)
    assert (await remove(browser, only["id"])).status_code == 204
    assert (await sign_in(browser, second)).status_code == 200


async def test_the_last_passkey_stays_while_it_is_asked_for_after_the_password(signed_in: Browser) -> None:
    await with_second_step(signed_in, Device())
    [only] = (await own(signed_in))["passkeys"]
    assert (await remove(signed_in, only["id"])).status_code == 409
    await signed_in.put("/api/account/second-step", json={"is_asked": False})
    assert (await remove(signed_in, only["id"])).status_code == 204


async def test_nobody_sees_or_removes_somebody_elses_passkey(signed_in: Browser, stranger: Browser) -> None:
    passkey = (await add_passkey(signed_in, Device())).json()["id"]
    assert (await own(stranger))["passkeys"] == []
    assert (await remove(stranger, passkey)).status_code == 404
    assert len((await own(signed_in))["passkeys"]) == 1


async def test_a_passkey_that_one_account_asked_for_is_not_added_to_another(
    signed_in: Browser, stranger: Browser
) -> None:
    passkey = Device().make(await asked(signed_in, "/api/account/passkeys/options"))
    answer = await stranger.post("/api/account/passkeys", json={"passkey": passkey, "name": "x"})
    assert answer.status_code == 400


async def test_what_a_passkey_is_called_is_not_readable_in_the_database(
    signed_in: Browser, elsewhere: Elsewhere
) -> None:
    await add_passkey(signed_in, Device(), "Ward 7 tablet")
    assert "Ward 7" not in str(await elsewhere("SELECT * FROM passkey"))
    assert str(b"Ward 7") not in str(await elsewhere("SELECT sealed_name FROM passkey"))


async def test_a_deleted_account_takes_its_passkeys_with_it(signed_in: Browser) -> None:
    device = Device()
    await add_passkey(signed_in, device)
    assert (await signed_in.delete("/api/account")).status_code == 204
    assert (await sign_in(signed_in, device)).status_code == 401


async def test_after_a_while_a_change_of_passkeys_needs_the_password(signed_in: Browser, elsewhere: Elsewhere) -> None:
    device = Device()
    passkey = (await add_passkey(signed_in, device)).json()["id"]
    await elsewhere("UPDATE login_session SET created_at = '2026-01-01T00:00:00.000Z'")
    wrong = {"present_password": PASSWORD + "!"}
    for body in ({}, wrong):
        options = await signed_in.post("/api/account/passkeys/options", json=body)
        removal = await signed_in.request("DELETE", f"/api/account/passkeys/{passkey}", json=body)
        step = await signed_in.put("/api/account/second-step", json={"is_asked": True, **body})
        assert [answer.status_code for answer in (options, removal, step)] == [403] * 3
    good = {"present_password": PASSWORD}
    assert (await signed_in.post("/api/account/passkeys/options", json=good)).status_code == 200
    assert (await signed_in.put("/api/account/second-step", json={"is_asked": True, **good})).status_code == 200


async def test_without_a_password_a_change_needs_a_fresh_sign_in_by_passkey(
    browser: Browser, elsewhere: Elsewhere
) -> None:
    device = Device()
    await make_account(browser, device)
    await elsewhere("UPDATE login_session SET created_at = '2026-01-01T00:00:00.000Z'")
    for body in ({}, {"present_password": "nobody has this password"}):
        assert (await browser.post("/api/account/passkeys/options", json=body)).status_code == 403
    assert (await sign_in(browser, device)).status_code == 200
    assert (await browser.post("/api/account/passkeys/options", json={})).status_code == 200


async def test_a_recovery_code_opens_an_account_whose_passkey_is_lost(signed_in: Browser) -> None:
    await with_second_step(signed_in, Device())
    codes = (await signed_in.post("/api/account/recovery-codes", json={})).json()["codes"]
    await signed_in.delete("/api/session")
    new = {"email": "ana@example.org", "code": codes[0], "password": "another long night in may"}
    assert (await signed_in.post("/api/account/reset", json=new)).status_code == 200
    assert (await signed_in.get("/api/account")).status_code == 200
    assert (await own(signed_in))["second_step"], "it is asked for again until its owner says otherwise"
    assert (await signed_in.put("/api/account/second-step", json={"is_asked": False})).status_code == 200


async def test_by_invitation_a_passkey_alone_makes_no_account(settings: Settings) -> None:
    async with new_browser(create_app(replace(settings, registration="invitation"))) as browser:
        assert (await make_account(browser, Device())).status_code == 201, "the first account can always be made"
        assert (await make_account(browser, Device(), "ben@example.org")).status_code == 403


async def test_who_came_by_passkey_can_set_a_password_later_and_change_the_email(browser: Browser) -> None:
    device = Device()
    await make_account(browser, device)
    assert (await browser.put("/api/account/email", json={"email": "anna@example.org"})).status_code == 200
    answer = await browser.put("/api/account/password", json={"password": PASSWORD})
    assert (answer.status_code, answer.json()["has_password"]) == (200, True)
    await browser.delete("/api/session")
    new = {"email": "anna@example.org", "password": PASSWORD}
    assert (await browser.post("/api/session", json=new)).status_code == 200
    assert (await sign_in(browser, device)).status_code == 200, "the passkey works on"
