"""The first minutes with Casebook, and covering the screen from then on."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import PHONE, Server
from tests.e2e.test_story import log_a_past_session

IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.5 Mobile/15E148 Safari/604.1"
)
DAY_MS = 24 * 3_600_000


@pytest.fixture
def new_page(chromium: Browser, server: Server) -> Page:
    """A browser in which Casebook was never opened, with the app loaded."""
    page = chromium.new_context(viewport=PHONE, locale="en-US").new_page()
    page.set_default_timeout(15_000)
    page.goto(server.url)
    return page


def test_the_first_run_has_three_short_screens_works_offline_and_never_comes_again(new_page: Page) -> None:
    expect(new_page.get_by_role("heading", name="A journal that becomes your case")).to_be_visible()
    new_page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    new_page.context.set_offline(True)
    new_page.get_by_role("link", name="Next").click()
    expect(new_page.get_by_text("Nobody watches it")).to_be_visible()
    expect(new_page.get_by_text("No medical advice")).to_be_visible()
    expect(new_page.get_by_role("link", name="If you might hurt yourself, get help now")).to_be_visible()
    new_page.get_by_role("link", name="Next").click()
    expect(new_page.get_by_role("heading", name="Keep it on this device")).to_be_visible()
    new_page.get_by_role("button", name="Start").click()
    expect(new_page.get_by_role("link", name=re.compile("^Log a session"))).to_be_visible()
    new_page.context.set_offline(False)
    new_page.goto(new_page.url.split("#")[0])
    expect(new_page.get_by_role("link", name=re.compile("^Log a session"))).to_be_visible()


def test_on_an_iphone_skipping_leads_to_the_installation_before_the_first_entry(
    chromium: Browser, server: Server
) -> None:
    page = chromium.new_context(viewport=PHONE, user_agent=IPHONE).new_page()
    page.goto(server.url)
    page.get_by_role("button", name="Skip").click()
    expect(page.get_by_text("do this before the first entry")).to_be_visible()
    expect(page.get_by_text("tap “Add to Home Screen”")).to_be_visible()
    assert page.locator("main ol svg").count() == 3


def test_the_browsers_own_offer_to_install_is_one_tap(new_page: Page) -> None:
    new_page.evaluate(
        """() => {
          window.asked = 0
          const offer = new Event('beforeinstallprompt', { cancelable: true })
          offer.prompt = async () => { window.asked += 1; return { outcome: 'dismissed' } }
          window.dispatchEvent(offer)
        }"""
    )
    new_page.goto(f"{new_page.url.split('#')[0]}#/install")
    new_page.get_by_role("button", name="Install Casebook").click()
    expect(new_page.get_by_text("Not installed. You can do it later")).to_be_visible()
    assert new_page.evaluate("window.asked") == 1


def test_entries_that_only_a_tab_holds_for_a_day_are_warned_of(new_page: Page) -> None:
    new_page.get_by_role("button", name="Skip").click()
    log_a_past_session(new_page, dose="50")
    new_page.clock.set_system_time(new_page.evaluate("Date.now()") + DAY_MS + 60_000)
    new_page.goto(new_page.url.split("#")[0])
    new_page.reload()
    expect(new_page.get_by_text("Only in this tab", exact=True)).to_be_visible()
    new_page.get_by_role("link", name="Keep them safe").click()
    expect(new_page.get_by_text("A browser may clear what a tab keeps")).to_be_visible()
    expect(new_page.get_by_role("link", name="On your home screen")).to_be_visible()


def test_after_the_first_entry_the_browser_is_asked_to_keep_it_and_the_answer_is_shown(new_page: Page) -> None:
    new_page.add_init_script("StorageManager.prototype.persist = async () => { window.asked = true; return false }")
    new_page.reload()
    new_page.goto(f"{new_page.url.split('#')[0]}#/today")
    assert not new_page.evaluate("window.asked === true")
    log_a_past_session(new_page, dose="50")
    new_page.wait_for_function("() => window.asked === true")
    new_page.goto(f"{new_page.url.split('#')[0]}#/sync")
    expect(new_page.get_by_text("may clear them when it runs out of room")).to_be_visible()


@pytest.mark.parametrize(
    ("screen", "title"),
    [
        ("today", re.compile("day, ")),
        ("journal", "Journal"),
        ("session/new", "Mood right now"),
        ("welcome", "A journal that becomes your case"),
    ],
)
def test_one_tap_covers_any_screen_and_one_brings_it_back(
    new_page: Page, screen: str, title: str | re.Pattern[str]
) -> None:
    new_page.goto(f"{new_page.url.split('#')[0]}#/{screen}")
    heading = new_page.locator("main h1")
    expect(heading).to_have_text(title)
    words = heading.inner_text()
    new_page.get_by_role("button", name="Hide the screen").click()
    expect(heading).to_be_hidden()
    assert words not in new_page.locator("body").inner_text() or screen == "today"
    new_page.reload()
    expect(new_page.get_by_role("button", name="Clock. Tap to go back.")).to_be_visible()
    new_page.get_by_role("button", name="Clock. Tap to go back.").click()
    expect(heading).to_have_text(words)


def test_escape_twice_covers_a_form_and_what_was_being_written_is_still_there(new_page: Page) -> None:
    new_page.goto(f"{new_page.url.split('#')[0]}#/account")
    new_page.get_by_label("Email").fill("half an addr")
    new_page.keyboard.press("Escape")
    new_page.keyboard.press("Escape")
    expect(new_page.get_by_label("Email")).to_be_hidden()
    new_page.keyboard.press("Escape")
    expect(new_page.get_by_label("Email")).to_have_value("half an addr")


def test_going_to_another_app_covers_the_screen_once_that_is_wanted(new_page: Page) -> None:
    _leave(new_page)
    expect(new_page.get_by_role("button", name="Clock")).to_have_count(0)
    new_page.goto(f"{new_page.url.split('#')[0]}#/hide")
    new_page.get_by_label("Cover when I switch apps").check()
    _leave(new_page)
    expect(new_page.get_by_role("button", name="Clock")).to_be_visible()


def _leave(page: Page) -> None:
    """Another app comes to the front; a page in a test has no other way to see that."""
    page.evaluate(
        """() => {
          Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })
          document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
          delete document.visibilityState
        }"""
    )


def test_a_screen_that_is_not_on_the_phone_yet_says_so(chromium: Browser, server: Server) -> None:
    page = chromium.new_context(viewport=PHONE, service_workers="block").new_page()
    page.route("**/assets/ShareLinks*", lambda route: route.abort())
    page.goto(f"{server.url}/#/links")
    expect(page.get_by_text("This screen is not on this phone yet")).to_be_visible()
    page.goto(f"{server.url}/#/help")
    expect(page.get_by_role("heading", name="Help right now")).to_be_visible()
