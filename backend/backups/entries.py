"""What stands in a backup, entry by entry: keys, rows of every table, attachments. No file of a database is in it.

An entry is a line of JSON and then as many bytes as it says. The first one counts what follows, and reading compares.
Rows are JSON by column name, bytes in base64, so that a backup of one database can be restored into another.
Who knows the passphrase can write a backup by hand: whatever stands in it is an entry of this form, or ArchiveError.
"""

import base64
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from piccolo.columns import BigInt, Boolean, Bytea, Column, Integer
from piccolo.table import Table

from backend.backups.archive import ArchiveError, ArchiveReader, ArchiveWriter
from backend.storage.tables import TABLES

OBJECTS = "objects"
# Five hundred rows of the largest edits; a longer entry would only be held in memory until that ends.
ENTRY_BYTES = 1_000_000_000
# An account and the name of an object in it. No path leads out of the folder.
_PATH = re.compile(r"[\w-]+(/[\w-]+)*", re.ASCII)
_NAME = re.compile(r"[\w-]+(\.[\w-]+)*", re.ASCII)
_TABLES = {table._meta.tablename: table for table in TABLES}


@dataclass(frozen=True)
class Opening:
    """The first entry: which release made the backup, and how many rows of each table and how many objects follow."""

    release: str
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Key:
    """A key of the server, by the name of the file it has in the data folder."""

    name: str
    body: bytes


@dataclass(frozen=True)
class Rows:
    """Some rows of one table, as Piccolo selects and inserts them."""

    table: type[Table]
    rows: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class StoredObject:
    """One object of the attachment store, sealed as it lies there. No `body`: it went while the backup was made."""

    path: str
    body: bytes | None


Entry = Opening | Key | Rows | StoredObject


class EntryWriter:
    """Writes entries into an archive."""

    def __init__(self, archive: ArchiveWriter) -> None:
        self._archive = archive

    def opening(self, release: str, counts: Mapping[str, int]) -> None:
        """The first entry; without it nothing can be read."""
        self._head(entry="opening", release=release, counts=dict(counts))

    def key(self, name: str, body: bytes) -> None:
        """A key of the server."""
        self._head(entry="key", name=name, bytes=len(body))
        self._archive.write(body)

    def rows(self, table: type[Table], rows: Sequence[Mapping[str, Any]]) -> None:
        """Rows as Piccolo selected them."""
        body = json.dumps([_written(table, row) for row in rows], ensure_ascii=False, separators=(",", ":")).encode()
        self._head(entry="rows", table=table._meta.tablename, bytes=len(body))
        self._archive.write(body)

    def stored_object(self, path: str, body: bytes | None) -> None:
        """An object of the attachment store; None when the server has removed it since it was counted."""
        self._head(entry="object", path=path, bytes=None if body is None else len(body))
        self._archive.write(body or b"")

    def finish(self) -> None:
        """The last entry."""
        self._head(entry="closing")
        self._archive.finish()

    def _head(self, **words: Any) -> None:
        self._archive.write(json.dumps(words).encode() + b"\n")


def read_entries(archive: ArchiveReader) -> Iterator[Entry]:
    """Every entry of a backup, from its beginning.

    Raises ArchiveError when it is not whole or names what this release does not know. Until the last entry was taken
    it is not certain that the backup is whole.
    """
    archive.rewind()
    opening = _entry(archive)
    if not isinstance(opening, Opening):
        raise ArchiveError("the backup does not begin with its counts")
    yield opening
    seen: Counter[str] = Counter()
    while (entry := _entry(archive)) is not None:
        if isinstance(entry, Rows):
            seen[entry.table._meta.tablename] += len(entry.rows)
        elif isinstance(entry, StoredObject):
            seen[OBJECTS] += 1
        yield entry
    archive.expect_end()
    if seen != Counter(opening.counts):
        raise ArchiveError("the backup does not hold as much as it says")


def _entry(archive: ArchiveReader) -> Entry | None:
    try:
        return _entry_of(json.loads(archive.read_line()), archive)
    # What JSON, base64 and Unicode raise, names that are not there, and brackets without end.
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise ArchiveError("the backup has an entry that no release has written") from error


def _entry_of(head: Any, archive: ArchiveReader) -> Entry | None:
    match head["entry"]:
        case "opening":
            return Opening(_text(head["release"]), {_text(name): _count(n) for name, n in head["counts"].items()})
        case "key":
            return Key(_fitting(_NAME, head["name"]), _body(head, archive))
        case "rows":
            return _rows(head["table"], json.loads(_body(head, archive)))
        case "object":
            path = _fitting(_PATH, head["path"])
            return StoredObject(path, None if head["bytes"] is None else _body(head, archive))
        case "closing":
            return None
    raise ArchiveError("the backup was made by a later release of Casebook")


def _body(head: Any, archive: ArchiveReader) -> bytes:
    size = _count(head["bytes"])
    if size > ENTRY_BYTES:
        raise ValueError(size)
    return archive.read(size)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    value.encode()
    return value


def _count(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ValueError
    return value


def _fitting(form: re.Pattern[str], value: Any) -> str:
    if not form.fullmatch(value):
        raise ValueError
    return _text(value)


def _rows(tablename: str, rows: list[dict[str, Any]]) -> Rows:
    table = _TABLES.get(tablename)
    names = set() if table is None else {column._meta.name for column in table._meta.columns}
    if table is None or any(row.keys() - names for row in rows):
        raise ArchiveError("the backup was made by a later release of Casebook")
    return Rows(table, [_read(table, row) for row in rows])


def _bytes_columns(table: type[Table]) -> set[str]:
    return {column._meta.name for column in table._meta.columns if isinstance(column, Bytea)}


def _written(table: type[Table], row: Mapping[str, Any]) -> dict[str, Any]:
    sealed = _bytes_columns(table)
    return {name: base64.b64encode(value).decode() if name in sealed else value for name, value in row.items()}


def _read(table: type[Table], row: Mapping[str, Any]) -> dict[str, Any]:
    """What a later release has added has its default; the key and what cannot be without is there."""
    columns = {column._meta.name: column for column in table._meta.columns}
    row[table._meta.primary_key._meta.name]
    return {name: _value(columns[name], value) for name, value in row.items()}


def _value(column: Column, value: Any) -> Any:
    match column:
        case Bytea():
            return base64.b64decode(_text(value), validate=True)
        case Boolean():
            return bool(_count(int(value)))
        case Integer():
            bits = 63 if isinstance(column, BigInt) else 31
            if type(value) is not int or not -(2**bits) <= value < 2**bits:
                raise ValueError
            return value
    return _text(value)
