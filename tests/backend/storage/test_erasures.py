import json
import stat
from pathlib import Path

import pytest

from backend.storage.erasures import ErasureJournal


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "erasures.jsonl"


def test_erased_records_and_accounts_are_read_in_the_order_they_were_noted(path: Path) -> None:
    journal = ErasureJournal(path)
    journal.add_records("ana", {"session-2", "session-1"})
    journal.add_account("ben")
    journal.add_records("ana", {"session-3"})
    expected = [("ana", "session-1"), ("ana", "session-2"), ("ben", None), ("ana", "session-3")]
    assert list(ErasureJournal(path)) == expected


def test_a_server_that_erased_nothing_has_no_file(path: Path) -> None:
    journal = ErasureJournal(path)
    journal.add_records("ana", set())
    assert list(journal) == []
    assert not path.exists()


def test_the_file_holds_ids_and_nothing_else_and_only_its_owner_reads_it(path: Path) -> None:
    ErasureJournal(path).add_records("ana", {"session-1"})
    assert json.loads(path.read_text()) == {"account": "ana", "record": "session-1"}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("kept", range(1, 12))
def test_a_line_cut_short_by_a_crash_costs_nothing_before_or_after_it(path: Path, kept: int) -> None:
    journal = ErasureJournal(path)
    journal.add_account("before")
    whole = path.read_bytes()
    journal.add_account("lost")
    path.write_bytes(path.read_bytes()[: len(whole) + kept])
    journal.add_account("after")
    assert list(journal) == [("before", None), ("after", None)]


def test_zeros_at_the_end_after_a_power_failure_are_passed_over(path: Path) -> None:
    journal = ErasureJournal(path)
    journal.add_account("before")
    path.write_bytes(path.read_bytes() + bytes(100))
    journal.add_account("after")
    assert list(journal) == [("before", None), ("after", None)]
