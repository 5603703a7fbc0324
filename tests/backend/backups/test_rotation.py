"""Backups by the clock: none too many after a restart, and never one deleted for one that failed."""

import asyncio
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from backend.backups.rotation import backups_in, dated, forget_oldest, interval, made_at, run_forever, wait_until_due
from tests.conftest import NOW

DAY = timedelta(days=1)


def _made(folder: Path, *moments: datetime) -> list[Path]:
    paths = [dated(folder, moment) for moment in moments]
    for path in paths:
        path.touch()
    return paths


@pytest.mark.parametrize(
    ("text", "length"),
    [("30m", timedelta(minutes=30)), ("24h", timedelta(hours=24)), ("7d", timedelta(days=7))],
)
def test_an_interval_is_a_number_and_a_unit(text: str, length: timedelta) -> None:
    assert interval(text) == length


@pytest.mark.parametrize("text", ["", "0h", "24", "h", "-1d", "1.5h", "1w", "24h ", "999999d"])
def test_anything_else_is_no_interval(text: str) -> None:
    with pytest.raises(ValueError, match="is no interval"):
        interval(text)


def test_a_name_tells_when_in_utc_wherever_the_server_stands(tmp_path: Path) -> None:
    in_denver = NOW.astimezone(timezone(timedelta(hours=-7)))
    assert dated(tmp_path, in_denver).name == "casebook-20261123T091542Z.backup"
    assert made_at(dated(tmp_path, in_denver)) == NOW.replace(microsecond=0)


def test_the_oldest_go_and_the_newest_stay(tmp_path: Path) -> None:
    made = _made(tmp_path, *(NOW + DAY * number for number in range(5)))
    assert forget_oldest(tmp_path, made[-1], keep=3) == made[:2]
    assert backups_in(tmp_path) == made[2:]


def test_fewer_than_are_kept_all_stay(tmp_path: Path) -> None:
    made = _made(tmp_path, NOW, NOW + DAY)
    assert forget_oldest(tmp_path, made[-1], keep=7) == []
    assert backups_in(tmp_path) == made


def test_the_one_just_written_stays_when_an_older_one_has_a_later_name(tmp_path: Path) -> None:
    ahead, newest = _made(tmp_path, NOW + 9 * DAY, NOW)
    assert forget_oldest(tmp_path, newest, keep=1) == [ahead]
    assert backups_in(tmp_path) == [newest]


def test_files_that_rotation_did_not_name_are_not_its_business(tmp_path: Path) -> None:
    others = ["casebook.backup", "casebook-20261123T091542Z.backup.old", "casebook-2026.backup", "letters"]
    for name in others:
        (tmp_path / name).touch()
    made = _made(tmp_path, NOW, NOW + DAY)
    forget_oldest(tmp_path, made[-1], keep=1)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*others, made[-1].name])


def test_a_restart_waits_for_the_rest_of_the_day(tmp_path: Path) -> None:
    assert wait_until_due(tmp_path, DAY, NOW) == timedelta(0)
    _made(tmp_path, NOW - 3 * DAY, NOW.replace(microsecond=0) - timedelta(hours=20))
    assert wait_until_due(tmp_path, DAY, NOW.replace(microsecond=0)) == timedelta(hours=4)
    assert wait_until_due(tmp_path, timedelta(hours=1), NOW) == timedelta(0)


def test_a_clock_that_was_ahead_does_not_stop_backups(tmp_path: Path) -> None:
    _made(tmp_path, NOW + 400 * DAY)
    assert wait_until_due(tmp_path, DAY, NOW) == timedelta(0)


async def test_they_go_on_after_one_that_failed(tmp_path: Path) -> None:
    now, slept, asked = NOW, list[float](), list[Path]()

    async def make(target: Path) -> bool:
        asked.append(target)
        return len(asked) != 2

    async def sleep(seconds: float) -> None:
        nonlocal now
        slept.append(seconds)
        now += timedelta(seconds=seconds)
        if len(slept) == 4:
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await run_forever(tmp_path, DAY, make, lambda: now, sleep)
    assert slept == [0, 86_400, 86_400, 86_400]
    assert asked == [dated(tmp_path, NOW + DAY * number) for number in range(3)]
