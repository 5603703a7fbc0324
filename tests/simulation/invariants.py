"""The invariants of the protocol as checkers, each under its number. A broken one raises BrokenError."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from backend.storage.journals import digest_after
from shared_schemas.clock import moment_of
from shared_schemas.journal import is_erasing
from tests.simulation.device import BATCH, Device
from tests.simulation.server import EDITS_IN, EDITS_OUT, Server
from tests.simulation.store import HeldEdit
from tests.simulation.wire import ACCOUNT, Answer, Failure, LoggedEdit, Request

if TYPE_CHECKING:
    from tests.simulation.world import World

AHEAD_MS = 5 * 60_000


class BrokenError(AssertionError):
    """An invariant does not hold. Carries its number and what was seen."""

    def __init__(self, number: str, what: str) -> None:
        super().__init__(f"{number}: {what}")
        self.number = number


def must(holds: bool, number: str, what: str) -> None:
    if not holds:
        raise BrokenError(number, what)


@dataclass
class Ledger:
    """What the simulation knows and no device does: every edit ever made, and which of them can still be found."""

    made: dict[str, HeldEdit] = field(default_factory=dict)
    expected: set[str] = field(default_factory=set)
    bad: set[str] = field(default_factory=set)
    corrupted: set[str] = field(default_factory=set)
    undeleted: set[str] = field(default_factory=set)
    server_made: set[str] = field(default_factory=set)

    def add(self, edit: HeldEdit) -> None:
        self.made[edit.id] = edit
        self.expected.add(edit.id)


def places_of(world: "World") -> list[Mapping[str, object]]:
    return [world.server.log.by_id, *(device.store.edits for device in world.devices)]


def missing(world: "World") -> set[str]:
    """Edits that were made, were not given up or lost with a wiped phone, and are nowhere."""
    return world.ledger.expected.difference(*places_of(world))


def nothing_is_lost(world: "World") -> None:
    """I2 at every step: whatever was saved is on a device or in the log."""
    lost = missing(world)
    must(not lost, "I2", f"{len(lost)} saved edits are nowhere, first {min(lost, default='')}")


def appended(server: Server, before: int, greatest: str, world: "World") -> None:
    """I8, I14 and the values of I2 for the edits that one request added to the log."""
    log = server.log
    for edit in log.edits[before:]:
        must(edit.seq == before + 1, "I8", f"seq {edit.seq} after {before}")
        before = edit.seq
        # The log may be ahead already, when the server's clock was set back; then the next stamp after it is the bound.
        bound = max(edit.received_at + AHEAD_MS, stamp_ms(greatest) + 1)
        must(stamp_ms(edit.stamp) <= bound, "I14", f"{edit.stamp} is far ahead")
        greatest = max(greatest, edit.stamp)
        made = world.ledger.made[edit.id]
        must(is_erasing(edit.set) or edit.set == made.set or edit.id in world.ledger.corrupted, "I2", "another value")
        must(is_erasing(edit.set) or edit.id not in world.ledger.bad, "I11", "a bad edit is in the log")
    must(len(log.edits) == len(log.by_id), "I2", "an edit is in the log twice")


def stamp_ms(text: str) -> int:
    return int(moment_of(text).timestamp() * 1000) if text else 0


def answered(world: "World", request: Request, reply: Answer | Failure) -> None:
    """I22 for one answer, I15 for what it brings, I11 for what it refuses."""
    must(len(request.edits) <= max(EDITS_IN, BATCH), "I22", "too many edits in a request")
    if isinstance(reply, Failure):
        return
    must(len(reply.edits) <= EDITS_OUT, "I22", "too many edits in an answer")
    good = {edit_id for edit_id, _, code in reply.rejected if not may_be_refused(world, edit_id, code)}
    must(not good, "I11", "a good edit was rejected")
    for edit in reply.edits:
        gone = (ACCOUNT, edit.record) in world.server.journal
        must(not gone or is_erasing(edit.set), "I15", f"values of erased {edit.record} were sent")


def may_be_refused(world: "World", edit_id: str, code: str) -> bool:
    return edit_id in (world.ledger.corrupted if code == "id_taken" else world.ledger.bad)


def acknowledged_stay(log: list[LoggedEdit], noted: Mapping[str, int]) -> None:
    """I3: what was acknowledged in this life of the database is where it was acknowledged."""
    for edit_id, seq in noted.items():
        must(seq <= len(log) and log[seq - 1].id == edit_id, "I3", f"acknowledged {edit_id} is not at {seq}")


def device_holds(world: "World", device: Device) -> None:
    """I6, I7 and I15 on the device that was touched in this step."""
    store = device.store
    is_of_this_life = not device.is_damaged and device.lineages == {world.server.lineage}
    has_its_place = store.place.epoch == world.server.epoch and store.place.cursor <= len(world.server.log.edits)
    if is_of_this_life and has_its_place:
        for edit in world.server.log.edits[: store.place.cursor]:
            own = store.edits.get(edit.id)
            must(own is not None and own.seq == edit.seq, "I7", f"no {edit.seq} below cursor {store.place.cursor}")
    erased = {edit.record for edit in store.edits.values() if "erased" in edit.set}
    for edit in store.edits.values():
        must(edit.record not in erased or is_erasing(edit.set), "I15", "a value of an erased record is on a device")
    if not device.is_damaged:
        reads_its_writes(world, device)


def reads_its_writes(world: "World", device: Device) -> None:
    """I6: what is shown is never an edit the device already had when it made its own newest one of that field."""
    for (record, name), (own, known) in device.own.items():
        folded = device.store.shown.get(record)
        edit = device.store.edits.get(own)
        if folded is None or folded.is_erased or edit is None or edit.rejection is not None:
            continue
        _, winner = device.store.holders[record].get(name, ("", ""))
        far_ahead = world.server.lineage > 0 and {winner, own} & world.server.replaced
        must(winner not in known or bool(far_ahead), "I6", f"{name} shows an edit from before the device's own")


def as_shown(records: Mapping[str, Any]) -> dict[str, tuple[str, dict[str, Any]]]:
    return {record: (folded.kind, folded.fields) for record, folded in records.items() if folded.kind}


def greatest_wins(edits: Iterable[LoggedEdit]) -> dict[str, dict[str, Any]]:
    """The fold, once more and by another way: for I5."""
    winners: dict[str, dict[str, tuple[str, str, Any]]] = {}
    for edit in edits:
        fields = winners.setdefault(edit.record, {})
        for name, value in edit.set.items():
            mine = (edit.stamp, edit.id)
            if name not in fields or mine > fields[name][:2]:
                fields[name] = (*mine, value)
    return {
        record: {"erased": True} if "erased" in fields else {name: won[2] for name, won in fields.items()}
        for record, fields in winners.items()
    }


def healed(world: "World") -> None:
    """After healing: I1, I2, I5, I12, I13, I15, I17."""
    log, ledger = world.server.log, world.ledger
    truth = world.devices[0].store.folded(HeldEdit(*edit[:5]) for edit in log.edits)
    wanted = greatest_wins(log.edits)
    must({record: folded.fields for record, folded in truth.items()} == wanted, "I5", "another value than the greatest")
    once = Counter(edit.id for edit in log.edits)
    must(all(times == 1 for times in once.values()), "I2", "an edit is in the log twice")
    kept_back = {edit.id for device in world.devices for edit in device.store.edits.values() if edit.rejection}
    lost = ledger.expected - once.keys() - kept_back
    must(not lost, "I13" if world.server.lineage else "I2", f"{len(lost)} edits are not in the log")
    for device in world.devices:
        device_agrees(world, device, as_shown(truth))
    stays_deleted(world, wanted)
    unknown_fields_survive(log.edits, wanted)


def device_agrees(world: "World", device: Device, truth: object) -> None:
    store, log = device.store, world.server.log
    must(not store.outbox(1), "I1", "an outbox is not empty")
    sent = {edit_id: edit for edit_id, edit in store.edits.items() if edit.rejection is None}
    must(as_shown(store.folded(sent.values())) == truth, "I1", "a device shows another fold than the server")
    must(as_shown(store.shown) == truth, "C2", "the projection is not the fold")
    must((store.place.count, store.place.digest) == (len(log.edits), log.digest), "I17", "digests differ when idle")
    anew = ""
    for edit in sorted(sent.values(), key=lambda edit: edit.seq or 0):
        anew = digest_after(anew, edit.seq or 0, edit.id, edit.stamp)
    must(anew == log.digest, "I17", "the edits of a device do not give its digest")


def stays_deleted(world: "World", wanted: Mapping[str, Mapping[str, Any]]) -> None:
    """I15: a deletion that arrived holds unless somebody undid it; an erasure always."""
    deleted = {edit.record for edit in world.server.log.edits if edit.set.get("deleted") is True}
    for record in deleted - world.ledger.undeleted:
        must(wanted[record].get("deleted") is True, "I15", "a deleted record came back by itself")
    for owner, record in world.server.journal:
        fields = wanted.get(record) if owner == ACCOUNT else None
        must(fields is None or fields == {"erased": True}, "I15", "an erased record came back")


def unknown_fields_survive(log: Iterable[LoggedEdit], wanted: Mapping[str, Mapping[str, Any]]) -> None:
    """I12: a field that only newer clients write outlives the edits of older ones."""
    for edit in log:
        if "aura_2030" in edit.set:
            must(
                "aura_2030" in wanted[edit.record] or "erased" in wanted[edit.record], "I12", "an unknown field is gone"
            )
