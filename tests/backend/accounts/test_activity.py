from pathlib import Path
from typing import Any

from backend.app import create_app
from backend.settings import Settings
from backend.storage import activity
from tests.backend.accounts.authenticator import Device
from tests.backend.accounts.test_passkeys import own, remove, with_second_step
from tests.conftest import NOW, PASSWORD, Browser, Elsewhere, new_browser

FIREFOX = {"user-agent": "Mozilla/5.0 (Android 15; Mobile; rv:144.0) Gecko/144.0 Firefox/144.0"}


async def happened(browser: Browser) -> list[dict[str, Any]]:
    answer = await browser.get("/api/account/activity")
    assert answer.status_code == 200
    events: list[dict[str, Any]] = answer.json()["events"]
    return events


async def test_the_patient_sees_sign_in_copy_and_link_with_the_browser_that_did_it(signed_in: Browser) -> None:
    await signed_in.get("/api/account/export", headers=FIREFOX)
    link = (await signed_in.post("/api/share-links", json={"label": "Dr. Okafor"})).json()
    await signed_in.post("/api/shared", json={"token": link["path"].partition("#")[2]}, headers=FIREFOX)
    await signed_in.delete(f"/api/share-links/{link['id']}")
    events = await happened(signed_in)
    assert [event["what"] for event in events] == [
        "link_withdrawn",
        "link_opened",
        "link_made",
        "exported",
        "signed_in",
    ]
    assert events[1]["link_label"] == "Dr. Okafor"
    assert events[3]["browser"] == "Firefox on Android"


async def test_the_patient_sees_that_passkeys_came_and_went(signed_in: Browser) -> None:
    device = Device()
    await with_second_step(signed_in, device)
    (passkey,) = (await own(signed_in))["passkeys"]
    await signed_in.put("/api/account/second-step", json={"is_asked": False})
    await remove(signed_in, passkey["id"])
    events = [event["what"] for event in await happened(signed_in)]
    assert events == ["passkey_removed", *["second_step_changed"] * 2, "passkey_added", "signed_in"]


async def test_a_patient_tells_their_own_sign_out_from_others_and_a_reset_from_a_change(signed_in: Browser) -> None:
    code = (await signed_in.post("/api/account/recovery-codes", json={})).json()["codes"][0]
    await signed_in.delete("/api/sessions")
    assert (await signed_in.delete("/api/session", headers=FIREFOX)).status_code == 204
    assert (await signed_in.delete("/api/session")).status_code == 204
    body = {"email": "ana@example.org", "code": code, "password": "another night in december"}
    assert (await signed_in.post("/api/account/reset", json=body, headers=FIREFOX)).status_code == 200
    events = await happened(signed_in)
    assert sorted(event["what"] for event in events[:2]) == ["password_reset", "signed_in"]
    assert {event["browser"] for event in events[:3]} == {"Firefox on Android"}
    assert [event["what"] for event in events[2:]] == [
        "signed_out",
        "others_signed_out",
        "recovery_codes_made",
        "signed_in",
    ]


async def test_a_session_that_ends_after_its_account_leaves_no_trace(signed_in: Browser, elsewhere: Elsewhere) -> None:
    account = (await signed_in.get("/api/account")).json()["id"]
    assert (await signed_in.request("DELETE", "/api/account", json={"password": PASSWORD})).status_code == 204
    await note_after(signed_in, account)
    assert await elsewhere("SELECT * FROM activity_event") == []


async def note_after(browser: Browser, account: str) -> None:
    assert browser.blocking_portal is not None
    browser.blocking_portal.call(activity.note, account, "signed_out", NOW)


async def test_what_the_server_refused_did_not_happen(signed_in: Browser) -> None:
    assert (await signed_in.post("/api/share-links", json={"label": ""})).status_code == 400
    assert (await signed_in.delete("/api/share-links/none")).status_code == 404
    assert [event["what"] for event in await happened(signed_in)] == ["signed_in"]


async def test_wrong_passwords_are_counted_and_unknown_emails_leave_nothing(signed_in: Browser) -> None:
    for email in ("ana@example.org", "nobody@example.org"):
        await signed_in.post("/api/session", json={"email": email, "password": PASSWORD + "!"})
    wrong = [event for event in await happened(signed_in) if event["what"] == "wrong_password"]
    assert [event["times"] for event in wrong] == [1]


async def test_consent_is_noted_with_its_version_and_exported(signed_in: Browser) -> None:
    assert (await signed_in.get("/api/account/consent")).json() == {"version": None, "agreed_at": None}
    for version in ("2026-11-26", "2027-01-01", "2027-01-01"):
        answer = await signed_in.put("/api/account/consent", json={"version": version})
        assert answer.json()["version"] == version
    assert (await signed_in.put("/api/account/consent", json={"version": "latest"})).status_code == 400
    exported = (await signed_in.get("/api/account/export")).json()
    assert [one["version"] for one in exported["kept_beside"]["consent"]] == ["2026-11-26", "2027-01-01"]


async def test_the_privacy_page_is_told_what_differs_between_servers_without_an_account(tmp_path: Path) -> None:
    contact = "Casebook of Example Clinic, privacy@example.org"
    settings = Settings(data_dir=tmp_path / "data", pwa_dir=tmp_path, operator_contact=contact, backups_kept_days=30)
    async with new_browser(create_app(settings)) as browser:
        assert (await browser.get("/api/privacy")).json() == {
            "operator_contact": contact,
            "deletion_grace_days": 14,
            "backups_kept_days": 30,
        }
