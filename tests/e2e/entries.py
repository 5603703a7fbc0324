"""Many entries at once, as a phone that was offline for weeks has them, and what of them is on the server."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
from playwright.sync_api import Page, expect

from shared_schemas.clock import stamp
from tests.e2e.conftest import Server
from tests.e2e.test_story import EMAIL, PASSWORD, go

# Three requests of the phone: the second of them is the middle.
MANY = 250
# Edits stand alone or many to a row; none stands in two places.
_HELD = """() => new Promise((done, failed) => {
  const { id } = JSON.parse(localStorage.getItem('casebook.account'))
  const opening = indexedDB.open(`casebook-${id}`)
  opening.onerror = () => failed(opening.error)
  opening.onsuccess = () => {
    const database = opening.result
    const looking = database.transaction(['edits', 'bundles', 'records'])
    const alone = looking.objectStore('edits').count()
    const bundles = looking.objectStore('bundles').getAll()
    const records = looking.objectStore('records').index('when').count()
    looking.oncomplete = () => {
      database.close()
      done([bundles.result.reduce((count, { edits }) => count + edits.length, alone.result), records.result])
    }
  }
})"""


def check_ins(count: int = MANY) -> list[dict[str, Any]]:
    """Edits of as many check-ins, one every five minutes until now."""
    now = datetime.now(UTC)
    made = []
    for number in range(count):
        at = now - timedelta(minutes=5 * (count - number))
        fields = {"at": at.isoformat(timespec="seconds"), "time_zone": "America/New_York", "mood": number % 11}
        ids = {"id": str(uuid4()), "record": str(uuid4()), "kind": "check_in"}
        made.append({**ids, "stamp": stamp(at, 0, "00000000000000aa"), "set": fields})
    return made


def enter(page: Page, edits: list[dict[str, Any]]) -> None:
    """Adds the edits to those of the phone, by way of a copy in a file."""
    go(page, "copies")
    content = json.dumps({"casebook": 1, "edits": edits}).encode()
    copy = {"name": "copy.json", "mimeType": "application/json", "buffer": content}
    page.set_input_files("input[type=file]", copy)
    expect(page.get_by_text(f"{len(edits)} new change")).to_be_visible()


def log_on(server: Server) -> list[str]:
    """The ids of all edits of the account on the server, in the order of its log."""
    with httpx.Client(base_url=server.url, timeout=60) as client:
        client.post("/api/session", json={"email": EMAIL, "password": PASSWORD}).raise_for_status()
        ids: list[str] = []
        cursor, epoch, more = 0, None, True
        while more:
            asked = {"protocol": 1, "device": "00000000000000ab", "epoch": epoch, "cursor": cursor, "edits": []}
            answer = client.post("/api/sync", json=asked).raise_for_status().json()
            ids += [edit["id"] for edit in answer["edits"]]
            cursor, epoch, more = answer["cursor"], answer["epoch"], answer["more"]
    return ids


def has_each_once(server: Server, edits: list[dict[str, Any]]) -> bool:
    """Whether the server has these edits and no others, each once."""
    return sorted(log_on(server)) == sorted(edit["id"] for edit in edits)


def is_saved_online(page: Page) -> None:
    """Waits until the phone says so."""
    expect(page.get_by_role("status").first).to_have_text("Saved online", timeout=30_000)


def held(page: Page) -> tuple[int, int]:
    """How many edits and records the browser keeps for the account, read beside the app."""
    edits, records = page.evaluate(_HELD)
    return edits, records
