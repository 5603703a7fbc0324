import asyncio
from datetime import timedelta

import pytest

from backend.storage import accounts, invitations
from backend.storage.database import Storage
from backend.storage.invitations import Admission, NotAdmittedError
from tests.conftest import NOW, Elsewhere

DAY = timedelta(days=1)


async def join(storage: Storage, email: str, code: str) -> None:
    await accounts.sign_up(storage, email, "no password", NOW, admission=Admission("invitation", code))


@pytest.mark.usefixtures("ana")
async def test_of_five_who_come_with_one_invitation_one_is_let_in(open_storage: Storage) -> None:
    await invitations.invite("abc", DAY, NOW)
    joining = [join(open_storage, f"{number}@example.org", "abc") for number in range(5)]
    results = await asyncio.gather(*joining, return_exceptions=True)
    assert sorted(type(result).__name__ for result in results) == ["NoneType"] + ["NotAdmittedError"] * 4


async def test_of_five_who_are_first_one_is(open_storage: Storage) -> None:
    joining = [join(open_storage, f"{number}@example.org", "abc") for number in range(5)]
    results = await asyncio.gather(*joining, return_exceptions=True)
    assert sorted(type(result).__name__ for result in results) == ["NoneType"] + ["NotAdmittedError"] * 4


@pytest.mark.usefixtures("ana")
async def test_the_code_itself_is_not_in_the_database_and_old_ones_go(
    open_storage: Storage, elsewhere: Elsewhere
) -> None:
    await invitations.invite("first-code", DAY, NOW - 2 * DAY)
    await invitations.invite("second-code", DAY, NOW)
    stored = await elsewhere("SELECT * FROM invitation")
    assert len(stored) == 1
    assert "second-code" not in str(stored)
    with pytest.raises(NotAdmittedError):
        await join(open_storage, "ben@example.org", "first-code")
