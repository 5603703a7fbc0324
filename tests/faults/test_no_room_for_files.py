"""The operating system refuses writes of the running server: the first, the second, and every one after that.

The server's own limit on the size of files stands in for the disk: a write beyond it fails, and lifting it makes room.
"""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import aiohttp
import pytest

from backend.settings import DATABASE_FILE
from tests.e2e.conftest import Server
from tests.faults.log import faults, lost, missing, not_noted, read_log
from tests.faults.phone import Phone
from tests.faults.process import make_phones, serving
from tests.push_service import BROWSER_KEYS

# A page of the write-ahead log takes 4,120 bytes: every second step cuts one in half.
STEP = 2_060
PASSWORD = "a long night in november"
WRITING = [
    ("POST", "/api/account", {"email": "ben@example.org", "password": PASSWORD}),
    ("POST", "/api/session", {"email": "ana@example.org", "password": PASSWORD}),
    ("POST", "/api/share-links", {"label": "Dr. Okafor"}),
    ("POST", "/api/push", {"endpoint": "http://127.0.0.1:9/push", "keys": BROWSER_KEYS, "device": "0123456789abcdef"}),
    ("DELETE", "/api/account", None),
]

SIGNING_IN = {("POST", "/api/account"), ("POST", "/api/session")}


@pytest.fixture
def phone(data: Path) -> Phone:
    [phone] = make_phones(data, accounts=1, each=1, random=Random(11))
    return phone


@contextmanager
def files_up_to(server: Server, size: int) -> Iterator[None]:
    """No file of the server grows beyond `size` bytes, nor is written beyond it."""
    _, hard = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (hard, hard))


def written(data: Path) -> int:
    """Bytes of the write-ahead log, which every transaction makes longer."""
    return (data / f"{DATABASE_FILE}-wal").stat().st_size


async def assert_as_sent(phone: Phone, data: Path) -> None:
    log = await read_log(phone)
    assert (lost(log, [phone]), faults(log, [phone]), missing(log, [phone])) == ([], [], [])
    assert not_noted(log, data / "erasures.jsonl") == set()


async def test_i3_whichever_write_of_a_push_fails_nothing_is_lost_and_nothing_is_refused(
    data: Path, phone: Phone
) -> None:
    async with serving(data, [phone]) as server, phone.session() as session:
        before = 10
        phone.write(before)
        await phone.settle()
        for room in range(0, 40 * STEP, STEP):
            phone.write(30)
            with files_up_to(server, written(data) + room):
                status = await phone.exchange(session)
            if status == 200:
                break
            assert len(phone.acknowledged) == before
            assert len((await read_log(phone)).edits) == before
        assert room > 4 * STEP, "a push takes several writes, and each of them failed once"
        await phone.settle()
        await assert_as_sent(phone, data)
        assert set(phone.refusals) <= {503, 507}


async def asked(session: aiohttp.ClientSession, url: str, method: str, body: Any) -> tuple[int, str, dict[str, Any]]:
    """Status, type and content of an answer."""
    async with session.request(method, url, json=body) as answer:
        return answer.status, answer.content_type, await answer.json() if answer.status != 204 else {}


@pytest.mark.parametrize(("method", "path", "body"), WRITING, ids=lambda part: part if isinstance(part, str) else "")
async def test_a_request_that_must_write_says_that_there_is_no_room(
    data: Path, phone: Phone, method: str, path: str, body: Any
) -> None:
    async with serving(data, [phone]) as server, aiohttp.ClientSession() as new:
        ana = {"email": "ana@example.org", "password": PASSWORD}
        assert (await asked(new, f"{server.url}/api/account", "POST", ana))[0] == 201
        async with phone.session() if (method, path) not in SIGNING_IN else aiohttp.ClientSession() as session:
            with files_up_to(server, 1):
                status, kind, content = await asked(session, server.url + path, method, body)
            assert status in (503, 507), content
            assert kind == "application/problem+json"
            status, _, content = await asked(session, server.url + path, method, body)
            assert status < 300, content


async def test_an_account_is_deleted_whole_or_not_at_all(data: Path, phone: Phone) -> None:
    phone.write(10)
    async with serving(data, [phone]) as server, phone.session() as session:
        await phone.settle()
        for room in range(0, 40 * STEP, STEP):
            with files_up_to(server, written(data) + room):
                status, _, _ = await asked(session, f"{server.url}/api/account", "DELETE", None)
            if status == 204:
                break
            status, _, account = await asked(session, f"{server.url}/api/account", "GET", None)
            assert (status, account.get("edits")) == (200, 10)
        assert room > 2 * STEP
        assert phone.account in (data / "erasures.jsonl").read_text(encoding="utf-8")
