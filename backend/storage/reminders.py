"""Planned reminders: when each must next be looked at, and that one sweep at a time has it, however many look."""

import hashlib
import json
import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from piccolo.columns import Column

from backend.settings import PUSH_ATTEMPTS, REMINDERS_CLAIMED_AT_ONCE, REMINDERS_KEPT
from backend.storage.engine import ENGINE
from backend.storage.journals import Journals
from backend.storage.sealing import DataKey, UnsealError
from backend.storage.tables import Account, PushSubscription, ReminderOccurrence
from shared_schemas.clock import wire_instant

_LOG = logging.getLogger("casebook.reminders")

# Where the content of a reminder names the browsers that have not got it yet.
STILL_TO = "still_to"


@dataclass(frozen=True)
class Planned:
    """One reminder to come: what it is about (the same at every planning), when it is due, and what it says."""

    subject: str
    due_at: datetime
    content: Mapping[str, Any]


@dataclass(frozen=True)
class Claimed:
    """One reminder that this sweep has. `attempts` counts this one."""

    id: str
    account: str
    attempts: int
    content: Mapping[str, Any]


async def accounts_to_plan(now: datetime) -> list[str]:
    """Some accounts to plan: those with somebody to remind whose log has grown or whose plan is running out."""
    waiting = (Account.plan_at != "") & (Account.plan_at <= wire_instant(now))
    rows = await Account.select(Account.id).where(waiting).order_by(Account.plan_at).limit(REMINDERS_CLAIMED_AT_ONCE)
    return [row["id"] for row in rows]


async def plan(journals: Journals, account: str, planned: Sequence[Planned], cursor: int, again_at: datetime) -> None:
    """Make `planned` what the account waits for. What was sent, or is being sent, stays as it is.

    Planned again at `again_at`, or at once where the log has grown beyond `cursor`; never where there is nobody to
    remind.
    Raises UnknownAccountError.
    """
    key = await journals.key(account)
    mine = ReminderOccurrence.account == account
    async with ENGINE.transaction(account):
        await ReminderOccurrence.delete().where(mine & (ReminderOccurrence.attempts == 0))
        old = wire_instant(again_at - REMINDERS_KEPT)
        await ReminderOccurrence.delete().where(mine & (ReminderOccurrence.due_at < old))
        begun = await ReminderOccurrence.select(ReminderOccurrence.id, ReminderOccurrence.next_at).where(mine)
        wanted = {_id(account, one.subject): one for one in planned}
        # Put off, or waiting for another try, and done meanwhile.
        if done := [row["id"] for row in begun if row["next_at"] and row["id"] not in wanted]:
            await ReminderOccurrence.update({ReminderOccurrence.next_at: ""}).where(ReminderOccurrence.id.is_in(done))
        rows = []
        for row_id in wanted.keys() - {row["id"] for row in begun}:
            due = wire_instant(wanted[row_id].due_at)
            sealed = key.seal(row_id, json.dumps(dict(wanted[row_id].content)).encode())
            rows.append(ReminderOccurrence(id=row_id, account=account, due_at=due, next_at=due, sealed=sealed))
        is_reachable = await PushSubscription.exists().where(PushSubscription.account == account)
        if rows and is_reachable:
            await ReminderOccurrence.insert(*rows)
        again = wire_instant(again_at) if is_reachable else ""
        await Account.update({Account.plan_at: again}).where((Account.id == account) & (Account.last_seq == cursor))


async def of_account(journals: Journals, account: str) -> list[tuple[str, str, Mapping[str, Any]]]:
    """When each was or is due, when it was sent (empty: not yet), and what it says; earliest first."""
    key = await journals.key(account)
    rows = await ReminderOccurrence.select().where(ReminderOccurrence.account == account)
    rows.sort(key=lambda row: (row["due_at"], row["id"]))
    return [(row["due_at"], row["sent_at"], json.loads(key.unseal(row["id"], row["sealed"]))) for row in rows]


async def plan_later(account: str, at: datetime) -> None:
    """Leave an account whose plan failed until `at`."""
    await Account.update({Account.plan_at: wire_instant(at)}).where(Account.id == account)


