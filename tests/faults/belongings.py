"""Everything a patient can have at the server, what of it stands in the server's files, and the names that paths and
bodies have for it."""

import asyncio
import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from backend.accounts.cookie import SECURE_COOKIE
from backend.settings import DATABASE_FILE
from backend.storage.login_sessions import token_hash
from tests.backend.accounts.authenticator import Device
from tests.backend.attachments.files import photo, sha256_of
from tests.conftest import Browser, sign_up
from tests.faults.bad_edits import DEVICE, good_edit
from tests.push_service import BROWSER_KEYS

EMAIL = "ana@example.org"
CANARY = "words-of-a-bad-night"
ENDPOINT = "http://127.0.0.1:9/the-phone-of-ana"
# What stands in the place of each when it is nobody's. A name that is missing here fails the tests: say what Ana has
# under it in `give_everything`, and what nobody has here.
NOBODYS = {
    "record": str(uuid4()),
    "sha256": "0" * 64,
    "link_id": str(uuid4()),
    "passkey_id": "0" * 64,
    "job_id": str(uuid4()),
    "number": "1",
    "name": "x" * 43 + ".ics",
    "endpoint": "http://127.0.0.1:9/the-phone-of-nobody",
    "email": "nobody@example.org",
    "token": "x" * 43,
    "session_id": "0" * 64,
}
# Tables without a row of any one patient.
_OF_THE_SERVER = {"database", "erasure_receipt", "invitation", "migration", "try"}
# When reminders are planned next: a sweep beside the requests sets it.
_NOT_COMPARED = {"plan_at"}


@dataclass(frozen=True)
class Belongings:
    """One patient's. `names` are the values in paths and bodies, `secrets` what no answer to another may hold."""

    account: str
    names: dict[str, str]
    secrets: tuple[str, ...]
    report: bytes


async def give_everything(ana: Browser) -> Belongings:
    """Sign Ana up and let her use each thing there is."""
    account = await sign_up(ana, EMAIL)
    edit = good_edit() | {"set": {"notes": CANARY}}
    await _done(ana, "POST", "/api/sync", {"protocol": 1, "device": DEVICE, "edits": [edit]})
    picture = photo()
    answer = await ana.put(f"/api/attachments/{sha256_of(picture)}", content=picture)
    assert answer.status_code == 204, answer.text
    await _done(ana, "POST", "/api/push", {"endpoint": ENDPOINT, "keys": BROWSER_KEYS, "device": DEVICE})
    await _done(ana, "POST", "/api/account/recovery-codes", {})
    link = await _done(ana, "POST", "/api/share-links", {"label": CANARY})
    asked = await _done(ana, "POST", "/api/account/passkeys/options", {})
    made = {"passkey": Device().make(asked["options"]), "name": CANARY}
    passkey = await _done(ana, "POST", "/api/account/passkeys", made)
    feed = await _done(ana, "POST", "/api/calendar", {"says_what": True})
    job_id, report = await _report(ana)
    names = {
        "record": edit["record"],
        "sha256": sha256_of(picture),
        "link_id": link["id"],
        "passkey_id": passkey["id"],
        "job_id": job_id,
        "number": "1",
        "name": feed["path"].rpartition("/")[2],
        "endpoint": ENDPOINT,
        "email": EMAIL,
        "token": link["path"].partition("#")[2],
        "session_id": token_hash(ana.cookies[SECURE_COOKIE]),
    }
    secrets = {CANARY, account["id"], edit["id"], str(ana.cookies[SECURE_COOKIE])} | set(names.values()) - {"1"}
    return Belongings(account["id"], names, tuple(secrets), report)


async def _done(browser: Browser, method: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = await browser.request(method, path, json=body)
    assert answer.is_success, answer.text
    return answer.json() if answer.content else {}


async def _report(browser: Browser) -> tuple[str, bytes]:
    """The id of a report made in the background, once it is made, and the report."""
    answer = await browser.post("/api/reports/evidence", json={}, headers={"prefer": "respond-async"})
    async with asyncio.timeout(60):
        while (made := await browser.get(answer.headers["location"])).status_code == 202:  # noqa: ASYNC110  # asked as a phone asks
            await asyncio.sleep(0.1)
    return answer.json()["id"], made.content


def kept_of(data: Path, account: str) -> str:
    """Every row of an account and every file of attachments, as text that differs when one byte does."""
    with closing(sqlite3.connect(data / DATABASE_FILE)) as connection:
        connection.row_factory = sqlite3.Row
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = {table: _rows(connection, table, account) for table in sorted({*tables} - _OF_THE_SERVER)}
    return json.dumps(rows, indent=1)


def _rows(connection: sqlite3.Connection, table: str, account: str) -> list[str]:
    columns = {row["name"] for row in connection.execute(f"PRAGMA table_info({table})")}
    if table == "account":
        whose = "id = ?"
    elif "account" in columns:
        whose = "account = ?"
    else:
        assert "share_link" in columns, f"whose are the rows of {table}?"
        whose = "share_link IN (SELECT id FROM share_link WHERE account = ?)"
    compared = ", ".join(sorted(columns - _NOT_COMPARED))
    rows = connection.execute(f"SELECT {compared} FROM {table} WHERE {whose}", [account])  # noqa: S608  # names of ours
    return sorted(repr(tuple(row)) for row in rows)


def files_in(data: Path) -> dict[str, bytes]:
    """The files of attachments, by name."""
    return {str(path): path.read_bytes() for path in (data / "attachments").rglob("*") if path.is_file()}
