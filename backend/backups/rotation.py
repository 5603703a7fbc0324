"""Backups by the clock into one folder, of which the newest are kept. A failed one never costs an older one."""

import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

_NAME = re.compile(r"casebook-(\d{8}T\d{6}Z)\.backup")
_MOMENT = "%Y%m%dT%H%M%SZ"
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def interval(text: str) -> timedelta:
    """`30m`, `24h` or `7d`. Raises ValueError for anything else and for nothing at all."""
    match = re.fullmatch(r"([1-9]\d{0,4})([mhd])", text)
    if match is None:
        raise ValueError(f"{text} is no interval")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def dated(folder: Path, now: datetime) -> Path:
    """The file in `folder` of a backup made now; its name sorts by time."""
    return folder / f"casebook-{now.astimezone(UTC):{_MOMENT}}.backup"


def made_at(path: Path) -> datetime | None:
    """When the backup of this name was made; None for a name that rotation did not give."""
    match = _NAME.fullmatch(path.name)
    return None if match is None else datetime.strptime(match[1], _MOMENT).replace(tzinfo=UTC)


def backups_in(folder: Path) -> list[Path]:
    """Those that rotation named, oldest first."""
    return sorted(path for path in folder.iterdir() if made_at(path) is not None)


def forget_oldest(folder: Path, newest: Path, keep: int) -> list[Path]:
    """Delete the oldest until `keep` are left, and what was deleted.

    `newest` has just been written and read back: it stays even when a clock that was ahead makes it look old.
    """
    others = [path for path in backups_in(folder) if path != newest]
    surplus = others[: max(len(others) - (keep - 1), 0)]
    for path in surplus:
        path.unlink()
    return surplus


def wait_until_due(folder: Path, every: timedelta, now: datetime) -> timedelta:
    """How long until the next one is due: a restart makes none too many. A clock that was ahead is not waited for."""
    newest = max((moment for path in backups_in(folder) if (moment := made_at(path))), default=None)
    if newest is None or newest > now:
        return timedelta(0)
    return max(newest + every - now, timedelta(0))


async def run_forever(
    folder: Path,
    every: timedelta,
    make: Callable[[Path], Awaitable[bool]],
    clock: Callable[[], datetime],
    sleep: Callable[[float], Awaitable[None]],
) -> None:
    """Call `make` with a new name whenever a backup is due. After one that failed, wait as long as after one that did
    not: whatever was the reason, the operator has been told."""
    await sleep(wait_until_due(folder, every, clock()).total_seconds())
    while True:
        await make(dated(folder, clock()))
        await sleep(every.total_seconds())
