"""Passkeys on a phone, with Chromium's own virtual authenticator in the place of a finger."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from backend.settings import DATABASE_FILE
from shared_schemas.clock import wire_instant
from tests.e2e.access import cut_off, small_targets, violations
from tests.e2e.conftest import Server
from tests.e2e.test_story import EMAIL, PASSWORD, go, log_a_past_session


def with_authenticator(page: Page) -> None:
    """From now on whoever holds this phone is the patient, and its passkeys answer at once."""
    browser = page.context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": options})


@pytest.fixture
def page(phone: Callable[..., Page], server: Server) -> Page:
    """A phone at the name of this machine: passkeys are bound to names, and an IP address is none."""
    page = phone(f"http://localhost:{urlsplit(server.url).port}")
    with_authenticator(page)
    return page


def signed_in(page: Page) -> None:
    expect(page.get_by_text(f"Signed in as {EMAIL}")).to_be_visible()


def sign_out(page: Page) -> None:
    go(page, "account")
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_role("button", name="Sign up", exact=True)).to_be_visible()
    page.get_by_role("button", name="I have an account").click()


def is_there_for_everybody(page: Page) -> None:
    assert (violations(page), small_targets(page), cut_off(page)) == ([], [], [])


def test_a_passkey_alone_makes_the_account_and_brings_the_entries_back(page: Page, server: Server) -> None:
    log_a_past_session(page, dose="50")
    go(page, "account")
    page.get_by_role("button", name="Sign up with a passkey").click()
    expect(page.get_by_text("Type your email first")).to_be_visible()
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_role("button", name="Sign up with a passkey").click()
    expect(page.get_by_text("Please say above that you agree.")).to_be_visible()
    page.get_by_label("I have read the privacy page").check()
    page.get_by_role("button", name="Sign up with a passkey").click()
    signed_in(page)
    expect(page.get_by_text("Saved online", exact=True)).to_be_visible()

    sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    signed_in(page)
    go(page, "journal")
    expect(page.get_by_text("50 mg (0.63 mg/kg), IV, 40 min")).to_be_visible()

    go(page, "account", "passkeys")
    expect(page.get_by_text("last used")).to_be_visible()
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("This device has a passkey of your account already.")).to_be_visible()
    page.get_by_role("button", name="Remove the passkey").click()
    expect(page.get_by_text("It is the only way into your account.")).to_be_visible()

    go(page, "account", "password")
    expect(page.get_by_label("New password")).to_be_visible()
    expect(page.get_by_label("Present password")).to_be_hidden()
    _an_hour_passes(server)
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Use my passkey").click()
    expect(page.get_by_role("button", name="Use my passkey")).to_be_hidden()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The password is changed")).to_be_visible()


def _an_hour_passes(server: Server) -> None:
    """The sign-in is not of the last minutes any more."""
    with closing(sqlite3.connect(server.data / DATABASE_FILE)) as connection, connection:
        connection.execute(
            "UPDATE login_session SET created_at = ?", [wire_instant(datetime.now(UTC) - timedelta(hours=1))]
        )


def test_a_passkey_is_asked_for_after_the_password_until_it_is_turned_off_and_removed(page: Page) -> None:
    go(page, "account")
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("I have read the privacy page").check()
    page.get_by_role("button", name="Sign up", exact=True).click()
    signed_in(page)
    go(page, "account", "passkeys")
    expect(page.get_by_text("You have no passkey yet.")).to_be_visible()
    page.get_by_label("Name of the passkey").fill("The red phone")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("The red phone", exact=True)).to_be_visible()
    page.get_by_role("button", name="Rename the passkey “The red phone”").click()
    renamed = page.get_by_label("New name")
    expect(renamed).to_have_value("The red phone")
    is_there_for_everybody(page)
    renamed.fill("The phone in the kitchen")
    renamed.press("Enter")
    expect(page.get_by_text("The phone in the kitchen", exact=True)).to_be_visible()
    page.get_by_label("Ask for a passkey after the password").check()
    expect(page.get_by_label("Ask for a passkey after the password")).to_be_enabled()
    is_there_for_everybody(page)

    sign_out(page)
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    is_there_for_everybody(page)
    page.get_by_role("button", name="Use my passkey").click()
    signed_in(page)

    go(page, "account", "passkeys")
    page.get_by_role("button", name="Remove the passkey").click()
    expect(page.get_by_text("It is asked for after your password.")).to_be_visible()
    page.get_by_label("Ask for a passkey after the password").uncheck()
    expect(page.get_by_text("will not sign you in any more")).to_be_visible()
    page.get_by_role("button", name="Remove", exact=True).click()
    expect(page.get_by_text("You have no passkey yet.")).to_be_visible()

    sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("This passkey opens no account here.")).to_be_visible()
