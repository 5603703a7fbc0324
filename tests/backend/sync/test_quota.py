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


async def test_an_account_that_is_full_of_long_texts_says_so_until_some_are_erased(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.sync.exchange.JOURNAL_BYTES_PER_ACCOUNT", 20_000)
    await phone.send(edit(1, notes="x" * 15_000))
    await phone.send(edit(2, record=2, notes="x" * 15_000))
    answer = await phone.send(edit(3, record=3, mood=6))
    assert codes(answer) == {edit_id(3): "no_room"}
    await phone.send(erasing(4, record=2))
    assert (await phone.send(edit(5, record=3, mood=6)))["acknowledged"].keys() == {edit_id(5)}


async def test_s10_a_page_of_long_texts_reads_no_more_than_it_sends(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1, 7):
        await phone.send(edit(number, record=number, notes=f"{number}" * 200_000))
    monkeypatch.setattr("backend.storage.journals.SYNC_BYTES_OUT", 500_000)
    monkeypatch.setattr("backend.sync.exchange.SYNC_BYTES_OUT", 10_000_000)
    answers = await phone.pages()
    assert [len(answer["edits"]) for answer in answers] == [2, 2, 2]
    assert [one["seq"] for answer in answers for one in answer["edits"]] == [1, 2, 3, 4, 5, 6]
    monkeypatch.setattr("backend.storage.journals.SYNC_BYTES_OUT", 1_000)
    assert [len(answer["edits"]) for answer in await phone.pages()] == [1] * 6
