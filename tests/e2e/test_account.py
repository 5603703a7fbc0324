"""The account as a patient lives with it: codes for a bad day, a second phone that is lost, a password forgotten."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from backend.accounts.codes import plain
from tests.e2e.conftest import start_server, stop_server
from tests.e2e.test_story import EMAIL, PASSWORD, go, sign_in, sign_up

NEW = "another night in december"


def test_a_lost_phone_is_signed_out_and_a_forgotten_password_replaced_by_a_code(phone: Callable[[], Page]) -> None:
    first = phone()
    sign_up(first)
    codes = _make_codes(first)

    second = phone()
    sign_in(second)
    go(first, "account", "devices")
    expect(first.get_by_text("This device", exact=True)).to_be_visible()
    first.get_by_role("button", name="Sign out Chrome on Linux").click()
    expect(first.get_by_text("No other device is signed in.")).to_be_visible()
    go(second, "sync")
    second.get_by_role("button", name="Save online now").click()
    expect(second.get_by_role("link", name="Sign in again").first).to_be_visible()

    _reset(second, codes[4])
    go(first, "sync")
    first.get_by_role("button", name="Save online now").click()
    expect(first.get_by_role("link", name="Sign in again").first).to_be_visible()
    _used_code_is_refused(first, codes[4])
    go(second, "account")
    expect(second.get_by_text("9 are left")).to_be_visible()


def _make_codes(page: Page) -> list[str]:
    """Right after signing up they are offered, and no password is asked for once more."""
    page.get_by_role("link", name="Make recovery codes").click()
    page.get_by_role("button", name="Make recovery codes").click()
    expect(page.get_by_text("These are shown only now")).to_be_visible()
    codes = page.get_by_role("list", name="Recovery codes").get_by_role("listitem").all_inner_texts()
    assert len({plain(code) for code in codes}) == 10
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a file").click()
    assert [line for line in download.value.path().read_text().splitlines() if line in codes] == codes
    page.get_by_role("button", name="I have kept them").click()
    expect(page.get_by_text("10 are left")).to_be_visible()
    go(page, "account", "recovery-codes")
    expect(page.get_by_text("10 codes are left")).to_be_visible()
    assert codes[0] not in page.locator("body").inner_text()
    go(page, "account")
    return codes


def _reset(page: Page, code: str) -> None:
    go(page, "account")
    page.get_by_role("link", name="Forgot the password?").click()
    expect(page.get_by_label("Email")).to_have_value(EMAIL)
    page.get_by_label("Recovery code").fill(code.upper())
    page.get_by_label("New password").fill("password1234")
    page.get_by_role("button", name="Set the password and sign in").click()
    expect(page.get_by_text("one of the first that are guessed")).to_be_visible()
    page.get_by_label("New password").fill(NEW)
    page.get_by_role("button", name="Set the password and sign in").click()
    expect(page.get_by_text(f"Signed in as {EMAIL}")).to_be_visible()


def _used_code_is_refused(page: Page, code: str) -> None:
    go(page, "account", "reset")
    page.get_by_label("Recovery code").fill(code)
    page.get_by_label("New password").fill("yet another night in january")
    page.get_by_role("button", name="Set the password and sign in").click()
    expect(page.get_by_text("or the code was used before")).to_be_visible()


def test_email_and_password_are_changed_with_the_present_one(phone: Callable[[], Page]) -> None:
    page = phone()
    sign_up(page)
    go(page, "account", "password")
    page.get_by_label("Current password").fill("not the password at all")
    page.get_by_label("New password").fill(NEW)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The current password is wrong.")).to_be_visible()
    page.get_by_label("Current password").fill(PASSWORD)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The password is changed")).to_be_visible()

    go(page, "account", "email")
    page.get_by_label("New email").fill("ann.new@casebook.example")
    page.get_by_label("Current password").fill(NEW)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("From now on you sign in with ann.new@casebook.example.")).to_be_visible()
    go(page, "account")
    expect(page.get_by_text("Signed in as ann.new@casebook.example.")).to_be_visible()
    expect(page.get_by_text("Saved online", exact=True)).to_be_visible()


def test_where_an_invitation_is_needed_the_phone_asks_for_it(phone: Callable[..., Page], tmp_path: Path) -> None:
    by_invitation = start_server(tmp_path / "data", CASEBOOK_REGISTRATION="invitation")
    try:
        sign_up(phone(by_invitation.url))
        command = [sys.executable, "-m", "backend", "invite", "--data", str(by_invitation.data)]
        printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        steps = re.search(r"#(/account/invited/[0-9a-z-]+)", printed)
        assert steps is not None
        page = phone(by_invitation.url)
        go(page, "account")
        expect(page.get_by_label("Invitation")).to_be_visible()
        _sign_up_as_ben(page, "k7dm-2pqx")
        expect(page.get_by_text("The invitation is missing, used or over.")).to_be_visible()
        page.goto(f"{by_invitation.url}/#{steps[1]}")
        page.reload()
        expect(page.get_by_label("Invitation")).not_to_have_value("")
        _sign_up_as_ben(page)
        expect(page.get_by_text("Signed in as ben@casebook.example.")).to_be_visible()
        expect(page).to_have_url(re.compile("#/account$"))
    finally:
        stop_server(by_invitation)


def _sign_up_as_ben(page: Page, invitation: str | None = None) -> None:
    if invitation is not None:
        page.get_by_label("Invitation").fill(invitation)
    page.get_by_label("Email").fill("ben@casebook.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("I have read the privacy page").check()
    page.get_by_role("button", name="Sign up").click()
