"""The main job from end to end, as one patient lives it: on real phones, against the real server."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from urllib.parse import urlsplit

import pikepdf
from playwright.sync_api import Browser, CDPSession, Locator, Page, Worker, expect

from tests.e2e.conftest import PHONE, Server
from tests.push_service import Delivery, PushService, push_service

EMAIL, PASSWORD = "ann@casebook.example", "a long enough password"
# The seam of the phone: Debian's Chromium has no push service to subscribe with, so the test's own answers.
SUBSCRIBE_HERE = """subscription => {
  PushManager.prototype.subscribe = async () => ({ toJSON: () => subscription, endpoint: subscription.endpoint });
}"""

_SHOWN = "async () => (await self.registration.getNotifications()).length"


def test_from_an_entry_without_network_to_the_chart_the_link_the_report_and_the_reminder(
    phone: Callable[[], Page], chromium: Browser, server: Server
) -> None:
    first = phone()
    wait_until_installed(first)
    _log_a_session_offline_and_reload(first)
    _answer_a_phq9(first, answer="Nearly every day")
    sign_up(first)

    second = phone()
    sign_in(second)
    _edit_the_dose(second, "60")
    _finds_the_dose(first, "60 mg")
    _answer_a_phq9(second, answer="Several days")
    _saves_online(second)

    _sees_the_chart(first)
    _doctor_reads_the_link(chromium, _make_a_link(first))
    _makes_the_report(first)
    with push_service() as pushes:
        _is_reminded(first, server, pushes)


def go(page: Page, *steps: str) -> None:
    page.goto(page.url.split("#")[0] + "#/" + "/".join(steps))


def _place(page: Page, name: str) -> Locator:
    return page.get_by_role("navigation", name="Places").get_by_role("link", name=name)


def wait_until_installed(page: Page) -> None:
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")


def _log_a_session_offline_and_reload(page: Page) -> None:
    page.context.set_offline(True)
    page.reload()
    log_a_past_session(page, dose="50")
    expect(page.get_by_text("Only on this phone", exact=True)).to_be_visible()
    page.reload()
    _place(page, "Journal").click()
    expect(page.get_by_text("50 mg (0.63 mg/kg), IV, 40 min")).to_be_visible()
    page.context.set_offline(False)


def log_a_past_session(page: Page, dose: str, hours_ago: float = 24.7) -> None:
    """A session of 40 minutes that began `hours_ago` before now: with the default it ended just over a day ago."""
    local = page.evaluate(
        "ms => new Date(ms - new Date(ms).getTimezoneOffset() * 60000).toISOString().slice(0, 16)",
        (datetime.now(UTC) - timedelta(hours=hours_ago)).timestamp() * 1000,
    )
    _place(page, "Add an entry").click()
    page.get_by_role("link", name="Past session").click()
    page.get_by_label("Started").fill(local)
    page.get_by_label("Length").fill("40")
    page.get_by_label("Dose", exact=True).fill(dose)
    page.get_by_label("Body weight").fill("176")
    page.get_by_label("Mood").first.fill("3")
    page.get_by_label("Mood").last.fill("6")
    page.get_by_role("button", name="Save the session").click()
    expect(page.get_by_role("button", name="Save changes")).to_be_visible()


def _answer_a_phq9(page: Page, answer: str) -> None:
    _place(page, "Add an entry").click()
    page.get_by_role("link", name="PHQ-9").click()
    for number in range(1, 10):
        expect(page.get_by_text(f"question {number} of 10")).to_be_visible()
        # A tap that follows the last one at once is taken for its second half, and answers nothing.
        page.wait_for_timeout(320)
        page.get_by_role("button", name=answer, exact=True).click()
    # The ninth question was answered above zero: at once, whatever is answered next.
    expect(page.get_by_role("link", name="Call 988").first).to_be_visible()
    page.get_by_role("button", name="Go on with the questions").click()
    page.wait_for_timeout(320)
    page.get_by_role("button", name="Somewhat difficult").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name="Call 988").first).to_be_visible()
    page.get_by_role("link", name="Done").click()


def sign_up(page: Page) -> None:
    go(page, "account")
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("I have read the privacy page").check()
    page.get_by_role("button", name="Sign up").click()
    expect(page.get_by_text(f"Signed in as {EMAIL}")).to_be_visible()
    expect(page.get_by_text("Saved online", exact=True)).to_be_visible()


def sign_in(page: Page) -> None:
    go(page, "account")
    page.get_by_role("button", name="I have an account").click()
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text(f"Signed in as {EMAIL}")).to_be_visible()


def _edit_the_dose(page: Page, dose: str) -> None:
    _place(page, "Journal").click()
    page.get_by_role("link", name=re.compile("^Session")).click()
    expect(page.get_by_label("Dose", exact=True)).to_have_value("50")
    page.get_by_label("Dose", exact=True).fill(dose)
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_text(f"{dose} mg (0.75 mg/kg), IV, 40 min")).to_be_visible()
    expect(page.get_by_text("Saved online", exact=True)).to_be_visible()


def _finds_the_dose(page: Page, dose: str) -> None:
    _saves_online(page)
    go(page, "journal")
    expect(page.get_by_text(dose)).to_be_visible()


def _saves_online(page: Page) -> None:
    go(page, "sync")
    page.get_by_role("button", name="Save online now").click()
    expect(page.get_by_role("button", name="Save online now")).to_be_enabled()
    expect(page.get_by_text("Everything saved online")).to_be_visible()


def _sees_the_chart(page: Page) -> None:
    _place(page, "Progress").click()
    expect(page.get_by_role("heading", name="PHQ-9 fell from 27 to 9")).to_be_visible()
    expect(page.locator(".drawing .main-svg").first).to_be_visible()
    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_text("this is the last result kept here")).to_be_visible()
    expect(page.locator(".drawing .main-svg").first).to_be_visible()
    page.context.set_offline(False)


def _make_a_link(page: Page) -> str:
    go(page, "links")
    page.get_by_label("For whom").fill("Dr. Example")
    page.get_by_role("button", name="Make the link").click()
    address = page.get_by_label("The link", exact=True).input_value()
    assert "#" in address
    return address


def _doctor_reads_the_link(chromium: Browser, address: str) -> None:
    context = chromium.new_context(viewport=PHONE)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    expect(page.get_by_role("heading", name="PHQ-9 fell from 27 to 9")).to_be_visible()
    page.get_by_role("button", name="Open all").click()
    expect(page.get_by_text("60 mg (0.75 mg/kg)").first).to_be_visible()
    expect(page.locator(".drawing .main-svg").first).to_be_visible()
    assert context.cookies() == []
    token = urlsplit(address).fragment
    assert [url for url in asked if token in url.partition("#")[0]] == []
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(address).netloc}
    context.close()


def _makes_the_report(page: Page) -> None:
    go(page, "report")
    page.get_by_role("button", name="Make the report").click()
    expect(page.get_by_role("img", name="Page 1 of")).to_be_visible(timeout=60_000)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the PDF").click()
    content = download.value.path().read_bytes()
    with pikepdf.open(BytesIO(content)) as pdf:
        assert len(pdf.pages) >= 2
        with pdf.open_metadata() as metadata:
            assert metadata["pdfaid:part"] == "3"
            assert metadata["pdfuaid:part"] == "1"


def _is_reminded(page: Page, server: Server, pushes: PushService) -> None:
    page.context.grant_permissions(["notifications"], origin=server.url)
    go(page, "reminders")
    page.evaluate(SUBSCRIBE_HERE, pushes.subscribe("ann"))
    page.get_by_role("button", name="Turn messages on").click()
    expect(page.get_by_text("Messages come to this phone.")).to_be_visible()
    # Whatever time of day it is in New York: quiet hours that end as they begin are none.
    for label in ("From", "Until"):
        page.get_by_label(label, exact=True).fill("00:00")
        page.get_by_label(label, exact=True).blur()
    delivery = _delivered(page, pushes)
    assert b"ketamine" not in delivery.plain.lower()
    assert delivery.message["notification"]["body"] == "Time for a check-in"
    _puts_off(page, server, delivery)
    _shows_and_opens(page, server, delivery)


def _delivered(page: Page, pushes: PushService) -> Delivery:
    # The check-in is due since a minute or two, and a sweep looks every 20 seconds.
    for _ in range(90):
        if pushes.deliveries:
            return pushes.deliveries[0]
        page.wait_for_timeout(1_000)
    raise AssertionError(f"no push arrived; refused: {pushes.refusals}")


def _shows_and_opens(page: Page, server: Server, delivery: Delivery) -> None:
    worker = _shown(page, server, delivery)
    assert worker.evaluate(
        "async () => (await self.registration.getNotifications()).map(({ title, body }) => ({ title, body }))"
    ) == [{"title": "Casebook", "body": "Time for a check-in"}]
    page.context.set_offline(True)
    worker.evaluate(
        """async () => {
          const [notification] = await self.registration.getNotifications()
          self.dispatchEvent(new NotificationEvent('notificationclick', { notification }))
        }"""
    )
    expect(page.get_by_role("heading", name="How is it now?")).to_be_visible()
    page.context.set_offline(False)


def _puts_off(page: Page, server: Server, delivery: Delivery) -> None:
    """A tap on "In an hour": the message goes away, and the server knows when it is to come again."""
    worker = _shown(page, server, delivery)
    with page.context.expect_event("response", lambda answer: answer.url.endswith("/api/push/later")) as asked:
        worker.evaluate(
            """async () => {
              const [notification] = await self.registration.getNotifications()
              const [{ action }] = notification.actions
              self.dispatchEvent(new NotificationEvent('notificationclick', { notification, action }))
            }"""
        )
    assert asked.value.status == 204
    assert worker.evaluate(_SHOWN) == 0


def _shown(page: Page, server: Server, delivery: Delivery) -> Worker:
    """The service worker, once it shows the message. A push service delivers again, too, what a worker did not take."""
    browser = page.context.new_cdp_session(page)
    message = {"origin": server.url, "registrationId": _registration(browser, server), "data": delivery.plain.decode()}
    for _ in range(5):
        browser.send("ServiceWorker.deliverPushMessage", message)
        for _ in range(30):
            worker = _worker(page)
            if worker.evaluate(_SHOWN) > 0:
                return worker
            page.wait_for_timeout(100)
    raise AssertionError("the message was not shown")


def _registration(browser: CDPSession, server: Server) -> str:
    found: list[str] = []
    browser.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: found.extend(
            registration["registrationId"]
            for registration in event["registrations"]
            if registration["scopeURL"].startswith(server.url)
        ),
    )
    browser.send("ServiceWorker.enable")
    for _ in range(50):
        if found:
            return found[-1]
        browser.send("Runtime.evaluate", {"expression": "new Promise(r => setTimeout(r, 100))", "awaitPromise": True})
    raise AssertionError("the service worker is not registered")


def _worker(page: Page) -> Worker:
    return page.context.service_workers[0]
