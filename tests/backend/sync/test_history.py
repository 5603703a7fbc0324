"""What changed in one entry: when each value was entered and received, on which device, and which still holds."""

from datetime import timedelta
from typing import Any

import pytest

from backend.sync.history import history_of
from shared_schemas.journal import ERASED_SET, Edit, fold
from shared_schemas.sync import HistoryEntry
from tests.backend.sync.phone import DEVICE, OTHER_DEVICE, Phone, at, edit, edit_id, erasing, record_id
from tests.conftest import NOW, Browser

AN_HOUR_AGO = NOW - timedelta(hours=1)


def log(*edits: dict[str, Any]) -> list[tuple[Edit, str]]:
    """The edits as the log has them, received one second after each other."""
    return [
        (Edit(**one, seq=seq, received_at=NOW + timedelta(seconds=seq)), "") for seq, one in enumerate(edits, start=1)
    ]


def won(history: list[HistoryEntry]) -> list[list[str]]:
    return [entry.won for entry in history]


def test_a_value_amended_later_is_won_by_the_later_edit_and_the_others_stay_with_the_first() -> None:
    history = history_of(log(edit(1, mood=3, notes="first"), edit(2, mood=4)))
    assert won(history) == [["notes"], ["mood"]]
    assert [entry.set for entry in history] == [{"mood": 3, "notes": "first"}, {"mood": 4}]


def test_an_edit_made_offline_that_arrives_last_does_not_win_over_one_made_after_it() -> None:
    made_offline = edit(1, stamp=at(AN_HOUR_AGO - timedelta(days=1), device=OTHER_DEVICE), mood=2)
    assert won(history_of(log(edit(2, mood=6), made_offline))) == [["mood"], []]


def test_two_devices_at_the_same_moment_are_told_apart_by_stamp_and_then_by_id() -> None:
    same = at(AN_HOUR_AGO)
    assert won(history_of(log(edit(2, stamp=same, mood=6), edit(1, stamp=same, mood=5)))) == [["mood"], []]
    on_the_tablet = edit(1, stamp=at(AN_HOUR_AGO, device=OTHER_DEVICE), mood=5)
    assert won(history_of(log(edit(2, stamp=same, mood=6), on_the_tablet))) == [[], ["mood"]]


def test_each_edit_says_when_it_was_received_and_on_which_device_it_was_made() -> None:
    history = history_of(log(edit(1), edit(2, stamp=at(AN_HOUR_AGO, 7, OTHER_DEVICE), pain=1)))
    assert [entry.device for entry in history] == [DEVICE, OTHER_DEVICE]
    assert [entry.received_at for entry in history] == ["2026-11-23T09:15:43.120Z", "2026-11-23T09:15:44.120Z"]
    assert [entry.seq for entry in history] == [1, 2]


def test_every_field_of_the_record_is_won_exactly_once_and_as_the_fold_says() -> None:
    edits = log(
        edit(3, mood=1, pain=2), edit(1, mood=5, energy=3), edit(2, pain=4, deleted=True), edit(4, deleted=False)
    )
    folded = fold(one for one, _ in edits)[record_id(1)]
    history = history_of(edits)
    held = {name: entry.set[name] for entry in history for name in entry.won}
    assert held == folded.fields
    assert sum(len(entry.won) for entry in history) == len(folded.fields)


def test_an_erased_entry_shows_that_it_was_erased_and_nothing_else() -> None:
    history = history_of(log(edit(1, notes="private"), erasing(2), edit(3, notes="private too")))
    assert [entry.set for entry in history] == [ERASED_SET] * 3
    assert "private" not in str(history)
    assert {name for entry in history for name in entry.won} == {"erased"}


def test_a_record_without_edits_has_no_history() -> None:
    assert history_of([]) == []


async def test_a_stamp_the_server_replaced_is_shown_beside_the_one_it_has_now(phone: Phone) -> None:
    ahead = at(NOW + timedelta(days=1))
    await phone.send(edit(1, mood=3), edit(2, stamp=ahead, mood=4))
    first, second = history_of(await phone.storage.journals.history(phone.account, record_id(1)))
    assert (first.sent_stamp, second.sent_stamp) == (None, ahead)
    assert second.stamp == at(NOW, 1)
    assert won([first, second]) == [[], ["mood"]]


async def test_the_history_holds_the_edits_of_this_record_in_the_order_of_the_log(phone: Phone, tablet: Phone) -> None:
    await phone.send(edit(3), edit(9, record=2))
    await tablet.send(edit(1, pain=1))
    history = history_of(await phone.storage.journals.history(phone.account, record_id(1)))
    assert [(entry.id, entry.seq) for entry in history] == [(edit_id(3), 1), (edit_id(1), 3)]


async def test_s11_somebody_elses_record_has_no_history_here(phone: Phone, bens_phone: Phone) -> None:
    await phone.send(edit(1, notes="of Ana"))
    assert history_of(await bens_phone.storage.journals.history(bens_phone.account, record_id(1))) == []


@pytest.mark.parametrize("record", [record_id(2), "no-id-at-all", "..%2F..%2Faccount"])
async def test_a_record_the_account_does_not_have_is_not_found(signed_in: Browser, record: str) -> None:
    answer = await signed_in.get(f"/api/records/{record}/history")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


async def test_the_answer_names_all_the_protocol_promises(signed_in: Browser) -> None:
    body = {"protocol": 1, "device": DEVICE, "edits": [edit(1, mood=3)]}
    assert (await signed_in.post("/api/sync", json=body)).status_code == 200
    (entry,) = (await signed_in.get(f"/api/records/{record_id(1)}/history")).json()
    assert HistoryEntry.model_validate(entry).won == ["mood"]
    assert (entry["stamp"], entry["sent_stamp"], entry["device"]) == (edit(1)["stamp"], None, DEVICE)
    assert entry["received_at"].endswith("Z")


async def test_a_history_is_for_who_is_signed_in(signed_in: Browser) -> None:
    signed_in.cookies.clear()
    assert (await signed_in.get(f"/api/records/{record_id(1)}/history")).status_code == 401
