"""Pictures of every screen and of every page of the report, made with the example patient. Run by scripts/pictures."""

import shutil
import sys
import tempfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image, ImageOps
from playwright.sync_api import Browser, Page, sync_playwright

from backend.__main__ import DEMO_EMAIL, DEMO_PASSWORD
from tests.e2e.conftest import QUIET, been_here, start_server, stop_server
from tests.screens import EMPTY, SCREENS

SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 800}}


def take_pictures(folder: Path, only: str = "") -> None:
    data = Path(tempfile.mkdtemp())
    server = start_server(data / "data", "--demo")
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
            for size in SIZES:
                for scheme in ("light", "dark"):
                    _of_phone(browser, server.url, folder, size, scheme, only)
            browser.close()
    finally:
        stop_server(server)
        shutil.rmtree(data)


def _of_phone(browser: Browser, url: str, folder: Path, size: str, scheme: str, only: str) -> None:
    page = _opened(browser, url, size, scheme)
    for screen in EMPTY:
        _picture(page, url, screen, folder / f"empty-{screen.replace('/', '-')}-{size}-{scheme}.png", only)
    _sign_in(page, url)
    for screen in SCREENS:
        _picture(page, url, screen, folder / f"{screen.replace('/', '-')}-{size}-{scheme}.png", only)
    _entries(page, url, folder, size, scheme, only)
    _made_link(page, url, folder / f"link-made-{size}-{scheme}.png", only)
    _shared(page, url, folder / f"shared-{size}-{scheme}.png", only)
    if size == "desktop" and scheme == "light" and only in "shared-printed":
        _shared_on_paper(page, url, folder)
    if size == "phone" and scheme == "light" and only in "report":
        _report(page, url, folder)
    page.context.close()
    _invited(browser, url, folder / f"invited-{size}-{scheme}.png", size, scheme, only)
    _second_step(browser, url, folder / f"second-step-{size}-{scheme}.png", size, scheme, only)


def _opened(browser: Browser, url: str, size: str, scheme: str, **options: Any) -> Page:
    context = browser.new_context(
        viewport=SIZES[size], color_scheme=scheme, timezone_id="America/Chicago", locale="en-US", **options
    )  # type: ignore[arg-type]
    been_here(context)
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto(url)
    return page


def _answered(browser: Browser, url: str, size: str, scheme: str, path: str, answer: dict[str, Any]) -> Page:
    """A phone to which the server says this at `path`. Without a service worker, past which nothing can be answered."""
    page = _opened(browser, url, size, scheme, service_workers="block")
    page.context.route(path, lambda asked: asked.fulfill(json=answer))
    return page


def _invited(browser: Browser, url: str, path: Path, size: str, scheme: str, only: str) -> None:
    """Signing up where the operator invites."""
    if only not in path.name:
        return
    page = _answered(browser, url, size, scheme, "**/api/registration", {"registration": "invitation"})
    page.goto(f"{url}/#/account/invited/ABCD-EFGH-JKLM-NPQR-STUV-WXYZ")
    page.get_by_label("Invitation").wait_for()
    page.screenshot(path=str(path), full_page=True)
    page.context.close()


def _second_step(browser: Browser, url: str, path: Path, size: str, scheme: str, only: str) -> None:
    """What comes after the password where a passkey is asked for, too."""
    if only not in path.name:
        return
    page = _answered(browser, url, size, scheme, "**/api/session", {"options": {}})
    _say_who(page, url)
    page.get_by_role("button", name="Use my passkey").wait_for()
    page.screenshot(path=str(path), full_page=True)
    page.context.close()


def _say_who(page: Page, url: str) -> None:
    page.goto(f"{url}/#/account")
    page.get_by_role("button", name="I have an account").click()
    page.get_by_label("Email").fill(DEMO_EMAIL)
    page.get_by_label("Password").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def _sign_in(page: Page, url: str) -> None:
    _say_who(page, url)
    page.get_by_text(f"Signed in as {DEMO_EMAIL}").wait_for()
    page.goto(f"{url}/#/today")
    page.get_by_text("Saved online", exact=True).wait_for(timeout=60_000)


def _picture(page: Page, url: str, screen: str, path: Path, only: str) -> None:
    if only not in path.name:
        return
    page.goto(f"{url}/#/{screen}")
    page.wait_for_timeout(400)
    if screen == "progress":
        page.locator(".drawing .main-svg, main a.row").first.wait_for()
        page.wait_for_timeout(800)
    page.screenshot(path=str(path), full_page=True)


