"""Server rules S1 to S12 of PROTOCOL.md against a real log; each test names its rule."""

import asyncio
import json
import os
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from backend.settings import Settings
from backend.storage import accounts, database
from backend.storage.engine import ENGINE
from backend.storage.journals import NewEdit
from backend.storage.trash import erase_old_trash
from backend.sync.bodies import write_answer
from shared_schemas.clock import SERVER_DEVICE
from tests.backend.sync.phone import DEVICE, Phone, at, codes, digest_of, edit, edit_id, erasing, record_id
from tests.conftest import NOW, AnotherWriter, Browser, Elsewhere, sign_up


async def test_s1_an_acknowledged_edit_is_in_the_database_before_the_answer(phone: Phone, elsewhere: Elsewhere) -> None:
    answer = await phone.send(edit(1))
    assert await elsewhere("SELECT edit_id, seq FROM edit") == [(edit_id(1), 1)]
    assert answer["acknowledged"] == {edit_id(1): {"seq": 1, "stamp": edit(1)["stamp"]}}


@pytest.mark.usefixtures("sqlite_file", "open_storage")
async def test_s1_what_is_in_the_database_is_on_disk() -> None:
    rows = await (await ENGINE.sqlite.writer()).execute_fetchall("PRAGMA synchronous")
    assert [dict(row) for row in rows] == [{"synchronous": 2}], "2 is FULL"


_SEND_AND_DIE = """
import asyncio, os, signal, sys
from backend.configuration import read_settings
from backend.storage import database
from tests.backend.sync.phone import Phone, edit
from tests.conftest import NOW

async def send_and_die(account):
    async with database.open_storage(read_settings(os.environ)[0], NOW) as storage:
        answer = await Phone(storage, account).send(*[edit(number) for number in range(1, 51)])
        assert len(answer["acknowledged"]) == 50
        os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(send_and_die(*sys.argv[1:]))
"""


async def test_s1_what_was_acknowledged_survives_a_server_that_is_killed(settings: Settings) -> None:
    async with database.open_storage(settings, NOW) as storage:
        account = await accounts.create(storage, "ana@example.org", "no password", NOW)
    environ = {"CASEBOOK_DATA": str(settings.data_dir), "CASEBOOK_DATABASE_URL": settings.database_url or ""}
    command = [sys.executable, "-c", _SEND_AND_DIE, account]
    server = await asyncio.create_subprocess_exec(*command, cwd=Path(__file__).parents[3], env=os.environ | environ)
    assert await server.wait() == -9
    async with database.open_storage(settings, NOW) as storage:
        assert [one["id"] for one in await Phone(storage, account).log()] == [edit_id(n) for n in range(1, 51)]


async def test_s1_a_request_without_edits_waits_for_no_writer(phone: Phone, another_writer: AnotherWriter) -> None:
    await phone.send(edit(1))
    async with another_writer(), asyncio.timeout(30):
        answer = await phone.send()
    assert [one["id"] for one in answer["edits"]] == [edit_id(1)]


async def test_s1_a_request_that_fails_half_way_leaves_nothing(phone: Phone) -> None:
    async def power_fails() -> None:
        async with phone.storage.journals.writing(phone.account, NOW) as log:
            await log.append([NewEdit(edit_id(1), record_id(1), "check_in", at(NOW), {"mood": 6})])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await power_fails()
    answer = await phone.send(edit(2))
    assert answer["acknowledged"][edit_id(2)]["seq"] == 1
    assert answer["check"]["count"] == 1


async def test_s2_a_resend_after_a_lost_answer_changes_nothing(phone: Phone) -> None:
    first = await phone.send(edit(1), edit(2))
    again = await phone.send(edit(1), edit(2), edit(1), now=NOW + timedelta(days=3))
    assert again["acknowledged"] == first["acknowledged"]
    assert again["check"] == first["check"]
    assert again["edits"] == first["edits"]
    assert again["rejected"] == []


