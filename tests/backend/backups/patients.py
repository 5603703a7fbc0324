"""What a server holds before a backup: Ana with a journal, a link and a photo, and Ben with less."""

from datetime import timedelta

from backend.reminders.vapid import VapidKey
from backend.settings import Settings
from backend.storage import (
    accounts,
    calendar_feeds,
    invitations,
    login_sessions,
    made_reports,
    recovery_codes,
    share_links,
    tries,
)
from backend.storage.database import Storage
from backend.storage.objects import Objects
from backend.storage.tables import (
    ActivityEvent,
    Attachment,
    Consent,
    ErasureReceipt,
    Passkey,
    PasskeyChallenge,
    PendingDeletion,
    PushSubscription,
    ReminderOccurrence,
)
from shared_schemas.clock import wire_instant
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
    await _add_ways_in(storage, ana)
    await _add_an_end(ana)
    await _add_photo(ana, settings)
    VapidKey.of(settings.data_dir)
    return ana


async def _add_ways_in(storage: Storage, account: str) -> None:
    key = await storage.journals.key(account)
    later = NOW + timedelta(days=1)
    await recovery_codes.replace(account, ["hash of a code"], NOW)
    await invitations.invite("a code", timedelta(days=1), NOW)
    await Passkey.insert(
        Passkey(
            id="a passkey",
            account=account,
            credential_id=b"\x00\xff",
            public_key=b"\x01",
            sealed_name=key.seal("a passkey:name", b"My phone"),
            created_at=wire_instant(NOW),
        )
    )
    await PasskeyChallenge.insert(
        PasskeyChallenge(
            challenge_hash="hash of a challenge", purpose="sign_in", account="", expires_at=wire_instant(later)
        )
    )


async def _add_an_end(account: str) -> None:
    """What Ana agreed to, what happened, and that she asked for the end of her account."""
    asked, due = wire_instant(NOW), wire_instant(NOW + timedelta(days=36_500))
    await Consent.insert(Consent(id=f"{account}:1", account=account, version="1", agreed_at=asked))
    await ActivityEvent.insert(ActivityEvent(id=f"{account}:1", account=account, at=asked, what="signed_in"))
    await PendingDeletion.insert(
        PendingDeletion(account=account, asked_at=asked, due_at=due, receipt_hash="hash of a receipt")
    )
    await ErasureReceipt.insert(ErasureReceipt(receipt_hash="hash of a receipt", asked_at=asked, due_at=due))


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
