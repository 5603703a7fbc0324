"""Guessing passwords is slowed down by account and address, and no stranger can keep a patient out by it.

From one address, wrong tries at one account wait longer and longer. From anywhere at all they wait, too, but never
long, and whoever signed in to this account from this address before need not wait for what strangers do.
"""

from datetime import datetime
from typing import Literal, get_args

from litestar.exceptions import TooManyRequestsException

from backend.limits import wait_until
from backend.settings import (
    PLACE_REMEMBERED,
    SIGN_IN_FIRST_WAIT,
    SIGN_IN_FREE_TRIES,
    SIGN_IN_FREE_TRIES_FROM_ANYWHERE,
    SIGN_IN_LONGEST_WAIT,
    SIGN_IN_LONGEST_WAIT_FROM_ANYWHERE,
    SIGN_IN_TRIES_REMEMBERED,
)
from backend.storage import tries
from backend.storage.database import Storage

# Whoever mistyped the password until it had to wait may still try a code.
Door = Literal["sign-in", "reset"]
_FROM_HERE = tries.Waits(SIGN_IN_FREE_TRIES, SIGN_IN_FIRST_WAIT, SIGN_IN_LONGEST_WAIT, SIGN_IN_TRIES_REMEMBERED)
_FROM_ANYWHERE = tries.Waits(
    SIGN_IN_FREE_TRIES_FROM_ANYWHERE,
    SIGN_IN_FIRST_WAIT,
    SIGN_IN_LONGEST_WAIT_FROM_ANYWHERE,
    SIGN_IN_TRIES_REMEMBERED,
)


async def begin_sign_in(storage: Storage, email: str, address: str, now: datetime, door: Door = "sign-in") -> None:
    """Count a try as wrong before the password or code is looked at. Raises TooManyRequestsException when it must wait.

    It makes no difference whether there is such an account.
    """
    pair, anywhere, place = _names(door, email, address)
    free_from = await tries.begin(storage.keyring, pair, _FROM_HERE, now)
    if free_from is None and not await tries.is_remembered(storage.keyring, place, now):
        free_from = await tries.begin(storage.keyring, anywhere, _FROM_ANYWHERE, now)
    if free_from is not None:
        raise TooManyRequestsException("too many wrong tries; wait a moment", headers=wait_until(free_from, now))


async def note_sign_in(storage: Storage, email: str, address: str, now: datetime) -> None:
    """The password or code was right: nothing waits any more, and this address is known from now on."""
    for door in get_args(Door):
        pair, anywhere, place = _names(door, email, address)
        await tries.forget(storage.keyring, pair)
        await tries.forget(storage.keyring, anywhere)
    await tries.remember(storage.keyring, place, now + PLACE_REMEMBERED)


def _names(door: Door, email: str, address: str) -> tuple[str, str, str]:
    email = email.lower()
    return f"{door}:{email}:{address}", f"{door}:{email}", f"place:{email}:{address}"
