"""Keys are changed while patients go on writing, and the power fails in the middle."""

import asyncio
import base64
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from piccolo.columns import Bytea

from backend.app import create_app
from backend.backups.backup import back_up
from backend.backups.restore import restore
from backend.operating.keys import rotate_data_keys, rotate_master_key
from backend.settings import Settings
from backend.storage import attachments
from backend.storage.database import Storage, open_storage
from backend.storage.engine import ENGINE
from backend.storage.objects import OBJECTS
from backend.storage.rotation import SEALED
from backend.storage.sealing import MasterKeyError, new_master_key, read_master_keys, write_master_keys
from backend.storage.tables import TABLES, Account, Attachment, PendingDeletion, StoredEdit
from tests.backend.attachments.files import photo
from tests.backend.backups.patients import add_ana, add_ben
from tests.conftest import NOW, PASSWORD, Browser, new_browser, sign_up
from tests.test_tidy import ROOT

NONE = timedelta(0)
PHOTO = photo()


@pytest.fixture
async def filled(settings: Settings) -> AsyncIterator[dict[str, Any]]:
    """Two patients' journals, links, reminders and files, as they read before."""
    async with open_storage(settings, NOW) as storage:
        with OBJECTS.opened(settings):
            await add_ana(storage, settings)
            await add_ben(storage)
            # Whoever waits to be erased is reminded no more, and a restore sees to it; nobody here is to be erased.
            await PendingDeletion.delete(force=True)
            yield await everything(storage)


async def everything(storage: Storage) -> dict[str, Any]:
    """All that is sealed, unsealed."""
    read: dict[str, Any] = {}
    for sealed in SEALED:
        name, primary = sealed.column._meta.name, sealed.table._meta.primary_key._meta.name
        for row in await sealed.table.select():
            if row[name]:
                key = await storage.journals.key(row["account"])
                read[f"{sealed.table._meta.tablename}.{name}.{row[primary]}"] = key.unseal(sealed.place(row), row[name])
    for row in await Attachment.select():
        read[row["key"]] = await attachments.content(storage.journals, row["account"], row["sha256"])
    return read


async def as_it_is_now(settings: Settings) -> dict[str, Any]:
    async with open_storage(settings, NOW) as storage:
        with OBJECTS.opened(settings):
            return await everything(storage)


def test_every_sealed_column_is_known_to_the_rotation() -> None:
    """A column that is sealed and not named there would be lost by the next rotation."""
    names = {
        (table._meta.tablename, column._meta.name)
        for table in TABLES
        for column in table._meta.columns
        if isinstance(column, Bytea)
    }
    others = {
        ("account", "sealed_data_key"),
        ("database", "sealed_probe"),
        ("passkey", "credential_id"),
        ("passkey", "public_key"),
    }
    assert names - others == {(sealed.table._meta.tablename, sealed.column._meta.name) for sealed in SEALED}


async def test_a_new_master_key_opens_everything_and_the_old_one_nothing(
    settings: Settings, filled: dict[str, Any]
) -> None:
    [old] = read_master_keys(settings)
    assert "2 accounts" in await rotate_master_key(settings)
    [new] = read_master_keys(settings)
    assert new != old
    assert await as_it_is_now(settings) == filled
    write_master_keys(settings, [old])
    with pytest.raises(MasterKeyError, match="not the one this database was sealed with"):
        await as_it_is_now(settings)


async def test_new_data_keys_seal_everything_anew(settings: Settings, filled: dict[str, Any]) -> None:
    async with open_storage(settings, NOW):
        before = {row["key"]: row["sealed"] for row in await StoredEdit.select()}
    assert "2 accounts have a new data key" in await rotate_data_keys(settings, NONE)
    assert await as_it_is_now(settings) == filled
    async with open_storage(settings, NOW) as storage:
        after = {row["key"]: row["sealed"] for row in await StoredEdit.select()}
        assert [key for key in before if before[key] and before[key] == after[key]] == []
        for row in await Account.select():
            assert len(row["sealed_data_key"]) == 12 + 32 + 16, "the older key is gone"
            assert await storage.journals.key(row["id"])


