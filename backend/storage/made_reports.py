"""Which reports this server made, and when, by its own clock: enough to say that a file is unchanged, no text of it."""

from datetime import datetime
from hashlib import sha256

from backend.storage.tables import MadeReport
from shared_schemas.clock import wire_instant


async def note(account: str, pdf: bytes, now: datetime) -> None:
    """Note that `pdf` was made for `account`. The same file made again keeps its first time."""
    digest = sha256(pdf).hexdigest()
    if not await MadeReport.exists().where(MadeReport.sha256 == digest):
        await MadeReport.insert(MadeReport(sha256=digest, account=account, made_at=wire_instant(now)))


async def find(pdf: bytes) -> str | None:
    """When exactly this file was made here, as the tables write instants; None when it was not."""
    row = await MadeReport.select().where(MadeReport.sha256 == sha256(pdf).hexdigest()).first()
    return None if row is None else str(row["made_at"])
