import re
from pathlib import PurePosixPath, PureWindowsPath

from hypothesis import given
from hypothesis import strategies as st

from backend.takeout.entries import entries_of
from backend.takeout.file_names import attachment_names, slug
from tests.backend.storage.entries import entry

ONE, TWO, THREE = "1" * 64, "2" * 64, "3" * 64


def names(endings: dict[str, str], *edits: object) -> dict[str, str]:
    return attachment_names(entries_of(list(edits)), endings)  # type: ignore[arg-type]


def test_a_receipt_is_named_after_its_day_and_what_it_is_for() -> None:
    expense = entry(1, kind="expense", spent_on="2026-03-04", provider="Corner Pharmacy", attachments=[ONE, TWO])
    assert names({ONE: "jpg", TWO: "jpg"}, expense) == {
        ONE: "2026-03-04-expense-corner-pharmacy.jpg",
        TWO: "2026-03-04-expense-corner-pharmacy-2.jpg",
    }


def test_a_file_that_no_entry_names_any_more_is_taken_along() -> None:
    assert names({THREE: "pdf"}) == {THREE: "without-an-entry.pdf"}


def test_a_hash_of_a_file_that_is_not_there_gets_no_name() -> None:
    assert names({}, entry(1, kind="document", attachments=[ONE, 5, None, {"a": 1}])) == {}


@given(st.text(max_size=200), st.text(max_size=40))
def test_no_title_makes_a_path_of_a_name(title: str, when: str) -> None:
    document = entry(1, kind="document", title=title or "x", dated_on=when or "x", attachments=[ONE])
    name = names({ONE: "pdf"}, document)[ONE]
    assert PurePosixPath(name).name == PureWindowsPath(name).name == name
    assert re.fullmatch(r"[\w-]+\.pdf", name)
    assert not name.startswith((".", "-"))
    assert len(name) < 200


def test_a_title_in_another_script_stays_readable() -> None:
    assert slug("Квитанция № 5 / клиника") == "квитанция-no-5-клиника"
    assert slug("../../etc/passwd") == "etc-passwd"
    assert slug("…") == ""
