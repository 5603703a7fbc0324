"""What is taken along: gathered from storage once, then written file by file."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from pydantic_core import to_jsonable_python

from backend.storage import attachments, push_subscriptions, reminders, share_links
from backend.storage.attachments import READ_ERRORS, Upload
from backend.storage.belongings import shown_rows
from backend.storage.journals import Journals
from backend.storage.login_sessions import SignedIn
from backend.takeout.archive import Member, at_once
from backend.takeout.entries import Entry, entries_of
from backend.takeout.file_names import attachment_names, slug
from backend.takeout.page import page
from backend.takeout.tables import table
from backend.wording import count
from shared_schemas.clock import wire_instant
from shared_schemas.journal import LoggedEdit, fold

_LOG = logging.getLogger("casebook")
_ENDINGS = {"image/jpeg": "jpg"}
# Said in their own lists, with what is sealed of them.
_SAID_APART = ("share_link", "push_subscription", "reminder_occurrence")
_TITLES = {
    "account": "Your account",
    "login_session": "Where you are signed in",
    "made_report": "Reports you made",
    "calendar_feed": "Your calendar link",
}


@dataclass
class Found:
    """Everything of one account. `names` are those of its whole attachments in the ZIP, by hash."""

    account: SignedIn
    content: dict[str, Any]
    entries: Mapping[str, list[Entry]]
    uploads: Mapping[str, Upload]
    names: Mapping[str, str]
    unreadable: list[str] = field(default_factory=list)


async def everything(journals: Journals, account: SignedIn, now: datetime) -> Found:
    """All that is kept of the account, but the contents of its attachments."""
    edits = await journals.edits(account.account_id)
    uploads = await attachments.of_account(account.account_id)
    entries = await asyncio.to_thread(entries_of, edits)
    names = attachment_names(entries, {hash_: _ending(upload) for hash_, upload in uploads.items() if upload.is_whole})
    content = {
        "made_at": wire_instant(now),
        "email": account.email,
        **_journal(edits),
        "attachments": [_attachment(sha256, upload, names) for sha256, upload in uploads.items()],
        "share_links": await _share_links(journals, account.account_id),
        "reminders": [
            {"due_at": due_at, "sent_at": sent_at or None, "says": says}
            for due_at, sent_at, says in await reminders.of_account(journals, account.account_id)
        ],
        "push_subscriptions": await _push_subscriptions(journals, account.account_id),
        "kept_beside": {
            name: rows for name, rows in (await shown_rows(account.account_id)).items() if name not in _SAID_APART
        },
    }
    return Found(account, content, entries, uploads, names)


async def members_of(journals: Journals, found: Found) -> AsyncIterator[Member]:
    """The files of the ZIP. Attachments come first, so that the page can say which of them could not be read."""
    for sha256, name in found.names.items():
        chunks = attachments.read(journals, found.account.account_id, sha256, found.uploads[sha256])
        try:
            first = await anext(chunks, b"")
        except READ_ERRORS as error:
            _note_unreadable(found, name, error)
            continue
        yield Member(f"attachments/{name}", _rest(found, name, first, chunks), is_packed=True)
    text = await asyncio.to_thread(json.dumps, found.content, ensure_ascii=False, indent=1)
    yield Member("casebook.json", at_once(text))
    for kind, entries in found.entries.items():
        yield Member(f"tables/{slug(kind) or 'other'}.csv", at_once(await asyncio.to_thread(table, kind, entries)))
    yield Member("index.html", at_once(await asyncio.to_thread(_page, found)))


async def _rest(found: Found, name: str, first: bytes, chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    try:
        async for chunk in chunks:
            yield chunk
    except READ_ERRORS as error:
        _note_unreadable(found, name, error)


def _note_unreadable(found: Found, name: str, error: Exception) -> None:
    _LOG.error("an attachment could not be exported: %s", type(error).__name__)
    found.unreadable.append(name)


def _page(found: Found) -> str:
    content = found.content
    lists = {
        "Links for doctors": [_link_row(link) for link in content["share_links"]],
        "Reminders": [{"due_at": one["due_at"], "sent_at": one["sent_at"]} for one in content["reminders"]],
        "Where reminders go": content["push_subscriptions"],
        **{
            _TITLES.get(name, name.replace("_", " ").capitalize()): rows
            for name, rows in content["kept_beside"].items()
        },
    }
    notes = []
    if found.unreadable:
        notes.append(f"{count(len(found.unreadable), 'file')} could not be read in full: {', '.join(found.unreadable)}")
    return page(f"Casebook of {found.account.email}", content["made_at"], found.entries, found.names, lists, notes)


def _link_row(link: Mapping[str, Any]) -> dict[str, Any]:
    shown = ("label", "created_at", "expires_at", "revoked_at", "times_opened")
    opened = [f"{value} ({browser})" for value, browser in ((one["at"], one["browser"]) for one in link["opened"])]
    return {**{name: link[name] for name in shown}, "opened": opened}


def _journal(edits: list[LoggedEdit]) -> dict[str, Any]:
    return {
        "records": [
            {"id": record, "kind": folded.kind, "fields": folded.fields}
            for record, folded in sorted(fold(edits).items())
        ],
        "edits": to_jsonable_python(edits),
    }


async def _share_links(journals: Journals, account: str) -> list[dict[str, Any]]:
    links = []
    for link in await share_links.of_account(journals, account):
        opened = await share_links.openings(link.id, at_most=None)
        links.append(
            {
                "label": link.label,
                "created_at": link.created_at,
                "expires_at": link.expires_at,
                "revoked_at": link.revoked_at,
                "has_passcode": link.passcode_hash is not None,
                "shows": link.disclosure.model_dump(mode="json"),
                "times_opened": opened.times,
                "opened": [{"at": at, "browser": browser, "what": what} for at, browser, what in opened.latest],
            }
        )
    return links


async def _push_subscriptions(journals: Journals, account: str) -> list[dict[str, Any]]:
    # Whoever has endpoint and keys can write to the phone: only whose service it is goes along.
    found = (await push_subscriptions.of_accounts(journals, [account])).get(account, [])
    return [{"service": urlsplit(subscription.endpoint).hostname or ""} for subscription in found]


def _attachment(sha256: str, upload: Upload, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "sha256": sha256,
        "file": f"attachments/{names[sha256]}" if sha256 in names else None,
        "type": upload.media_type or None,
        "bytes": upload.total,
        "bytes_on_the_server": upload.held,
    }


def _ending(upload: Upload) -> str:
    return _ENDINGS.get(upload.media_type) or upload.media_type.partition("/")[2]
