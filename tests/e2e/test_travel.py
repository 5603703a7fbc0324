"""Clocks that move on: a session over midnight in the night the clocks change, a flight to another time zone."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from tests.e2e.conftest import PHONE, Server, been_here
from tests.e2e.test_session import BETWEEN_TAPS_MS, _fields, _start_a_session
from tests.e2e.test_story import go

# 23:40 on the seventh of March in New York; at two in the morning the clocks go to three.
LATE = datetime(2026, 3, 8, 4, 40, tzinfo=UTC)


@pytest.fixture
def traveller(chromium: Browser) -> Iterator[tuple[Page, CDPSession]]:
    """A phone whose time zone can be changed, and the line to it over which that is done."""
    context = chromium.new_context(viewport=PHONE, locale="en-US")
    been_here(context)
    page = context.new_page()
    page.set_default_timeout(15_000)
    devtools = context.new_cdp_session(page)
    _fly(devtools, "America/New_York")
    yield page, devtools
    context.close()


def _fly(devtools: CDPSession, zone: str) -> None:
    devtools.send("Emulation.setTimezoneOverride", {"timezoneId": zone})


def test_a_session_over_midnight_belongs_to_the_evening_it_began_on(
    traveller: tuple[Page, CDPSession], server: Server
) -> None:
    page, _ = traveller
    page.clock.install(time=LATE)
    page.goto(server.url)
    _start_a_session(page)
    page.clock.run_for(150 * 60_000)
    page.get_by_role("button", name="End the session").click()
    for name, value in {"Mood": 6, "Anxiety": 3, "Energy": 5, "Pain": 1}.items():
        expect(page.get_by_role("heading", name=re.compile(f"^{name}"))).to_be_visible()
        page.clock.run_for(BETWEEN_TAPS_MS)
        page.get_by_role("button", name=str(value), exact=True).click()
    page.get_by_role("button", name="Done").click()

    (session,) = _fields(page, "treatment_session")
    assert re.fullmatch("2026-03-07T23:40:..-05:00", str(session["started_at"]))
    assert session["time_zone"] == "America/New_York"
    # Two and a half hours, although the clock on the wall moved by three and a half.
    assert session["duration_minutes"] == 150
    go(page, "journal")
    expect(page.get_by_role("heading", level=3)).to_have_text(["Sat, Mar 7"])
    expect(page.get_by_role("link", name=re.compile("^Session 11:40 PM"))).to_be_visible()


def test_an_entry_keeps_the_clock_of_the_place_where_it_was_made(
    traveller: tuple[Page, CDPSession], server: Server
) -> None:
    page, devtools = traveller
    page.clock.install(time=LATE)
    page.goto(server.url)
    go(page, "check-in")
    page.get_by_role("slider", name="Mood").fill("4")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="Log a session")).to_be_visible()

    _fly(devtools, "Asia/Tokyo")
    page.reload()
    go(page, "check-in")
    page.get_by_role("slider", name="Mood").fill("6")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="Log a session")).to_be_visible()

    made = {one["mood"]: (str(one["at"])[:16], one["time_zone"]) for one in _fields(page, "check_in")}
    assert made == {4: ("2026-03-07T23:40", "America/New_York"), 6: ("2026-03-08T13:40", "Asia/Tokyo")}
    go(page, "journal")
    expect(page.get_by_role("heading", level=3)).to_have_text(["Sun, Mar 8", "Sat, Mar 7"])
    expect(page.get_by_role("link", name=re.compile("1:40 PM Mood 6"))).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("11:40 PM Mood 4"))).to_be_visible()
