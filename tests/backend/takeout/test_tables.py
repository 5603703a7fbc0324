import csv
from io import StringIO

import pytest

from backend.takeout.entries import entries_of
from backend.takeout.tables import plain, table
from tests.backend.storage.entries import entry


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))


@pytest.mark.parametrize("run", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =HYPERLINK(1)", "|calc", "%0"])
def test_a_note_that_a_spreadsheet_would_run_gets_an_apostrophe(run: str) -> None:
    [[check_in]] = [entries_of([entry(1, notes=run)])["check_in"]]
    [row] = rows_of(table("check_in", [check_in]))
    assert row["Notes"].startswith("'")
    assert row["Notes"][1:].strip() == run.strip()


def test_numbers_stay_numbers_and_amounts_lose_no_cent() -> None:
    edits = [entry(1, kind="expense", amount_cents=-1_000_005, spent_on="2026-03-04")]
    [row] = rows_of(table("expense", entries_of(edits)["expense"]))
    assert (row["Amount ($)"], row["Spent on"]) == ("-10000.05", "2026-03-04")


def test_fields_of_a_newer_version_and_of_unknown_kinds_are_in_the_tables_too() -> None:
    edits = [entry(1, from_a_newer_app=[1, None]), entry(2, record=2, kind="dream", mood=3)]
    found = entries_of(edits)
    assert rows_of(table("check_in", found["check_in"]))[0]["From a newer app"] == "[1, null]"
    assert rows_of(table("dream", found["dream"]))[0]["Mood"] == "3"


def test_what_is_in_the_trash_is_there_and_says_so_and_what_is_erased_is_not() -> None:
    edits = [entry(1, mood=3), entry(2, deleted=True), entry(3, record=2, erased=True)]
    [row] = rows_of(table("check_in", entries_of(edits)["check_in"]))
    assert (row["Mood"], row["In the trash"], row["Changes"]) == ("3", "yes", "2")


def test_signs_that_no_cell_can_hold_are_left_out() -> None:
    assert plain("a\x00b\x1bc") == "abc"
