"""What a device keeps on disk, and the client rules that are one transaction each (C3-C7, C9).

Written after `pwa/src/database/store.ts`, `inbox.ts` and `pwa/src/core/exchange.ts`; each method is one transaction, so
it either raises before it changes anything or does all of it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, cast

from backend.storage.journals import digest_after
from shared_schemas.clock import next_stamp, stamp
from shared_schemas.journal import Edit, FoldedRecord, fold, is_erasing, winners
from tests.simulation.server import moment
from tests.simulation.wire import ERASED, Answer, Asked, LoggedEdit, Safeguards

HOUR_MS = 3_600_000
WEEK_MS = 7 * 24 * HOUR_MS
FRESH_MS = 30_000
LATEST_MS = 253_370_764_799_999  # the last millisecond of 9998


class NoRoomError(Exception):
    """The phone is full; nothing was changed."""


class HeldEdit(NamedTuple):
    """An edit as a device has it. `rejection` is the code, `field` the field it names."""

    id: str
    record: str
    kind: str
    stamp: str
    set: Mapping[str, Any]
    seq: int | None = None
    rejection: str | None = None
    field: str | None = None

    @property
    def waits(self) -> bool:
        return self.seq is None and self.rejection is None


class Place(NamedTuple):
    """Where the device stands in the server's log; count and digest are over seq <= cursor."""

    epoch: str | None = None
    cursor: int = 0
    count: int = 0
    digest: str = ""


def rank(edit: HeldEdit) -> tuple[str, str]:
    """The order in which edits win and in which they are sent."""
    return edit.stamp, edit.id


