"""What a server holds before a backup: Ana with a journal, a link and a photo, and Ben with less."""

from datetime import timedelta

from backend.reminders.vapid import VapidKey
from backend.settings import Settings
from backend.storage import accounts, calendar_feeds, login_sessions, made_reports, share_links, tries
from backend.storage.database import Storage
from backend.storage.objects import Objects
from backend.storage.tables import Attachment, PushSubscription, ReminderOccurrence
from shared_schemas.sharing import Disclosure
from tests.backend.storage.entries import entry
from tests.conftest import NOW

# Two objects of one photo, as they lie in the store; one is longer than a chunk of the archive.
CHUNKS = {"0a": b"\x00\xff\n" * 40_000, "0b": b"the end"}


async def add_ana(storage: Storage, settings: Settings, entries: int = 3) -> str:
    """The id of an account with something in every table and every place."""
    ana = await accounts.create(storage, "ana@example.org", "no password", NOW)
    written = [entry(number, record=number, mood=number % 10) for number in range(1, entries + 1)]
    await storage.journals.append_edits(ana, written, NOW)
    await login_sessions.begin(ana, NOW)
    link, _ = await share_links.create(
        storage.journals, ana, "Dr. Weiß", timedelta(days=30), NOW, disclosure=Disclosure()
    )
    await share_links.note_opening(link, "Firefox on Windows", "page", NOW)
    key = await storage.journals.key(ana)
    await PushSubscription.insert(
        PushSubscription(
            key=f"{ana}:1", account=ana, device="phone", sealed=key.seal(f"{ana}:1", b"{}"), created_at="x"
        )
    )
    await ReminderOccurrence.insert(
        ReminderOccurrence(id=f"{ana}:1", account=ana, due_at="x", sealed=key.seal(f"{ana}:1", b"{}"))
    )
    await calendar_feeds.create(ana, says_what=False, now=NOW)
    await made_reports.note(ana, b"a report", NOW)
    await tries.remember(storage.keyring, "a place", NOW)
    await _add_photo(ana, settings)
    VapidKey.of(settings.data_dir)
    return ana


async def add_ben(storage: Storage, entries: int = 1) -> str:
    """The id of an account with a few entries and nothing else."""
    ben = await accounts.create(storage, "ben@example.org", "no password", NOW)
    await storage.journals.append_edits(ben, [entry(number) for number in range(1, entries + 1)], NOW)
    return ben


async def _add_photo(account: str, settings: Settings) -> None:
    await Attachment.insert(
        Attachment(
            key=f"{account}:{'a' * 64}",
            account=account,
            sha256="a" * 64,
            total=120_007,
            held=120_007,
            chunks=" ".join(CHUNKS),
            media_type="image/jpeg",
            received_at="x",
        )
    )
    objects = Objects()
    with objects.opened(settings):
        for name, body in CHUNKS.items():
            await objects.put(f"{account}/{name}", body)
