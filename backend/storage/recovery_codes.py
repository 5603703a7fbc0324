"""Recovery codes of an account, known by their hashes. Making new ones ends those before; one that is used is gone."""

from collections.abc import Sequence
from datetime import datetime

from backend.storage.engine import ENGINE
from backend.storage.tables import RecoveryCode
from shared_schemas.clock import wire_instant


async def replace(account: str, code_hashes: Sequence[str], now: datetime) -> None:
    """Let these codes be the account's only ones."""
    made_at = wire_instant(now)
    async with ENGINE.transaction(account):
        await RecoveryCode.delete().where(RecoveryCode.account == account)
        await RecoveryCode.insert(
            *(RecoveryCode(code_hash=code_hash, account=account, made_at=made_at) for code_hash in code_hashes)
        )


async def left(account: str) -> int:
    """How many were not used yet."""
    return int(await RecoveryCode.count().where(RecoveryCode.account == account))


async def spend(account: str, code_hash: str) -> bool:
    """Whether the account has this code; it is used up. Inside the transaction that does what it is spent on."""
    this = (RecoveryCode.account == account) & (RecoveryCode.code_hash == code_hash)
    has_it = bool(await RecoveryCode.exists().where(this))
    await RecoveryCode.delete().where(this)
    return has_it