async def test_s2_a_resend_of_a_restamped_edit_gets_the_stamp_of_the_log(phone: Phone) -> None:
    ahead = edit(1, stamp=at(NOW + timedelta(days=1)))
    first = await phone.send(ahead)
    assert first["acknowledged"][edit_id(1)]["stamp"] != ahead["stamp"]
    assert (await phone.send(ahead, now=NOW + timedelta(hours=2)))["acknowledged"] == first["acknowledged"]


async def test_s2_the_same_edit_twice_in_one_request_is_one_edit(phone: Phone) -> None:
    answer = await phone.send(edit(1), edit(1))
    assert answer["acknowledged"] == {edit_id(1): {"seq": 1, "stamp": edit(1)["stamp"]}}
    assert answer["check"]["count"] == 1


@pytest.mark.parametrize(
    "other", [edit(1, record=2), edit(1, kind="relief_note"), edit(1, mood=7), edit(1, mood=True), edit(1, note="six")]
)
async def test_s2_an_id_that_belongs_to_another_edit_is_taken(phone: Phone, other: dict[str, Any]) -> None:
    await phone.send(edit(1))
    answer = await phone.send(other, edit(2))
    assert codes(answer) == {edit_id(1): "id_taken"}
    assert list(answer["acknowledged"]) == [edit_id(2)]
    assert answer["edits"][0]["set"] == {"mood": 6}


async def test_s2_values_are_compared_as_json_so_6_is_6_point_0(phone: Phone) -> None:
    first = await phone.send(edit(1, mood=6, notes="slept", scores=[1, {"a": None, "b": 2}]))
    again = await phone.send(edit(1, scores=[1.0, {"b": 2.0, "a": None}], notes="slept", mood=6.0))
    assert again["rejected"] == []
    assert again["acknowledged"] == first["acknowledged"]


async def test_s2_a_late_resend_of_a_record_erased_since_is_acknowledged(phone: Phone) -> None:
    first = await phone.send(edit(1, notes="private"))
    await phone.send(erasing(2))
    again = await phone.send(edit(1, notes="private"))
    assert again["acknowledged"] == first["acknowledged"]
    assert [one["set"] for one in again["edits"]] == [{"erased": True}, {"erased": True}]


async def test_s3_twenty_phones_at_once_get_a_sequence_without_gaps(phone: Phone) -> None:
    batches = [[edit(20 * phone_number + n) for n in range(5)] for phone_number in range(1, 21)]
    answers = await asyncio.gather(*(phone.send(*batch) for batch in batches))
    places = [place["seq"] for answer in answers for place in answer["acknowledged"].values()]
    assert sorted(places) == list(range(1, 101))
    assert [one["seq"] for one in await phone.log()] == list(range(1, 101))


async def test_s3_a_phone_that_reads_while_others_write_never_sees_a_hole(phone: Phone) -> None:
    writing = asyncio.gather(*(phone.send(edit(number)) for number in range(1, 41)))
    while not writing.done():
        answer = await phone.send()
        assert [one["seq"] for one in answer["edits"]] == list(range(1, answer["cursor"] + 1))
        assert answer["check"] == {"count": answer["cursor"], "digest": digest_of(answer["edits"])}
    await writing


async def test_s3_each_account_counts_for_itself(phone: Phone, bens_phone: Phone) -> None:
    await phone.send(edit(1), edit(2))
    assert (await bens_phone.send(edit(3)))["acknowledged"][edit_id(3)]["seq"] == 1


async def test_s4_a_phone_a_day_ahead_is_stamped_with_the_servers_time(phone: Phone) -> None:
    answer = await phone.send(edit(1, stamp=at(NOW + timedelta(days=1))))
    assert answer["acknowledged"][edit_id(1)]["stamp"] == "2026-11-23T09:15:42.120Z-0001-0123456789abcdef"
    [(_, sent)] = await phone.storage.journals.history(phone.account, record_id(1))
    assert sent == at(NOW + timedelta(days=1))


async def test_s4_restamping_keeps_the_order_of_the_request(phone: Phone) -> None:
    ahead = [edit(n, stamp=at(NOW + timedelta(days=10 - n)), mood=n) for n in range(1, 6)]
    placed = (await phone.send(*ahead))["acknowledged"]
    stamps = [placed[edit_id(n)]["stamp"] for n in range(1, 6)]
    assert stamps == sorted(set(stamps))
    [session] = (await phone.storage.journals.load(phone.account)).records
    assert session.model_dump()["mood"] == 5


