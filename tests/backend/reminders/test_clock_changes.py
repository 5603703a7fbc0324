"""Local times around every change of clocks, in every zone there is."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest

from backend.reminders.occurrence import Span, at_local, out_of_quiet
from backend.reminders.recurring import daily_check_ins
from backend.reminders.rules import Rules
from shared_schemas.journal import Journal
from tests.backend.reminders.entries import rule

FIRST, LAST = datetime(2026, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
TIMES = [time(0), time(0, 30), time(1, 30), time(2), time(2, 15), time(2, 30), time(3), time(9), time(23, 30)]


def _changes(zone: ZoneInfo) -> Iterator[datetime]:
    """The instants from which on clocks run otherwise."""
    days = [FIRST + n * DAY for n in range((LAST - FIRST).days)]
    for before, after in pairwise(days):
        if before.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset():
            minutes = [before + n * MINUTE for n in range(0, 24 * 60 + 1, 15)]
            yield from (
                later
                for earlier, later in pairwise(minutes)
                if earlier.astimezone(zone).utcoffset() != later.astimezone(zone).utcoffset()
            )


@cache
def _every_kind_of_zone() -> list[tuple[str, tuple[datetime, ...]]]:
    """One zone of all those whose clocks change at the same instants by as much, and those instants."""
    kinds: dict[tuple[object, ...], str] = {}
    for name in sorted(available_timezones()):
        zone = ZoneInfo(name)
        shown = tuple((at, at.astimezone(zone).utcoffset()) for at in (FIRST, *_changes(zone)))
        kinds.setdefault(shown, name)
    return [(name, tuple(at for at, _ in shown[1:])) for shown, name in kinds.items()]


def _each_change() -> Iterator[tuple[ZoneInfo, datetime]]:
    for name, changes in _every_kind_of_zone():
        for change in changes:
            yield ZoneInfo(name), change


def _showing(day: date, at: time, zone: ZoneInfo) -> list[datetime]:
    """Every instant at which clocks show it, found by looking at the clock every quarter of an hour."""
    start = datetime.combine(day, time(0), tzinfo=UTC) - 15 * HOUR
    instants = (start + n * 15 * MINUTE for n in range(4 * 54))
    return [one for one in instants if one.astimezone(zone).replace(tzinfo=None) == datetime.combine(day, at)]


def _is_quiet(moment: datetime, quiet: tuple[time, time], zone: ZoneInfo) -> bool:
    (begins, ends), clock = quiet, moment.astimezone(zone).time()
    return begins <= clock < ends if begins < ends else clock >= begins or clock < ends


def test_every_zone_whose_clocks_change_is_looked_at() -> None:
    assert len(_every_kind_of_zone()) > 50
    assert len(list(_each_change())) > 150


def test_a_local_time_is_the_first_instant_that_shows_it_and_one_that_is_skipped_comes_that_much_later() -> None:
    for zone, change in _each_change():
        day = change.astimezone(zone).date()
        skipped = change.astimezone(zone).utcoffset() - (change - MINUTE).astimezone(zone).utcoffset()  # type: ignore[operator]
        for at in TIMES:
            shown = _showing(day, at, zone)
            later = datetime.combine(day, at, tzinfo=UTC) + skipped
            [expected, *_] = shown or _showing(later.date(), later.time(), zone)
            assert at_local(day, at, zone) == expected, (zone, change, at)


def test_around_every_change_each_day_has_one_check_in() -> None:
    rules = Rules.of(Journal.from_edits([rule(1, "check_in", is_on=True, at_time="02:15")]))
    for zone, change in _each_change():
        span = Span(change - 3 * DAY, change + 3 * DAY, zone)
        asked = list(daily_check_ins(Journal.from_edits([]), rules, span))
        assert len({one.subject for one in asked}) == len(asked) == len(span.days(back=1))
        between = [later.due_at - earlier.due_at for earlier, later in pairwise(asked)]
        assert 22 * HOUR <= min(between) <= max(between) <= 26 * HOUR, (zone, change)


@pytest.mark.parametrize(
    "quiet",
    [(time(21), time(8)), (time(22), time(1, 30)), (time(1, 15), time(2, 30)), (time(23), time(0, 30))],
    ids=lambda quiet: f"{quiet[0]:%H:%M}-{quiet[1]:%H:%M}",
)
def test_around_every_change_quiet_hours_are_quiet_and_nothing_comes_before_its_time(quiet: tuple[time, time]) -> None:
    for zone, change in _each_change():
        for moment in (change + n * 15 * MINUTE for n in range(-16, 16)):
            sent = out_of_quiet(moment, quiet, zone)
            if _is_quiet(moment, quiet, zone):
                assert moment < sent <= moment + 13 * HOUR, (zone, moment)
                assert not _is_quiet(sent, quiet, zone), (zone, moment)
            else:
                assert sent == moment
