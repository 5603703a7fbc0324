"""The doctor's link in a browser: chosen, shown as a code, opened with a passcode, printed, saved, withdrawn."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pypdfium2
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from backend.__main__ import DEMO_EMAIL, DEMO_PASSWORD
from tests.e2e.conftest import PHONE, Server

PASSCODE = "pelican 42"


@pytest.fixture(autouse=True)
def _patience() -> Iterator[None]:
    """The first page of a server that has just started takes a while."""
    expect.set_options(timeout=30_000)
    yield
    expect.set_options(timeout=15_000)


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """The patient's phone, which can hand a link on."""
    opened = chromium.new_context(viewport=PHONE, locale="en-US", permissions=["clipboard-read", "clipboard-write"])
    opened.set_default_timeout(30_000)
    opened.add_init_script("navigator.share = async (what) => { window.handedOn = what.url }")
    yield opened
    opened.close()


@pytest.fixture
def clinic(chromium: Browser) -> Iterator[BrowserContext]:
    """The doctor's browser: no cookie of the patient, and no service worker at all."""
    opened = chromium.new_context(locale="en-US", accept_downloads=True, service_workers="block")
    opened.set_default_timeout(30_000)
    yield opened
    opened.close()


def new_link(example: Server, page: Page, **asked: object) -> str:
    """The address of a link made through the server's own door, as the demo patient."""
    headers = {"Origin": example.url}
    signed_in = page.request.post(
        f"{example.url}/api/session", data={"email": DEMO_EMAIL, "password": DEMO_PASSWORD}, headers=headers
    )
    assert signed_in.ok
    answer = page.request.post(
        f"{example.url}/api/share-links", data={"label": "Dr. Example", **asked}, headers=headers
    )
    page.context.clear_cookies()
    return example.url + str(answer.json()["path"])


def withdraw_all(example: Server, page: Page) -> None:
    """As the patient does who no longer wants anything to be seen."""
    headers = {"Origin": example.url}
    page.request.post(
        f"{example.url}/api/session", data={"email": DEMO_EMAIL, "password": DEMO_PASSWORD}, headers=headers
    )
    for link in page.request.get(f"{example.url}/api/share-links").json():
        assert page.request.delete(f"{example.url}/api/share-links/{link['id']}", headers=headers).ok


def sign_in(example: Server, page: Page) -> None:
    page.goto(f"{example.url}/#/account")
    page.get_by_role("button", name="I have an account").click()
    page.get_by_label("Email").fill(DEMO_EMAIL)
    page.get_by_label("Password").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text(f"Signed in as {DEMO_EMAIL}")).to_be_visible()


def test_the_patient_chooses_makes_extends_and_withdraws(
    example: Server, context: BrowserContext, clinic: BrowserContext
) -> None:
    page = context.new_page()
    sign_in(example, page)
    page.goto(f"{example.url}/#/links")
    page.get_by_label("For whom").fill("  ")
    page.get_by_role("button", name="Make the link").click()
    expect(page.get_by_text("Say for whom the link is.")).to_be_in_viewport()
    page.get_by_label("For whom").fill("\u2068Dr. Chosen\u2069")
    page.get_by_label("Daily check-ins").uncheck()
    page.get_by_label("Side effects").uncheck()
    page.get_by_role("button", name="Make the link").click()
    code = page.get_by_role("img", name="The link as a code to scan")
    expect(code).to_be_in_viewport()
    address = page.get_by_label("The link", exact=True).input_value()
    page.get_by_role("button", name="Copy the link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == address
    page.get_by_role("button", name="Send it").click()
    page.wait_for_function("() => window.handedOn")
    assert page.evaluate("window.handedOn") == address

    doctor = clinic.new_page()
    doctor.goto(address)
    expect(doctor.get_by_role("heading", name="Scores", exact=True)).to_be_visible()
    expect(doctor.get_by_text("Not shared: side effects, daily check-ins and medicines")).to_be_visible()
    doctor.get_by_role("button", name="Open all").click()
    expect(doctor.get_by_role("heading", name="31 sessions", exact=True)).to_be_visible()
    expect(doctor.get_by_text("Dissociation")).to_have_count(0)

    page.reload()
    card = page.get_by_role("listitem").filter(has_text="Dr. Chosen")
    expect(card.get_by_text("Opened once")).to_be_visible()
    expect(code).to_have_count(0)
    assert urlsplit(address).fragment not in page.content()
    card.get_by_text("Dr. Chosen").click()
    expect(card.get_by_text("Chrome on Linux")).to_be_visible()
    card.get_by_label("Let it work for").select_option("a year from today")
    expect(card.get_by_text("2027")).to_be_visible()
    doctor.reload()
    expect(doctor.get_by_text("works until Nov", exact=False)).to_contain_text("2027")
    card.get_by_role("button", name="Withdraw").click()
    expect(card.get_by_text("Withdrawn")).to_be_visible()
    doctor.reload()
    expect(doctor.get_by_role("heading", name="This link does not open anything")).to_be_visible()
    withdrawn = doctor.locator("body").inner_text()
    doctor.goto(f"{example.url}/shared#{'unknown' * 6}")
    doctor.reload()
    expect(doctor.get_by_role("heading", name="This link does not open anything")).to_be_visible()
    assert doctor.locator("body").inner_text() == withdrawn


def test_the_page_asks_nobody_else_and_hands_its_token_to_nobody(example: Server, clinic: BrowserContext) -> None:
    page = clinic.new_page()
    address = new_link(example, page)
    token = urlsplit(address).fragment
    asked: list[tuple[str, dict[str, str]]] = []
    clinic.on("request", lambda request: asked.append((request.url, request.headers)))
    page.goto(address)
    expect(page.locator(".drawing .main-svg").first).to_be_visible()
    with page.expect_download():
        page.get_by_role("button", name="Save as PDF for the chart").click()
    assert {urlsplit(url).netloc for url, _ in asked if not url.startswith("blob:")} == {urlsplit(example.url).netloc}
    assert [url for url, _ in asked if token in url.partition("#")[0]] == []
    assert [headers for _, headers in asked if headers.get("referer")] == []
    assert clinic.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    document = page.request.get(f"{example.url}/shared")
    assert "noindex" in document.headers["x-robots-tag"]
    assert 'name="robots" content="noindex' in document.text()
    # Nobody is asked to install a patient's app.
    assert "manifest" not in document.text()


def test_a_wrong_passcode_opens_nothing_and_soon_has_to_wait(example: Server, clinic: BrowserContext) -> None:
    page = clinic.new_page()
    page.goto(new_link(example, page, passcode=PASSCODE))
    page.get_by_label("Passcode").fill("wrong word")
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_role("alert").filter(has_text="not the passcode")).to_be_visible()
    for _ in range(2):
        page.get_by_role("button", name="Open").click()
        expect(page.get_by_role("button", name="Open")).to_be_enabled()
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_role("alert").filter(has_text="Try again in")).to_be_visible()


