from datetime import timedelta

from backend.storage import login_sessions
from backend.storage.login_sessions import SignedIn
from tests.conftest import NOW, Elsewhere

DAY = timedelta(days=1)


async def test_a_browser_that_signed_in_is_known(ana: str) -> None:
    token = await login_sessions.begin(ana, NOW)
    assert await login_sessions.find(token, NOW) == SignedIn(ana, "ana@example.org")


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
