from typing import Any

from httpx import Response

from backend.app import create_app
from backend.settings import PASSCODE_FREE_TRIES, Settings
from tests.backend.sharing.test_routes import expire, new_link
from tests.conftest import Browser, Elsewhere, new_browser

PASSCODE = "pelican 42"


async def open_with(
    browser: Browser, link: dict[str, Any], passcode: str | None, path: str = "/api/shared"
) -> Response:
    body = {"token": link["token"]} | ({} if passcode is None else {"passcode": passcode})
    return await browser.post(path, json=body)


async def test_a_link_with_a_passcode_shows_nothing_without_it(signed_in: Browser) -> None:
    link = await new_link(signed_in, passcode=PASSCODE)
    assert link["has_passcode"] is True
    for path in ("/api/shared", "/api/shared/report"):
        for passcode in (None, "", "pelican 43"):
            answer = await open_with(signed_in, link, passcode, path)
            assert (answer.status_code, answer.headers["content-type"]) == (403, "application/problem+json")
            assert "Okafor" not in answer.text
        assert (await open_with(signed_in, link, PASSCODE, path)).status_code == 200


async def test_a_passcode_is_stored_as_an_argon2id_hash_and_told_to_nobody(
    signed_in: Browser, elsewhere: Elsewhere
) -> None:
    link = await new_link(signed_in, passcode=PASSCODE)
    [(stored,)] = await elsewhere("SELECT passcode_hash FROM share_link")
    assert stored.startswith("$argon2id$")
    listed = (await signed_in.get("/api/share-links")).text
    assert PASSCODE not in stored + listed
    assert "argon2id" not in listed
    assert link["has_passcode"] is True


async def test_wrong_passcodes_are_slowed_down_even_for_the_right_one(signed_in: Browser) -> None:
    link = await new_link(signed_in, passcode=PASSCODE)
    for _ in range(PASSCODE_FREE_TRIES):
        assert (await open_with(signed_in, link, "wrong word")).status_code == 403
    refused = await open_with(signed_in, link, PASSCODE)
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["retry-after"]) <= 5
    assert (await open_with(signed_in, link, None)).status_code == 403, "asking for the page is no try"
    [listed] = (await signed_in.get("/api/share-links")).json()
    assert (listed["wrong_passcodes"], listed["times_opened"]) == (PASSCODE_FREE_TRIES, 0)


async def test_the_count_of_wrong_passcodes_survives_a_restart(settings: Settings) -> None:
    async with new_browser(create_app(settings)) as first:
        await first.post("/api/account", json={"email": "ana@example.org", "password": "a long night in november"})
        link = await new_link(first, passcode=PASSCODE)
        for _ in range(PASSCODE_FREE_TRIES):
            await open_with(first, link, "wrong word")
    async with new_browser(create_app(settings)) as second:
        assert (await open_with(second, link, PASSCODE)).status_code == 429


async def test_one_link_that_is_guessed_at_keeps_no_other_closed(signed_in: Browser) -> None:
    guessed, other = [await new_link(signed_in, passcode=PASSCODE) for _ in range(2)]
    for _ in range(PASSCODE_FREE_TRIES + 1):
        await open_with(signed_in, guessed, "wrong word")
    assert (await open_with(signed_in, other, PASSCODE)).status_code == 200


async def test_after_the_wait_the_right_passcode_opens_and_the_count_begins_anew(
    signed_in: Browser, elsewhere: Elsewhere
) -> None:
    link = await new_link(signed_in, passcode=PASSCODE)
    for _ in range(PASSCODE_FREE_TRIES):
        await open_with(signed_in, link, "wrong word")
    await elsewhere("UPDATE share_link SET next_try_at = '2020-01-01T00:00:00.000Z'")
    assert (await open_with(signed_in, link, PASSCODE)).status_code == 200
    assert await elsewhere("SELECT wrong_passcodes, next_try_at FROM share_link") == [(0, "")]


async def test_an_expired_or_withdrawn_link_asks_for_no_passcode(signed_in: Browser, elsewhere: Elsewhere) -> None:
    expired, withdrawn = [await new_link(signed_in, passcode=PASSCODE) for _ in range(2)]
    await expire(expired["id"], elsewhere)
    await signed_in.delete(f"/api/share-links/{withdrawn['id']}")
    unknown = await open_with(signed_in, {"token": "A" * 43}, None)
    for link in (expired, withdrawn):
        for passcode in (None, "wrong word", PASSCODE):
            answer = await open_with(signed_in, link, passcode)
            assert (answer.status_code, answer.content) == (404, unknown.content)
