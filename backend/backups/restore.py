"""Restoring a backup: a whole new data folder is made beside the old one and checked, and only then takes its place.

With PostgreSQL the rows are replaced in one transaction, and the folders change places before it ends. What is in the
backup but was erased since stays erased: the journal of erasures is the present one and is applied (rule S9). What was
ended since stays ended as far as the present store can say so.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from backend.backups.archive import ArchiveReader
from backend.backups.backup import sync_folder
from backend.backups.checks import fuller_than, lengths_of_logs
from backend.backups.ended import Ended
from backend.backups.folder_lock import restoring
from backend.backups.staging import RestoreError, read_contents, replace_rows, stage
from backend.settings import DATABASE_FILE, Settings
from backend.storage.database import open_storage
from backend.storage.engine import ENGINE
from backend.storage.sealing import KEY_FILE


@dataclass(frozen=True)
class Restored:
    """What was restored, counted, and where that lies which was there before; None when there was nothing.

    `knows_ends`: sign-ins, links and accounts that ended since the backup was made were known and are still ended.
    """

    counts: Mapping[str, int]
    before: Path | None
    knows_ends: bool


async def restore(settings: Settings, source: Path, passphrase: str, now: datetime, force: bool = False) -> Restored:
    """Replace data folder and database by those of the backup, under a new epoch, after reading and checking all of it.

    Raises ArchiveError when the backup cannot be read whole; FolderInUseError when a server runs; and RestoreError,
    unless `force`, when logs of the backup are unsound or the present ones hold more. Then nothing was changed.
    """
    settings = replace(settings, data_dir=settings.data_dir.resolve())
    with source.open("rb") as file, restoring(settings.data_dir):
        archive = ArchiveReader(file, passphrase)
        contents = read_contents(archive)
        with _folder_beside(settings.data_dir) as folder:
            staged = replace(settings, data_dir=folder, database_url=None)
            problems = await stage(archive, contents, settings, staged, now)
            ended, lost = await _compared_with_present(settings, folder, contents.lengths, now)
            problems += lost
            if problems and not force:
                raise RestoreError("; ".join([*problems, "nothing was changed; --force restores all the same"]))
            before = await _take_place(archive, settings, staged, ended, now)
    return Restored(contents.counts, before, ended is not None)


async def _compared_with_present(
    settings: Settings, folder: Path, backup: Mapping[str, int], now: datetime
) -> tuple[Ended | None, list[str]]:
    """What ended in the present store, None when there is none to tell; and what would be lost with it, in words."""
    if settings.database_url is None and not (settings.data_dir / DATABASE_FILE).exists():
        return None, []
    # The keys of a database that lies elsewhere may have been lost with the folder; then the backup's fit it.
    has_keys = settings.database_url is None or (settings.data_dir / KEY_FILE).exists()
    opened = settings if has_keys else replace(settings, data_dir=folder)
    try:
        async with open_storage(opened, now):
            fuller, ended = fuller_than(backup, await lengths_of_logs()), await Ended.known_to_the_open_store()
    except Exception as error:  # whatever it is: what cannot be opened cannot be compared
        return None, [f"what is there now cannot be opened and compared ({type(error).__name__}: {error})"]
    # The database of a server that is new knows nobody, and nothing of what ended.
    known = ended if ended.accounts or ended.receipts else None
    return known, [] if fuller is None else [f"what is there now holds more: {fuller}"]


async def _take_place(
    archive: ArchiveReader, settings: Settings, staged: Settings, ended: Ended | None, now: datetime
) -> Path | None:
    folder = staged.data_dir
    if settings.database_url is None and ended is not None:
        async with open_storage(staged, now):
            await ended.carry_over()
    swap = _Swap(folder, settings.data_dir, now)
    os.sync()  # all that was written is on disk before it takes a name that counts
    if settings.database_url is None:
        swap.make()
        return swap.before
    _remove_database(folder)
    await ENGINE.open_server(settings.database_url)
    try:
        await _require_alone()
        async with ENGINE.transaction():
            await replace_rows(archive, replace(settings, data_dir=folder))
            if ended is not None:
                await ended.carry_over()
            swap.make()
    except BaseException:
        swap.undo()
        raise
    finally:
        await ENGINE.close()
    async with open_storage(settings, now):  # erases again what was erased since
        return swap.before


def _remove_database(folder: Path) -> None:
    for part in folder.glob(f"{DATABASE_FILE}*"):
        part.unlink()


async def _require_alone() -> None:
    rows = await ENGINE.run_ddl(
        "SELECT COUNT(*) AS others FROM pg_stat_activity WHERE application_name = 'casebook' "
        "AND datname = current_database() AND pid <> pg_backend_pid()"
    )
    if rows[0]["others"]:
        raise RestoreError("a server or a backup is using the database; stop it first")


class _Swap:
    """A new folder takes the place of the old one, which stays beside it as `before` (None: there was none)."""

    def __init__(self, new: Path, place: Path, now: datetime) -> None:
        self.before = place.with_name(f"{place.name}.before-restore-{now:%Y%m%dT%H%M%SZ}") if place.exists() else None
        self._new, self._place, self._is_made = new, place, False

    def make(self) -> None:
        """When this fails, the old folder is where it was."""
        if self.before is not None:
            self._place.rename(self.before)
        try:
            self._new.rename(self._place)
        except OSError:
            self._put_back()
            raise
        self._is_made = True
        sync_folder(self._place.parent)

    def undo(self) -> None:
        """Put the old folder back where it was, if it was moved."""
        if self._is_made:
            self._place.rename(self._new)
            self._put_back()

    def _put_back(self) -> None:
        if self.before is not None:
            self.before.rename(self._place)


@contextmanager
def _folder_beside(data_dir: Path) -> Iterator[Path]:
    data_dir.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=data_dir.parent, prefix=f".{data_dir.name}.restoring-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
