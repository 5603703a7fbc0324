"""`send-reminders` as cron runs it: a process of its own on the data of a server."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from backend.settings import Settings
from backend.storage import accounts, push_subscriptions
from backend.storage.database import open_storage
from backend.storage.push_subscriptions import Subscription
from tests.backend.reminders.entries import entry
from tests.push_service import PushService, push_service

ROOT = Path(__file__).parents[3]


@pytest.fixture
def pushes() -> Iterator[PushService]:
    with push_service() as service:
        yield service


def send(sqlite_file: Path) -> str:
    answer = subprocess.run(
        [sys.executable, "-m", "backend", "send-reminders", "--data", str(sqlite_file.parent)],
        cwd=ROOT,
        env={"PATH": "", "CASEBOOK_PUSH_ALLOWS_LOOPBACK": "1"},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return answer.stdout


async def test_cron_sends_what_is_due_once(settings: Settings, sqlite_file: Path, pushes: PushService) -> None:
    now = datetime.now(UTC)
    async with open_storage(settings, now) as storage:
        ana = await accounts.create(storage, "ana@example.org", "no password", now)
        made = pushes.subscribe("phone")
        keys = made["keys"]
        subscription = Subscription(made["endpoint"], keys["p256dh"], keys["auth"], "https://casebook.test")
        await push_subscriptions.add(storage.journals, ana, "phone", subscription, now)
        start = (now - timedelta(hours=25)).isoformat()
        session = entry(1, "treatment_session", started_at=start, time_zone="UTC", duration_minutes=0)
        no_quiet = entry(2, "reminder", rule="all", quiet_from="00:00", quiet_until="00:00")
        await storage.journals.append_edits(ana, [session, no_quiet], now)
    assert send(sqlite_file) == "messages sent: 1\n"
    assert send(sqlite_file) == "messages sent: 0\n"
    assert len(pushes.deliveries) == 1
