from datetime import datetime
from typing import Any

import pytest

from backend.settings import SHARE_LINKS_PER_ACCOUNT, SHARED_OPENINGS_PER_MINUTE, SIGN_IN_TRIES_PER_MINUTE
from tests.conftest import PASSWORD, Browser, Elsewhere

PHQ_9 = {
    "instrument": "phq9",
    "answered_at": "2026-11-20T09:00:00-05:00",
    "time_zone": "America/New_York",
    "answers": [2, 2, 2, 2, 2, 2, 2, 2, 3],
}


async def new_link(browser: Browser, label: str = "Dr. Okafor", **options: Any) -> dict[str, Any]:
    """What the owner is told; `token` is the part of `path` after #."""
    answer = await browser.post("/api/share-links", json={"label": label, **options})
    assert answer.status_code == 201, answer.text
    link: dict[str, Any] = answer.json()
    return {**link, "token": link["path"].removeprefix("/shared#")}


async def send(browser: Browser, number: int, kind: str, **changes: Any) -> None:
    edit = {
        "id": f"00000000-0000-7000-8000-{number:012x}",
        "record": f"10000000-0000-7000-8000-{number:012x}",
        "kind": kind,
        "stamp": "2026-11-23T09:15:42.004Z-0000-0123456789abcdef",
        "set": changes,
    }
    answer = await browser.post("/api/sync", json={"protocol": 1, "device": "0123456789abcdef", "edits": [edit]})
    assert answer.json()["rejected"] == []


async def expire(link_id: str, elsewhere: Elsewhere) -> None:
    await elsewhere(f"UPDATE share_link SET expires_at = '2020-01-01T00:00:00.000Z' WHERE id = '{link_id}'")  # noqa: S608


async def test_the_doctor_opens_the_link_without_an_account(signed_in: Browser) -> None:
    await send(signed_in, 1, "patient", full_name="Ana Lindqvist")
    token = (await new_link(signed_in))["token"]
    signed_in.cookies.clear()
    answer = await signed_in.post("/api/shared", json={"token": token})
    assert answer.status_code == 200
    shown = answer.json()
    assert (shown["label"], shown["patient_name"]) == ("Dr. Okafor", "Ana Lindqvist")
    assert shown["not_shared"]
    assert answer.headers["cache-control"] == "no-store"


async def test_the_token_is_told_once_and_stands_in_no_address(signed_in: Browser) -> None:
    link = await new_link(signed_in)
    assert link["path"] == f"/shared#{link['token']}"
    assert len(link["token"]) >= 43, "32 random bytes as base64url"
    assert link["token"] not in (await signed_in.get("/api/share-links")).text
    assert "path" not in (await signed_in.get("/api/share-links")).json()[0]


async def test_a_token_in_the_address_or_a_header_opens_nothing(signed_in: Browser) -> None:
    token = (await new_link(signed_in))["token"]
    refused = [
        await signed_in.get("/api/shared", params={"token": token}),
        await signed_in.get(f"/api/shared/{token}"),
        await signed_in.post(f"/api/shared/{token}", json={"token": token}),
        await signed_in.post("/api/shared", params={"token": token}, json={}),
        await signed_in.post("/api/shared", headers={"authorization": f"Bearer {token}"}, json={}),
    ]
    assert all(400 <= answer.status_code < 500 for answer in refused)
    assert all(token not in answer.text for answer in refused)
    assert (await signed_in.get("/api/share-links")).json()[0]["opened"] == []


async def test_an_unknown_an_expired_and_a_revoked_link_get_the_same_answer(
    signed_in: Browser, elsewhere: Elsewhere
) -> None:
    expired, revoked = await new_link(signed_in), await new_link(signed_in)
    await expire(expired["id"], elsewhere)
    assert (await signed_in.delete(f"/api/share-links/{revoked['id']}")).status_code == 204
    tokens = [expired["token"], revoked["token"], "A" * 43, "no token", "x" * 200, expired["id"]]
    answers = [await signed_in.post("/api/shared", json={"token": token}) for token in tokens]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert len({tuple(sorted(answer.headers.keys())) for answer in answers}) == 1


async def test_a_link_of_a_deleted_account_opens_nothing(signed_in: Browser) -> None:
    token = (await new_link(signed_in))["token"]
    await signed_in.delete("/api/account")
    assert (await signed_in.post("/api/shared", json={"token": token})).status_code == 404


