"""The fold and the journal made of it: what no order, repetition or erasure may change."""

import random
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from shared_schemas.check_ins import CheckIn
from shared_schemas.journal import Edit, FoldedRecord, Journal, fold, is_erasing, problem_with
from shared_schemas.treatment import TreatmentSession

RECORDS = [f"0193a000-0000-7000-8000-00000000000{letter}" for letter in "abc"]
DEVICES = ["aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb"]
ERASED = {"erased": True}


def _edit(number: int, changes: dict[str, Any], *, record: str = RECORDS[0], kind: str = "check_in") -> Edit:
    return Edit(
        id=f"0193a000-0000-7000-8000-{number:012x}",
        record=record,
        kind=kind,
        stamp=f"2026-11-23T09:00:00.{number:03d}Z-0000-{DEVICES[0]}",
        set=changes,
    )


# Few moments, counters and devices, so that equal stamps and near misses are common.
_STAMPS = st.builds(
    lambda ms, counter, device: f"2026-11-23T09:00:00.{ms:03d}Z-{counter:04x}-{device}",
    st.integers(0, 2),
    st.integers(0, 2),
    st.sampled_from(DEVICES),
)
_SETS = st.dictionaries(st.sampled_from(["mood", "pain", "notes", "deleted"]), st.integers(0, 10), min_size=1)
_ANY_SET = _SETS | st.just(ERASED)


@st.composite
def _logs(draw: st.DrawFn, sets: st.SearchStrategy[dict[str, Any]] = _ANY_SET) -> list[Edit]:
    made = draw(st.lists(st.tuples(st.sampled_from(RECORDS), _STAMPS, sets), max_size=12))
    return [
        _edit(number, changes, record=record).model_copy(update={"stamp": stamp})
        for number, (record, stamp, changes) in enumerate(made)
    ]


@given(_logs(), st.randoms())
def test_i10_the_order_in_which_edits_arrive_changes_nothing(log: list[Edit], chance: random.Random) -> None:
    shuffled = list(log)
    chance.shuffle(shuffled)
    assert fold(shuffled) == fold(log)


@given(_logs(), st.data())
def test_i10_edits_that_arrive_twice_change_nothing(log: list[Edit], data: st.DataObject) -> None:
    again = data.draw(st.lists(st.sampled_from(log), max_size=8)) if log else []
    assert fold(log + again) == fold(log)


@given(_logs(sets=_SETS))
def test_i5_every_field_holds_the_value_with_the_greatest_stamp(log: list[Edit]) -> None:
    for record, folded in fold(log).items():
        for name, value in folded.fields.items():
            claims = [
                (edit.stamp, edit.id, edit.set[name]) for edit in log if edit.record == record and name in edit.set
            ]
            assert value == max(claims, key=lambda claim: claim[:2])[2]


@given(_logs(), st.integers(0, 11))
def test_i15_an_erased_record_is_gone_whatever_else_was_written_to_it(log: list[Edit], place: int) -> None:
    erasing = _edit(99, ERASED).model_copy(update={"stamp": f"1970-01-01T00:00:00.000Z-0000-{DEVICES[0]}"})
    folded = fold([*log[:place], erasing, *log[place:]])[RECORDS[0]]
    assert folded.fields == ERASED


@given(_logs())
def test_other_records_do_not_notice_an_erasure(log: list[Edit]) -> None:
    others = [edit for edit in log if edit.record != RECORDS[0]]
    assert {record: one for record, one in fold(log).items() if record != RECORDS[0]} == fold(others)


def test_only_the_exact_set_erases() -> None:
    assert is_erasing({"erased": True})
    others: list[dict[str, Any]] = [
        {},
        {"erased": False},
        {"erased": 1},
        {"erased": True, "mood": 3},
        {"deleted": True},
    ]
    assert [changes for changes in others if is_erasing(changes)] == []


def test_a_record_in_the_trash_is_deleted_but_not_erased() -> None:
    folded = FoldedRecord(fields={"deleted": True, "mood": 3})
    assert folded.is_deleted
    assert not folded.is_erased


