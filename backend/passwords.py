"""Passwords with argon2id, in a thread: hashing takes tens of milliseconds that the event loop must not wait for."""

import asyncio

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from backend.settings import ARGON2_LANES, ARGON2_MEMORY_KIB, ARGON2_PASSES

_HASHER = PasswordHasher(time_cost=ARGON2_PASSES, memory_cost=ARGON2_MEMORY_KIB, parallelism=ARGON2_LANES, type=Type.ID)
# Compared with when there is no account, so that the answer takes as long as for a wrong password.
_NOBODY = _HASHER.hash("nobody has this password")


async def hash_password(password: str) -> str:
    """The hash to store, with its salt and parameters in it."""
    return await asyncio.to_thread(_HASHER.hash, password)


async def is_password(password: str, stored: str | None) -> bool:
    """Whether `password` is the one behind `stored`. None (no such account) is always False, after the same work."""
    return await asyncio.to_thread(_verify, password, stored or _NOBODY) and stored is not None


def _verify(password: str, stored: str) -> bool:
    try:
        return _HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False
