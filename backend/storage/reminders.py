"""Planned reminders: which are due, and that each is claimed once, however many sweeps look."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from piccolo.columns import Column

from backend.storage.engine import ENGINE
from backend.storage.tables import Account, PushSubscription, ReminderOccurrence
from shared_schemas.clock import wire_instant


@dataclass(frozen=True)
class DueReminder:
    """One claimed reminder. `attempts` counts this one."""

    id: str
    account: str
    due_at: datetime
    attempts: int


async def accounts_to_plan() -> list[str]:
    """Accounts with somebody to remind whose log has grown since it was last planned."""
    reachable = await PushSubscription.select(PushSubscription.account).group_by(PushSubscription.account)
    ids = [row["account"] for row in reachable]
    if not ids:
        return []
    rows = await Account.select(Account.id).where(Account.id.is_in(ids) & (Account.planned_seq != Account.last_seq))
    return [row["id"] for row in rows]


async def plan(account: str, due_at: Mapping[str, datetime], up_to_seq: int) -> None:
    """Make `due_at` (by subject) the account's unsent reminders; one that was sent is not sent again.

    `up_to_seq` is the place in the log that was planned from.
    """
    async with ENGINE.transaction():
        mine = ReminderOccurrence.account == account
        sent = await ReminderOccurrence.select(ReminderOccurrence.subject).where(
            mine & (ReminderOccurrence.sent_at != "")
        )
        done = {row["subject"] for row in sent}
        await ReminderOccurrence.delete().where(mine & (ReminderOccurrence.sent_at == ""))
        rows = [
            ReminderOccurrence(id=f"{account}:{subject}", account=account, subject=subject, due_at=wire_instant(due))
            for subject, due in due_at.items()
            if subject not in done
        ]
        if rows:
            await ReminderOccurrence.insert(*rows)
        await Account.update({Account.planned_seq: up_to_seq}).where(Account.id == account)


async def claim_due(now: datetime) -> list[DueReminder]:
    """The reminders due by `now`, earliest first, marked as sent before anything is sent: twice is worse than never."""
    async with ENGINE.transaction():
        waiting = (ReminderOccurrence.sent_at == "") & (ReminderOccurrence.due_at <= wire_instant(now))
        rows = await ReminderOccurrence.select().where(waiting).order_by(ReminderOccurrence.due_at)
        ids = [row["id"] for row in rows]
        if ids:
            claimed: dict[Column | str, Any] = {
                ReminderOccurrence.sent_at: wire_instant(now),
                ReminderOccurrence.attempts: ReminderOccurrence.attempts + 1,
            }
            await ReminderOccurrence.update(claimed).where(ReminderOccurrence.id.is_in(ids))
    return [
        DueReminder(row["id"], row["account"], datetime.fromisoformat(row["due_at"]), row["attempts"] + 1)
        for row in rows
    ]


async def try_again(reminder: DueReminder, at: datetime) -> None:
    """Give a claimed reminder back, to be due at `at`."""
    again: dict[Column | str, Any] = {ReminderOccurrence.sent_at: "", ReminderOccurrence.due_at: wire_instant(at)}
    await ReminderOccurrence.update(again).where(ReminderOccurrence.id == reminder.id)
