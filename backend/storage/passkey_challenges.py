"""What passkeys were asked: random, for a few minutes, and good for one answer, whichever process it comes to."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from backend.settings import PASSKEY_CHALLENGE_LIFETIME
from backend.storage.engine import ENGINE
from backend.storage.tables import PasskeyChallenge
from shared_schemas.clock import wire_instant

Purpose = Literal["sign_up", "add", "sign_in", "second_step"]


@dataclass(frozen=True)
class Asked:
    """What a challenge was for, and whose passkey must answer it or is made with it; empty: anybody's may answer."""

    purpose: str
    account: str


async def ask(purpose: Purpose, account: str, now: datetime) -> bytes:
    """A new challenge, 256 random bits. Those that nobody answered in time are forgotten."""
    challenge = secrets.token_bytes(32)
    await PasskeyChallenge.delete().where(PasskeyChallenge.expires_at <= wire_instant(now))
    await PasskeyChallenge.insert(
        PasskeyChallenge(
            challenge_hash=_hash(challenge),
            purpose=purpose,
            account=account,
            expires_at=wire_instant(now + PASSKEY_CHALLENGE_LIFETIME),
        )
    )
    return challenge


async def take(challenge: bytes, now: datetime) -> Asked | None:
    """What the challenge was for, once: from here on it is unknown. None when it is unknown or too old."""
    this = PasskeyChallenge.challenge_hash == _hash(challenge)
    async with ENGINE.transaction():
        taken = await PasskeyChallenge.delete().where(this).returning(*PasskeyChallenge.all_columns())
    if not taken or taken[0]["expires_at"] <= wire_instant(now):
        return None
    return Asked(taken[0]["purpose"], taken[0]["account"])


def _hash(challenge: bytes) -> str:
    return hashlib.sha256(challenge).hexdigest()
