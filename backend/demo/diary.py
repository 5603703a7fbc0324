"""The pen of the example patient: days counted back from now, local times, ids and stamps that never change."""

from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from shared_schemas.clock import stamp, wire_instant
from shared_schemas.journal import Edit

ZONE = "America/Chicago"
_DEVICE = "5e1f0a7c3b2d4e69"
_SEED = 20_240_607
# The last session lies this many days back or up to two more, so that no check-in is asked for at the start of a demo.
_SINCE_LAST_SESSION = 8


class Diary:
    """Takes entries in any order. Everything random comes from `random`, seeded with a constant."""

    def __init__(self, now: datetime) -> None:
        self.now = now.astimezone(UTC)
        self.random = Random(_SEED)  # noqa: S311  # an example that is the same every time, nothing secret
        self._zone = ZoneInfo(ZONE)
        self._today = now.astimezone(self._zone).date()
        self._written: list[tuple[datetime, str, str, str, dict[str, Any]]] = []
        self.papers: dict[str, bytes] = {}

    @property
    def last_session_ago(self) -> int:
        """Days since the last session: the clinic is closed at weekends."""
        weekday = self.day(_SINCE_LAST_SESSION).weekday()
        return _SINCE_LAST_SESSION + max(0, weekday - 4)

    def day(self, days_ago: int) -> date:
        """The day in the patient's zone."""
        return self._today - timedelta(days=days_ago)

    def at(self, days_ago: int, hour: int, minute: int = 0) -> datetime:
        """That day's wall-clock time in the patient's zone."""
        return datetime.combine(self.day(days_ago), time(hour, minute), self._zone)

    def later(self, moment: datetime, minutes: float) -> datetime:
        """So many real minutes after `moment`, as the patient's clock shows it."""
        return (moment.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(self._zone)

    def write(self, kind: str, entered: datetime, **fields: Any) -> str:
        """A new record, entered at that moment. Returns its id."""
        record = self._new_id(entered)
        self.amend(record, kind, entered, **fields)
        return record

    def amend(self, record: str, kind: str, entered: datetime, **fields: Any) -> None:
        """One more edit of a record. Fields that are None are left out."""
        known = {name: _wire(value) for name, value in fields.items() if value is not None}
        moment = min(entered.astimezone(UTC) + timedelta(milliseconds=self.random.randrange(1000)), self.now)
        self._written.append((moment, self._new_id(moment), record, kind, known))

    def attach(self, content: bytes) -> list[str]:
        """What a record names for this paper, which is kept in `papers` by its SHA-256."""
        digest = sha256(content).hexdigest()
        self.papers[digest] = content
        return [digest]

    def edits(self) -> list[Edit]:
        """All edits by stamp. Two of the same millisecond differ in the counter."""
        edits: list[Edit] = []
        counter, before = 0, ""
        line, received_at = Random(_SEED), datetime.min.replace(tzinfo=UTC)  # noqa: S311  # as above
        for moment, edit_id, record, kind, fields in sorted(self._written, key=lambda entry: entry[:2]):
            counter = counter + 1 if wire_instant(moment) == before else 0
            before = wire_instant(moment)
            # What waits goes up in its order, so nothing arrives before what was written earlier.
            received_at = max(received_at, min(moment + _on_its_way(line), self.now))
            written = {"id": edit_id, "record": record, "kind": kind, "stamp": stamp(moment, counter, _DEVICE)}
            edits.append(Edit(**written, set=fields, received_at=received_at))
        return edits

    def _new_id(self, moment: datetime) -> str:
        # A UUID of version 7, as the phone makes them: 48 bits of Unix milliseconds first.
        milliseconds = int(min(moment, self.now).timestamp() * 1000)
        chance = self.random.getrandbits(74)
        return str(UUID(int=milliseconds << 80 | 7 << 76 | (chance >> 62) << 64 | 2 << 62 | chance & (1 << 62) - 1))


def _on_its_way(line: Random) -> timedelta:
    """Seconds with a network; now and then some hours, after a day in a clinic's basement."""
    return timedelta(hours=line.uniform(1, 9)) if line.random() < 0.02 else timedelta(seconds=line.uniform(1, 4))


def _wire(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
