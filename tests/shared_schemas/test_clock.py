"""The hybrid clock: order, width and succession of stamps."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_schemas.clock import device_of, is_stamp, moment_of, next_stamp, stamp, wire_instant

_MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(9998, 12, 31), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000)
)
_COUNTERS = st.integers(0, 0xFFFF)
_DEVICES = st.text("0123456789abcdef", min_size=16, max_size=16)
_PARTS = st.tuples(_MOMENTS, _COUNTERS, _DEVICES)


@given(_PARTS)
def test_a_stamp_has_46_characters_and_says_what_it_was_made_of(parts: tuple[datetime, int, str]) -> None:
    text = stamp(*parts)
    assert len(text) == 46
    assert is_stamp(text)
    assert (moment_of(text), int(text[25:29], 16), device_of(text)) == parts


@given(_PARTS, _PARTS)
def test_stamps_sort_as_text_the_way_their_parts_do(
    one: tuple[datetime, int, str], other: tuple[datetime, int, str]
) -> None:
    assert (stamp(*one) < stamp(*other)) == (one < other)


@given(_PARTS, _DEVICES)
def test_the_next_stamp_of_any_device_is_greater(parts: tuple[datetime, int, str], device: str) -> None:
    after = stamp(*parts)
    following = next_stamp(after, device)
    assert following > after
    assert device_of(following) == device


@given(_PARTS, st.integers(1, 300))
def test_counter_overflow_keeps_a_run_of_stamps_ascending(parts: tuple[datetime, int, str], steps: int) -> None:
    moment, _, device = parts
    run = [stamp(moment, 0xFFFF - steps // 2, device)]
    for _ in range(steps):
        run.append(next_stamp(run[-1], device))
    assert run == sorted(set(run))


# Shaped like a stamp, with days, hours and digits (of any alphabet) as they come.
_LIKE_A_STAMP = st.from_regex(r"\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z-[0-9a-f]{4}-[0-9a-f]{16}\Z")


@given(st.text(max_size=50) | _LIKE_A_STAMP)
def test_text_that_is_no_stamp_raises_value_error_and_nothing_else(text: str) -> None:
    try:
        moment_of(text)
    except ValueError:
        assert not is_stamp(text)
    else:
        assert is_stamp(text)


@given(_PARTS, st.integers(0, 45), st.characters(categories=["Nd"], exclude_characters="0123456789"))
def test_digits_of_another_alphabet_make_no_stamp(parts: tuple[datetime, int, str], place: int, digit: str) -> None:
    text = stamp(*parts)
    assert not is_stamp(text[:place] + digit + text[place + 1 :])


@pytest.mark.parametrize("value", [None, 0, True, [], {}, b"2026-11-23T09:15:42.004Z-0000-0123456789abcdef"])
def test_what_is_not_text_is_no_stamp(value: object) -> None:
    assert not is_stamp(value)


def test_an_instant_of_another_zone_is_written_in_utc() -> None:
    there = datetime(2026, 11, 23, 4, 15, 42, 120_999, tzinfo=timezone(timedelta(hours=-5)))
    assert wire_instant(there) == "2026-11-23T09:15:42.120Z"


def test_microseconds_are_cut_off_so_that_a_stamp_never_runs_ahead_of_its_clock() -> None:
    moment = datetime(2026, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)
    assert stamp(moment, 0, "0" * 16).startswith("2026-12-31T23:59:59.999Z")


def test_an_early_year_keeps_its_width() -> None:
    assert wire_instant(datetime(12, 3, 4, tzinfo=UTC)) == "0012-03-04T00:00:00.000Z"
