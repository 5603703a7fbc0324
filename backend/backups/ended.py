"""What ended since a backup was made: sign-ins, links, accounts that are to be erased. A restore lets none work again.

Only the store that is replaced knows it. Where that is lost or cannot be read, what the backup holds is all there is.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from piccolo.columns import Column
from piccolo.table import Table

from backend.storage import deletions
from backend.storage.engine import ENGINE
from backend.storage.tables import (
    Account,
    CalendarFeed,
    ErasureReceipt,
    LoginSession,
    PendingDeletion,
    ShareLink,
)

_Row = Mapping[str, Any]


@dataclass(frozen=True)
class Ended:
    """What `accounts`, which the replaced store knew, still had there, and what it says of their ends."""

    accounts: Collection[str]
    sessions: Collection[str]
    feeds: Collection[str]
    withdrawn: Mapping[str, str]
    to_be_erased: Collection[_Row]
    receipts: Collection[_Row]

    @classmethod
    async def known_to_the_open_store(cls) -> "Ended":
        """Read from the database that is open."""
        links = await ShareLink.select(ShareLink.id, ShareLink.revoked_at).where(ShareLink.revoked_at != "")
        return cls(
            accounts={row["id"] for row in await Account.select(Account.id)},
            sessions={row["token_hash"] for row in await LoginSession.select(LoginSession.token_hash)},
            feeds={row["token_hash"] for row in await CalendarFeed.select(CalendarFeed.token_hash)},
            withdrawn={row["id"]: row["revoked_at"] for row in links},
            to_be_erased=await PendingDeletion.select(),
            receipts=await ErasureReceipt.select(),
        )

    async def carry_over(self) -> None:
        """Into the database that is open, which has the rows of a backup: all of it or nothing."""
        async with ENGINE.transaction():
            await self._end(LoginSession, LoginSession.token_hash, self.sessions)
            await self._end(CalendarFeed, CalendarFeed.token_hash, self.feeds)
            for link, revoked_at in self.withdrawn.items():
                revoked: dict[Column | str, Any] = {ShareLink.revoked_at: revoked_at}
                await ShareLink.update(revoked).where(ShareLink.id == link)
            # Whoever took the end back since must not be erased after all.
            await self._end(PendingDeletion, PendingDeletion.receipt_hash, ())
            await self._stop_accounts()
            for row in self.receipts:
                await ErasureReceipt.delete().where(ErasureReceipt.receipt_hash == row["receipt_hash"])
                await ErasureReceipt.insert(ErasureReceipt(**row))

    async def _end(self, table: type[Table], named: Column, left: Collection[str]) -> None:
        account: Column = table.account  # type: ignore[attr-defined]  # each of them has it
        for row in await table.select(named, account):
            if row["account"] in self.accounts and row[named._meta.name] not in left:
                await table.delete().where(named == row[named._meta.name])

    async def _stop_accounts(self) -> None:
        for row in self.to_be_erased:
            # An account that the backup lacks has nothing that could be erased.
            if await Account.exists().where(Account.id == row["account"]):
                await PendingDeletion.insert(PendingDeletion(**row))
                await deletions.stop(row["account"])
