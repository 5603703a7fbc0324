"""Whether what was read from a backup is sound, and whether what it would replace holds more."""

from collections.abc import Mapping

from backend.storage.database import Storage
from backend.storage.journals import digest_after
from backend.storage.sealing import UnsealError
from backend.storage.tables import Account

_EDITS_AT_A_TIME = 500


async def lengths_of_logs() -> dict[str, int]:
    """How many edits each account has in the database that is open."""
    return {row["id"]: row["last_seq"] for row in await Account.select(Account.id, Account.last_seq)}


async def unsound_logs(storage: Storage) -> list[str]:
    """What is wrong with the logs that are open, one sentence for each account; empty when all is well.

    Every edit is unsealed, and count and digest (rule S8) are computed anew and compared with the account's.
    """
    return [wrong for account in sorted(await lengths_of_logs()) if (wrong := await _wrong_with(storage, account))]


def fuller_than(backup: Mapping[str, int], present: Mapping[str, int]) -> str | None:
    """What `present` holds more than `backup`, in words; None when nothing. Both are lengths of logs by account."""
    lacking = [account for account in present if account not in backup]
    longer = [account for account in present if present[account] > backup.get(account, present[account])]
    if not lacking and not longer:
        return None
    return f"{len(lacking)} accounts that the backup lacks, and {len(longer)} accounts with more entries than in it"


async def _wrong_with(storage: Storage, account: str) -> str | None:
    head, seq, digest = await storage.journals.head(account), 0, ""
    while True:
        try:
            edits = await storage.journals.edits(account, after=seq, limit=_EDITS_AT_A_TIME)
        except (UnsealError, ValueError):
            return f"account {account} has an entry that cannot be unsealed, after number {seq}"
        if not edits:
            break
        for edit in edits:
            seq += 1
            digest = digest_after(digest, seq, edit.id, edit.stamp)
            if edit.seq != seq:
                return f"account {account} has a gap in its log at number {seq}"
    if (seq, digest) != (head.seq, head.digest):
        return f"account {account} has another count or digest than its log"
    return None
