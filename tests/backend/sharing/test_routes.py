from datetime import datetime
from typing import Any

import pytest

from backend.settings import SHARE_LINKS_PER_ACCOUNT, SHARED_OPENINGS_PER_MINUTE, SIGN_IN_TRIES_PER_MINUTE
from tests.conftest import PASSWORD, Browser, Elsewhere


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
    answers = [
        await signed_in.post(path, json={"token": token})
        for token in tokens
        for path in ("/api/shared", "/api/shared/report")
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert len({tuple(sorted(answer.headers.keys())) for answer in answers}) == 1


async def test_a_link_of_a_deleted_account_opens_nothing(signed_in: Browser) -> None:
    token = (await new_link(signed_in))["token"]
    await signed_in.delete("/api/account")
    assert (await signed_in.post("/api/shared", json={"token": token})).status_code == 404


async def test_the_patient_gives_a_link_another_end(signed_in: Browser, elsewhere: Elsewhere) -> None:
    link = await new_link(signed_in)
    await expire(link["id"], elsewhere)
    assert (await signed_in.post("/api/shared", json={"token": link["token"]})).status_code == 404
    changed = await signed_in.patch(f"/api/share-links/{link['id']}", json={"expires_in_days": 90})
    assert changed.status_code == 200
    assert 89 < _days_between(link["created_at"], changed.json()["expires_at"]) < 91
    assert (await signed_in.post("/api/shared", json={"token": link["token"]})).status_code == 200


async def test_a_withdrawn_link_gets_no_other_end(signed_in: Browser) -> None:
    link = await new_link(signed_in)
    await signed_in.delete(f"/api/share-links/{link['id']}")
    answer = await signed_in.patch(f"/api/share-links/{link['id']}", json={"expires_in_days": 90})
    assert answer.status_code == 409
    assert (await signed_in.post("/api/shared", json={"token": link["token"]})).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [{}, {"expires_in_days": 0}, {"expires_in_days": 366}, {"expires_in_days": "30"}, {"expires_in_days": True}],
)
async def test_an_end_that_is_none_changes_nothing(signed_in: Browser, wrong: Any) -> None:
    link = await new_link(signed_in)
    assert (await signed_in.patch(f"/api/share-links/{link['id']}", json=wrong)).status_code == 400
    [listed] = (await signed_in.get("/api/share-links")).json()
    assert listed["expires_at"] == link["expires_at"]


async def test_nobody_gives_a_strangers_link_another_end(signed_in: Browser, stranger: Browser) -> None:
    link = await new_link(signed_in)
    answer = await stranger.patch(f"/api/share-links/{link['id']}", json={"expires_in_days": 90})
    assert answer.status_code == 404
    [listed] = (await signed_in.get("/api/share-links")).json()
    assert listed["expires_at"] == link["expires_at"]


async def test_each_link_shows_its_own_accounts_journal(signed_in: Browser, stranger: Browser) -> None:
    await send(signed_in, 1, "patient", full_name="Ana Lindqvist")
    await send(stranger, 1, "patient", full_name="Ben Okoye")
    tokens = [(await new_link(browser))["token"] for browser in (signed_in, stranger)]
    # Whoever is signed in makes no difference: the token alone says whose page it is.
    for browser in (signed_in, stranger):
        answers = [await browser.post("/api/shared", json={"token": token}) for token in tokens]
        assert [answer.json()["patient_name"] for answer in answers] == ["Ana Lindqvist", "Ben Okoye"]
        assert "Okoye" not in answers[0].text
        assert "Lindqvist" not in answers[1].text


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
    [opening] = listed["opened"]
    assert (listed["times_opened"], opening["browser"], opening["what"]) == (1, "Firefox on Linux", "page")
    [row] = await elsewhere("SELECT * FROM access_event")
    assert not [
        value for value in row if "Mozilla" in str(value) or "127.0.0.1" in str(value) or "testclient" in str(value)
    ]


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
        {"label": "a secret word\n"},
        {"label": "a secret word\u0000"},
        {"label": "a secret word\u202e"},
        {"label": "   "},
        {"label": "\u200b"},
        {"label": " \u200e\u00a0"},
        {"label": "x", "passcode": "short"},
        {"label": "x", "passcode": "a secret word" * 800},
        {"label": "x", "disclosure": {"from_on": "2026-02-02", "to_on": "2026-02-01"}},
        {"label": "x", "disclosure": {"from_on": "a secret word"}},
        {"label": "x", "disclosure": {"sections": ["a secret word"]}},
        {"label": "x", "disclosure": {"sections": "scores"}},
        {"label": "x", "disclosure": None},
        ["a secret word"],
    ],
)
async def test_a_link_that_is_asked_for_wrongly_is_not_made(signed_in: Browser, wrong: Any) -> None:
    answer = await signed_in.post("/api/share-links", json=wrong)
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert "a secret word" not in answer.text
    assert (await signed_in.get("/api/share-links")).json() == []


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"token": ""},
        {"token": "x" * 201},
        {"token": "x" * 10_000},
        {"token": 3},
        {"token": "x", "more": 1},
        {"token": "x", "passcode": "y" * 10_000},
        {"token": "x", "passcode": 3},
        None,
    ],
)
async def test_an_opening_without_a_token_is_refused(browser: Browser, wrong: Any) -> None:
    for path in ("/api/shared", "/api/shared/report"):
        answer = await browser.post(path, json=wrong)
        assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")


@pytest.mark.parametrize("token", ["x", "\x00", "é" * 200, "😀", "../../etc/passwd", " ", "%00", "x" * 200])
async def test_a_token_of_any_form_is_unknown_and_never_an_error(browser: Browser, token: str) -> None:
    for path in ("/api/shared", "/api/shared/report"):
        answer = await browser.post(path, json={"token": token, "passcode": token[:100]})
        assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


_UNREADABLE = [b'{"token": "\\ud800"}', b"[" * 20_000, b'{"token": "x"', b"\xff\xfe", b'{"token": "\xff"}', b"null"]


@pytest.mark.parametrize("body", _UNREADABLE)
async def test_a_body_that_cannot_be_read_is_never_an_error_of_the_server(browser: Browser, body: bytes) -> None:
    answer = await browser.post("/api/shared", content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")


async def test_whoever_forgets_the_body_is_told_so(browser: Browser) -> None:
    answer = await browser.post("/api/shared", headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["detail"]) == (400, "the request has no body")


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
