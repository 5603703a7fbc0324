"""Two server processes on one PostgreSQL database, behind Caddy with the file that ships."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

import asyncpg
import httpx

from backend.reminders.occurrence import Asks, Occurrence
from backend.reminders.vapid import VapidKey
from backend.settings import SIGN_IN_TRIES_PER_MINUTE, Settings
from backend.storage import accounts, login_sessions, push_subscriptions, reminders
from backend.storage.database import open_storage
from backend.storage.push_subscriptions import Subscription
from backend.storage.reminders import Planned
from tests.caddy import free_port, running_caddy
from tests.e2e.conftest import Server, start_server
from tests.faults.log import faults, missing, read_log
from tests.faults.phone import BATCH, Phone
from tests.faults.process import by_account, ended, make_phones
from tests.push_service import push_service

REMINDED = 40
# As the unit that ships sets it.
SETTINGS = {"CASEBOOK_DRAIN_SECONDS": "6"}


async def start(settings: Settings, port: int = 0) -> Server:
    url = str(settings.database_url)
    return await asyncio.to_thread(start_server, settings.data_dir, port=port, CASEBOOK_DATABASE_URL=url, **SETTINGS)


@asynccontextmanager
async def two_servers(settings: Settings) -> AsyncIterator[list[Server]]:
    """Both running; one that is replaced in the list is ended, too."""
    async with AsyncExitStack() as stack:
        servers = [await start(settings), await start(settings)]

        async def end_all() -> None:
            for server in servers:
                await ended(server)

        stack.push_async_callback(end_all)
        yield servers


async def phones_of(settings: Settings) -> list[Phone]:
    """Two phones in each of two accounts."""
    now, random = datetime.now(UTC), Random(11)
    phones = []
    async with open_storage(settings, now) as storage:
        for name in ("ana", "ben"):
            account = await accounts.create(storage, f"{name}@example.org", "no password", now)
            token = await login_sessions.begin(account, now)
            phones += [Phone(account, token, f"{random.getrandbits(64):016x}", Random(number)) for number in range(2)]
    return phones


async def left(server: Server) -> None:
    """The process is asked to end, and has."""
    server.process.terminate()
    assert await asyncio.to_thread(server.process.wait, 40) in (0, -signal.SIGTERM)


async def answered(phones: list[Phone], pushing: list["asyncio.Task[None]"], times: int) -> None:
    """Returns when the phones have had so many answers; none of them may give up."""
    while sum(phone.answers for phone in phones) < times:
        assert not any(task.done() for task in pushing)
        await asyncio.sleep(0.05)


async def given_up(log: Path, leaving: str, missing: str) -> None:
    """Returns when Caddy has said that the one is not ready, and twice of the other that it is not there."""
    while f'"status_code":503,"host":"{leaving}"' not in (said := log.read_text()) or said.count(f'"{missing}"') < 2:  # noqa: ASYNC110
        await asyncio.sleep(0.05)


async def test_i3_while_one_process_after_the_other_restarts_every_request_of_a_phone_is_answered(
    postgresql_url: str, tmp_path: Path
) -> None:
    settings = Settings(data_dir=tmp_path / "data", database_url=postgresql_url)
    phones, port, stop = await phones_of(settings), free_port(), asyncio.Event()
    async with two_servers(settings) as servers:
        upstreams = [server.url for server in servers]
        with running_caddy(tmp_path / "caddy", f"http://127.0.0.1:{port}", port, upstreams):
            for phone in phones:
                phone.url = f"http://127.0.0.1:{port}"
            pushing = [asyncio.create_task(phone.keep_pushing(stop)) for phone in phones]
            for number in range(2):
                before = sum(phone.answers for phone in phones)
                await left(servers[number])
                servers[number] = await start(settings, urlsplit(upstreams[number]).port or 0)
                await answered(phones, pushing, before + 20)
            stop.set()
            await asyncio.gather(*pushing)
            assert [phone.refusals for phone in phones] == [[]] * len(phones)
            assert [phone.unanswered for phone in phones] == [0] * len(phones)
            await asyncio.gather(*(phone.settle() for phone in phones))
            for group in by_account(phones):
                log = await read_log(group[0])
                assert (faults(log, group), missing(log, group)) == ([], [])


async def test_i3_a_process_that_ends_serves_on_while_the_other_has_not_begun(data: Path, tmp_path: Path) -> None:
    [phone], port, other = await asyncio.to_thread(make_phones, data, 1, 1, Random(5)), free_port(), free_port()
    server = await asyncio.to_thread(start_server, data, CASEBOOK_DRAIN_SECONDS="600")
    try:
        with running_caddy(tmp_path / "caddy", f"http://127.0.0.1:{port}", port, [server.url, f"127.0.0.1:{other}"]):
            phone.url = f"http://127.0.0.1:{port}"
            server.process.terminate()
            await given_up(tmp_path / "caddy" / "log", urlsplit(server.url).netloc, f"127.0.0.1:{other}")
            phone.write(4 * BATCH)
            await phone.settle()
    finally:
        await ended(server)


async def test_two_processes_send_each_reminder_once(postgresql_url: str, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data", database_url=postgresql_url)
    now = datetime.now(UTC)
    with push_service() as pushes:
        async with open_storage(settings, now) as storage:
            pushes.server_key = VapidKey.of(settings.data_dir).public
            for number in range(REMINDED):
                account = await accounts.create(storage, f"{number}@example.org", "no password", now)
                made = pushes.subscribe(f"phone-{number}")
                keys = made["keys"]
                browser = Subscription(made["endpoint"], keys["p256dh"], keys["auth"], "https://casebook.test")
                await push_subscriptions.add(storage.journals, account, f"{number:016x}", browser, now)
                due = Occurrence("check-in", now, now + timedelta(days=2), Asks.CHECK_IN, "#/check-in")
                planned = [Planned("check-in", now, due.content())]
                await reminders.plan(storage.journals, account, planned, 0, now + timedelta(days=7))
        connection = await asyncpg.connect(postgresql_url)
        async with two_servers(settings):
            while await connection.fetchval("SELECT COUNT(*) FROM reminder_occurrence WHERE next_at <> ''"):  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        await connection.close()
        assert pushes.refusals == []
        assert sorted(pushes.attempts) == sorted(f"phone-{number}" for number in range(REMINDED))


async def test_guesses_at_two_processes_count_together(postgresql_url: str, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data", database_url=postgresql_url)
    async with two_servers(settings) as servers, httpx.AsyncClient(timeout=30) as guesser:
        statuses = []
        for number in range(SIGN_IN_TRIES_PER_MINUTE + 2):
            body = {"email": f"{number}@example.org", "password": "a long night in november"}
            statuses.append((await guesser.post(f"{servers[number % 2].url}/api/session", json=body)).status_code)
    assert statuses == [401] * SIGN_IN_TRIES_PER_MINUTE + [429] * 2