def test_the_right_passcode_opens_the_page_and_its_pdf(example: Server, clinic: BrowserContext) -> None:
    page = clinic.new_page()
    page.goto(new_link(example, page, passcode=PASSCODE))
    page.get_by_label("Passcode").fill(PASSCODE)
    page.get_by_label("Passcode").press("Enter")
    expect(page.get_by_role("heading", name="What the entries show")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as PDF for the chart").click()
    assert len(pypdfium2.PdfDocument(Path(download.value.path()))) == 2


def test_a_page_left_open_shows_nothing_more_once_the_link_is_withdrawn(
    example: Server, context: BrowserContext, clinic: BrowserContext
) -> None:
    patient, page = context.new_page(), clinic.new_page()
    page.goto(new_link(example, page))
    expect(page.get_by_role("heading", name="What the entries show")).to_be_visible()
    came_back = clinic.new_page()
    came_back.goto(page.url)
    expect(came_back.get_by_role("heading", name="What the entries show")).to_be_visible()
    withdraw_all(example, patient)
    page.get_by_role("button", name="Save as PDF for the chart").click()
    expect(page.get_by_role("heading", name="This link does not open anything")).to_be_visible()
    # As a browser does that had kept the whole page in memory; this one is started without such memory.
    came_back.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(came_back.get_by_role("heading", name="This link does not open anything")).to_be_visible()
    for one in (page, came_back):
        expect(one.get_by_text("Treatment progress")).to_have_count(0)


@pytest.mark.parametrize("paper", ["Letter", "A4"])
@pytest.mark.parametrize("viewport", [PHONE, {"width": 1280, "height": 800}], ids=["phone", "desktop"])
def test_the_page_prints_on_two_light_sheets_from_a_dark_screen(
    example: Server, chromium: Browser, viewport: dict[str, int], paper: str, tmp_path: Path
) -> None:
    context = chromium.new_context(viewport=viewport, locale="en-US", color_scheme="dark")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(new_link(example, page))
    expect(page.locator(".drawing .main-svg").first).to_be_visible()
    page.pdf(path=tmp_path / "printed.pdf", format=paper, prefer_css_page_size=True)
    context.close()
    printed = pypdfium2.PdfDocument(tmp_path / "printed.pdf")
    assert len(printed) == 2
    text = " ".join(" ".join(sheet.get_textpage().get_text_range() for sheet in printed).split())
    for said in ("Self-reported.", "Nobody monitors this page.", "Item 9 of the PHQ-9", "Hours of sleep"):
        assert said in text
    assert _darkest_words(printed[0]) < 80


def _darkest_words(sheet: pypdfium2.PdfPage) -> int:
    """The darkest grey of the heading at the top: light words on white are what a dark screen would print."""
    grey = sheet.render().to_pil().convert("L")
    return int(grey.crop((0, 0, grey.width, grey.height // 6)).getextrema()[0])