def test_a_journal_leaves_out_trash_erased_records_and_kinds_it_does_not_know() -> None:
    log = [
        _edit(1, {"mood": 6}),
        _edit(2, {"mood": 2}, record=RECORDS[1]),
        _edit(3, {"deleted": True}, record=RECORDS[1]),
        _edit(4, {"lucid": True}, record=RECORDS[2], kind="dream"),
    ]
    assert [record.id for record in Journal.from_edits(log).records] == [RECORDS[0]]
    assert Journal.from_edits([*log, _edit(5, ERASED)]).records == ()


def test_a_record_taken_out_of_the_trash_is_back_in_the_journal() -> None:
    log = [_edit(1, {"mood": 6}), _edit(2, {"deleted": True}), _edit(3, {"deleted": False})]
    assert [check_in.mood for check_in in Journal.from_edits(log).of(CheckIn)] == [6]


def test_one_unreadable_value_does_not_hide_the_rest_of_a_session() -> None:
    edit = _edit(1, {"dose_mg": "forty", "clinic": "Elm Street"}, kind="treatment_session")
    journal = Journal.from_edits([edit])
    [session] = journal.of(TreatmentSession)
    assert (session.dose_mg, session.clinic) == (None, "Elm Street")
    assert journal.unreadable == ((RECORDS[0], "dose_mg"),)


def test_i12_a_field_of_a_newer_app_is_kept_in_the_journal() -> None:
    [check_in] = Journal.from_edits([_edit(1, {"mood": 6, "gratitude": "the sea"})]).records
    assert check_in.model_dump()["gratitude"] == "the sea"


def test_a_field_called_id_or_kind_cannot_pretend_to_be_another_record() -> None:
    [check_in] = Journal.from_edits([_edit(1, {"id": RECORDS[1], "kind": "patient", "mood": 6})]).records
    assert (check_in.id, check_in.kind) == (RECORDS[0], "check_in")


def test_provenance_says_when_an_entry_was_made_and_how_often_amended() -> None:
    received = datetime(2026, 11, 24, tzinfo=UTC)
    first = _edit(1, {"mood": 6}).model_copy(update={"received_at": received})
    provenance = Journal.from_edits([_edit(7, {"mood": 5}), first, first]).provenance[RECORDS[0]]
    assert provenance.entered_at == datetime(2026, 11, 23, 9, 0, 0, 1_000, tzinfo=UTC)
    assert provenance.amended_at == datetime(2026, 11, 23, 9, 0, 0, 7_000, tzinfo=UTC)
    assert (provenance.edits, provenance.received_at) == (2, received)


def test_an_entry_never_changed_was_never_amended() -> None:
    assert Journal.from_edits([_edit(1, {"mood": 6})]).provenance[RECORDS[0]].amended_at is None


def test_sessions_come_earliest_first_by_the_instant_not_by_the_text() -> None:
    late = _edit(1, {"started_at": "2026-11-23T09:00:00-08:00"}, kind="treatment_session")
    early = _edit(2, {"started_at": "2026-11-23T10:00:00+00:00"}, record=RECORDS[1], kind="treatment_session")
    undated = _edit(3, {"dose_mg": 40}, record=RECORDS[2], kind="treatment_session")
    journal = Journal.from_edits([late, early, undated])
    assert [session.id for session in journal.treatment_sessions] == [RECORDS[1], RECORDS[0]]


def test_s5_a_refused_value_is_named_by_its_field_and_never_repeated() -> None:
    problem = problem_with("check_in", {"notes": "fine", "mood": 4711})
    assert problem is not None
    assert problem.field == "mood"
    assert "4711" not in problem.model_dump_json()


def test_s6_unknown_fields_and_unknown_kinds_are_no_problem() -> None:
    assert problem_with("check_in", {"gratitude": ["anything"]}) is None
    assert problem_with("dream", {"mood": "blue"}) is None
    assert problem_with("check_in", {}) is None