async def test_s4_after_the_servers_clock_was_set_back_a_new_edit_still_ranks_last(phone: Phone) -> None:
    future = NOW + timedelta(days=300)
    await phone.send(edit(1, stamp=at(future), mood=1), now=future)
    answer = await phone.send(
        edit(2, stamp=at(future + timedelta(days=1)), mood=2), edit(3, stamp=at(future, 0), mood=3)
    )
    assert answer["acknowledged"][edit_id(2)]["stamp"] == at(future, 1)
    assert answer["acknowledged"][edit_id(3)]["stamp"] == at(future, 0)


async def test_s4_a_clock_in_the_year_12000_does_not_stop_the_patient(phone: Phone) -> None:
    answer = await phone.send(edit(1, stamp="12000-01-01T00:00:00.000Z-0000-0123456789abcdef"))
    assert answer["acknowledged"][edit_id(1)]["stamp"] == at(NOW, 1)


async def test_s5_one_bad_edit_is_refused_alone_and_its_value_is_not_echoed(phone: Phone) -> None:
    answer = await phone.send(edit(1), edit(2, notes="fine", mood="a secret word"), edit(3))
    assert sorted(answer["acknowledged"]) == [edit_id(1), edit_id(3)]
    [rejection] = answer["rejected"]
    assert (rejection["id"], rejection["field"]) == (edit_id(2), "mood")
    assert "a secret word" not in str(answer)
    assert [one["seq"] for one in answer["edits"]] == [1, 2]


async def test_s5_edits_without_one_id_between_them_are_refused_and_nothing_else(phone: Phone) -> None:
    no_id, no_record = {**edit(1), "id": "mine"}, {**edit(2), "record": "mine"}
    for nameless in ([no_id], [no_record], [{**no_id, "record": "mine"}]):
        answer = await phone.send(*nameless)
        assert [rejection["code"] for rejection in answer["rejected"]] == ["id_form"]
    assert answer["check"]["count"] == 0


async def test_s5_an_edit_that_makes_the_database_fail_is_refused_alone(phone: Phone) -> None:
    await ENGINE.run_ddl("CREATE UNIQUE INDEX fault ON edit (kind) WHERE kind = 'cursed'")
    answer = await phone.send(edit(1, kind="cursed"), edit(2, kind="cursed"), edit(3))
    assert codes(answer) == {edit_id(2): "unstorable"}
    assert [one["id"] for one in answer["edits"]] == [edit_id(1), edit_id(3)]
    assert answer["check"] == {"count": 2, "digest": digest_of(answer["edits"])}


async def test_s5_a_session_without_its_required_fields_is_taken(phone: Phone) -> None:
    answer = await phone.send(edit(1, kind="treatment_session", notes="dose unknown"))
    assert answer["rejected"] == []


async def test_s6_kinds_and_fields_of_a_newer_app_come_back_as_they_were_sent(phone: Phone) -> None:
    newer: dict[str, Any] = {"weather": {"sky": ["grey", None, 1.50, -0.0, True]}, "umlaut": "Grüße 🌧", "large": 2**60}
    answer = await phone.send(edit(1, kind="mood_ring", **newer), edit(2, mood=6.0, colour="blue"))
    assert answer["rejected"] == []
    first, second = await phone.log()
    assert (first["kind"], first["set"]) == ("mood_ring", newer)
    assert json.dumps(second["set"]) == '{"mood": 6.0, "colour": "blue"}'


async def test_s7_pages_bring_every_edit_once_and_in_order(phone: Phone) -> None:
    await phone.send(*[edit(number) for number in range(1, 21)])
    pages = await phone.pages(limit=7)
    assert [[one["seq"] for one in page["edits"]] for page in pages] == [
        list(range(1, 8)),
        list(range(8, 15)),
        list(range(15, 21)),
    ]
    assert [(page["cursor"], page["more"]) for page in pages] == [(7, True), (14, True), (20, False)]


