"""To which version of the privacy page a patient agreed, and when."""

from datetime import datetime

from backend.storage.engine import ENGINE
from backend.storage.tables import Consent
from shared_schemas.clock import wire_instant


async def agree(account: str, version: str, now: datetime) -> None:
    """Note it; agreeing again to the same version changes nothing."""
    row_id = f"{account}:{version}"
    async with ENGINE.transaction(account):
        if not await Consent.exists().where(Consent.id == row_id):
            await Consent.insert(Consent(id=row_id, account=account, version=version, agreed_at=wire_instant(now)))


async def latest(account: str) -> tuple[str, str] | None:
    """The version agreed to last and when; None without one."""
    rows = await Consent.select().where(Consent.account == account).order_by(Consent.agreed_at, ascending=False)
    return (rows[0]["version"], rows[0]["agreed_at"]) if rows else None
