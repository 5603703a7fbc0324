"""What was tried how often, counted in the database: for all server processes together, and across restarts.

Whoever tries is known by a hash under the master key, so the rows tell nobody's address or email. Each step is one
statement, so that tries at the same moment, in whatever process, cannot all be the first.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.storage.sealing import Keyring
from backend.storage.tables import Try
from shared_schemas.clock import wire_instant

_COUNT = (
    "INSERT INTO \"try\" (key, times, next_at, ends_at) VALUES ({}, 1, '', {}) ON CONFLICT (key) DO UPDATE SET "
    'times = CASE WHEN "try".ends_at <= {} THEN 1 ELSE "try".times + 1 END, '
    'ends_at = CASE WHEN "try".ends_at <= {} THEN excluded.ends_at ELSE "try".ends_at END RETURNING times, ends_at'
)
# A try that is taken makes the next one wait for the longest time until it is known how long it must.
_BEGIN = (
    "INSERT INTO \"try\" (key, times, next_at, ends_at) VALUES ({}, 1, '', {}) ON CONFLICT (key) DO UPDATE SET "
    'times = CASE WHEN "try".ends_at <= {} THEN 1 ELSE "try".times + 1 END, '
    'next_at = CASE WHEN "try".ends_at > {} AND "try".times + 1 >= {} THEN {} ELSE \'\' END, '
    'ends_at = excluded.ends_at WHERE "try".next_at <= {} RETURNING times'
)


@dataclass(frozen=True)
class Waits:
    """After `free` wrong tries in a row the next waits for `first`, then twice as long each time up to `longest`.

    What is tried no more is forgotten after `remembered`.
    """

    free: int
    first: timedelta
    longest: timedelta
    remembered: timedelta

    def after(self, wrong: int) -> timedelta:
        """How long the next try waits after `wrong` ones in a row."""
        if wrong < self.free:
            return timedelta()
        # Beyond twenty doublings the longest wait has long been reached.
        return min(self.first * (1 << min(wrong - self.free, 20)), self.longest)


async def count(keyring: Keyring, what: str, window: timedelta, now: datetime) -> tuple[int, datetime]:
    """How often `what` was tried in the window that is open, this time included, and when that window ends."""
    instant = wire_instant(now)
    [row] = await Try.raw(_COUNT, keyring.blind(what), wire_instant(now + window), instant, instant)
    return row["times"], datetime.fromisoformat(row["ends_at"])


async def begin(keyring: Keyring, what: str, waits: Waits, now: datetime) -> datetime | None:
    """Count a try as wrong before it is looked at; None then, else the moment from which one is free."""
    key, instant, end = keyring.blind(what), wire_instant(now), wire_instant(now + waits.remembered)
    longest = wire_instant(now + waits.longest)
    rows = await Try.raw(_BEGIN, key, end, instant, instant, waits.free, longest, instant)
    if not rows:
        row = await Try.select(Try.next_at).where(Try.key == key).first()
        return datetime.fromisoformat(row["next_at"]) if row and row["next_at"] else now
    if wait := waits.after(rows[0]["times"]):
        await Try.update({Try.next_at: wire_instant(now + wait)}).where((Try.key == key) & (Try.next_at == longest))
    return None


async def forget(keyring: Keyring, what: str) -> None:
    """It went well: no try counts any more."""
    await Try.delete().where(Try.key == keyring.blind(what))


async def remember(keyring: Keyring, what: str, until: datetime) -> None:
    """Know `what` until then."""
    key = keyring.blind(what)
    await Try.raw(
        "INSERT INTO \"try\" (key, times, next_at, ends_at) VALUES ({}, 1, '', {}) "
        "ON CONFLICT (key) DO UPDATE SET ends_at = excluded.ends_at",
        key,
        wire_instant(until),
    )


async def is_remembered(keyring: Keyring, what: str, now: datetime) -> bool:
    """Whether `what` is known."""
    return bool(await Try.exists().where((Try.key == keyring.blind(what)) & (Try.ends_at > wire_instant(now))))


async def forget_old(now: datetime) -> int:
    """Delete what is over; how many rows that were."""
    return len(await Try.delete().where(Try.ends_at <= wire_instant(now)).returning(Try.key))
