"""An account that is full."""

import pytest

from tests.backend.sync.phone import Phone, codes, edit, edit_id, erasing


async def test_a_full_account_says_so_and_still_lets_entries_be_erased(
    phone: Phone, bens_phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.sync.exchange.EDITS_PER_ACCOUNT", 3)
    await phone.send(edit(1), edit(2, record=2))
    answer = await phone.send(edit(2, record=2), edit(3, record=3), edit(4, record=4), edit(5, record=5))
    assert answer["acknowledged"].keys() == {edit_id(2), edit_id(3)}, "a resend is known, and one more fits"
    assert codes(answer) == {edit_id(4): "no_room", edit_id(5): "no_room"}
    assert answer["check"]["count"] == 3
    answer = await phone.send(edit(6, record=6), erasing(7))
    assert answer["acknowledged"].keys() == {edit_id(7)}
    assert codes(answer) == {edit_id(6): "no_room"}
    assert (await bens_phone.send(edit(1)))["rejected"] == []
