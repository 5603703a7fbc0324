"""Passwords and other short secrets with argon2id, in threads of their own: hashing takes tens of milliseconds that the
event loop must not wait for, and a crowd that signs in at once must not take every processor and all memory."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import hash_secret_raw

from backend.settings import ARGON2_AT_ONCE, ARGON2_LANES, ARGON2_MEMORY_KIB, ARGON2_PASSES

Made = TypeVar("Made")
_HASHER = PasswordHasher(time_cost=ARGON2_PASSES, memory_cost=ARGON2_MEMORY_KIB, parallelism=ARGON2_LANES, type=Type.ID)
# Compared with when there is no account, so that the answer takes as long as for a wrong password.
_NOBODY = _HASHER.hash("nobody has this password")
_THREADS = ThreadPoolExecutor(ARGON2_AT_ONCE, thread_name_prefix="argon2")


async def hash_password(password: str) -> str:
    """The hash to store, with its salt and parameters in it."""
    return await _beside(_HASHER.hash, password)


async def is_password(password: str, stored: str | None) -> bool:
    """Whether `password` is the one behind `stored`. None or empty (no such account, or one without a password) is
    always False, after the same work."""
    return await _beside(_verify, password, stored or _NOBODY) and bool(stored)


async def hash_by_salt(secret: str, salt: bytes) -> str:
    """The same hash, hex, whenever secret and salt (8 bytes at least) are the same: to be looked up by."""
    return (await _beside(_raw, secret, salt)).hex()


async def _beside(work: Callable[..., Made], *arguments: Any) -> Made:
    return await asyncio.get_running_loop().run_in_executor(_THREADS, work, *arguments)


def _raw(secret: str, salt: bytes) -> bytes:
    return hash_secret_raw(
        secret.encode(),
        salt,
        time_cost=ARGON2_PASSES,
        memory_cost=ARGON2_MEMORY_KIB,
        parallelism=ARGON2_LANES,
        hash_len=32,
        type=Type.ID,
    )


def _verify(password: str, stored: str) -> bool:
    try:
        return _HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False
