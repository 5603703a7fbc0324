"""An operator restarts the server while phones are writing: it ends at once, and no entry notices."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import pytest

from tests.e2e.conftest import ROOT, start_server
from tests.faults.log import faults, lost, missing, not_noted, read_log
from tests.faults.phone import Phone
from tests.faults.process import EXIT_SECONDS, by_account, locked, make_phones, serving, stopped

# A supervisor waits 10 s (containers) to 90 s (systemd) before it kills.
SECONDS_TO_END = 8
# A phone that lost the network in the middle of a request: the rest of its body never comes.
HALF_A_REQUEST = (
    b"POST /api/sync HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n"
    b"Cookie: casebook_session=%s\r\n\r\n{"
)


@pytest.fixture
def phones(data: Path) -> list[Phone]:
    return make_phones(data, accounts=2, each=3, random=Random(5))


async def restart_under_load(data: Path, phones: list[Phone], delay: float) -> float:
    """Push, and ask the server to end after `delay`: the seconds it took."""
    stop = asyncio.Event()
    async with serving(data, phones) as server:
        pushing = [asyncio.create_task(phone.keep_pushing(stop)) for phone in phones]
        await asyncio.sleep(delay)
        began = time.perf_counter()
        await stopped(server)
        took = time.perf_counter() - began
    # Phones go on without a server for a moment, as they do until the new one is up.
    await asyncio.sleep(0.1)
    stop.set()
    await asyncio.gather(*pushing)
    return took


async def test_i3_a_restart_in_the_middle_of_pushing_costs_no_entry(data: Path, phones: list[Phone]) -> None:
    took = [await restart_under_load(data, phones, delay) for delay in (0.3, 0.47)]
    assert max(took) < SECONDS_TO_END
    assert [phone.refusals for phone in phones if phone.refusals] == []
    assert all(phone.unsent() for phone in phones), "written while there was no server"
    async with serving(data, phones):
        logs = [(group, await read_log(group[0])) for group in by_account(phones)]
        assert [lost(log, group) for group, log in logs] == [[], []]
        await asyncio.gather(*(phone.settle() for phone in phones))
        for group in by_account(phones):
            log = await read_log(group[0])
            assert (faults(log, group), missing(log, group)) == ([], [])
            assert not_noted(log, data / "erasures.jsonl") == set()


@pytest.fixture
def temporary() -> Iterator[Path]:
    """An empty folder with a short name: that of a socket in it may have no more than 107 characters."""
    with TemporaryDirectory(prefix="cb-") as folder:
        yield Path(folder)


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
def test_a_server_that_ends_right_after_its_start_leaves_no_process_file_or_word(
    tmp_path: Path, temporary: Path, asked: int
) -> None:
    server = start_server(tmp_path / "data", TMPDIR=str(temporary))
    assert list(temporary.iterdir()), "it loads what workers need"
    server.process.send_signal(asked)
    # Each process that it began would hold this line open.
    said, _ = server.process.communicate(timeout=EXIT_SECONDS)
    assert (said, server.process.returncode, list(temporary.iterdir())) == ("", -asked, [])


def test_a_folder_for_temporary_files_with_too_long_a_name_is_said_in_one_line(tmp_path: Path) -> None:
    temporary = tmp_path / ("a" * 100)
    temporary.mkdir()
    ended = subprocess.run(
        [sys.executable, "-m", "backend", "serve", "--data", str(tmp_path / "data"), "--port", "0"],
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(temporary)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (ended.returncode, ended.stdout) == (1, "")
    [line] = ended.stderr.splitlines()
    assert line.startswith("casebook: the folder for temporary files")
    assert "TMPDIR" in line


async def test_an_answer_under_way_still_comes_when_the_server_is_asked_to_end(data: Path, phones: list[Phone]) -> None:
    phone = phones[0]
    phone.write(40)
    async with serving(data, phones) as server, phone.session() as session:
        # Another process holds the database, so that the request is surely in the middle.
        with locked(data):
            answer = asyncio.create_task(phone.exchange(session))
            await asyncio.sleep(0.3)
            server.process.terminate()
            await asyncio.sleep(0.3)
            assert not answer.done()
        assert await answer == 200
        await stopped(server)
    assert len(phone.acknowledged) == 40


async def test_a_phone_that_stopped_in_the_middle_of_a_request_does_not_hold_up_the_restart(
    data: Path, phones: list[Phone]
) -> None:
    async with serving(data, phones) as server:
        host = urlsplit(server.url)
        with socket.create_connection((host.hostname, host.port or 0)) as connection:
            connection.sendall(HALF_A_REQUEST % phones[0].token.encode())
            await asyncio.sleep(0.2)
            began = time.perf_counter()
            await stopped(server)
            assert time.perf_counter() - began < SECONDS_TO_END
