"""The core of the journal on a wide screen, without network: what a patient does at a desk as on a phone."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import DESK, Server, been_here
from tests.e2e.test_session import BETWEEN_TAPS_MS, _fields
from tests.e2e.test_story import go, log_a_past_session, wait_until_installed

PHQ9_QUESTIONS = 9


@pytest.fixture
def desk(chromium: Browser, server: Server) -> Iterator[Page]:
    """A browser on a wide screen that has the app and no network."""
    context = chromium.new_context(viewport=DESK, timezone_id="America/New_York", locale="en-US")
    been_here(context)
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto(server.url)
    wait_until_installed(page)
    context.set_offline(True)
    page.reload()
    yield page
    context.close()


def _place(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Places").get_by_role("link", name=name).click()


def test_a_session_is_logged_changed_thrown_away_and_taken_back(desk: Page) -> None:
    log_a_past_session(desk, dose="50")
    desk.reload()
    _place(desk, "Journal")
    desk.get_by_role("link", name=re.compile("50 mg")).click()
    dose = desk.get_by_label("Dose", exact=True)
    dose.fill("60")
    # As in any form the Enter key does what its button does.
    dose.press("Enter")
    expect(desk.get_by_text("60 mg (0.75 mg/kg), IV, 40 min")).to_be_visible()
    go(desk, "journal")
    desk.get_by_role("link", name=re.compile("^Session")).click()
    desk.get_by_role("button", name="Move to the trash").click()
    desk.get_by_role("button", name="Undo").click()
    go(desk, "journal")
    expect(desk.get_by_role("link", name=re.compile("60 mg"))).to_be_visible()
    assert [one["dose_mg"] for one in _fields(desk, "treatment_session")] == [60]


def test_a_check_in_and_a_questionnaire_stand_in_the_journal_and_its_calendar(desk: Page) -> None:
    go(desk, "check-in")
    desk.get_by_label("Mood", exact=True).fill("7")
    desk.get_by_label("Note").fill("Walked to the lake.")
    desk.get_by_role("button", name="Save check-in").click()
    expect(desk.get_by_role("link", name="Log a session")).to_be_visible()
    go(desk, "questionnaire", "phq9")
    for number in range(1, PHQ9_QUESTIONS + 1):
        expect(desk.get_by_text(f"PHQ-9, question {number} of 10")).to_be_visible()
        desk.wait_for_timeout(BETWEEN_TAPS_MS)
        desk.get_by_role("button", name="Not at all", exact=True).click()
    expect(desk.get_by_text("PHQ-9, question 10 of 10")).to_be_visible()
    desk.wait_for_timeout(BETWEEN_TAPS_MS)
    desk.get_by_role("button", name="Not difficult at all").click()
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.get_by_role("heading", name="PHQ-9: 0 of 27")).to_be_visible()
    _place(desk, "Journal")
    expect(desk.get_by_role("link", name=re.compile("Walked to the lake"))).to_be_visible()
    expect(desk.get_by_role("link", name=re.compile("0 of 27"))).to_be_visible()
    desk.get_by_role("link", name="Calendar").click()
    expect(desk.get_by_role("link", name=re.compile("1 check-in, 1 questionnaire"))).to_be_visible()


def test_a_weight_is_typed_in_either_unit(desk: Page) -> None:
    go(desk, "session", "past")
    desk.get_by_label("Started").fill("2026-01-05T10:00")
    weight = desk.get_by_label("Body weight")
    weight.fill("176")
    desk.get_by_role("button", name="kg", exact=True).click()
    expect(weight).to_have_value("79.8")
    desk.get_by_role("button", name="lb", exact=True).click()
    expect(weight).to_have_value("176")
    desk.get_by_role("button", name="kg", exact=True).click()
    weight.fill("80")
    desk.get_by_role("button", name="Save the session", exact=True).click()
    expect(desk.get_by_role("button", name="Save changes")).to_be_visible()
    assert [one["body_weight_kg"] for one in _fields(desk, "treatment_session")] == [80]
    go(desk, "settings")
    expect(desk.get_by_role("button", name="Kilograms")).to_have_attribute("aria-pressed", "true")
