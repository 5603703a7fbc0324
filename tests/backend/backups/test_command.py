"""`python -m backend backup` and `restore` as an operator types them: one clear line, and a status that cron reads."""

import asyncio
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from backend.settings import Settings
from backend.storage import database
from tests.backend.backups.conftest import PASSPHRASE
from tests.backend.backups.patients import add_ana
from tests.conftest import NOW

_ROOT = Path(__file__).parents[3]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with Ana's journal; `tmp_path` / "made" is for backups."""
    settings = Settings(data_dir=tmp_path / "data")

    async def fill() -> None:
        async with database.open_storage(settings, NOW) as storage:
            await add_ana(storage, settings)

    asyncio.run(fill())
    (tmp_path / "made").mkdir()
    return settings.data_dir


def _command(*words: object) -> list[str]:
    return [sys.executable, "-m", "backend", *map(str, words)]


def _environment(passphrase: str | None) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CASEBOOK_")}
    return kept if passphrase is None else kept | {"CASEBOOK_BACKUP_PASSPHRASE": passphrase}


def _run(*words: object, passphrase: str | None = PASSPHRASE, limit: str = "") -> subprocess.CompletedProcess[str]:
    """What the command printed, without a terminal; `limit` goes to the shell's ulimit."""
    shell = ["bash", "-c", f'{limit and f"ulimit {limit} && "}exec "$@"', "-", *_command(*words)]
    return subprocess.run(
        shell, cwd=_ROOT, env=_environment(passphrase), stdin=subprocess.DEVNULL, capture_output=True, text=True
    )


def _typed(answers: list[str], *words: object) -> tuple[int, str]:
    """Status and output on a terminal where `answers` are typed."""
    terminal, end = pty.openpty()
    started = subprocess.Popen(
        _command(*words), cwd=_ROOT, env=_environment(None), stdin=end, stdout=end, stderr=end, start_new_session=True
    )
    os.close(end)
    said = b""
    with started:
        for answer in answers:
            while not said.rstrip(b" ").endswith(b":"):
                said += os.read(terminal, 1_000)
            said += b"\n"
            os.write(terminal, answer.encode() + b"\n")
        while True:
            try:
                said += os.read(terminal, 1_000)
            except OSError:  # Linux says so when the other end is closed
                break
    os.close(terminal)
    return started.returncode, said.decode()


