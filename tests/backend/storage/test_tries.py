import asyncio
from datetime import timedelta

from backend.storage import tries
from backend.storage.database import Storage
from backend.storage.tries import Waits
from tests.conftest import NOW, Elsewhere

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
WAITS = Waits(free=3, first=2 * SECOND, longest=15 * SECOND, remembered=timedelta(days=1))


async def test_tries_at_the_same_moment_are_each_counted(open_storage: Storage) -> None:
    counted = await asyncio.gather(*(tries.count(open_storage.keyring, "a door", MINUTE, NOW) for _ in range(20)))
    assert sorted(times for times, _ in counted) == list(range(1, 21))
    assert {ends_at for _, ends_at in counted} == {NOW + MINUTE}


async def test_a_new_window_begins_when_the_old_one_is_over(open_storage: Storage) -> None:
    await tries.count(open_storage.keyring, "a door", MINUTE, NOW)
    assert await tries.count(open_storage.keyring, "a door", MINUTE, NOW + 59 * SECOND) == (2, NOW + MINUTE)
    assert await tries.count(open_storage.keyring, "a door", MINUTE, NOW + MINUTE) == (1, NOW + 2 * MINUTE)
    assert await tries.count(open_storage.keyring, "another", MINUTE, NOW) == (1, NOW + MINUTE)


async def test_after_the_free_tries_each_waits_twice_as_long_up_to_the_longest(open_storage: Storage) -> None:
    now, waited = NOW, []
    for _ in range(8):
        assert await tries.begin(open_storage.keyring, "a lock", WAITS, now) is None
        free_from = await tries.begin(open_storage.keyring, "a lock", WAITS, now)
        if free_from is not None:
            waited.append(free_from - now)
            now = free_from
    assert waited == [wait * SECOND for wait in (2, 4, 8, 15, 15, 15, 15)]


async def test_of_many_tries_at_the_same_moment_only_the_free_ones_are_taken(open_storage: Storage) -> None:
    begun = await asyncio.gather(*(tries.begin(open_storage.keyring, "a lock", WAITS, NOW) for _ in range(20)))
    assert begun.count(None) == WAITS.free


async def test_success_and_a_quiet_day_forget_what_was_wrong(open_storage: Storage) -> None:
    keyring = open_storage.keyring
    for later in (timedelta(), timedelta(days=1, seconds=1)):
        for _ in range(WAITS.free):
            assert await tries.begin(keyring, "a lock", WAITS, NOW + later) is None
        assert await tries.begin(keyring, "a lock", WAITS, NOW + later) is not None
    await tries.forget(keyring, "a lock")
    assert await tries.begin(keyring, "a lock", WAITS, NOW + timedelta(days=1, seconds=1)) is None


async def test_a_place_is_known_until_its_end_and_then_leaves_no_row(
    open_storage: Storage, elsewhere: Elsewhere
) -> None:
    await tries.remember(open_storage.keyring, "home", NOW + MINUTE)
    assert await tries.is_remembered(open_storage.keyring, "home", NOW)
    assert not await tries.is_remembered(open_storage.keyring, "elsewhere", NOW)
    assert not await tries.is_remembered(open_storage.keyring, "home", NOW + MINUTE)
    assert await tries.forget_old(NOW) == 0
    assert await tries.forget_old(NOW + MINUTE) == 1
    assert await elsewhere('SELECT * FROM "try"') == []
