"""Entries of another app: what its columns are is guessed, asked where unclear, shown before and undone as a whole."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.test_story import go, wait_until_installed


def _choose(page: Page, name: str, content: bytes | str) -> None:
    payload = content.encode() if isinstance(content, str) else content
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/csv", "buffer": payload})


DIARY = "Date,Mood,Sleep,Note\n03/04/2026,4,7:30,a calm day\n05/06/2026,2,6,שלום 🙂\nsoon,3,7,\n05/07/2026,3,a lot,\n"


def test_a_diary_is_brought_in_once_and_undone_as_a_whole(phone: Callable[[], Page]) -> None:
    page = phone()
    wait_until_installed(page)
    page.context.set_offline(True)
    go(page, "import")
    _choose(page, "diary.csv", DIARY)
    expect(page.get_by_text("Say for each scale where it begins and ends.")).to_be_visible()
    page.get_by_label("Scale of Mood").select_option(label="0 to 5")
    expect(page.get_by_text("4 becomes 8")).to_be_visible()
    page.get_by_text("Wednesday, March 4, 2026").click()
    expect(page.get_by_text("3 check-ins, Wed, Mar 4 to Thu, May 7")).to_be_visible()
    page.get_by_text("1 row is left out").click()
    expect(page.get_by_text("Row 4: no date that can be read")).to_be_visible()
    page.get_by_text("1 row has a value that could not be read").click()
    expect(page.get_by_text("Row 5: Sleep, in hours left out")).to_be_visible()
    page.get_by_role("button", name="Add 3 check-ins").click()
    expect(page.get_by_text("3 check-ins added.")).to_be_visible()
    page.reload()
    _choose(page, "diary.csv", DIARY)
    page.get_by_label("Scale of Mood").select_option(label="0 to 5")
    page.get_by_text("Wednesday, March 4, 2026").click()
    page.get_by_role("button", name="Add 3 check-ins").click()
    expect(page.get_by_text("Nothing new was in the file; 3 were here already.")).to_be_visible()
    go(page, "journal", "day", "2026-03-04")
    expect(page.get_by_role("link", name=re.compile("Mood 8, slept 7.5 h.*a calm day"))).to_be_visible()
    go(page, "import")
    page.reload()
    page.get_by_role("button", name=re.compile("Undo the import of 3 check-ins")).click()
    expect(page.get_by_text("3 check-ins moved to the trash.")).to_be_visible()
    go(page, "journal")
    expect(page.get_by_text("Nothing is entered yet.")).to_be_visible()


def test_a_file_of_the_wrong_kind_says_what_to_do_and_changes_nothing(phone: Callable[[], Page]) -> None:
    page = phone()
    go(page, "import")
    cases: list[tuple[str, bytes | str, str]] = [
        ("a.csv", b"%PDF-1.7\n1 0 obj", "This is a PDF."),
        ("a.csv", b"PK\x03\x04\x14\x00[Content_Types].xml", "This is an Excel file."),
        ("a.csv", "", "This file is empty"),
        ("a.csv", 'Date,Note\n2026-01-01,"open\n2026-01-02,x\n', "a quotation mark is opened and never closed"),
        ("a.csv", '{"casebook": 1, "edits": []}', "This is a copy made by Casebook."),
    ]
    for name, content, said in cases:
        _choose(page, name, content)
        expect(page.get_by_role("alert")).to_contain_text(said)
    go(page, "journal")
    expect(page.get_by_text("Nothing is entered yet.")).to_be_visible()


def test_twenty_thousand_rows_are_read_while_the_screen_still_answers(phone: Callable[[], Page]) -> None:
    page = phone()
    go(page, "import")
    page.evaluate(
        """() => {
          window.longest = 0
          let last = performance.now()
          const beat = () => {
            const now = performance.now()
            window.longest = Math.max(window.longest, now - last)
            last = now
            setTimeout(beat, 0)
          }
          beat()
        }"""
    )
    days = (date(1990, 1, 1) + timedelta(days=place % 12_000) for place in range(20_000))
    rows = "".join(f"{day.isoformat()},{place % 11},line {place}\n" for place, day in enumerate(days))
    _choose(page, "years.csv", f"Date,Mood,Note\n{rows}")
    button = page.get_by_role("button", name="Add 20,000 check-ins")
    expect(button).to_be_visible(timeout=60_000)
    # A screen that stood still for seconds would fail here on any machine; the exact time is the bench's.
    assert page.evaluate("window.longest") < 3_000


def test_spreadsheets_have_a_table_for_every_kind_and_the_entry_in_its_own_time(phone: Callable[[], Page]) -> None:
    page = phone()
    wait_until_installed(page)
    page.context.set_offline(True)
    go(page, "import")
    _choose(page, "diary.csv", "When,Mood\n2026-11-01 23:50,7\n")
    page.get_by_role("button", name="Add 1 check-in").click()
    expect(page.get_by_text("1 check-in added.")).to_be_visible()
    go(page, "copies")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as spreadsheets").click()
    archive = zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert len(archive.namelist()) > 20
    table = archive.read("check-in.csv")
    assert table.startswith(b"\xef\xbb\xbf")
    assert "2026-11-01 23:50" in table.decode("utf-8-sig").splitlines()[1]
    assert archive.read("denial.csv").count(b"\r\n") == 1
