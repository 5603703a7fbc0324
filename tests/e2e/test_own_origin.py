"""On no screen does anything leave the origin, and nothing is refused by the policy the pages are served with."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, StorageState, expect

from backend.__main__ import DEMO_EMAIL, DEMO_PASSWORD
from tests.e2e.conftest import PHONE, Server
from tests.screens import EMPTY, SCREENS

TELL = """document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
  console.error(`refused: ${violatedDirective} ${blockedURI} ${sample}`))"""


@dataclass
class Seen:
    """What a browser asked for, and what it complained of."""

    hosts: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        context.add_init_script(TELL)
        context.on("request", self._request)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))

    def _request(self, request: Request) -> None:
        if not request.url.startswith(("blob:", "data:")):
            self.hosts.add(urlsplit(request.url).netloc)

    def _console(self, message: ConsoleMessage) -> None:
        # That something is not there, as a calendar nobody has made, is an answer and no complaint.
        if message.type in ("error", "warning") and "responded with a status of 404" not in message.text:
            self.complaints.append(f"{message.text} at {message.location['url']}")


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
def page(chromium: Browser, seen: Seen, example: Server) -> Iterator[Page]:
    been_here: StorageState = {
        "cookies": [],
        "origins": [{"origin": example.url, "localStorage": [{"name": "casebook.welcomed", "value": "yes"}]}],
    }
    context = chromium.new_context(viewport=PHONE, timezone_id="America/Chicago", storage_state=been_here)
    seen.watch(context)
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()


def test_every_screen_of_a_full_journal_keeps_to_its_own_origin_and_policy(
    page: Page, seen: Seen, example: Server
) -> None:
    page.goto(example.url)
    # The service worker is there before anything else, and what it keeps came from here, too.
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    for screen in EMPTY:
        _open(page, example, screen)
    _sign_in(page, example)
    for screen in SCREENS:
        _open(page, example, screen)
        if screen == "progress":
            expect(page.locator(".drawing .main-svg").first).to_be_visible()
    _make_a_report(page, example)
    assert seen.hosts == {urlsplit(example.url).netloc}
    assert seen.complaints == []


def test_the_doctors_page_keeps_to_its_own_origin_and_policy(page: Page, seen: Seen, example: Server) -> None:
    page.goto(example.url)
    _sign_in(page, example)
    _open(page, example, "links")
    page.get_by_label("For whom").fill("Dr. Example")
    page.get_by_role("button", name="Make the link").click()
    page.goto(page.get_by_label("The link", exact=True).input_value())
    page.get_by_role("button", name="Open all").click()
    expect(page.locator(".drawing .main-svg").first).to_be_visible()
    assert seen.hosts == {urlsplit(example.url).netloc}
    assert seen.complaints == []


def test_text_never_becomes_markup_or_script(page: Page, example: Server) -> None:
    page.goto(example.url)
    expect(page.locator("main h1").first).to_be_visible()
    markup = "() => { const made = document.createElement('div'); made.innerHTML = '<b>bold</b>' }"
    script = "() => { const made = document.createElement('script'); made.src = '/assets/other.js' }"
    worker = "() => navigator.serviceWorker.register('/other.js')"
    for attempt in (markup, script, worker):
        refused = page.evaluate(f"async () => {{ try {{ await ({attempt})() }} catch (e) {{ return e.name }} }}")
        assert refused == "TypeError", attempt


def _open(page: Page, server: Server, screen: str) -> None:
    page.goto(f"{server.url}/#/{screen}")
    page.locator("main h1").first.wait_for()
    page.wait_for_function("() => !document.querySelector('main [aria-busy=true]')")


def _sign_in(page: Page, server: Server) -> None:
    _open(page, server, "account")
    page.get_by_role("button", name="I have an account").click()
    page.get_by_label("Email").fill(DEMO_EMAIL)
    page.get_by_label("Password").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_text(f"Signed in as {DEMO_EMAIL}").wait_for()
    page.get_by_text("Saved online", exact=True).wait_for(timeout=60_000)


def _make_a_report(page: Page, server: Server) -> None:
    _open(page, server, "report")
    page.get_by_role("button", name="Make the report").click()
    expect(page.get_by_role("img", name="Page 1 of")).to_be_visible(timeout=60_000)