async def claim(journals: Journals, now: datetime, bundled: timedelta, lease: timedelta) -> list[Claimed]:
    """Some of the reminders due by `now`, and what their accounts have due within `bundled` after it.

    Nobody else gets them for the time of `lease`; after a crash they are claimed once more when it is over. One that
    cannot be read is left out: it must not keep the others.
    """
    rows = await _claimed(wire_instant(now), wire_instant(now + lease))
    accounts = {row["account"] for row in rows}
    if accounts:
        rows += await _claimed(wire_instant(now + bundled), wire_instant(now + lease), accounts)
    keys = await journals.keys(accounts)
    readable = (_read(row, keys[row["account"]]) for row in rows if row["account"] in keys)
    return [claimed for claimed in readable if claimed is not None]


async def finish(claimed: Collection[Claimed], now: datetime) -> None:
    """Nothing is left to do for these."""
    if claimed:
        done: dict[Column | str, Any] = {ReminderOccurrence.next_at: "", ReminderOccurrence.sent_at: wire_instant(now)}
        await ReminderOccurrence.update(done).where(ReminderOccurrence.id.is_in([one.id for one in claimed]))


async def try_again(journals: Journals, claimed: Claimed, at: datetime) -> None:
    """Look at a claimed reminder once more at `at`, with the content it has now."""
    key = await journals.key(claimed.account)
    again: dict[Column | str, Any] = {
        ReminderOccurrence.next_at: wire_instant(at),
        ReminderOccurrence.sealed: key.seal(claimed.id, json.dumps(dict(claimed.content)).encode()),
    }
    await ReminderOccurrence.update(again).where(ReminderOccurrence.id == claimed.id)


async def put_off(journals: Journals, account: str, until: datetime) -> int:
    """Let what the last message to the account was about come again at `until`; how many reminders that are.

    What the journal shows as done by then does not come. Raises UnknownAccountError.
    """
    key = await journals.key(account)
    mine = (ReminderOccurrence.account == account) & (ReminderOccurrence.sent_at != "")
    async with ENGINE.transaction(account):
        rows = await ReminderOccurrence.select().where(mine)
        last = max((row["sent_at"] for row in rows), default="")
        rows = [row for row in rows if row["sent_at"] == last and row["next_at"] == ""]
        for row in rows:
            content = json.loads(key.unseal(row["id"], row["sealed"]))
            content.pop(STILL_TO, None)
            again: dict[Column | str, Any] = {
                ReminderOccurrence.next_at: wire_instant(until),
                ReminderOccurrence.attempts: 1,  # begun, so that it is not planned anew at its first time
                ReminderOccurrence.sealed: key.seal(row["id"], json.dumps(content).encode()),
            }
            await ReminderOccurrence.update(again).where(ReminderOccurrence.id == row["id"])
    return len(rows)


async def _claimed(due_by: str, until: str, of_accounts: Collection[str] = ()) -> list[dict[str, Any]]:
    # One statement, so that no two sweeps get the same row; SKIP LOCKED, so that neither waits for the other.
    # Of the accounts named, only what nobody has begun: what was just claimed is due again soon, when its lease ends.
    begun = f"attempts < {PUSH_ATTEMPTS}"
    if of_accounts:
        begun = f"attempts = 0 AND account IN ({', '.join(['{}'] * len(of_accounts))})"
    skip = "" if ENGINE.engine_type == "sqlite" else " FOR UPDATE SKIP LOCKED"
    rows: list[dict[str, Any]] = await ReminderOccurrence.raw(
        "UPDATE reminder_occurrence SET next_at = {}, attempts = attempts + 1 WHERE id IN ("  # noqa: S608  # no value
        f"SELECT id FROM reminder_occurrence WHERE next_at <> '' AND next_at <= {{}} AND {begun}"
        f" ORDER BY next_at LIMIT {REMINDERS_CLAIMED_AT_ONCE}{skip}) RETURNING id, account, attempts, sealed",
        until,
        due_by,
        *of_accounts,
    )
    return rows


def _read(row: Mapping[str, Any], key: DataKey) -> Claimed | None:
    try:
        content = json.loads(key.unseal(row["id"], row["sealed"]))
    except (UnsealError, ValueError):
        _LOG.error("a reminder cannot be read")
        return None
    return Claimed(row["id"], row["account"], row["attempts"], content)


def _id(account: str, subject: str) -> str:
    return f"{account}:{hashlib.sha256(subject.encode()).hexdigest()[:32]}"
