"""Strict wire types: a value that is stored as it came must already be what it claims to be."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from shared_schemas.base import (
    BodyWeightKg,
    Cents,
    Claim,
    Day,
    DoseMg,
    Instant,
    LongText,
    Minutes,
    Number,
    Percent,
    RecordId,
    RequestBody,
    Scale,
    Text,
    TimeZone,
    Whole,
)

TYPES: dict[str, Any] = {
    "number": Number,
    "whole": Whole,
    "claim": Claim,
    "instant": Instant,
    "day": Day,
    "text": Text,
    "long_text": LongText,
    "time_zone": TimeZone,
    "record_id": RecordId,
    "scale": Scale,
    "dose_mg": DoseMg,
    "body_weight_kg": BodyWeightKg,
    "minutes": Minutes,
    "percent": Percent,
    "cents": Cents,
}


def _read(name: str, value: Any) -> Any:
    return TypeAdapter(TYPES[name]).validate_python(value)


REFUSED: list[tuple[str, Any]] = [
    *[("number", value) for value in ("6", "", True, None, [6], float("nan"), float("inf"), float("-inf"))],
    *[("whole", value) for value in (1.5, "1", False, float("nan"))],
    *[("claim", value) for value in (0, 1, "true", "yes", None)],
    *[("text", value) for value in (5, True, None, ["a"], b"bytes", "a" * 501)],
    ("long_text", "a" * 250_001),
    *[
        ("day", value)
        for value in (20260101, 1700000000, "2026-1-1", "2026-02-30", "2026-11-23T00:00:00Z", "20261123", "")
    ],
    *[("day", value) for value in ("2026-11-23\n", "\u0662\u0660\u0662\u0666-11-23", " 2026-11-23")],
    *[
        ("instant", value)
        for value in (1700000000, 1.5, "1700000000", "2026-11-23", "2026-11-23T09:00:00", "2026-11-23T09:00Z")
    ],
    *[
        ("instant", value)
        for value in ("2026-11-23T25:00:00Z", "2026-02-30T09:00:00Z", "2026-11-23T09:00:00 +01:00", None)
    ],
    *[("instant", value) for value in ("0026-11-23T09:00:00Z", "0001-01-01T00:00:00+14:00")],
    ("instant", "\u0662\u0660\u0662\u0666-11-23T09:00:00Z"),
    *[("time_zone", value) for value in ("", "America New_York", "../etc/pässwd", 5, "Z" * 65, "UTC\n")],
    *[
        ("record_id", value)
        for value in ("", "0193A000-0000-7000-8000-00000000000A", "0193a000000070008000000000000001")
    ],
    ("record_id", "0193a000-0000-7000-8000-000000000001\n"),
    *[("scale", value) for value in (-0.1, 10.1, "5", True)],
    *[("dose_mg", value) for value in (0, -1, 2_001)],
    *[("body_weight_kg", value) for value in (0, 701)],
    *[("minutes", value) for value in (-1, 1_441)],
    *[("percent", value) for value in (-101, 101)],
    *[("cents", value) for value in (0.5, 1_000_000_001, "100")],
]


@pytest.mark.parametrize(("name", "value"), REFUSED, ids=lambda value: ascii(value)[:40])
def test_a_value_that_only_looks_like_one_is_refused(name: str, value: Any) -> None:
    with pytest.raises(ValidationError):
        _read(name, value)


TAKEN: list[tuple[str, Any, Any]] = [
    ("number", 6, 6.0),
    ("number", -0.5, -0.5),
    ("whole", 7.0, 7),
    ("claim", True, True),
    ("text", "", ""),
    ("text", "a" * 500, "a" * 500),
    ("text", "  two spaces stay  ", "  two spaces stay  "),
    ("long_text", "a" * 250_000, "a" * 250_000),
    ("day", "2028-02-29", date(2028, 2, 29)),
    ("day", "0202-03-02", date(202, 3, 2)),  # asked about where the case is told
    ("instant", "1900-01-01T00:00:00Z", datetime(1900, 1, 1, tzinfo=UTC)),
    ("instant", "2026-11-23T09:00:00Z", datetime(2026, 11, 23, 9, tzinfo=UTC)),
    ("instant", "2026-11-23T04:00:00.250-05:00", datetime(2026, 11, 23, 9, 0, 0, 250_000, tzinfo=UTC)),
    ("time_zone", "America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
    ("time_zone", "Etc/GMT+5", "Etc/GMT+5"),
    ("scale", 0, 0.0),
    ("scale", 10, 10.0),
    ("dose_mg", 0.5, 0.5),
    ("dose_mg", 2_000, 2_000.0),
    ("body_weight_kg", 700, 700.0),
    ("minutes", 1_440, 1_440.0),
    ("percent", -100, -100.0),
    ("cents", -65_000, -65_000),
]


@pytest.mark.parametrize(("name", "value", "expected"), TAKEN, ids=lambda value: ascii(value)[:40])
def test_a_value_within_its_bounds_is_taken(name: str, value: Any, expected: Any) -> None:
    assert _read(name, value) == expected


def test_an_instant_keeps_the_offset_it_was_entered_with() -> None:
    assert _read("instant", "2026-11-23T04:00:00-05:00").utcoffset() == timedelta(hours=-5)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(sorted(TYPES)), _JSON)
def test_any_json_value_is_taken_or_refused_but_never_breaks_the_reading(name: str, value: Any) -> None:
    with suppress(ValidationError):
        TypeAdapter(TYPES[name]).dump_json(_read(name, value))


@given(_JSON.filter(lambda value: isinstance(value, bool) or not isinstance(value, int | float)))
def test_nothing_but_a_number_is_ever_read_as_one(value: Any) -> None:
    with pytest.raises(ValidationError):
        _read("number", value)


def test_a_misspelt_name_in_a_request_is_an_error() -> None:
    class Request(RequestBody):
        paper: str = "letter"

    with pytest.raises(ValidationError):
        Request.model_validate({"papper": "a4"})
