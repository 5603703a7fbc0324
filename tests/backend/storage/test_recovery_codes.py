import asyncio

from backend.storage import accounts, recovery_codes
from backend.storage.engine import ENGINE
from tests.conftest import NOW


async def spent(account: str, code_hash: str) -> bool:
    async with ENGINE.transaction(account):
        return await recovery_codes.spend(account, code_hash)


async def test_a_code_is_spent_once_and_counted_down(ana: str) -> None:
    await recovery_codes.replace(ana, ["one", "two"], NOW)
    assert await recovery_codes.left(ana) == 2
    assert [await spent(ana, "one"), await spent(ana, "one"), await spent(ana, "three")] == [True, False, False]
    assert await recovery_codes.left(ana) == 1


async def test_of_ten_who_spend_one_code_at_once_one_does(ana: str) -> None:
    await recovery_codes.replace(ana, ["one"], NOW)
    assert sorted(await asyncio.gather(*(spent(ana, "one") for _ in range(10)))) == [False] * 9 + [True]


async def test_new_codes_take_the_place_of_those_before(ana: str) -> None:
    await recovery_codes.replace(ana, ["one", "two"], NOW)
    await recovery_codes.replace(ana, ["three"], NOW)
    assert [await spent(ana, code) for code in ("one", "two", "three")] == [False, False, True]


async def test_a_wrong_code_changes_neither_password_nor_sessions(ana: str) -> None:
    await recovery_codes.replace(ana, ["one"], NOW)
    assert await accounts.reset_password(ana, "two", "new hash", NOW, "Firefox") is None
    assert await accounts.password_hash(ana) == "no password"
    assert await recovery_codes.left(ana) == 1