async def test_s7_a_phone_that_is_up_to_date_gets_nothing(phone: Phone) -> None:
    await phone.send(edit(1), edit(2))
    answer = await phone.send(epoch=phone.storage.epoch, cursor=2)
    assert (answer["edits"], answer["cursor"], answer["more"]) == ([], 2, False)


async def test_s8_count_and_digest_are_those_of_the_protocols_formula(phone: Phone, tablet: Phone) -> None:
    assert (await phone.send())["check"] == {"count": 0, "digest": ""}
    await phone.send(edit(1), edit(2, stamp=at(NOW + timedelta(days=2))))
    await tablet.send(edit(3, record=2), edit(4, record=2, mood="no"), edit(2, stamp="x"))
    pages = await phone.pages(limit=2)
    assert [page["check"] for page in pages[:-1]] == [None] * (len(pages) - 1)
    log = [one for page in pages for one in page["edits"]]
    assert [one["id"] for one in log] == [edit_id(1), edit_id(2), edit_id(3)]
    assert pages[-1]["check"] == {"count": 3, "digest": digest_of(log)}


async def test_s8_erasing_changes_neither_count_nor_digest_of_what_was_there(phone: Phone) -> None:
    await phone.send(edit(1), edit(2))
    before = digest_of(await phone.log())
    answer = await phone.send(erasing(3))
    assert digest_of(answer["edits"][:2]) == before
    assert answer["check"] == {"count": 3, "digest": digest_of(answer["edits"])}


async def test_s8_the_check_is_kept_and_not_counted_anew(phone: Phone) -> None:
    first = await phone.send(*[edit(number) for number in range(1, 11)])
    await ENGINE.run_ddl("DELETE FROM edit")
    assert (await phone.send(epoch=phone.storage.epoch, cursor=10))["check"] == first["check"]


@pytest.mark.parametrize(
    "place", [{"epoch": "another", "cursor": 0}, {"epoch": "another", "cursor": 1}, {"cursor": 1}, {"cursor": 2}]
)
async def test_s9_a_place_in_another_log_is_reset_and_nothing_is_stored(phone: Phone, place: dict[str, Any]) -> None:
    await phone.send(edit(1))
    answer = await phone.send(edit(2), **place)
    assert answer == {"reset": True, "epoch": phone.storage.epoch, "server_time": "2026-11-23T09:15:42.120Z"}
    assert [one["id"] for one in await phone.log()] == [edit_id(1)]


async def test_s9_a_cursor_beyond_the_log_is_reset(phone: Phone) -> None:
    await phone.send(edit(1))
    assert (await phone.send(epoch=phone.storage.epoch, cursor=2))["reset"] is True
    assert (await phone.send(epoch=phone.storage.epoch, cursor=2**53))["reset"] is True
    assert "reset" not in await phone.send(epoch=phone.storage.epoch, cursor=1)


async def test_s9_the_epoch_stays_the_same_when_the_server_is_started_again(settings: Settings) -> None:
    async with database.open_storage(settings, NOW) as storage:
        first = storage.epoch
    async with database.open_storage(settings, NOW + timedelta(days=1)) as storage:
        assert storage.epoch == first


async def test_s9_an_erased_record_is_noted_outside_the_database(phone: Phone, settings: Settings) -> None:
    await phone.send(edit(1, record=7), erasing(2, record=7))
    noted = (settings.data_dir / "erasures.jsonl").read_text()
    assert json.loads(noted) == {"account": phone.account, "record": record_id(7)}


async def test_erased_stays_erased_whatever_a_phone_sends_later(phone: Phone, tablet: Phone) -> None:
    await phone.send(edit(1, notes="private"), edit(2, notes="other"), erasing(3))
    late = await tablet.send(edit(4, notes="private again"), edit(5, deleted=False))
    assert late["rejected"] == []
    assert [one["set"] for one in late["edits"]] == [{"erased": True}] * 5
    assert [one["stamp"] for one in late["edits"]] == [edit(n)["stamp"] for n in range(1, 6)]


