"""Reminders as a patient sets them: without network, on two phones, tried out, blocked, and in a calendar."""

import re
from collections.abc import Callable

import icalendar
from playwright.sync_api import Page, Response, expect

from tests.e2e.conftest import Server
from tests.e2e.test_story import SUBSCRIBE_HERE, go, sign_in, sign_up, wait_until_installed
from tests.push_service import push_service


def _row(page: Page, title: str, detail: str) -> None:
    expect(page.get_by_role("link", name=f"{title} {detail}")).to_be_visible()


def _brings_a_reminder(answer: Response) -> bool:
    """Whether the server has taken one now; "Saved online" may still be said of what was there before."""
    return answer.url.endswith("/api/sync") and '"kind":"reminder"' in (answer.request.post_data or "")


def _open(page: Page) -> None:
    go(page, "reminders")
    expect(page.get_by_role("heading", name="Reminders", exact=True)).to_be_visible()


def test_what_is_chosen_without_network_holds_after_a_reload_and_on_another_phone(phone: Callable[[], Page]) -> None:
    page = phone()
    wait_until_installed(page)
    page.context.set_offline(True)
    _open(page)
    page.get_by_role("link", name=re.compile("^After a session")).click()
    page.get_by_role("button", name="7 days").click()
    expect(page.get_by_role("button", name="7 days")).to_have_attribute("aria-pressed", "false")
    go(page, "reminders", "check_in")
    page.get_by_role("checkbox", name="On").check()
    page.get_by_label("Time").fill("21:15")
    page.get_by_label("Time").blur()
    go(page, "reminders", "questionnaire")
    page.get_by_role("button", name="Every week").click()
    expect(page.get_by_role("button", name="Every week")).to_have_attribute("aria-pressed", "true")
    _open(page)
    page.get_by_role("button", name="Until tomorrow morning").click()
    expect(page.get_by_text(re.compile("^Paused until"))).to_be_visible()
    page.reload()
    _row(page, "After a session", "2 hours, 1 day, 3 days after")
    _row(page, "Daily check-in", "At 9:15 PM")
    _row(page, "Questionnaires", "Every week, at 10:00 AM")

    page.context.set_offline(False)
    sign_up(page)
    other = phone()
    sign_in(other)
    expect(other.get_by_text("Saved online", exact=True)).to_be_visible()
    _open(other)
    _row(other, "Daily check-in", "At 9:15 PM")
    expect(other.get_by_text(re.compile("^Paused until"))).to_be_visible()


def test_one_switch_turns_all_of_them_off(phone: Callable[[], Page]) -> None:
    page = phone()
    _open(page)
    page.get_by_role("checkbox", name="Reminders").uncheck()
    expect(page.get_by_text("Everything is off.")).to_be_visible()
    page.reload()
    expect(page.get_by_role("checkbox", name="Reminders")).not_to_be_checked()


def test_the_phone_is_asked_for_leave_only_at_the_tap_and_a_block_is_explained(phone: Callable[[], Page]) -> None:
    page = phone()
    asked = "window.asked = 0; const ask = Notification.requestPermission.bind(Notification);"
    page.add_init_script(f"{asked} Notification.requestPermission = () => {{ window.asked += 1; return ask() }}")
    wait_until_installed(page)
    sign_up(page)
    _open(page)
    expect(page.get_by_text("No messages come to this phone.")).to_be_visible()
    assert page.evaluate("window.asked") == 0
    page.get_by_role("button", name="Turn messages on").click()
    expect(page.get_by_role("alert")).to_have_text(re.compile("Notifications are blocked for Casebook"))
    assert page.evaluate("window.asked") == 1


def test_a_test_message_says_what_went_wrong(phone: Callable[[], Page], server: Server) -> None:
    page = phone()
    wait_until_installed(page)
    sign_up(page)
    page.context.grant_permissions(["notifications"], origin=server.url)
    with push_service() as pushes:
        _open(page)
        page.evaluate(SUBSCRIBE_HERE, pushes.subscribe("ann"))
        page.get_by_role("button", name="Turn messages on").click()
        expect(page.get_by_text("Messages come to this phone.")).to_be_visible()
        page.evaluate("PushManager.prototype.getSubscription = PushManager.prototype.subscribe")
        for status, said in (
            (503, "could not be reached"),
            (413, "refused the message"),
            (201, "Sent."),
            (410, "does not know this"),
        ):
            pushes.status["ann"] = status
            page.get_by_role("button", name="Send me a test").click()
            expect(page.get_by_text(re.compile(said))).to_be_visible()
        page.context.set_offline(True)
        page.get_by_role("button", name="Send me a test").click()
        expect(page.get_by_role("alert")).to_have_text(re.compile("Check the network"))
        page.context.set_offline(False)
        assert [delivery.message["notification"]["body"] for delivery in pushes.deliveries] == [
            "Reminders work on this device"
        ]


def test_a_calendar_link_works_until_it_is_ended(phone: Callable[[], Page], server: Server) -> None:
    page = phone()
    sign_up(page)
    go(page, "reminders", "check_in")
    with page.expect_response(_brings_a_reminder):
        page.get_by_role("checkbox", name="On").check()
    _open(page)
    page.get_by_role("button", name="Make a calendar link").click()
    address = page.get_by_label("Calendar address").input_value()
    assert address.startswith(f"{server.url}/api/calendar/")
    feed = icalendar.Calendar.from_ical(page.request.get(address).body())
    assert {str(event["SUMMARY"]) for event in feed.walk("VEVENT")} == {"Casebook"}
    page.get_by_role("button", name="End the link").click()
    expect(page.get_by_role("button", name="Make a calendar link")).to_be_visible()
    assert page.request.get(address).status == 404
