"""What a broken or hostile program may send as an edit: strategies of edits that are wrong, or only odd.

Every wrong text holds CANARY: an answer that refuses it must not say it again.
"""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from hypothesis import strategies as st

from shared_schemas.clock import stamp

DEVICE = "0123456789abcdef"
CANARY = "zq9canary"

_json = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | st.text(max_size=20),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(max_size=8), inside, max_size=4),
    max_leaves=12,
)
_wrong_text = st.text(max_size=30).map(lambda text: CANARY + text)
_wrong_ids = st.one_of(
    _json,
    _wrong_text,
    st.uuids().map(lambda one: str(one).upper() + CANARY),
    st.uuids().map(lambda one: f"{{{one}}}{CANARY}"),
)
_wrong_stamps = st.one_of(
    _json,
    _wrong_text,
    st.sampled_from(
        [
            "2026-02-30T09:15:42.004Z-0000-0123456789abcdef",
            "2026-11-23T24:15:42.004Z-0000-0123456789abcdef",
            "2026-11-23T09:15:42.004Z-0000-0123456789ABCDEF",
            "9999-12-31T23:59:59.999Z-ffff-ffffffffffffffff",
            "0000-00-00T00:00:00.000Z-0000-0000000000000000",
            "0001-01-01T00:00:00.000Z-0000-0000000000000000",
            "12000-01-01T00:00:00.000Z-0000-0123456789abcdef",
            "２０２６-11-23T09:15:42.004Z-0000-0123456789abcdef",
        ]
    ),
)
_field_names = st.sampled_from(["mood", "notes", "at", "time_zone", "sleep_hours", "deleted", "erased", "made_up"])
_kinds = st.sampled_from(["check_in", "treatment_session", "outcome_measure", "denial", "expense", "kind_of_tomorrow"])


def nested(depth: int) -> Any:
    """Lists in lists, `depth` of them."""
    value: Any = CANARY
    for _ in range(depth):
        value = [value]
    return value


_deep = st.integers(30, 400).map(nested)
_huge = st.one_of(
    st.integers(1_000, 3_000).map(lambda size: {f"field_{place}": place for place in range(size)}),
    st.integers(10_000, 50_000).map(lambda size: {"notes": CANARY * (size // len(CANARY))}),
    st.integers(100, 4_000).map(lambda size: {"answers": list(range(size))}),
)
_sets = st.one_of(
    _json,
    _huge,
    st.dictionaries(_field_names, _json | _wrong_text | _deep, min_size=1, max_size=5),
    st.dictionaries(st.text(max_size=70).map(lambda name: name + CANARY), _json, min_size=1, max_size=3),
    st.just({"__proto__": {"mood": 1}}),
    st.just({"erased": True, "mood": 1}),
)


def good_edit() -> dict[str, Any]:
    """An edit nobody has a reason to refuse, with ids of its own."""
    now = datetime.now(UTC)
    values = {"at": now.isoformat(timespec="seconds"), "time_zone": "America/Chicago", "mood": 6}
    return new_edit(kind="check_in", stamp=stamp(now, 0, DEVICE), set=values)


def new_edit(**fields: Any) -> dict[str, Any]:
    """An edit with ids of its own, but for what `fields` replace."""
    return {"id": str(uuid4()), "record": str(uuid4()), **fields}


@st.composite
def bad_edits(draw: st.DrawFn, records_of_others: list[str]) -> Any:
    """One edit with one or more parts replaced by something else, or something that is no edit at all."""
    if draw(st.integers(0, 9)) == 0:
        return draw(_json | _wrong_text)
    edit = good_edit() | {"kind": draw(_kinds)}
    parts = {
        "id": _wrong_ids,
        "record": _wrong_ids | st.sampled_from(records_of_others),
        "stamp": _wrong_stamps,
        "kind": _json | _wrong_text,
        "set": _sets,
    }
    for name in draw(st.lists(st.sampled_from(sorted(parts)), min_size=1, max_size=3, unique=True)):
        if draw(st.integers(0, 7)) == 0:
            del edit[name]
        else:
            edit[name] = draw(parts[name])
    return edit


junk = _json
