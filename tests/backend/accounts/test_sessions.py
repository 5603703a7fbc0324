import pytest

from backend.accounts.cookie import SECURE_COOKIE
from tests.conftest import PASSWORD, Browser, Elsewhere, new_browser
from tests.push_service import BROWSER_KEYS

ANA = {"email": "ana@example.org", "password": PASSWORD}
FIREFOX = "Mozilla/5.0 (Android 16; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0"


@pytest.fixture
async def tablet(signed_in: Browser) -> Browser:
    """Another device of Ana's, which calls itself Firefox on Android."""
    second = new_browser(signed_in.app)
    second.blocking_portal = signed_in.blocking_portal
    second.headers["user-agent"] = FIREFOX
    assert (await second.post("/api/session", json=ANA)).status_code == 200
    return second


async def remind(browser: Browser, endpoint: str, device: str) -> None:
    body = {"keys": BROWSER_KEYS, "endpoint": f"https://8.8.8.8/{endpoint}", "device": device}
    assert (await browser.post("/api/push", json=body)).status_code == 204


async def test_every_device_is_listed_in_words_and_this_one_is_marked(signed_in: Browser, tablet: Browser) -> None:
    of_phone, of_tablet = (await signed_in.get("/api/sessions")).json(), (await tablet.get("/api/sessions")).json()
    assert sorted(session["name"] for session in of_phone) == ["Another browser", "Firefox on Android"]
    assert [session["name"] for session in of_tablet if session["is_this"]] == ["Firefox on Android"]
    assert [session["name"] for session in of_phone if session["is_this"]] == ["Another browser"]
    assert {session["id"] for session in of_phone} == {session["id"] for session in of_tablet}
    assert signed_in.cookies[SECURE_COOKIE] not in str(of_tablet)


async def test_a_device_that_was_lost_is_signed_out_from_another(signed_in: Browser, tablet: Browser) -> None:
    [lost] = [session for session in (await signed_in.get("/api/sessions")).json() if not session["is_this"]]
    assert (await signed_in.delete(f"/api/sessions/{lost['id']}")).status_code == 204
    assert (await tablet.get("/api/account")).status_code == 401
    assert len((await signed_in.get("/api/sessions")).json()) == 1
    assert (await signed_in.delete(f"/api/sessions/{lost['id']}")).status_code == 404


async def test_all_others_are_signed_out_at_once(signed_in: Browser, tablet: Browser) -> None:
    assert (await tablet.delete("/api/sessions")).status_code == 204
    assert (await signed_in.get("/api/account")).status_code == 401
    assert [session["is_this"] for session in (await tablet.get("/api/sessions")).json()] == [True]


async def test_nobody_signs_out_somebody_else(signed_in: Browser, stranger: Browser) -> None:
    [bens] = (await stranger.get("/api/sessions")).json()
    assert (await signed_in.delete(f"/api/sessions/{bens['id']}")).status_code == 404
    assert (await signed_in.delete("/api/sessions")).status_code == 204
    assert (await stranger.get("/api/account")).status_code == 200


@pytest.mark.parametrize("session", ["0" * 64, "x", "%00", "..", "' OR 1=1 --"])
async def test_a_session_that_nobody_has_is_not_found(signed_in: Browser, session: str) -> None:
    assert (await signed_in.delete(f"/api/sessions/{session}")).status_code in (400, 404, 405)
    assert (await signed_in.get("/api/account")).status_code == 200


async def test_a_device_signed_out_from_another_is_not_reminded_any_more(
    signed_in: Browser, tablet: Browser, elsewhere: Elsewhere
) -> None:
    await remind(signed_in, "phone", "0" * 16)
    await remind(tablet, "tablet", "1" * 16)
    [lost] = [session for session in (await signed_in.get("/api/sessions")).json() if not session["is_this"]]
    await signed_in.delete(f"/api/sessions/{lost['id']}")
    assert await elsewhere("SELECT device FROM push_subscription") == [("0" * 16,)]


async def test_a_device_is_reminded_on_after_it_signed_in_anew(signed_in: Browser, elsewhere: Elsewhere) -> None:
    await remind(signed_in, "phone", "0" * 16)
    await signed_in.post("/api/session", json=ANA)
    new = {"password": "another night in december", "present_password": PASSWORD}
    assert (await signed_in.put("/api/account/password", json=new)).status_code == 200
    assert await elsewhere("SELECT COUNT(*) FROM push_subscription") == [(1,)]
    await signed_in.delete("/api/session")
    assert await elsewhere("SELECT COUNT(*) FROM push_subscription") == [(0,)]


async def test_signing_in_as_somebody_else_ends_the_reminders_of_the_one_before(
    signed_in: Browser, stranger: Browser, elsewhere: Elsewhere
) -> None:
    await remind(signed_in, "phone", "0" * 16)
    assert (await stranger.get("/api/account")).status_code == 200
    await signed_in.post("/api/session", json={**ANA, "email": "ben@example.org"})
    assert await elsewhere("SELECT COUNT(*) FROM push_subscription") == [(0,)]