@pytest.mark.parametrize("set_from_outside", ["master_key", "master_key_command"])
async def test_a_key_from_outside_is_changed_by_setting_both(
    settings: Settings, filled: dict[str, Any], set_from_outside: str, tmp_path: Path
) -> None:
    [old], new = read_master_keys(settings), new_master_key()
    (settings.data_dir / "master.key").unlink()
    texts = [base64.b64encode(key).decode() for key in (new, old)]

    def having(*keys: str) -> Settings:
        if set_from_outside == "master_key":
            return replace(settings, master_key=" ".join(keys))
        (tmp_path / "keys").write_text("\n".join(keys))
        return replace(settings, master_key_command=f"cat {tmp_path / 'keys'}")

    with pytest.raises(MasterKeyError, match="openssl rand"):
        await rotate_master_key(having(texts[1]))
    assert "Leave the old one out" in await rotate_master_key(having(*texts))
    assert await as_it_is_now(having(texts[0])) == filled
    with pytest.raises(MasterKeyError):
        await as_it_is_now(having(texts[1]))


async def test_a_backup_from_before_comes_back_with_its_passphrase(
    settings: Settings, filled: dict[str, Any], tmp_path: Path
) -> None:
    await ENGINE.close()
    await back_up(settings, tmp_path / "before.backup", "a passphrase", NOW)
    await rotate_master_key(settings)
    await rotate_data_keys(settings, NONE)
    await restore(settings, tmp_path / "before.backup", "a passphrase", NOW)
    assert await as_it_is_now(settings) == filled


async def test_a_backup_made_in_the_middle_comes_back_too(
    settings: Settings, filled: dict[str, Any], tmp_path: Path
) -> None:
    await ENGINE.close()
    write_master_keys(settings, [new_master_key(), *read_master_keys(settings)])
    await back_up(settings, tmp_path / "between.backup", "a passphrase", NOW)
    await rotate_master_key(settings)
    await restore(settings, tmp_path / "between.backup", "a passphrase", NOW)
    assert await as_it_is_now(settings) == filled
    await rotate_master_key(settings)
    assert len(read_master_keys(settings)) == 1


def rotate(settings: Settings, *options: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "backend", "rotate-keys", "--data", str(settings.data_dir), *options]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


async def write_on(browser: Browser, number: int) -> None:
    edit = {
        "id": f"00000000-0000-7000-8000-{number:012x}",
        "record": f"10000000-0000-7000-8000-{number:012x}",
        "kind": "check_in",
        "stamp": f"2026-11-23T09:15:42.{number % 1000:03d}Z-0000-0123456789abcdef",
        "set": {"notes": f"entry {number}"},
    }
    answer = await browser.post("/api/sync", json={"protocol": 1, "device": "0123456789abcdef", "edits": [edit]})
    assert answer.status_code == 200, answer.text
    assert len(answer.json()["acknowledged"]) == 1


@pytest.mark.usefixtures("sqlite_file")
@pytest.mark.parametrize("options", [(), ("--data-keys",)], ids=["master key", "data keys"])
async def test_killed_again_and_again_while_a_server_serves_it_loses_nothing_and_ends_when_run_once_more(
    settings: Settings, options: tuple[str, ...]
) -> None:
    async with new_browser(create_app(settings)) as browser:
        await sign_up(browser, "ana@example.org")
        for number in range(40):
            await write_on(browser, number)
        for delay in (0.9, 1.2, 1.5, 1.8):
            process = rotate(settings, *options)
            until = time.monotonic() + delay
            while time.monotonic() < until:
                number += 1
                await write_on(browser, number)
                await asyncio.sleep(0.02)
            process.kill()
            process.wait()
        await rotate_in_place(settings, options)
        number += 1
        await write_on(browser, number)
        other = new_browser(browser.app)
        other.blocking_portal = browser.blocking_portal
        await sign_up(other, "ben@example.org")
        await write_on(other, 1)
        exported = (await browser.get("/api/account/export")).text
        assert all(f'"entry {written}"' in exported for written in range(number + 1))
    assert len(read_master_keys(settings)) == 1
    async with new_browser(create_app(settings)) as browser:
        for email in ("ana@example.org", "ben@example.org"):
            answer = await browser.post("/api/session", json={"email": email, "password": PASSWORD})
            assert answer.status_code == 200
            assert "entry 1" in (await browser.get("/api/account/export")).text


async def rotate_in_place(settings: Settings, options: tuple[str, ...]) -> None:
    """To the end, in a process of its own; the older data keys go at once."""
    code = (
        "import asyncio, sys; from datetime import timedelta; from pathlib import Path; "
        "from backend.operating.keys import *; from backend.settings import Settings; "
        f"s = Settings(data_dir=Path({str(settings.data_dir)!r})); "
        f"asyncio.run({'rotate_data_keys(s, timedelta(seconds=1))' if options else 'rotate_master_key(s)'})"
    )
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, cwd=ROOT)
    assert await process.wait() == 0
