"""Knowing what is kept, taking everything along, and leaving, with time to think."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Server
from tests.e2e.test_story import EMAIL, PASSWORD, go, log_a_past_session, sign_in, sign_up


@pytest.fixture
def page(phone: Callable[..., Page]) -> Page:
    """A phone of a patient who is new here."""
    return phone()


def test_the_privacy_page_is_read_before_signing_up_and_nobody_signs_up_without_agreeing(page: Page) -> None:
    go(page, "account")
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign up", exact=True).click()
    expect(page.get_by_label("I have read the privacy page")).to_be_focused()
    page.get_by_role("link", name="Read the privacy page").click()
    expect(page.get_by_role("heading", name="What is kept, and where")).to_be_visible()
    expect(page.get_by_text("For 14 days you can take it back by signing in")).to_be_visible()
    expect(page.get_by_role("button", name="I agree")).to_have_count(0)


def test_everything_is_downloaded_as_one_file_and_what_happened_says_so(page: Page) -> None:
    log_a_past_session(page, dose="50")
    sign_up(page)
    go(page, "account", "copy")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download everything").click()
    with ZipFile(BytesIO(download.value.path().read_bytes())) as archive:
        assert archive.testzip() is None
        assert "tables/treatment-session.csv" in archive.namelist()
        assert "50" in archive.read("index.html").decode()
    go(page, "account", "happened")
    expect(page.get_by_text("A copy of everything was downloaded")).to_be_visible()
    expect(page.get_by_text("You agreed to the privacy page")).to_be_visible()


def test_an_account_that_was_to_be_erased_is_back_after_signing_in(page: Page) -> None:
    log_a_past_session(page, dose="50")
    sign_up(page)
    go(page, "account", "erase")
    page.get_by_role("button", name="Erase the account …").click()
    page.get_by_label("Your password").fill("not my password")
    page.get_by_role("button", name="Erase the account", exact=True).click()
    expect(page.get_by_text("The password is wrong.")).to_be_visible()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Erase the account", exact=True).click()
    expect(page.get_by_role("heading", name="Your account is to be erased")).to_be_visible()
    page.get_by_role("button", name="Look it up").click()
    expect(page.get_by_role("status").filter(has_text="Asked for on")).to_contain_text("everything is erased for good")
    go(page, "journal")
    expect(page.get_by_text("50 mg")).to_have_count(0)

    sign_in(page)
    go(page, "journal")
    expect(page.get_by_text("50 mg (0.63 mg/kg), IV, 40 min")).to_be_visible()
    go(page, "receipt")
    page.get_by_role("button", name="Look it up").click()
    expect(page.get_by_text("took it back. Nothing was erased")).to_be_visible()


def test_an_account_erased_at_once_leaves_a_receipt_that_counts_what_was_erased(page: Page, server: Server) -> None:
    log_a_past_session(page, dose="50")
    sign_up(page)
    go(page, "account", "erase")
    page.get_by_role("button", name="Erase the account …").click()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_label("At once, without time to take it back").check()
    page.get_by_role("button", name="Erase everything now").click()
    expect(page.get_by_role("heading", name="Your account is erased")).to_be_visible()
    page.get_by_role("button", name="Look it up").click()
    expect(page.get_by_text("1 entry", exact=True)).to_be_visible()
    answer = page.request.post(
        f"{server.url}/api/session", data={"email": EMAIL, "password": PASSWORD}, headers={"Origin": server.url}
    )
    assert answer.status == 401
