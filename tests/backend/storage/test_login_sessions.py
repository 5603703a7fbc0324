import sqlite3
from contextlib import closing
from datetime import timedelta

from backend.settings import Settings
from backend.storage import login_sessions
from backend.storage.login_sessions import SignedIn
from tests.conftest import NOW

DAY = timedelta(days=1)


async def test_a_browser_that_signed_in_is_known(ana: str) -> None:
    token = await login_sessions.begin(ana, NOW)
    assert await login_sessions.find(token, NOW) == SignedIn(ana, "ana@example.org")


async def test_a_made_up_token_is_nobodys(ana: str) -> None:
    token = await login_sessions.begin(ana, NOW)
    assert await login_sessions.find(token[:-1], NOW) is None
    assert await login_sessions.find(login_sessions.token_hash(token), NOW) is None
    assert await login_sessions.find("", NOW) is None


async def test_the_token_itself_is_not_in_the_database(ana: str, settings: Settings) -> None:
    token = await login_sessions.begin(ana, NOW)
    with closing(sqlite3.connect(settings.data_dir / "casebook.sqlite")) as elsewhere:
        stored = str(elsewhere.execute("SELECT * FROM login_session").fetchall())
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


async def test_ending_all_sessions_leaves_those_of_others(ana: str, ben: str) -> None:
    anas, bens = await login_sessions.begin(ana, NOW), await login_sessions.begin(ben, NOW)
    await login_sessions.end_all(ana)
    assert await login_sessions.find(anas, NOW) is None
    assert await login_sessions.find(bens, NOW) is not None
