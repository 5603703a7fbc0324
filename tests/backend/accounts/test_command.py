import asyncio
import re
from dataclasses import replace

import pytest

from backend.__main__ import main
from backend.accounts.cookie import SECURE_COOKIE
from backend.app import create_app
from backend.settings import Settings
from tests.conftest import PASSWORD, new_browser, sign_up


@pytest.mark.usefixtures("sqlite_file")
async def test_the_operator_prints_an_invitation_that_one_person_signs_up_with(
    settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASEBOOK_PUBLIC_ORIGIN", "https://casebook.example/")
    monkeypatch.setenv("CASEBOOK_REGISTRATION", "invitation")
    code = await invited(settings, capsys)
    assert code not in str([path.read_bytes() for path in settings.data_dir.rglob("*") if path.is_file()])
    async with new_browser(create_app(replace(settings, registration="invitation"))) as browser:
        await sign_up(browser, "ana@example.org")
        body = {"email": "ben@example.org", "password": PASSWORD, "invitation": code}
        assert (await browser.post("/api/account", json=body)).status_code == 201


async def invited(settings: Settings, capsys: pytest.CaptureFixture[str]) -> str:
    """The code that the command prints, which runs beside the test's own event loop."""
    assert await asyncio.to_thread(main, ["invite", "--data", str(settings.data_dir)]) == 0
    link, good_for = capsys.readouterr().out.splitlines()
    assert good_for == "Good for one account within 14 days; it is not shown again."
    found = re.fullmatch(r"https://casebook\.example/#/account/invited/([0-9a-z-]{29})", link)
    assert found is not None
    return found[1]


async def sign_out(settings: Settings, capsys: pytest.CaptureFixture[str], *whose: str) -> tuple[int, str]:
    """The status of the command and what it says."""
    status = await asyncio.to_thread(main, ["sign-out", "--data", str(settings.data_dir), *whose])
    said = capsys.readouterr()
    return status, (said.out + said.err).strip()


@pytest.mark.usefixtures("sqlite_file")
async def test_the_operator_ends_all_sign_ins_of_an_account_and_its_owner_sees_it(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    async with new_browser(create_app(settings)) as browser:
        await sign_up(browser, "ana@example.org")
        anas = browser.cookies[SECURE_COOKIE]
        browser.cookies.clear()
        await sign_up(browser, "ben@example.org")
        bens = browser.cookies[SECURE_COOKIE]
    said = await sign_out(settings, capsys, "Ana@example.org")
    assert said == (0, "1 browsers of 1 accounts were signed out. Nothing on a phone is lost.")
    async with new_browser(create_app(settings)) as again:
        for token, status in ((anas, 401), (bens, 200)):
            cookie = {"cookie": f"{SECURE_COOKIE}={token}"}
            assert (await again.get("/api/account", headers=cookie)).status_code == status
        await again.post("/api/session", json={"email": "ana@example.org", "password": PASSWORD})
        events = (await again.get("/api/account/activity")).json()["events"]
        assert [event["what"] for event in events] == ["signed_in", "signed_out_by_operator", "signed_in"]


@pytest.mark.usefixtures("sqlite_file")
async def test_after_a_break_in_the_operator_ends_everybodys_sign_ins_links_and_calendars(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    async with new_browser(create_app(settings)) as ana:
        await sign_up(ana, "ana@example.org")
        link = (await ana.post("/api/share-links", json={"label": "Dr. Okafor"})).json()["path"].partition("#")[2]
        feed = (await ana.post("/api/calendar", json={})).json()["path"]
    status, said = await sign_out(settings, capsys, "--all", "--links")
    assert (status, said.partition(". ")[0]) == (0, "1 browsers of 1 accounts were signed out")
    assert "1 links were withdrawn, and the addresses of calendars" in said
    async with new_browser(create_app(settings)) as again:
        assert (await again.post("/api/shared", json={"token": link})).status_code == 404
        assert (await again.get(feed)).status_code == 404
        await again.post("/api/session", json={"email": "ana@example.org", "password": PASSWORD})
        events = (await again.get("/api/account/activity")).json()["events"]
        assert "links_ended_by_operator" in [event["what"] for event in events]


@pytest.mark.usefixtures("sqlite_file")
async def test_the_operator_is_told_when_nobody_can_be_meant(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await sign_out(settings, capsys, "--all") == (
        0,
        "0 browsers of 0 accounts were signed out. Nothing on a phone is lost.",
    )
    nobody = await sign_out(settings, capsys, "nobody@example.org")
    assert nobody == (1, "casebook: no account has this email")
    for unclear in ([], ["ana@example.org", "--all"]):
        assert await sign_out(settings, capsys, *unclear) == (
            1,
            "casebook: say whose sign-ins end: an email, or --all",
        )
