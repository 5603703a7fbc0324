"""Who uses a data folder: any number of servers, or one restore. The lock goes with its process, however that ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_FILE = "in-use.lock"


class FolderInUseError(Exception):
    """Somebody uses the data folder; the message says who, for the operator."""


@contextmanager
def serving(data_dir: Path) -> Iterator[None]:
    """Keep restores away while a server runs. Raises FolderInUseError when one is at work."""
    _make_private_folder(data_dir)
    with _locked(data_dir, fcntl.LOCK_SH, "a backup is being restored into the data folder; start when that is done"):
        yield


@contextmanager
def restoring(data_dir: Path) -> Iterator[None]:
    """Keep servers away. Raises FolderInUseError when one runs. A folder that is not there is nobody's."""
    if not data_dir.exists():
        yield
        return
    with _locked(data_dir, fcntl.LOCK_EX, "a server is using the data folder; stop it first"):
        yield


def _make_private_folder(folder: Path) -> None:
    # What cannot be made or written is said in one place, by opening storage.
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)


@contextmanager
def _locked(data_dir: Path, kind: int, refusal: str) -> Iterator[None]:
    if not os.access(data_dir, os.R_OK | os.W_OK | os.X_OK):
        yield
        return
    lock = os.open(data_dir / _FILE, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(lock, kind | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise FolderInUseError(refusal) from error
        yield
    finally:
        os.close(lock)
