"""Progress on the phone: a part of the time chosen, and the last result without network."""

import re
from collections.abc import Callable

from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import PHONE, Server, been_here
from tests.e2e.test_doctors_link import sign_in
from tests.e2e.test_story import go, sign_up


def test_a_part_of_the_time_has_charts_of_its_own(example: Server, chromium: Browser) -> None:
    context = chromium.new_context(viewport=PHONE, locale="en-US")  # type: ignore[arg-type]
    been_here(context)
    page = context.new_page()
    page.set_default_timeout(30_000)
    sign_in(example, page)
    go(page, "progress")
    chart = page.get_by_role("figure").first
    points = chart.locator(".points path")
    expect(points.first).to_be_visible()
    of_two_years = points.count()
    page.get_by_role("combobox").select_option("Last 3 months")
    expect(chart.locator(".caption")).to_contain_text(re.compile(r"^\s*\d scores"))
    # Each fortnight a score, and each month a session.
    expect(points).not_to_have_count(of_two_years)
    assert points.count() < 15
    context.close()


def test_without_network_the_entries_since_the_last_result_are_said(phone: Callable[[], Page]) -> None:
    page = phone()
    sign_up(page)
    go(page, "progress")
    status = page.locator("main").get_by_role("status")
    expect(status).to_contain_text("As of")
    with page.expect_response("**/api/sync"):
        _check_in(page)
    page.context.set_offline(True)
    go(page, "progress")
    expect(status).to_contain_text("No network")
    expect(status).to_contain_text("1 change on this phone is not in it yet.")
    _check_in(page)
    go(page, "progress")
    expect(status).to_contain_text("2 changes on this phone are not in it yet.")
    page.context.set_offline(False)
    expect(status).not_to_contain_text("No network")
    expect(status).to_contain_text("As of")


def _check_in(page: Page) -> None:
    go(page, "check-in")
    page.get_by_label("Mood", exact=True).fill("7")
    page.get_by_role("button", name="Save check-in").click()
    expect(page.get_by_role("link", name="Log a session")).to_be_visible()
