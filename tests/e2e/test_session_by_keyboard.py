"""A session logged with nothing but the keyboard, and what a screen reader says of each of its screens."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.test_session import BETWEEN_TAPS_MS

MOST_TABS = 60
_FOCUSED = """() => {
  const element = document.activeElement
  const name = element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent
  const { left, top, width, height } = element.getBoundingClientRect()
  const above = document.elementFromPoint(left + width / 2, top + height / 2)
  return {
    name: name.trim().replace(/\\s+/g, ' '),
    kind: element.type ?? element.tagName,
    isMarked: getComputedStyle(element).outlineStyle !== 'none',
    isUncovered: above !== null && (element.contains(above) || above.contains(element)),
  }
}"""
_SAID = {"heading", "slider", "button", "link", "textbox", "spinbutton", "combobox", "checkbox", "radio"}


def test_a_session_is_logged_by_keyboard_and_every_stop_is_seen_and_said(phone: Callable[[], Page]) -> None:
    page = phone()
    page.get_by_role("link", name="Log a session").wait_for()
    _press(page, "Log a session")
    _answers_scales_until(page, "What is planned?")
    # What stands below the title comes once it is read from the disk; a Tab before that would pass it by.
    expect(page.get_by_label("Dose", exact=True)).to_be_visible()
    _tab_to(page, lambda stop: stop["name"] == "Dose")
    page.keyboard.type("50")
    _press(page, "Start the session")

    expect(page.get_by_role("heading", name="The session", exact=True)).to_be_focused()
    _press(page, "Nausea")
    # The focus stays in the group once what was noted is on disk; a Tab before that would go on from nowhere.
    expect(page.get_by_role("region", name="Side effects")).to_be_focused()
    _press(page, "End the session")
    _answers_scales_until(page, "Anything to add?")
    expect(page.get_by_role("button", name="Done", exact=True)).to_be_visible()
    _press(page, "Done")
    # It leads to the entry once that is on disk, and would lead away from wherever one went before.
    expect(page.get_by_role("heading", name="Session", exact=True)).to_be_visible()

    page.goto(f"{page.url.split('#')[0]}#/journal")
    expect(page.get_by_text("50 mg")).to_be_visible()


def _answers_scales_until(page: Page, title: str) -> None:
    """Answers one scale a screen, until the screen called `title`; an answer leads on by itself."""
    for _ in range(12):
        heading = page.locator("main h1")
        expect(heading).to_be_focused()
        said = heading.inner_text()
        if said == title:
            return
        expect(page.get_by_role("button", name="6", exact=True)).to_be_visible()
        _is_said(page, said)
        page.wait_for_timeout(BETWEEN_TAPS_MS)
        _press(page, "6")
        expect(heading).not_to_have_text(said)
    raise AssertionError(f"{title} never came")


def _is_said(page: Page, title: str) -> None:
    """Help comes first, then the title, then the answers from 0 to 10, then the way on; and nothing is nameless."""
    line = page.context.new_cdp_session(page)
    nodes: list[dict[str, Any]] = line.send("Accessibility.getFullAXTree")["nodes"]
    line.detach()
    said = [
        (node["role"]["value"], node["name"]["value"])
        for node in nodes
        if not node["ignored"] and node["role"]["value"] in _SAID
    ]
    assert [role for role, name in said if not name] == []
    assert said.index(("link", "Crisis help")) < said.index(("heading", title)) < said.index(("button", "0"))
    answers = [name for role, name in said if role == "button" and name.isdigit()]
    assert answers == [str(number) for number in range(11)]
    assert said.index(("button", "10")) < said.index(("button", "Skip"))


def _press(page: Page, name: str) -> None:
    _tab_to(page, lambda stop: stop["name"].startswith(name))
    page.keyboard.press("Enter")


def _tab_to(page: Page, is_wanted: Callable[[dict[str, Any]], bool]) -> None:
    """Tabs until the focus is where it is wanted; each stop on the way is marked and in sight."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        stop = page.evaluate(_FOCUSED)
        assert stop["isMarked"], stop
        assert stop["isUncovered"], stop
        if is_wanted(stop):
            return
    raise AssertionError("the keyboard does not get there")
