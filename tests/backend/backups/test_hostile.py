"""A backup that somebody wrote by hand, knowing the passphrase: refused in one clear line, and nothing is touched."""

import base64
import io
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.backups import archive
from backend.backups.archive import CHUNK_BYTES, LINE_BYTES, ArchiveError, ArchiveReader, ArchiveWriter
from backend.backups.entries import ENTRY_BYTES, OBJECTS, read_entries
from backend.backups.staging import RestoreError
from backend.storage.sealing import MasterKeyError
from backend.storage.tables import TABLES
from tests.backend.backups.conftest import PASSPHRASE, Server
from tests.conftest import NOW

KEY = {"entry": "key", "name": "master.key", "bytes": 32}
DATABASE = {"id": 1, "epoch": "e", "created_at": "x", "sealed_probe": base64.b64encode(b"x" * 60).decode()}
ACCOUNT = {"id": "ana", "email": "a@b.example", "password_hash": "", "sealed_data_key": "eA==", "created_at": "x"}

thorough = settings(max_examples=300, deadline=None, database=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(autouse=True)
def one_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deriving a key takes a tenth of a second: all of these files have the same salt, and it is derived once."""
    monkeypatch.setattr(archive, "_keys", cache(archive._keys))


def sealed(*pieces: Any) -> bytes:
    """A file of these heads (written as JSON lines) and bodies."""
    file = io.BytesIO()
    writer = ArchiveWriter(file, PASSPHRASE, NOW, random_bytes=bytes)
    for piece in pieces:
        writer.write(piece if isinstance(piece, bytes) else json.dumps(piece).encode() + b"\n")
    writer.finish()
    return file.getvalue()


def opening(**counts: Any) -> dict[str, Any]:
    return {"entry": "opening", "release": "0.1.0", "counts": counts}


def rows(table: str, *rows: Any) -> list[Any]:
    """An entry of rows: its head and its body."""
    body = json.dumps(rows).encode()
    return [{"entry": "rows", "table": table, "bytes": len(body)}, body]


def read(file: bytes) -> list[Any]:
    return list(read_entries(ArchiveReader(io.BytesIO(file), PASSPHRASE)))


CLOSING = {"entry": "closing"}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
COLUMNS = sorted({column._meta.name for table in TABLES for column in table._meta.columns})
HEADS = st.fixed_dictionaries(
    {},
    optional={
        "entry": st.sampled_from(["opening", "key", "rows", "object", "closing"]) | JSON,
        "release": st.just("0.1.0") | JSON,
        "counts": st.dictionaries(st.sampled_from(["account", "edit", OBJECTS]), st.integers(0, 2)) | JSON,
        "name": st.sampled_from(["master.key", "../key", "/key", "a\n"]) | JSON,
        "table": st.sampled_from([table._meta.tablename for table in TABLES]) | JSON,
        "path": st.sampled_from(["ana/0a", "../../etc/cron.d/x", "/etc/x", "ana/../x", "ana/0a\n", ""]) | JSON,
        "bytes": st.integers(-3, 40) | st.just(10**15) | JSON,
    },
)
BODIES = st.binary(max_size=40) | st.lists(
    st.dictionaries(st.sampled_from(COLUMNS), JSON | st.just("eA=="), max_size=4), max_size=2
).map(lambda body: json.dumps(body).encode())


@thorough
@given(pieces=st.lists(HEADS | JSON | BODIES, max_size=5), begins=st.booleans(), ends=st.booleans())
def test_whatever_stands_in_a_backup_is_an_entry_or_refused(pieces: list[Any], begins: bool, ends: bool) -> None:
    file = sealed(*[opening()] * begins, *pieces, *[CLOSING] * ends)
    try:
        read(file)
    except ArchiveError as error:
        assert str(error).startswith("the backup ")  # noqa: PT017  # or nothing is raised


@thorough
@given(data=st.data())
def test_a_file_changed_anywhere_is_refused_and_unchanged_it_is_read(data: st.DataObject) -> None:
    plain = b"a night without words " * 6_000
    whole = sealed(plain)
    start = data.draw(st.integers(0, len(whole)))
    gone, instead = data.draw(st.integers(0, 200)), data.draw(st.binary(max_size=200))
    changed = whole[:start] + instead + whole[start + gone :]

    def opened() -> bytes:
        reader = ArchiveReader(io.BytesIO(changed), PASSPHRASE)
        content = reader.read(len(plain))
        reader.expect_end()
        return content

    if changed == whole:
        assert opened() == plain
    else:
        with pytest.raises(ArchiveError):
            opened()


@pytest.mark.parametrize(
    "pieces",
    [
        [b"[" * 50_000],
        [b'{"entry": ' + b"[" * 50_000],
        [opening(), {"entry": "rows", "table": "edit", "bytes": 60_000}, b"[" * 60_000],
        [opening(), {"entry": "key", "name": "master.key", "bytes": ENTRY_BYTES + 1}],
        [opening(), {"entry": "key", "name": "master.key", "bytes": -1}],
        [opening(account=10**30), CLOSING],
        [opening(account="many"), CLOSING],
        [opening(), *rows("account", {**ACCOUNT, "last_seq": 2**63})],
        [opening(), *rows("account", {**ACCOUNT, "email": None})],
        [opening(), *rows("account", {**ACCOUNT, "email": "\ud800"})],
        [opening(), *rows("account", {**ACCOUNT, "sealed_data_key": "no base64"})],
        [opening(), *rows("account", {"email": "a@b.example"})],
        [opening(), *rows("account", ["ana"])],
    ],
)
def test_what_no_release_has_written_is_said_to_be_so(pieces: list[Any]) -> None:
    with pytest.raises(ArchiveError, match=r"no release has written|ends too early|as much as it says"):
        read(sealed(*pieces))


def test_a_line_without_an_end_is_not_read_into_memory() -> None:
    whole = sealed(b"x" * (LINE_BYTES + 40 * CHUNK_BYTES))
    file = io.BytesIO(whole)
    with pytest.raises(ArchiveError, match="a line without an end"):
        ArchiveReader(file, PASSPHRASE).read_line()
    assert file.tell() < LINE_BYTES + 5 * CHUNK_BYTES


PATHS = ["../../outside", "/tmp/outside", "ana/../../outside", "ana//x", "ana/x\x00", "ana/.", "C:\\x", ""]  # noqa: S108


@pytest.mark.parametrize("path", PATHS)
def test_no_path_leads_out_of_the_folder(path: str) -> None:
    with pytest.raises(ArchiveError, match="no release has written"):
        read(sealed(opening(objects=1), {"entry": "object", "path": path, "bytes": 1}, b"x", CLOSING))


@pytest.mark.usefixtures("sqlite_file")
@pytest.mark.parametrize(
    ("pieces", "words"),
    [
        ([opening(), CLOSING], "no master key"),
        ([opening(), {"entry": "key", "name": "../master.key", "bytes": 1}, b"x", CLOSING], "no release has written"),
        ([opening(database=1), KEY, b"k" * 32, *rows("database", DATABASE), CLOSING], "master key"),
        ([opening(account=2), KEY, b"k" * 32, *rows("account", ACCOUNT, ACCOUNT), CLOSING], "rows of account"),
    ],
)
async def test_a_backup_that_fits_nothing_leaves_everything_as_it_was(
    server: Server, pieces: list[Any], words: str
) -> None:
    async with server.running():
        pass
    before = await server.everything()
    server.file.write_bytes(sealed(*pieces))
    with pytest.raises((ArchiveError, RestoreError, MasterKeyError), match=words):
        await server.restore(force=True)
    assert await server.everything() == before
    assert _beside(server.settings.data_dir) == ["backups", "data"]


def _beside(data: Path) -> list[str]:
    return sorted(path.name for path in data.parent.iterdir())
