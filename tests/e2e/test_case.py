"""A patient with a letter from the insurer: the day it is due, what is missing, and a call, on a real phone."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from tests.e2e.test_story import go, sign_up, wait_until_installed


def test_a_letter_entered_without_network_shows_its_day_at_once_and_is_counted_when_the_server_is_back(
    phone: Callable[[], Page],
) -> None:
    page = phone()
    wait_until_installed(page)
    sign_up(page)
    # Where the phones of these tests are.
    today = datetime.now(ZoneInfo("America/New_York")).date()
    received, printed = today - timedelta(days=3), today + timedelta(days=30)

    page.context.set_offline(True)
    go(page, "details", "denial", "new")
    page.get_by_label("Date you received it").fill(received.isoformat())
    page.get_by_label("Appeal deadline on the letter").fill(printed.isoformat())
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Photos and papers")).to_be_visible()
    go(page, "case")
    expect(page.get_by_text("30 days left")).to_be_visible()

    page.context.set_offline(False)
    go(page, "details", "insurance_plan")
    page.get_by_label("Kind of plan").select_option("From work, employer pays the claims")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Insurance", exact=True)).to_be_visible()
    go(page, "case", "days")
    expect(page.get_by_role("heading", name="Internal appeal")).to_be_visible()
    expect(page.get_by_text("Printed on the letter.")).to_be_visible()
    expect(page.get_by_text("By the rule it would be")).to_be_visible()
    expect(page.get_by_text("29 CFR 2560.503-1; 45 CFR 147.136")).to_be_visible()


def test_what_is_missing_opens_the_form_that_mends_it_and_is_gone(phone: Callable[[], Page]) -> None:
    page = phone()
    wait_until_installed(page)
    sign_up(page)
    go(page, "case", "missing")
    page.get_by_role("link", name="Your insurance plan is not entered.").click()
    page.get_by_label("Insurer").fill("Synthetic Health Plan")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Insurance", exact=True)).to_be_visible()
    go(page, "case", "missing")
    expect(page.get_by_role("link", name="The kind of plan is not known.")).to_be_visible()
    expect(page.get_by_role("link", name="Your insurance plan is not entered.")).not_to_be_visible()


def test_questions_ticked_in_a_call_are_kept_over_a_reload_and_go_into_the_entry(phone: Callable[[], Page]) -> None:
    page = phone()
    wait_until_installed(page)
    page.context.set_offline(True)
    go(page, "case", "call")
    page.get_by_label("Can my doctor talk to your reviewer?").check()
    page.reload()
    expect(page.get_by_label("Can my doctor talk to your reviewer?")).to_be_checked()
    page.get_by_role("button", name="Write down the answers").click()
    page.get_by_label("Reference number", exact=True).fill("R-7")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Reference R-7")).to_be_visible()
