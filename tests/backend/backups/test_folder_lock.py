"""Servers may share a data folder; a restore has it alone."""

import subprocess
import sys
from pathlib import Path

import pytest

from backend.backups.folder_lock import FolderInUseError, restoring, serving


def test_two_servers_of_one_database_share_the_folder(tmp_path: Path) -> None:
    with serving(tmp_path / "data"), serving(tmp_path / "data"):
        assert (tmp_path / "data").is_dir()


def test_no_restore_while_a_server_runs_and_no_server_while_a_restore_does(tmp_path: Path) -> None:
    with serving(tmp_path), pytest.raises(FolderInUseError, match="stop it first"), restoring(tmp_path):
        pass
    with restoring(tmp_path), pytest.raises(FolderInUseError, match="is being restored"), serving(tmp_path):
        pass
    with restoring(tmp_path), pytest.raises(FolderInUseError), restoring(tmp_path):
        pass


def test_a_server_that_was_killed_leaves_no_lock(tmp_path: Path) -> None:
    hold = (
        "import pathlib, sys, time; from backend.backups.folder_lock import serving\n"
        f"with serving(pathlib.Path({str(tmp_path)!r})): print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", hold], stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        server.stdout.readline()
        with pytest.raises(FolderInUseError), restoring(tmp_path):
            pass
        server.kill()
        server.wait()
    with restoring(tmp_path):
        assert (tmp_path / "in-use.lock").exists()


def test_an_error_while_the_lock_is_held_is_not_taken_for_a_refusal(tmp_path: Path) -> None:
    with pytest.raises(BlockingIOError), serving(tmp_path):
        raise BlockingIOError
    with restoring(tmp_path):
        pass


def test_a_lost_folder_is_nobodys(tmp_path: Path) -> None:
    with restoring(tmp_path / "lost"):
        assert not (tmp_path / "lost").exists()