async def test_an_edit_ahead_of_the_erasing_one_in_the_same_request_is_erased_too(phone: Phone) -> None:
    answer = await phone.send(edit(1, notes="private"), erasing(2), edit(3, record=2))
    assert [one["set"] for one in answer["edits"]] == [{"erased": True}, {"erased": True}, {"mood": 6}]


async def test_trash_erased_by_the_server_reaches_the_phone_as_an_edit_of_its_own(phone: Phone) -> None:
    await phone.send(edit(1), edit(2, deleted=True))
    assert await erase_old_trash(phone.storage.journals, NOW + timedelta(days=30)) == 1
    answer = await phone.send(now=NOW + timedelta(days=30))
    last = answer["edits"][-1]
    assert (last["seq"], last["set"], last["stamp"][-16:]) == (3, {"erased": True}, SERVER_DEVICE)
    assert answer["check"] == {"count": 3, "digest": digest_of(answer["edits"])}


@pytest.mark.parametrize(("asked", "given"), [(-5, 1), (0, 1), (1, 1), (500, 500), (10**9, 500)])
async def test_s10_the_limit_is_held_between_1_and_500(phone: Phone, asked: int, given: int) -> None:
    for start in (1, 201, 401):
        await phone.send(*[edit(number) for number in range(start, start + 200)])
    answer = await phone.send(limit=asked)
    assert (len(answer["edits"]), answer["more"]) == (given, True)


@pytest.mark.parametrize("letter", ["a", "Ж", "語", "🌧", '"', "\\", "'\"", "\n", "\x01", "\u200b"])
async def test_s10_a_page_stays_within_2_mb_whatever_was_written(phone: Phone, letter: str) -> None:
    notes = letter * (150_000 // len(letter.encode()))
    for number in range(1, 21):
        await phone.send(edit(number, notes=notes))
    pages = await phone.pages()
    assert all(len(write_answer(page)) <= 2_000_000 for page in pages)
    assert [one["seq"] for page in pages for one in page["edits"]] == list(range(1, 21))


async def test_s10_a_full_page_beside_200_results_stays_within_2_mb(phone: Phone) -> None:
    for number in range(1, 21):
        await phone.send(edit(number, notes="x" * 99_580))
    batch = [edit(number, mood="six") if number % 2 else edit(number) for number in range(101, 301)]
    assert len(write_answer(await phone.send(*batch))) <= 2_000_000


async def test_s11_the_same_ids_in_two_accounts_are_two_edits(phone: Phone, bens_phone: Phone) -> None:
    await phone.send(edit(1, notes="of Ana"))
    answer = await bens_phone.send(edit(1, notes="of Ben"))
    assert answer["rejected"] == []
    assert [one["set"] for one in await phone.log()] == [{"notes": "of Ana"}]
    assert [one["set"] for one in await bens_phone.log()] == [{"notes": "of Ben"}]


async def test_s11_erasing_a_record_of_the_same_id_leaves_the_other_accounts(phone: Phone, bens_phone: Phone) -> None:
    await phone.send(edit(1, notes="of Ana"))
    await bens_phone.send(erasing(2))
    assert [one["set"] for one in await phone.log()] == [{"notes": "of Ana"}]


async def test_s11_another_accounts_place_in_its_log_gives_nothing_of_it(phone: Phone, bens_phone: Phone) -> None:
    await phone.send(*[edit(number, notes="of Ana") for number in range(1, 6)])
    answer = await bens_phone.send(device=DEVICE)
    assert (answer["edits"], answer["cursor"], answer["check"]["count"]) == ([], 0, 0)
    assert (await bens_phone.send(epoch=bens_phone.storage.epoch, cursor=3))["reset"] is True


async def test_s12_a_request_that_names_another_account_gets_401_and_nothing_is_stored(browser: Browser) -> None:
    ana = await sign_up(browser, "ana@example.org")
    ben = await sign_up(browser, "ben@example.org")
    body = {"protocol": 1, "device": DEVICE, "edits": [edit(1)]}
    assert (await browser.post("/api/sync", json={**body, "account": ana["id"]})).status_code == 401
    assert (await browser.get("/api/account")).json() == {**ben, "edits": 0}
    assert (await browser.post("/api/sync", json={**body, "account": ben["id"]})).status_code == 200
