"""The verdict on one edit, without a database (rules S2 and S4 to S6 of PROTOCOL.md)."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.sync.judging import Known, Taken, Verdicts, ids_of, judge, same_json
from shared_schemas.clock import is_stamp, moment_of
from tests.backend.sync.phone import DEVICE, OTHER_DEVICE, at, edit, edit_id, erasing, record_id
from tests.conftest import NOW

LATER = "9998-01-01T00:00:00.000Z-ffff-ffffffffffffffff"


def verdicts_on(
    *edits: Any, known: Mapping[str, Known] | None = None, erased: set[str] | None = None, greatest: str = ""
) -> Verdicts:
    return judge(edits, known=known or {}, erased=erased or set(), greatest_stamp=greatest, device=DEVICE, now=NOW)


def taken(*edits: Any, **log: Any) -> list[Taken]:
    verdicts = verdicts_on(*edits, **log)
    assert (verdicts.rejected, verdicts.known) == ([], [])
    return verdicts.taken


def refusal(wrong: Any, **log: Any) -> tuple[str, str | None]:
    """Code and field of the rejection of `wrong`, which stands between two good edits that are taken."""
    verdicts = verdicts_on(edit(998, 998), wrong, edit(999, 999), **log)
    assert [one.id for one in verdicts.taken] == [edit_id(998), edit_id(999)]
    [rejection] = verdicts.rejected
    return rejection.code, rejection.field


@pytest.mark.parametrize("ahead", [timedelta(0), timedelta(minutes=5), timedelta(days=-20_000)])
def test_s4_a_stamp_up_to_five_minutes_ahead_or_from_long_ago_stays(ahead: timedelta) -> None:
    sent = at(NOW + ahead, 7)
    [one] = taken(edit(1, stamp=sent))
    assert (one.stamp, one.sent_stamp) == (sent, "")


def test_s4_a_millisecond_more_than_five_minutes_is_too_far_ahead() -> None:
    sent = at(NOW + timedelta(minutes=5, milliseconds=1), 7, OTHER_DEVICE)
    [one] = taken(edit(1, stamp=sent))
    assert (one.stamp, one.sent_stamp) == (at(NOW, 1, OTHER_DEVICE), sent)


def test_s4_a_stamp_ahead_that_the_log_has_passed_already_stays() -> None:
    greatest = at(NOW + timedelta(days=9))
    sent = at(NOW + timedelta(days=8))
    assert [one.stamp for one in taken(edit(1, stamp=sent), greatest=greatest)] == [sent]


def test_s4_a_replaced_stamp_goes_above_the_log_and_never_raises_what_was_sent() -> None:
    greatest = at(NOW + timedelta(days=8), 3)
    sent = at(NOW + timedelta(days=9))
    [one] = taken(edit(1, stamp=sent), greatest=greatest)
    assert one.stamp == at(NOW + timedelta(days=8), 4)
    assert greatest < one.stamp < sent


def test_s4_two_edits_of_a_phone_that_is_ahead_keep_their_order_where_its_device_alone_is_above_the_log() -> None:
    # Seed 1047 of the simulation: the first was raised to the stamp of the second, and the fold then chose by id.
    ahead = "2027-11-23T09:13:44.196Z"
    first, second = f"{ahead}-0002-{'f' * 16}", f"{ahead}-0003-{'f' * 16}"
    log = taken(edit(1, stamp=first), edit(2, stamp=second), greatest=f"{ahead}-0002-{'0' * 15}1")
    assert log[0].stamp == first
    assert log[0].stamp < log[1].stamp


def test_s4_after_counter_ffff_comes_the_next_millisecond() -> None:
    greatest = at(NOW + timedelta(days=8), 0xFFFF)
    [one] = taken(edit(1, stamp=at(NOW + timedelta(days=9))), greatest=greatest)
    assert one.stamp == at(NOW + timedelta(days=8, milliseconds=1), 0)


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "yesterday",
        "12000-01-01T00:00:00.000Z-0000-0123456789abcdef",
        "2026-11-23T09:15:42.004Z-0000-0123456789ABCDEF",
        "2026-11-23T09:15:42.004Z-000G-0123456789abcdef",
        "2026-02-30T09:15:42.004Z-0000-0123456789abcdef",
        "2026-11-23T09:15:60.004Z-0000-0123456789abcdef",
        "2026-11-23T09:15:42.004Z-0000-0123456789abcdef\n",
        " 2026-11-23T09:15:42.004Z-0000-0123456789abcdef",
        # Digits of other scripts sort after all others: one such stamp would outrank every later edit.
        "２０２６-11-23T09:15:42.004Z-0000-0123456789abcdef",
        "2026-11-23T09:15:42.٠٠٤Z-0000-0123456789abcdef",
        None,
        True,
        1_700_000_000,
        float("nan"),
        ["2026"],
        {"at": 1},
        "\ud800",
        "x" * 100_000,
    ],
)
def test_s4_what_is_no_stamp_is_replaced_and_never_refused(sent: Any) -> None:
    [one] = taken({**edit(1), "stamp": sent})
    assert one.stamp == at(NOW, 1)
    assert len(one.sent_stamp) <= 64
    assert one.sent_stamp.isascii()
    assert one.sent_stamp != ""


@given(
    st.lists(
        st.one_of(st.text(), st.integers(-10_000, 10_000).map(lambda days: at(NOW + timedelta(days=days)))), max_size=20
    )
)
def test_s4_no_stamp_is_taken_from_more_than_five_minutes_ahead_and_none_is_raised(stamps: list[str]) -> None:
    for one, sent in zip(taken(*(edit(n, stamp=sent) for n, sent in enumerate(stamps, 1))), stamps, strict=True):
        assert is_stamp(one.stamp)
        assert moment_of(one.stamp) <= NOW + timedelta(minutes=5)
        if is_stamp(sent):
            assert one.stamp <= sent


def test_s2_a_known_edit_is_known_before_its_values_are_judged() -> None:
    # A stricter schema of a later release must not turn a resend into a rejection.
    log = {edit_id(1): Known(record_id(1), "check_in", at(NOW), {"mood": "six"}, 1)}
    verdicts = verdicts_on(edit(1, mood="six"), known=log)
    assert (verdicts.known, verdicts.rejected) == ([edit_id(1)], [])


def test_s2_an_erased_edit_of_either_side_is_the_same_edit() -> None:
    erased = {edit_id(1): Known(record_id(1), "check_in", at(NOW), {"erased": True}, 1)}
    full = {edit_id(1): Known(record_id(1), "check_in", at(NOW), {"mood": 6}, 1)}
    assert verdicts_on(edit(1, mood=6), known=erased).known == [edit_id(1)]
    assert verdicts_on(erasing(1), known=full).known == [edit_id(1)]


def test_s2_an_erased_edit_of_another_record_or_kind_is_not_the_same() -> None:
    erased = {edit_id(1): Known(record_id(1), "check_in", at(NOW), {"erased": True}, 1)}
    assert refusal(edit(1, record=2), known=erased) == ("id_taken", "id")
    assert refusal(edit(1, kind="relief_note"), known=erased) == ("id_taken", "id")


def test_s2_two_different_edits_of_one_id_in_one_request_keep_the_first() -> None:
    verdicts = verdicts_on(edit(1, mood=1), edit(1, mood=2))
    assert [one.set for one in verdicts.taken] == [{"mood": 1}]
    assert [rejection.code for rejection in verdicts.rejected] == ["id_taken"]


def test_s2_a_refused_edit_does_not_hold_its_id() -> None:
    verdicts = verdicts_on(edit(1, mood="six"), edit(1, mood=6))
    assert [one.set for one in verdicts.taken] == [{"mood": 6}]
    assert len(verdicts.rejected) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"mood": 0},
        {"mood": 10},
        {"mood": None},
        {"deleted": True},
        {"deleted": False, "mood": 3},
        {"id": "x", "kind": 3},
        {"sleep_hours": 7.25, "notes": "1\x002"},
        {"a" * 64: 1},
        {"a9_": [[[{}]]]},
    ],
)
def test_s6_what_a_check_in_may_hold_is_taken_as_it_came(changes: dict[str, Any]) -> None:
    [one] = taken({**edit(1), "set": changes})
    assert one.set == changes


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"mood": 10.5}, "mood"),
        ({"mood": -1}, "mood"),
        ({"mood": "6"}, "mood"),
        ({"mood": True}, "mood"),
        ({"mood": [6]}, "mood"),
        ({"notes": 6}, "notes"),
        ({"notes": "x" * 250_001}, "notes"),
        ({"at": "2026-11-23"}, "at"),
        ({"at": "2026-11-23T09:00:00"}, "at"),
        ({"at": 1_700_000_000}, "at"),
        ({"time_zone": "New York; DROP"}, "time_zone"),
    ],
)
def test_s6_a_known_field_is_validated(changes: dict[str, Any], field: str) -> None:
    assert refusal(edit(1, **changes))[1] == field


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"erased": True, "mood": 6}, "erased_form", "erased"),
        ({"erased": False}, "erased_form", "erased"),
        ({"erased": 1}, "erased_form", "erased"),
        ({"erased": None}, "erased_form", "erased"),
        ({"deleted": 1}, "deleted_form", "deleted"),
        ({"deleted": None}, "deleted_form", "deleted"),
        ({"deleted": "true"}, "deleted_form", "deleted"),
    ],
)
@pytest.mark.parametrize("kind", ["check_in", "kind_of_a_newer_app"])
def test_the_two_reserved_fields_have_one_form_in_every_kind(
    kind: str, changes: dict[str, Any], code: str, field: str
) -> None:
    assert refusal(edit(1, kind=kind, **changes)) == (code, field)


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        (None, "edit_form", None),
        ("edit", "edit_form", None),
        ([], "edit_form", None),
        ({}, "id_form", "id"),
        ({**edit(1), "id": edit_id(1).upper().replace("0", "A")}, "id_form", "id"),
        ({**edit(1), "id": edit_id(1) + "\n"}, "id_form", "id"),
        ({**edit(1), "id": ["x"]}, "id_form", "id"),
        ({**edit(1), "record": "1"}, "id_form", "record"),
        ({**edit(1), "record": {"x": 1}}, "id_form", "record"),
        ({**edit(1), "kind": "Check-in"}, "name_form", "kind"),
        ({**edit(1), "kind": ""}, "name_form", "kind"),
        ({**edit(1), "kind": "k" * 65}, "name_form", "kind"),
        ({**edit(1), "kind": 3}, "name_form", "kind"),
        ({**edit(1), "set": {}}, "set_form", "set"),
        ({**edit(1), "set": None}, "set_form", "set"),
        ({**edit(1), "set": [["mood", 6]]}, "set_form", "set"),
        ({name: value for name, value in edit(1).items() if name != "stamp"}, "stamp_missing", "stamp"),
        (edit(1, Mood=6), "field_name", "Mood"),
        (edit(1, __proto__=6), "field_name", "__proto__"),
        ({**edit(1), "set": {"": 1}}, "field_name", ""),
        ({**edit(1), "set": {"a" * 65: 1}}, "field_name", None),
        ({**edit(1), "set": {"größe": 1}}, "field_name", None),
        ({**edit(1), "set": {"\ud800": 1}}, "field_name", None),
        ({**edit(1), "set": {"mood\n": 1}}, "field_name", "mood\n"),
        (edit(1, note=float("nan")), "not_finite", "note"),
        (edit(1, note=[1, {"a": float("inf")}]), "not_finite", "note"),
        (edit(1, note=10**400), "not_finite", "note"),
        (edit(1, note="\udc00"), "not_unicode", "note"),
        (edit(1, note={"\udc00": 1}), "not_unicode", "note"),
    ],
)
def test_s5_a_malformed_edit_is_refused_alone_with_field_and_code(wrong: Any, code: str, field: str | None) -> None:
    assert refusal(wrong) == (code, field)


def test_s5_values_nest_32_deep_and_no_deeper() -> None:
    def nested(depth: int) -> Any:
        return [] if depth == 1 else [nested(depth - 1)]

    assert len(taken(edit(1, note=nested(32)))) == 1
    assert refusal(edit(1, note=nested(33))) == ("too_deep", "note")


_SECRET = "the words of a bad night"


@pytest.mark.parametrize(
    "wrong",
    [
        edit(1, mood=_SECRET),
        edit(1, notes=[_SECRET]),
        edit(1, at=_SECRET),
        edit(1, deleted=_SECRET),
        edit(1, erased=_SECRET),
        {**edit(1), "id": _SECRET},
        {**edit(1), "record": _SECRET},
        {**edit(1), "kind": _SECRET},
        {**edit(1), "set": _SECRET},
        edit(1, note=_SECRET + "\ud800"),
        edit(1, kind="outcome_measure", instrument=_SECRET),
        edit(1, kind="treatment_session", route=_SECRET),
        edit(1, kind="outcome_measure", answers=[_SECRET]),
    ],
)
def test_s5_a_rejection_never_echoes_a_value(wrong: dict[str, Any]) -> None:
    [rejection] = verdicts_on(wrong).rejected
    assert _SECRET not in rejection.model_dump_json()
    assert rejection.message


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(st.lists(_JSON, max_size=5))
def test_s5_whatever_stands_in_the_list_has_a_verdict_of_its_own(junk: list[Any]) -> None:
    verdicts = verdicts_on(*junk, edit(1))
    assert len(verdicts.rejected) == len(junk)
    assert [one.id for one in verdicts.taken] == [edit_id(1)]


@given(st.dictionaries(st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True), _JSON, min_size=1))
def test_s6_a_set_of_an_unknown_kind_is_refused_or_taken_unchanged(changes: dict[str, Any]) -> None:
    verdicts = verdicts_on({**edit(1, kind="newer"), "set": changes})
    assert [one.set for one in verdicts.taken] == [changes] or len(verdicts.rejected) == 1


def test_s5_an_edit_with_which_something_fails_that_no_rule_foresaw_is_refused_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails_with_one(_kind: str, changes: Mapping[str, Any]) -> None:
        if changes == {"mood": 5}:
            raise RecursionError

    monkeypatch.setattr("backend.sync.judging.problem_with", fails_with_one)
    assert refusal(edit(1, mood=5)) == ("unreadable", None)


def test_an_edit_of_an_erased_record_is_taken_empty() -> None:
    assert [one.set for one in taken(edit(1), erased={record_id(1)})] == [{"erased": True}]
    assert [one.set for one in taken(edit(1), erasing(2), edit(3), edit(4, 2))] == [{"erased": True}] * 3 + [
        {"mood": 6}
    ]


def test_an_erasing_edit_that_is_refused_erases_nothing() -> None:
    verdicts = verdicts_on(edit(1), {**erasing(2), "kind": "Check-in"})
    assert [one.set for one in verdicts.taken] == [{"mood": 6}]


def test_an_erasing_edit_whose_id_is_taken_erases_nothing() -> None:
    log = {edit_id(2): Known(record_id(9), "check_in", at(NOW), {"mood": 1}, 1)}
    verdicts = verdicts_on(edit(1), erasing(2), known=log)
    assert [rejection.code for rejection in verdicts.rejected] == ["id_taken"]
    assert [one.set for one in verdicts.taken] == [{"mood": 6}]


def test_an_erasing_edit_with_the_id_of_another_in_its_request_erases_nothing() -> None:
    verdicts = verdicts_on(edit(1, record=1), erasing(1, record=2), edit(2, record=2))
    assert [one.code for one in verdicts.rejected] == ["id_taken"]
    assert [one.set for one in verdicts.taken] == [{"mood": 6}] * 2


def test_a_clock_error_does_not_stop_an_erasure() -> None:
    verdicts = verdicts_on(edit(1), {**erasing(2), "stamp": None}, {**erasing(3), "id": "no id"})
    assert [one.set for one in verdicts.taken] == [{"erased": True}] * 2
    assert [rejection.code for rejection in verdicts.rejected] == ["id_form"]


@pytest.mark.parametrize(
    ("one", "other"),
    [(1, 1.0), (2**53, float(2**53)), ({"a": 1, "b": 2}, {"b": 2, "a": 1}), ([], []), (None, None), ("é", "é")],
)
def test_equal_json_values(one: Any, other: Any) -> None:
    assert same_json(one, other)
    assert same_json(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [(1, True), (0, False), (0, None), ("1", 1), ([1], [1, 1]), ({"a": 1}, {"a": 1, "b": None}), ([], {}), (1, 1.5)],
)
def test_different_json_values(one: Any, other: Any) -> None:
    assert not same_json(one, other)
    assert not same_json(other, one)


def test_ids_are_read_from_edits_of_whatever_shape() -> None:
    assert ids_of([None, 3, {}, {"id": 3}, {"id": "x"}, edit(1), edit(1), edit(2)], "id") == {edit_id(1), edit_id(2)}
