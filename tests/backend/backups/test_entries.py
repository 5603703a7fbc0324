"""What a backup says of itself is compared with what it holds."""

import io
import json
from typing import Any

import pytest

from backend.backups.archive import ArchiveError, ArchiveReader, ArchiveWriter
from backend.backups.entries import Entry, EntryWriter, Key, Opening, Rows, StoredObject, read_entries
from backend.storage.tables import Database
from tests.backend.backups.conftest import PASSPHRASE
from tests.conftest import NOW

ROW = {"id": 1, "epoch": "e", "created_at": "x", "sealed_probe": b"\x00\n\xff"}

COLUMN = b'[{"colour": "blue"}]'


def _archive(*lines: Any) -> ArchiveReader:
    """An archive of these heads (written as JSON lines) and bodies."""
    file = io.BytesIO()
    writer = ArchiveWriter(file, PASSPHRASE, NOW)
    for line in lines:
        writer.write(line if isinstance(line, bytes) else json.dumps(line).encode() + b"\n")
    writer.finish()
    return ArchiveReader(file, PASSPHRASE)


def _opening(**counts: int) -> dict[str, Any]:
    return {"entry": "opening", "release": "0.1.0", "counts": counts}


def _written(counts: dict[str, int]) -> list[Entry]:
    file = io.BytesIO()
    writer = EntryWriter(ArchiveWriter(file, PASSPHRASE, NOW))
    writer.opening("0.1.0", counts)
    writer.key("vapid.pem", b"a\nkey")
    writer.rows(Database, [ROW])
    writer.stored_object("account/a", b"\n" * 100_000)
    writer.stored_object("account/empty", b"")
    writer.stored_object("account/gone", None)
    writer.finish()
    return list(read_entries(ArchiveReader(file, PASSPHRASE)))


def test_every_entry_comes_back_as_it_was() -> None:
    counts = {"database": 1, "objects": 3, "account": 0}
    assert _written(counts) == [
        Opening("0.1.0", counts),
        Key("vapid.pem", b"a\nkey"),
        Rows(Database, [ROW]),
        StoredObject("account/a", b"\n" * 100_000),
        StoredObject("account/empty", b""),
        StoredObject("account/gone", None),
    ]


@pytest.mark.parametrize(
    "counts", [{"database": 2, "objects": 3}, {"database": 1, "objects": 2}, {"database": 1}, {"edit": 1}]
)
def test_a_backup_that_holds_more_or_less_than_it_says_is_refused(counts: dict[str, int]) -> None:
    with pytest.raises(ArchiveError, match="does not hold as much as it says"):
        _written(counts)


@pytest.mark.parametrize(
    "entry",
    [
        [{"entry": "rows", "table": "genome", "bytes": 2}, b"[]"],
        [{"entry": "rows", "table": "database", "bytes": len(COLUMN)}, COLUMN],
        [{"entry": "hologram"}],
    ],
    ids=["a table", "a column", "an entry"],
)
def test_what_only_a_later_release_knows_is_said_to_be_so(entry: list[Any]) -> None:
    with pytest.raises(ArchiveError, match="a later release"):
        list(read_entries(_archive(_opening(), *entry, {"entry": "closing"})))


def test_a_backup_without_its_counts_is_refused() -> None:
    with pytest.raises(ArchiveError, match="does not begin with its counts"):
        list(read_entries(_archive({"entry": "closing"})))


def test_a_backup_that_goes_on_after_its_last_entry_is_refused() -> None:
    with pytest.raises(ArchiveError, match="goes on after its end"):
        list(read_entries(_archive(_opening(), {"entry": "closing"}, b"more")))


def test_a_backup_can_be_read_twice() -> None:
    archive = _archive(_opening(), {"entry": "closing"})
    assert list(read_entries(archive)) == list(read_entries(archive))
