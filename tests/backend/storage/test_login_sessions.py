from datetime import timedelta

from backend.settings import SESSIONS_PER_ACCOUNT
from backend.storage import login_sessions
from backend.storage.journals import LogHead
from backend.storage.login_sessions import SignedIn
from shared_schemas.clock import wire_instant
from tests.conftest import NOW, Elsewhere

DAY = timedelta(days=1)


async def test_a_browser_that_signed_in_is_known(ana: str) -> None:
    token = await login_sessions.begin(ana, NOW)
    session = login_sessions.token_hash(token)
    signed_in = SignedIn(ana, "ana@example.org", session, wire_instant(NOW), LogHead(0, "", ""))
    assert await login_sessions.find(token, NOW) == signed_in


async def test_a_made_up_token_is_nobodys(ana: str) -> None:
    token = await login_sessions.begin(ana, NOW)
    assert await login_sessions.find(token[:-1], NOW) is None
    assert await login_sessions.find(login_sessions.token_hash(token), NOW) is None
    assert await login_sessions.find("", NOW) is None


async def test_the_token_itself_is_not_in_the_database(ana: str, elsewhere: Elsewhere) -> None:
    token = await login_sessions.begin(ana, NOW)
    stored = str(await elsewhere("SELECT * FROM login_session"))
    assert ana in stored
    assert token not in stored


async def test_a_phone_used_every_month_stays_signed_in_for_a_year_and_no_longer(ana: str) -> None:
    token = await login_sessions.begin(ana, NOW)
    for month in range(1, 13):
        assert await login_sessions.find(token, NOW + month * 30 * DAY) is not None
    assert await login_sessions.find(token, NOW + 365 * DAY) is not None
    assert await login_sessions.find(token, NOW + 366 * DAY) is None


async def test_a_phone_unused_for_two_months_must_sign_in_again(ana: str) -> None:
    token = await login_sessions.begin(ana, NOW)
    assert await login_sessions.find(token, NOW + 61 * DAY) is None


async def test_signing_out_ends_this_session_only(ana: str) -> None:
    phone, tablet = await login_sessions.begin(ana, NOW), await login_sessions.begin(ana, NOW)
    await login_sessions.end(phone)
    assert await login_sessions.find(phone, NOW) is None
    assert await login_sessions.find(tablet, NOW) is not None


async def test_devices_are_listed_by_last_use_until_they_are_over(ana: str, ben: str) -> None:
    await login_sessions.begin(ana, NOW, "Firefox on Android")
    await login_sessions.begin(ana, NOW + DAY, "Safari on iPhone")
    await login_sessions.begin(ben, NOW, "Chrome on Windows")
    listed = await login_sessions.of_account(ana, NOW + DAY)
    assert [session.browser for session in listed] == ["Safari on iPhone", "Firefox on Android"]
    assert [session.browser for session in await login_sessions.of_account(ana, NOW + 61 * DAY)] == ["Safari on iPhone"]


async def test_a_session_that_is_over_is_forgotten_at_the_next_sign_in(ana: str, elsewhere: Elsewhere) -> None:
    await login_sessions.begin(ana, NOW)
    await login_sessions.begin(ana, NOW + 61 * DAY)
    assert await elsewhere("SELECT COUNT(*) FROM login_session") == [(1,)]


async def test_one_device_too_many_signs_out_the_one_used_least_recently(ana: str) -> None:
    tokens = [await login_sessions.begin(ana, NOW + number * DAY / 100) for number in range(SESSIONS_PER_ACCOUNT + 1)]
    known = [await login_sessions.find(token, NOW + DAY) is not None for token in tokens]
    assert known == [False] + [True] * SESSIONS_PER_ACCOUNT


async def test_a_rotated_session_goes_on_under_its_new_token_only(ana: str) -> None:
    token = await login_sessions.begin(ana, NOW, "Firefox on Android")
    new = await login_sessions.rotate(ana, login_sessions.token_hash(token))
    assert await login_sessions.find(token, NOW) is None
    [session] = await login_sessions.of_account(ana, NOW)
    assert (session.id, session.browser) == (login_sessions.token_hash(new), "Firefox on Android")


async def test_the_hash_by_which_a_session_is_named_opens_nothing(ana: str) -> None:
    token = await login_sessions.begin(ana, NOW)
    [session] = await login_sessions.of_account(ana, NOW)
    assert await login_sessions.find(session.id, NOW) is None
    assert await login_sessions.find(token, NOW) is not None