async def test_somebody_elses_link_is_as_unknown_as_one_that_never_was(signed_in: Browser, stranger: Browser) -> None:
    link = await new_link(signed_in)
    theirs = await stranger.delete(f"/api/share-links/{link['id']}")
    nobodys = await stranger.delete("/api/share-links/00000000-0000-4000-8000-000000000000")
    assert (theirs.status_code, theirs.content) == (404, nobodys.content)
    assert (await stranger.get("/api/share-links")).json() == []
    assert (await signed_in.post("/api/shared", json={"token": link["token"]})).status_code == 200


async def test_the_owner_sees_when_the_link_was_opened(signed_in: Browser, elsewhere: Elsewhere) -> None:
    link = await new_link(signed_in)
    firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    await signed_in.post("/api/shared", json={"token": link["token"]}, headers={"user-agent": firefox})
    await signed_in.post("/api/shared", json={"token": "unknown"})
    [listed] = (await signed_in.get("/api/share-links")).json()
    assert len(listed["opened"]) == 1
    assert await elsewhere("SELECT browser FROM access_event") == [("Firefox",)]


async def test_notes_and_single_answers_are_not_on_the_doctors_page(signed_in: Browser) -> None:
    note = "the words of a bad night"
    await send(signed_in, 1, "outcome_measure", **PHQ_9)
    await send(
        signed_in, 2, "check_in", at="2026-11-21T09:00:00-05:00", time_zone="America/New_York", mood=3, notes=note
    )
    await send(
        signed_in,
        3,
        "treatment_session",
        started_at="2026-11-22T09:00:00-05:00",
        time_zone="America/New_York",
        dose_mg=40,
        notes=note,
    )
    answer = await signed_in.post("/api/shared", json={"token": (await new_link(signed_in))["token"]})
    assert answer.status_code == 200
    assert note not in answer.text
    assert '"answers"' not in answer.text
    assert "[2,2,2,2,2,2,2,2,3]" not in answer.text.replace(" ", "")


async def test_a_link_lasts_30_days_unless_asked_otherwise(signed_in: Browser) -> None:
    links = [await new_link(signed_in), *[await new_link(signed_in, expires_in_days=days) for days in (1, 365)]]
    assert [_days_between(link["created_at"], link["expires_at"]) for link in links] == [30, 1, 365]


def _days_between(start: str, end: str) -> float:
    return (datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds() / 86_400


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"label": ""},
        {"label": "a secret word" * 10},
        {"label": "x", "expires_in_days": 0},
        {"label": "x", "expires_in_days": 366},
        {"label": "x", "expires_in_days": "a secret word"},
        {"label": "x", "account": "a secret word"},
        ["a secret word"],
    ],
)
async def test_a_link_that_is_asked_for_wrongly_is_not_made(signed_in: Browser, wrong: Any) -> None:
    answer = await signed_in.post("/api/share-links", json=wrong)
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert "a secret word" not in answer.text
    assert (await signed_in.get("/api/share-links")).json() == []


@pytest.mark.parametrize(
    "wrong", [{}, {"token": ""}, {"token": "x" * 201}, {"token": 3}, {"token": "x", "more": 1}, None]
)
async def test_an_opening_without_a_token_is_refused(browser: Browser, wrong: Any) -> None:
    answer = await browser.post("/api/shared", json=wrong)
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")


async def test_an_account_has_a_hundred_links_and_no_more(signed_in: Browser) -> None:
    for _ in range(SHARE_LINKS_PER_ACCOUNT):
        await new_link(signed_in)
    answer = await signed_in.post("/api/share-links", json={"label": "one more"})
    assert answer.status_code == 409
    assert len((await signed_in.get("/api/share-links")).json()) == SHARE_LINKS_PER_ACCOUNT


async def test_trying_out_tokens_is_slowed_down(browser: Browser) -> None:
    answers = [await browser.post("/api/shared", json={"token": "x"}) for _ in range(SHARED_OPENINGS_PER_MINUTE + 1)]
    assert {answer.status_code for answer in answers[:-1]} == {404}
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["retry-after"]) <= 60


async def test_a_doctor_who_opens_the_page_often_keeps_nobody_from_signing_in(signed_in: Browser) -> None:
    for _ in range(SIGN_IN_TRIES_PER_MINUTE):
        await signed_in.post("/api/shared", json={"token": "x"})
    answer = await signed_in.post("/api/session", json={"email": "ana@example.org", "password": PASSWORD})
    assert answer.status_code == 200