def _entries(page: Page, url: str, folder: Path, size: str, scheme: str, only: str) -> None:
    for title in ("Session", "Check-in", "PHQ-9"):
        path = folder / f"entry-{title.lower()}-{size}-{scheme}.png"
        if only not in path.name:
            continue
        page.goto(f"{url}/#/journal")
        page.locator("a.entry").filter(has_text=title).first.click()
        page.wait_for_timeout(400)
        page.screenshot(path=str(path), full_page=True)
        page.get_by_role("link", name="What changed").click()
        page.wait_for_timeout(400)
        page.screenshot(path=str(path.with_stem(f"history-{path.stem}")), full_page=True)


def _shared(page: Page, url: str, path: Path, only: str) -> None:
    if only not in path.name:
        return
    page.goto(url + _new_link(page, url))
    page.locator(".drawing .main-svg").first.wait_for()
    page.wait_for_timeout(800)
    page.screenshot(path=str(path), full_page=True)
    page.goto(url + _new_link(page, url, passcode="pelican 42"))
    page.get_by_label("Passcode").wait_for()
    page.screenshot(path=str(path.with_stem(f"{path.stem}-passcode")))
    page.goto(f"{url}/shared#unknown")
    page.get_by_role("heading", name="This link does not open anything").wait_for()
    page.screenshot(path=str(path.with_stem(f"{path.stem}-gone")))


def _new_link(page: Page, url: str, **asked: object) -> str:
    data = {"label": "Dr. Example", **asked}
    return str(page.request.post(f"{url}/api/share-links", data=data, headers={"Origin": url}).json()["path"])


def _made_link(page: Page, url: str, path: Path, only: str) -> None:
    if only not in path.name:
        return
    page.goto(f"{url}/#/links")
    page.get_by_label("For whom").fill("Dr. Example")
    page.get_by_role("button", name="Make the link").click()
    page.get_by_label("The link", exact=True).wait_for()
    page.locator("summary").first.click()
    page.screenshot(path=str(path), full_page=True)


def _shared_on_paper(page: Page, url: str, folder: Path) -> None:
    """The doctor's page as the browser prints it, and as the PDF that it offers."""
    link = _new_link(page, url)
    page.goto(url + link)
    page.locator(".drawing .main-svg").first.wait_for()
    _sheets(page.pdf(prefer_css_page_size=True, format="Letter"), folder, "shared-printed")
    data = {"token": link.partition("#")[2]}
    pdf = page.request.post(f"{url}/api/shared/report", data=data, headers={"Origin": url}).body()
    _sheets(pdf, folder, "shared-pdf")


def _sheets(pdf: bytes, folder: Path, name: str) -> None:
    document = pypdfium2.PdfDocument(pdf)
    for number in range(len(document)):
        document[number].render(scale=1.4).to_pil().save(folder / f"{name}-{number + 1}.png")


def _report(page: Page, url: str, folder: Path) -> None:
    answer = page.request.post(f"{url}/api/reports/evidence", data={}, headers={"Origin": url})
    document = pypdfium2.PdfDocument(answer.body())
    for number in range(len(document)):
        document[number].render(scale=1.4).to_pil().save(folder / f"report-{number + 1:02d}.png")


def take_readme_picture(path: Path) -> None:
    """Today and Progress side by side, as the README shows them."""
    data = Path(tempfile.mkdtemp())
    server = start_server(data / "data", "--demo")
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
            context = browser.new_context(viewport=SIZES["phone"], timezone_id="America/Chicago", locale="en-US")
            been_here(context)
            page = context.new_page()
            page.goto(server.url)
            _sign_in(page, server.url)
            shots = [_shot(page, server.url, screen) for screen in ("today", "progress", "journal")]
            browser.close()
    finally:
        stop_server(server)
        shutil.rmtree(data)
    gap, edge = 32, 1
    width = sum(shot.width + gap for shot in shots) - gap
    sheet = Image.new("RGB", (width, shots[0].height), "#ffffff")
    for place, shot in enumerate(shots):
        sheet.paste(ImageOps.expand(shot.crop((edge, edge, shot.width - edge, shot.height - edge)), edge, "#7C8684"),
                    (place * (shot.width + gap), 0))  # fmt: skip
    sheet.quantize(64).save(path, optimize=True)


def _shot(page: Page, url: str, screen: str) -> Image.Image:
    page.goto(f"{url}/#/{screen}")
    if screen == "progress":
        page.locator(".drawing .main-svg").first.wait_for()
        page.locator(".drawing").first.evaluate("chart => chart.closest('figure').scrollIntoView()")
        page.mouse.wheel(0, -72)
    page.wait_for_timeout(1_000)
    return Image.open(BytesIO(page.screenshot()))


if __name__ == "__main__":
    if shutil.which("chromium") is None:
        sys.exit("chromium is missing: run scripts/setup test")
    if sys.argv[1] == "--readme":
        take_readme_picture(Path(sys.argv[2]))
    else:
        take_pictures(Path(sys.argv[1]), *sys.argv[2:])
