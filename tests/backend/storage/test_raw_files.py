"""What a thief finds who takes the database and the attachments of the example patient: not a word of the journal."""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from backend.attachments.media_types import media_type_of
from backend.demo import demo_edits, demo_papers
from backend.settings import Settings
from backend.storage import accounts, attachments, calendar_feeds, push_subscriptions, reminders, share_links
from backend.storage.database import Storage, open_storage
from backend.storage.objects import OBJECTS
from backend.storage.push_subscriptions import Subscription
from backend.storage.reminders import Planned
from shared_schemas.journal import RECORD_TYPES
from shared_schemas.sharing import Disclosure
from tests.conftest import NOW

# Ids of records and hashes of files stand in the open: they lead to rows and say nothing.
_NAME = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64}")
# Shorter ones turn up in random bytes by chance.
_WORD = re.compile(r"[^\W\d_]{7,}")
_WORDED = re.compile(r"[^\W\d_]{3}")
SUBSCRIPTION = Subscription(
    "https://push.example/ana-endpoint", "p256dh-of-ana", "auth-of-ana", "https://casebook.test"
)


async def _filled(storage: Storage) -> None:
    account = await accounts.create(storage, "ana@example.org", "no password", NOW)
    journals = storage.journals
    for sha256, paper in demo_papers(NOW).items():
        await attachments.add(journals, account, sha256, 0, len(paper), paper, media_type_of, NOW)
    await journals.append_edits(account, demo_edits(NOW), NOW)
    await share_links.create(journals, account, "Dr. Penhaligon", timedelta(days=9), NOW, disclosure=Disclosure())
    await push_subscriptions.add(journals, account, "0123456789abcdef", SUBSCRIPTION, NOW)
    planned = [Planned("check-in", NOW, {"title": "Twenty-four hours after"})]
    await reminders.plan(journals, account, planned, 0, NOW + timedelta(days=1))
    await calendar_feeds.create(account, says_what=False, now=NOW)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, str):
        yield value


def _words_of_the_demo() -> set[str]:
    texts = {text for edit in demo_edits(NOW) for text in _texts(edit.set) if not _NAME.fullmatch(text)}
    words = {word for text in texts for word in _WORD.findall(text)}
    # A day alone may be the day on which something came.
    return {text for text in texts if len(text) >= 7 and _WORDED.search(text)} | words


def _bytes_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


@pytest.fixture
async def stolen(settings: Settings, sqlite_file: Path) -> bytes:
    """Every byte of the data folder with the example patient in it; the log of writes is in it too."""
    async with open_storage(settings, NOW) as storage:
        with OBJECTS.opened(settings):
            await _filled(storage)
        while_open = _bytes_in(settings.data_dir)
    assert sqlite_file.exists()
    return while_open + _bytes_in(settings.data_dir)


@pytest.fixture
async def empty(settings: Settings, tmp_path: Path) -> bytes:
    """The same of a server that nobody uses: names of tables and columns, which are no secret."""
    other = Settings(data_dir=tmp_path / "empty", pwa_dir=settings.pwa_dir)
    async with open_storage(other, NOW):
        return _bytes_in(other.data_dir)


async def test_the_files_of_a_full_server_hold_no_word_of_a_journal(stolen: bytes, empty: bytes) -> None:
    known = empty.decode("latin-1") + " ".join(RECORD_TYPES)
    words = {word for word in _words_of_the_demo() if word not in known}
    assert len(words) > 200, "the example patient has written something"
    assert [word for word in sorted(words) if word.encode() in stolen] == []


async def test_the_files_hold_no_part_of_a_photo_a_label_an_endpoint_or_a_reminder(stolen: bytes) -> None:
    papers = demo_papers(NOW).values()
    assert all(len(paper) > 5_000 for paper in papers)
    parts = [paper[start : start + 32] for paper in papers for start in (0, len(paper) // 2, len(paper) - 32)]
    assert [part for part in parts if part in stolen] == []
    for secret in ("Penhaligon", SUBSCRIPTION.endpoint, SUBSCRIPTION.auth, "Twenty-four hours after"):
        assert secret.encode() not in stolen


async def test_what_a_thief_does_find_is_the_email_how_much_there_is_and_when(stolen: bytes) -> None:
    for known in (b"ana@example.org", b"treatment_session", b"2026-11-23T09:15:42.120Z"):
        assert known in stolen
