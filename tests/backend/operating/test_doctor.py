"""An operator asks whether all is well, before patients notice that it is not."""

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from backend.operating.doctor import examine
from backend.settings import Settings
from backend.storage.database import open_storage
from backend.storage.sealing import new_master_key, read_master_keys, write_master_keys
from tests.backend.backups.patients import add_ana
from tests.conftest import NOW
from tests.test_tidy import ROOT


@pytest.fixture
async def healthy(settings: Settings, tmp_path: Path) -> Settings:
    """A server in order, with a patient's data."""
    (tmp_path / "pwa").mkdir()
    (tmp_path / "pwa" / "index.html").write_text("the app")
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / f"casebook-{NOW:%Y%m%dT%H%M%SZ}.backup").write_bytes(b"sealed")
    settings = replace(settings, public_origin="https://casebook.example")
    async with open_storage(settings, NOW) as storage:
        await add_ana(storage, settings)
    return settings


async def levels(settings: Settings, after: timedelta = timedelta()) -> dict[str, str]:
    """How each thing is, by its name."""
    findings = await examine(settings, settings.data_dir.with_name("backups"), NOW + timedelta(days=1) + after)
    return {finding.what: finding.level for finding in findings}


async def test_a_server_in_order_is_said_to_be_so(healthy: Settings) -> None:
    found = await levels(healthy)
    # Whether this machine has room, and PostgreSQL's own clock, are no business of the test's moment.
    assert {what for what, level in found.items() if level != "ok"} <= {"disk", "clock"}
    assert found.keys() >= {"address", "permissions", "master key", "schema", "database", "fonts", "backups", "email"}


async def test_what_is_wrong_is_found(healthy: Settings) -> None:
    assert (await levels(replace(healthy, public_origin=None)))["address"] == "warning"
    assert (await levels(replace(healthy, trusted_proxies=("*",))))["proxies"] == "error"
    assert (await levels(replace(healthy, pwa_dir=healthy.data_dir / "none")))["app"] == "error"
    assert (await levels(replace(healthy, fonts_dirs=(healthy.data_dir / "none",))))["fonts"] == "error"
    assert (await levels(healthy, after=timedelta(days=3)))["backups"] == "warning"
    assert (await levels(healthy, after=timedelta(days=-3)))["clock"] == "error"
    healthy.data_dir.chmod(0o755)
    assert (await levels(healthy))["permissions"] == "error"
    healthy.data_dir.chmod(0o700)
    (healthy.data_dir / "vapid.pem").write_text("no key")
    assert (await levels(healthy))["reminders"] == "error"


async def test_a_key_that_does_not_fit_or_is_being_changed_is_found(healthy: Settings) -> None:
    [key] = read_master_keys(healthy)
    write_master_keys(healthy, [new_master_key(), key])
    found = await levels(healthy)
    assert (found["master key"], found["database"]) == ("warning", "ok")
    write_master_keys(healthy, [new_master_key()])
    assert (await levels(healthy))["database"] == "error"
    (healthy.data_dir / "master.key").unlink()
    assert (await levels(healthy))["master key"] == "error"
    assert not (healthy.data_dir / "master.key").exists(), "looking makes nothing"


def test_the_command_says_a_line_for_each_and_its_status_tells_whether_one_is_wrong(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "backend", "doctor", "--data", str(tmp_path / "nowhere")]
    looked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert looked.returncode == 1, looked.stderr
    assert {line.split()[0] for line in looked.stdout.splitlines()} <= {"ok", "warning", "error"}
    assert "data folder:" in looked.stdout
    assert not (tmp_path / "nowhere").exists()