def test_a_backup_and_a_restore_say_what_they_did(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "made" / "file"
    made = _run("backup", "--data", data, file)
    assert (made.returncode, made.stderr) == (0, "")
    assert made.stdout == f"Backed up and read back: 1 accounts, 3 entries, 1 attachments, in {file}\n"
    data.rename(tmp_path / "lost")
    done = _run("restore", "--data", data, file)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Restored: 1 accounts, 3 entries, 1 attachments.")
    assert "before" not in done.stdout
    assert "python -m backend sign-out --all --links" in done.stdout
    again = _run("restore", "--data", data, file)
    assert str(tmp_path / "data.before-restore-") in again.stdout
    assert "sign-out" not in again.stdout


@pytest.mark.parametrize(
    ("passphrase", "words"),
    [("four walls", "the passphrase does not open this backup"), (None, "set CASEBOOK_BACKUP_PASSPHRASE")],
)
def test_without_the_passphrase_there_is_one_clear_line(
    data: Path, tmp_path: Path, passphrase: str | None, words: str
) -> None:
    file = tmp_path / "made" / "file"
    assert _run("backup", "--data", data, file).returncode == 0
    done = _run("restore", "--data", data, file, passphrase=passphrase)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith(f"casebook: {words}")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["backup", "{made}/no folder/file"], "{made}/no folder"),
        (["backup", "{made}", "--data", "{made}"], "there is no database"),
        (["backup", "{made}/file", "--every", "24h"], "is no folder; --every needs one"),
        (["restore", "{made}/no file"], "No such file or directory"),
        (["restore", "{made}/../data/casebook.sqlite"], "this is not a backup of Casebook"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_status_1(
    data: Path, tmp_path: Path, arguments: list[str], words: str
) -> None:
    made = str(tmp_path / "made")
    given = [argument.format(made=made) for argument in arguments]
    done = _run(*given, *([] if "--data" in given else ["--data", data]))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert words.format(made=made) in done.stderr


def test_a_database_that_is_damaged_is_said_to_be_so(data: Path, tmp_path: Path) -> None:
    (data / "casebook.sqlite").write_bytes(b"no database at all" * 1_000)
    done = _run("backup", "--data", data, tmp_path / "made" / "file")
    assert (done.returncode, done.stderr) == (1, "casebook: file is not a database\n")


def test_a_disk_that_is_full_leaves_the_older_backup(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "made" / "file"
    assert _run("backup", "--data", data, file).returncode == 0
    before = file.read_bytes()
    assert len(before) > 100_000
    done = _run("backup", "--data", data, file, "--force", limit="-f 64")
    assert done.returncode == 1
    assert done.stderr.startswith("casebook: ")
    assert file.read_bytes() == before
    assert list(file.parent.iterdir()) == [file]


def test_in_a_folder_each_has_a_name_of_its_own_and_the_newest_are_kept(data: Path, tmp_path: Path) -> None:
    made = tmp_path / "made"
    for day in ("20200101", "20200102", "20200103"):
        (made / f"casebook-{day}T000000Z.backup").touch()
    assert _run("backup", "--data", data, "--keep", "2", made).returncode == 0
    old, new = sorted(made.iterdir())
    assert old.name == "casebook-20200103T000000Z.backup"
    assert _run("restore", "--data", tmp_path / "new", new).returncode == 0


def test_nothing_is_rotated_away_by_a_backup_that_failed(data: Path, tmp_path: Path) -> None:
    made = tmp_path / "made"
    for day in ("20200101", "20200102", "20200103"):
        (made / f"casebook-{day}T000000Z.backup").touch()
    assert _run("backup", "--data", data, "--keep", "1", made, limit="-f 64").returncode == 1
    assert len(list(made.iterdir())) == 3


def test_a_schedule_makes_the_first_at_once_and_ends_when_asked(data: Path, tmp_path: Path) -> None:
    command = _command("backup", "--data", data, "--every", "24h", "--keep", "7", tmp_path / "made")
    with subprocess.Popen(command, cwd=_ROOT, env=_environment(PASSPHRASE), stdout=subprocess.PIPE) as schedule:
        assert schedule.stdout is not None
        assert schedule.stdout.readline().startswith(b"Backed up and read back: 1 accounts")
        time.sleep(0.2)
        assert schedule.poll() is None
        schedule.send_signal(signal.SIGTERM)
        assert schedule.wait(10) == 128 + signal.SIGTERM
    assert len(list((tmp_path / "made").iterdir())) == 1


def test_on_a_terminal_the_passphrase_is_asked_twice_and_not_shown(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "made" / "file"
    status, said = _typed(["long walk", "long walk"], "backup", "--data", data, file)
    assert status == 0
    assert "Passphrase of the backup: " in said
    assert "The same again: " in said
    assert "long walk" not in said
    status, said = _typed(["long walk"], "restore", "--data", tmp_path / "new", file)
    assert (status, "Restored: 1 accounts" in said) == (0, True)


@pytest.mark.parametrize(
    ("answers", "words"), [(["long walk", "long wall"], "the two are not the same"), ([""], "needs a passphrase")]
)
def test_a_typing_mistake_makes_no_backup(data: Path, tmp_path: Path, answers: list[str], words: str) -> None:
    status, said = _typed(answers, "backup", "--data", data, tmp_path / "made" / "file")
    assert status == 1
    assert words in said
    assert list((tmp_path / "made").iterdir()) == []


@pytest.mark.parametrize("option", [["--keep", "0"], ["--every", "soon"], ["--keep", "many"]])
def test_an_option_that_makes_no_sense_is_refused(tmp_path: Path, option: list[str]) -> None:
    done = _run("backup", *option, tmp_path)
    assert done.returncode == 2
    assert f"argument {option[0]}: invalid" in done.stderr
