"""The journal on a phone: finding an old entry, a month at a glance, the day an entry belongs to."""

import json
import re
import uuid
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.test_story import go

DEVICE = "00000000000000aa"


def edit(kind: str, **fields: Any) -> dict[str, Any]:
    """An edit of a new record, as a copy of another phone holds it."""
    stamp = f"2026-11-20T09:15:42.004Z-0000-{DEVICE}"
    return {"id": str(uuid.uuid4()), "record": str(uuid.uuid4()), "kind": kind, "stamp": stamp, "set": fields}


def add_copy(page: Page, tmp_path: Path, edits: Iterable[dict[str, Any]]) -> None:
    """Brings entries onto the phone as a patient does with a copy."""
    path = tmp_path / "copy.json"
    path.write_text(json.dumps({"casebook": 1, "edits": list(edits), "attachments": []}), encoding="utf-8")
    go(page, "copies")
    page.locator("input[accept*=json]").set_input_files(path)
    expect(page.get_by_role("status").filter(has_text="added")).to_be_visible()


def check_in(at: str, mood: int, zone: str = "America/New_York", **fields: Any) -> dict[str, Any]:
    return edit("check_in", at=at, time_zone=zone, mood=mood, **fields)


def test_an_old_note_is_found_by_a_word_of_it_and_is_there_again_after_a_look_at_the_entry(
    phone: Callable[[], Page], tmp_path: Path
) -> None:
    page = phone()
    entries = [
        check_in(f"2026-{month:02}-{day:02}T20:00:00-05:00", 5) for month in range(1, 11) for day in range(1, 29)
    ]
    old = check_in("2025-03-09T20:00:00-04:00", 3, notes="Walked to the Café and back without pain")
    add_copy(page, tmp_path, [*entries, old, edit("expense", spent_on="2026-02-02", category="café visit")])
    go(page, "journal")
    page.get_by_label("Search", exact=True).fill("cafe WALKED")
    expect(page.get_by_text("1 entry found")).to_be_visible()
    entry = page.get_by_role("link", name=re.compile("Walked to the Café"))
    expect(entry.locator("mark")).to_have_count(1)
    entry.click()
    expect(page.get_by_label("Note")).to_have_value(re.compile("Walked to the Café"))
    page.go_back()
    expect(page.get_by_text("1 entry found")).to_be_visible()
    page.get_by_label("Show", exact=True).select_option(label="Insurance and costs")
    expect(page.get_by_text("No entry of this kind has these words.")).to_be_visible()
    page.get_by_role("button", name="Clear the search").click()
    expect(page.get_by_role("link", name=re.compile("café visit"))).to_be_visible()


def test_a_month_is_walked_by_keyboard_and_a_day_opens_with_what_happened_on_it(
    phone: Callable[[], Page], tmp_path: Path
) -> None:
    page = phone()
    entries = [
        edit("treatment_session", started_at="2026-10-31T23:30:00-04:00", time_zone="America/New_York", dose_mg=40),
        # After the clocks went back, and the next day already in UTC.
        check_in("2026-11-01T23:50:00-05:00", 6),
        check_in("2026-11-02T08:00:00+09:00", 7, zone="Asia/Tokyo"),
    ]
    add_copy(page, tmp_path, entries)
    go(page, "journal", "day", "2026-11-01")
    expect(page.get_by_role("link", name=re.compile("Check-in.*Mood 6"))).to_be_visible()
    expect(page.get_by_text("Mood 7")).to_have_count(0)
    page.get_by_role("link", name="Calendar").first.click()
    grid = page.get_by_role("grid")
    while page.get_by_role("heading", level=2).inner_text() != "October 2026":
        page.get_by_role("button", name="Month before").click()
    grid.get_by_role("link", name=re.compile("^Thursday, October 1, 2026")).focus()
    page.keyboard.press("End")
    expect(page.locator(":focus")).to_have_attribute("aria-label", "Saturday, October 31, 2026, 1 session")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", level=2)).to_have_text("November 2026")
    expect(page.locator(":focus")).to_have_attribute("aria-label", "Sunday, November 1, 2026, 1 check-in")
    page.keyboard.press("ArrowRight")
    expect(page.locator(":focus")).to_have_attribute("aria-label", "Monday, November 2, 2026, 1 check-in")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Monday, November 2, 2026")
    expect(page.get_by_role("link", name=re.compile("Check-in.*Mood 7"))).to_be_visible()
    page.get_by_role("link", name="Day after").click()
    expect(page.get_by_text("Nothing was entered for this day.")).to_be_visible()


def test_a_note_of_a_hundred_kilobytes_with_emoji_and_right_to_left_text_is_shown_and_kept_whole(
    phone: Callable[[], Page], tmp_path: Path
) -> None:
    page = phone()
    note = "שלום, יום טוב 🙂 " + "a long diary entry " * 5_500
    add_copy(page, tmp_path, [check_in("2026-11-20T20:00:00-05:00", 4, notes=note)])
    go(page, "journal")
    line = page.get_by_text("שלום, יום טוב 🙂")
    expect(line).to_be_visible()
    assert line.evaluate("element => getComputedStyle(element).direction") == "rtl"
    page.get_by_label("Search", exact=True).fill("diary")
    expect(page.get_by_text("1 entry found")).to_be_visible()
    page.get_by_role("link", name=re.compile("Check-in")).click()
    assert page.get_by_label("Note").input_value() == note


def test_an_entry_moved_to_the_trash_leaves_the_list_and_the_search_and_comes_back(
    phone: Callable[[], Page], tmp_path: Path
) -> None:
    page = phone()
    add_copy(page, tmp_path, [check_in("2026-11-20T20:00:00-05:00", 4, notes="by mistake")])
    go(page, "journal")
    page.get_by_label("Search", exact=True).fill("mistake")
    page.get_by_role("link", name=re.compile("by mistake")).click()
    page.get_by_role("button", name="Move to the trash").click()
    expect(page.get_by_text("Nothing found")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("link", name=re.compile("by mistake"))).to_be_visible()