@dataclass
class Store:
    """`new_id` gives the next id. `dropped` hears of every edit that leaves, `made` of every edit made here."""

    device: str
    new_id: Callable[[], str]
    made: Callable[[HeldEdit], None]
    dropped: Callable[[HeldEdit], None]
    safeguards: Safeguards
    edits: dict[str, HeldEdit] = field(default_factory=dict)
    shown: dict[str, FoldedRecord] = field(default_factory=dict)
    # Of each record that is shown the (stamp, id) that holds each field.
    holders: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)
    place: Place = field(default_factory=Place)
    offset: int = 0
    healed_at: int | None = None
    recomputed_at: int | None = None
    is_full: bool = False

    def copy(self, device: str | None = None) -> "Store":
        copied = replace(
            self, edits=dict(self.edits), shown=dict(self.shown), holders=dict(self.holders), is_full=False
        )
        return replace(copied, device=device or self.device)

    def of(self, record: str) -> list[HeldEdit]:
        return [edit for edit in self.edits.values() if edit.record == record]

    def outbox(self, limit: int) -> list[HeldEdit]:
        return sorted((edit for edit in self.edits.values() if edit.waits), key=rank)[:limit]

    def save(self, record: str, kind: str, changes: Mapping[str, Any], now: int) -> HeldEdit:
        """C1, C7 and, for a record with a rejected edit, the fix of C9. Raises NoRoomError."""
        self._need_room()
        changes, replaced = self._with_rejected(record, changes)
        edit = HeldEdit(self.new_id(), record, kind, self.new_stamp(now), changes)
        for old in replaced:
            del self.edits[old.id]
        self._make(edit)
        for old in replaced:
            self.dropped(old)
        self.reproject({record})
        return edit

    def new_stamp(self, now: int) -> str:
        held = min(max(now + self.offset, 0), LATEST_MS)
        own = stamp(moment(held), 0, self.device)
        greatest = max((edit.stamp for edit in self.edits.values()), default=None)
        return own if greatest is None else max(own, next_stamp(greatest, self.device))

    def _with_rejected(self, record: str, changes: Mapping[str, Any]) -> tuple[Mapping[str, Any], list[HeldEdit]]:
        rows = self.of(record)
        refused = sorted((row for row in rows if row.rejection is not None), key=rank)
        if is_erasing(changes):
            return changes, refused
        fixed = [row for row in refused if row.field is None or row.field in changes]
        kept: dict[str, Any] = {}
        for row in fixed:
            newer = {
                name for other in rows if other.rejection is None and rank(other) > rank(row) for name in other.set
            }
            kept |= {name: value for name, value in row.set.items() if name not in newer}
        return {**kept, **changes}, fixed

    def take(self, asked: Asked, answer: Answer, now: int) -> str:
        """What the answer means: 'unused', 'used', 'again' (another request at once) or 'disagrees'."""
        self._need_room()
        if self.safeguards.epoch_check and self.place.epoch != asked.epoch:
            return "unused"
        if answer.reset:
            self.start_again(answer.epoch)
            return "again"
        is_present = asked.cursor == self.place.cursor
        # After a silent restore such an answer acknowledges what is not in the log any more, and no digest tells.
        if self.safeguards.late_answers_unused and not is_present:
            return "unused"
        before = self.place
        self._merge(answer, is_present, now)
        self._move(asked, answer)
        took = now - asked.asked_at
        if 0 <= took < FRESH_MS:
            self.offset = round(answer.server_time - (asked.asked_at + took / 2))
        if answer.more and self.place != before:
            return "again"
        return self._compare(answer, now)

    def _merge(self, answer: Answer, is_present: bool, now: int) -> None:
        erase_again = self._to_erase_again(answer.edits) if is_present else []
        touched = self._rename_taken(answer)
        for edit_id, (seq, place_stamp) in answer.acknowledged.items():
            if own := self.edits.get(edit_id):
                took = place_stamp if self.safeguards.acknowledgement_merge else own.stamp
                touched.add(self._put(own._replace(seq=seq, stamp=took, rejection=None, field=None)))
        for pulled in answer.edits:
            touched.add(self._put(self._merged(pulled)))
        for edit_id, name, code in answer.rejected:
            own = self.edits.get(edit_id)
            if own is not None and own.seq is None and code != "id_taken":
                touched.add(self._put(own._replace(rejection=code, field=name)))
        for record, kind in erase_again:
            self._make(HeldEdit(self.new_id(), record, kind, self.new_stamp(now), ERASED))
            touched.add(record)
        self.reproject(touched)

    def _rename_taken(self, answer: Answer) -> set[str]:
        """Before the page is taken in: it may bring the other edit of that id."""
        touched = set()
        for edit_id, _, code in answer.rejected:
            own = self.edits.get(edit_id)
            if code == "id_taken" and own is not None and own.seq is None:
                del self.edits[edit_id]
                self._make(own._replace(id=self.new_id()))
                self.dropped(own)
                touched.add(own.record)
        return touched

    def _merged(self, pulled: LoggedEdit) -> HeldEdit:
        own = self.edits.get(pulled.id)
        if own is None:
            return HeldEdit(pulled.id, pulled.record, pulled.kind, pulled.stamp, pulled.set, pulled.seq)
        if not self.safeguards.acknowledgement_merge:
            return own._replace(seq=pulled.seq)
        # An id is one edit for ever: where the values differ, those kept here were damaged or are erased.
        kept = own.set if is_erasing(own.set) else pulled.set
        return own._replace(stamp=pulled.stamp, seq=pulled.seq, set=kept, rejection=None, field=None)

    def _to_erase_again(self, page: Iterable[LoggedEdit]) -> list[tuple[str, str]]:
        if not self.safeguards.erasing_again:
            return []
        kinds = {edit.record: edit.kind for edit in page}
        brings = {edit.record for edit in page if not is_erasing(edit.set)}
        found = []
        for record in sorted(brings):
            erasing = [edit for edit in self.of(record) if is_erasing(edit.set)]
            if erasing and all(edit.seq is not None for edit in erasing):
                found.append((record, kinds[record]))
        return found

    def _move(self, asked: Asked, answer: Answer) -> None:
        place = self.place
        off = self.safeguards.cursor_check and (asked.cursor != place.cursor or answer.cursor < place.cursor)
        if off:
            self.place = place._replace(epoch=answer.epoch)
            return
        digest = place.digest
        for edit in answer.edits:
            digest = digest_after(digest, edit.seq, edit.id, edit.stamp)
        self.place = Place(answer.epoch, answer.cursor, place.count + len(answer.edits), digest)

    def _compare(self, answer: Answer, now: int) -> str:
        """C6. A clock that was set back must not put off healing, so only a time within the span counts."""
        if answer.check is None or answer.cursor != self.place.cursor or not self.safeguards.digest_check:
            return "used"
        if answer.check == (self.place.count, self.place.digest) and is_within(self.recomputed_at, now, WEEK_MS):
            return "used"
        self.recompute(now)
        if answer.check == (self.place.count, self.place.digest):
            return "used"
        if is_within(self.healed_at, now, HOUR_MS):
            return "disagrees"
        self.start_again(answer.epoch)
        self.healed_at = now
        return "again"

    def recompute(self, now: int) -> None:
        count, digest = 0, ""
        placed = [edit for edit in self.edits.values() if edit.seq is not None and edit.seq <= self.place.cursor]
        for edit in sorted(placed, key=lambda edit: edit.seq or 0):
            count, digest = count + 1, digest_after(digest, edit.seq or 0, edit.id, edit.stamp)
        self.place = self.place._replace(count=count, digest=digest)
        self.recomputed_at = now

    def start_again(self, epoch: str) -> None:
        """C5: every edit is kept, every place forgotten."""
        self.edits = {edit_id: edit._replace(seq=None) for edit_id, edit in self.edits.items()}
        self.place = Place(epoch)

    def refuse(self, edit_id: str) -> None:
        """An edit that fails alone needs attention (C9)."""
        own = self.edits.get(edit_id)
        if own is not None and own.seq is None:
            self.reproject({self._put(own._replace(rejection="failed", field=None))})

    def reproject(self, records: Iterable[str]) -> None:
        for record in records:
            rows = self.of(record)
            if any(is_erasing(row.set) for row in rows):
                rows = [row._replace(set=ERASED) for row in rows]
                self.edits |= {row.id: row for row in rows}
            self.shown[record] = self.folded(rows).get(record, FoldedRecord())
            kept = cast("list[Edit]", [row for row in rows if row.rejection is None])
            self.holders[record] = winners(kept) if kept else {}

    @staticmethod
    def folded(rows: Iterable[HeldEdit]) -> dict[str, FoldedRecord]:
        """C2: what is shown is the fold of all that is not rejected."""
        return fold(cast("list[Edit]", [row for row in rows if row.rejection is None]))

    def _put(self, edit: HeldEdit) -> str:
        self.edits[edit.id] = edit
        return edit.record

    def _make(self, edit: HeldEdit) -> None:
        self._put(edit)
        self.made(edit)

    def _need_room(self) -> None:
        if self.is_full:
            raise NoRoomError


def is_within(then: int | None, now: int, span: int) -> bool:
    return then is not None and 0 <= now - then < span
