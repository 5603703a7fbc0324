"""What goes wrong: each fault by name, how often it strikes in a seed, and what the patients write meanwhile."""

from collections.abc import Callable, Mapping
from random import Random
from typing import TYPE_CHECKING, Any

from tests.simulation.device import CLOCKS_FAR_OFF_MS, Device
from tests.simulation.invariants import missing, must
from tests.simulation.server import BULK_IN, Log, Server, ServerFailedError
from tests.simulation.store import HOUR_MS, HeldEdit
from tests.simulation.wire import ACCOUNT, STRANGER, Asked, Failure, Request

if TYPE_CHECKING:
    from tests.simulation.world import World

DAY_MS = 24 * HOUR_MS

# Faults of a message or a request: the greatest share of them that is hit.
STRIKES: Mapping[str, float] = {
    "lost_request": 0.4,
    "lost_answer": 0.4,
    "duplicate": 0.3,
    "server_error": 0.2,
    "too_many_requests": 0.1,
    "captive_portal": 0.1,
    "outdated": 0.05,
    "crash_before_commit": 0.1,
    "disk_full": 0.1,
    "database_locked": 0.1,
    "crash_between_write_and_answer": 0.2,
    "crash_between_commit_and_journal": 0.1,
    "phone_quota": 0.1,
    "client_crash_before_screen": 0.1,
    "bad_value": 0.1,
    "oversized_edit": 0.05,
    "edit_that_breaks_the_server": 0.05,
    "counter_overflow": 0.05,
    "malformed_stamp": 0.05,
}


def draw_rates(random: Random, enabled: set[str] | None) -> dict[str, float]:
    """A rate for every fault; about half of them never strike in a seed, so that each meets the others in all mixes."""
    names = {**STRIKES, **dict.fromkeys(EVENTS, 1.0)}
    drawn = {name: most * random.random() ** 2 * (random.random() < 0.5) for name, most in names.items()}
    return drawn if enabled is None else {name: most * (name in enabled) for name, most in names.items()}


def events(world: "World") -> list[tuple[Callable[[], Device | None], float]]:
    """The faults that are steps of their own, bound to the world, with their weights."""
    bound = []
    for name, event in EVENTS.items():
        if rate := world.rates[name]:
            bound.append((_counted(world, name, event), 2.5 * rate))
    return [*bound, (lambda: _back_up(world), 1.0), (lambda: _recover(world), 2.0)]


def _counted(world: "World", name: str, event: Callable[["World"], Device | None]) -> Callable[[], Device | None]:
    def strike() -> Device | None:
        world.faults[name] += 1
        return event(world)

    return strike


def draw_change(world: "World") -> tuple[str, str, Mapping[str, Any]]:
    """What a patient writes: mostly a value, sometimes a deletion, rarely an erasure or what cannot be taken."""
    random = world.random
    record = random.choice(world.records)
    kind = random.choice(["check_in", "check_in", "check_in", "kind_2030"])
    draw = random.random()
    if world.hits("bad_value"):
        return record, "check_in", random.choice([{"mood": 99}, {"deleted": "yes"}, {"notes": "\ud800"}])
    if world.hits("oversized_edit"):
        return record, kind, {"bulk": BULK_IN + 1, "energy": 5}
    if world.hits("edit_that_breaks_the_server"):
        return record, kind, {"breaks_server": True, "mood": 5}
    if draw < 0.07:
        return record, kind, {"deleted": True}
    if draw < 0.09:
        return record, kind, {"deleted": False}
    if draw < 0.11:
        return record, kind, {"erased": True}
    names = random.sample(["mood", "anxiety", "energy", "pain", "aura_2030"], random.randint(1, 3))
    values: dict[str, Any] = {name: random.randint(0, 10) for name in names}
    return record, kind, values | ({"bulk": random.randint(2, 6)} if random.random() < 0.05 else {})


def is_bad(changes: Mapping[str, Any]) -> bool:
    """Whether the server must not take this."""
    return (
        changes.get("mood", 0) > 10
        or changes.get("deleted") == "yes"
        or changes.get("notes") == "\ud800"
        or changes.get("bulk", 1) > BULK_IN
        or changes.get("breaks_server") is True
    )


def mended(changes: Mapping[str, Any]) -> dict[str, Any]:
    """The same with every bad value replaced by a good one."""
    good = {"mood": 5, "deleted": True, "notes": "x", "bulk": 1, "breaks_server": False}
    return {name: good[name] if is_bad({name: value}) else value for name, value in changes.items()}


def check_split(world: "World", request: Request) -> None:
    """I9, on copies: a batch sent as two gives the log it gives as one. I16: a stranger with every id gets nothing."""
    if len(request.edits) < 2 or world.random.random() > 0.1:
        return
    cut = world.random.randint(1, len(request.edits) - 1)
    whole, split = _fork(world.server), _fork(world.server)
    asked = Asked(world.server.epoch, 0, 0)
    parts = [request.edits[:cut], request.edits[cut:]]
    try:
        whole.answer(_with(request, asked, request.edits), ACCOUNT, world.now)
        for part in parts:
            split.answer(_with(request, asked, part), ACCOUNT, world.now)
    except ServerFailedError:
        return
    if len(whole.log.edits) > len(world.server.log.edits):
        must(whole.log.edits == split.log.edits, "I9", "a split batch gives another log")


def _with(request: Request, asked: Asked, edits: Any) -> Request:
    return Request(request.device, request.account, asked, request.limit, edits)


def _fork(server: Server) -> Server:
    fork = Server(server.safeguards)
    fork.epoch = server.epoch
    fork.logs = {account: log.copy() for account, log in server.logs.items()}
    return fork


def force_mismatches(world: "World") -> None:
    """I17, when all is quiet: an edit stands in a store with another stamp than the log's, or a digest is garbled."""
    for device in world.devices:
        placed = [
            edit for edit in device.store.edits.values() if edit.seq is not None and edit.id in world.server.log.by_id
        ]
        # Values are in no digest: a damaged one is mended only when something else makes the device start again.
        if placed and (world.ledger.corrupted or world.random.random() < 0.2):
            edit = world.random.choice(placed)
            _overwrite(device, edit._replace(stamp=f"1999{edit.stamp[4:]}"))
            device.store.place = device.store.place._replace(digest="garbled")
            device.is_damaged = True
        elif world.random.random() < 0.2:
            device.store.place = device.store.place._replace(digest="garbled")


def _any(world: "World") -> Device:
    return world.random.choice(world.devices)


def _damage(world: "World", device: Device) -> Device:
    """What only this device had is gone with it; nobody can expect it back."""
    world.ledger.expected -= missing(world)
    return device


def _client_crash(world: "World") -> Device:
    device = _any(world)
    device.restart()
    return device


def _two_tabs(world: "World") -> Device:
    device = _any(world)
    device.has_two_tabs = not device.has_two_tabs
    return device


def _wiped_device(world: "World") -> Device:
    index = world.random.randrange(len(world.devices))
    run = world.devices[index].run
    world.devices[index] = world.new_device()
    world.devices[index].run = run + 1
    return _damage(world, world.devices[index])


def _cloned_device(world: "World") -> Device | None:
    """A backup of one phone put onto a new one, which notices it or does not."""
    if len(world.devices) >= 6:
        return None
    original = _any(world)
    is_noticed = world.random.random() < 0.5
    name = f"{world.random.getrandbits(64) | 1:016x}" if is_noticed else None
    world.devices.append(_copy(original, name))
    return world.devices[-1]


def _copy(device: Device, name: str | None = None) -> Device:
    copied = Device(device.store.copy(name), device.clock, limit=device.limit, most=device.most, run=device.run)
    copied.lineages, copied.is_damaged, copied.own = set(device.lineages), device.is_damaged, dict(device.own)
    return copied


def _rolled_back_device(world: "World") -> Device | None:
    """A phone is put back to what it was at an earlier moment."""
    if not world.phone_backups:
        return None
    index, old = world.random.choice(world.phone_backups)
    run = world.devices[index].run
    world.devices[index] = _copy(old)
    world.devices[index].run = run + 1
    return _damage(world, world.devices[index])


def _corrupted_value(world: "World") -> Device | None:
    device = _any(world)
    whole = [edit for edit in device.store.edits.values() if edit.rejection is None and "energy" in edit.set]
    if not whole:
        return None
    edit = world.random.choice(whole)
    _overwrite(device, edit._replace(set={**edit.set, "energy": 3.5}))
    world.ledger.corrupted.add(edit.id)
    return device


def _overwrite(device: Device, edit: HeldEdit) -> None:
    device.store.edits[edit.id] = edit
    device.store.reproject({edit.record})


def _lost_row(world: "World") -> Device | None:
    """An edit that the server has disappears from a device."""
    device = _any(world)
    held = [edit for edit in device.store.edits.values() if edit.seq is not None and edit.id in world.server.log.by_id]
    if not held:
        return None
    edit = world.random.choice(held)
    del device.store.edits[edit.id]
    device.store.reproject({edit.record})
    device.is_damaged = True
    return _damage(world, device)


def _garbled_digest(world: "World") -> Device:
    device = _any(world)
    device.store.place = device.store.place._replace(digest="garbled")
    return device


def _clock_jump(world: "World") -> Device:
    device = _any(world)
    device.clock = world.random.choice([0, DAY_MS, -DAY_MS, 3 * HOUR_MS, -400_000, 400_000, 400 * DAY_MS])
    return device


def _clock_far_off(world: "World") -> Device:
    """A clock that starts again at 1970, or shows the year 12000."""
    device = _any(world)
    device.clock = world.random.choice(CLOCKS_FAR_OFF_MS) - world.now
    return device


def _zone_change(world: "World") -> Device:
    """A phone whose clock was set by hand to another zone, or back an hour in autumn."""
    device = _any(world)
    device.clock += world.random.choice([-HOUR_MS, HOUR_MS, 9 * HOUR_MS])
    return device


def _server_clock(world: "World") -> None:
    world.server_clock = world.random.choice([0, -DAY_MS, DAY_MS, -HOUR_MS])


def _restore(world: "World") -> None:
    _to_backup(world, f"epoch-{world.new_id()[:8]}")


def _silent_restore(world: "World") -> None:
    _to_backup(world, None)


def _two_restores(world: "World") -> None:
    _restore(world)
    _to_backup(world, world.random.choice([None, f"epoch-{world.new_id()[:8]}"]))


def _to_backup(world: "World", epoch: str | None) -> None:
    backup = world.random.choice(world.backups) if world.backups else Server(world.safeguards).back_up()
    world.server.restore(backup, epoch)
    world.noted.clear()
    world.ledger.expected -= missing(world)


def _server_away(world: "World") -> None:
    world.server_is_down = True


def _session_expired(world: "World") -> None:
    _any(world).is_signed_in = False


def _trash_sweep(world: "World") -> None:
    """Not a fault, but what an unsent undelete may meet: the server erases what has been in the trash for 30 days."""
    ids = [world.new_id() for _ in world.records]
    before = len(world.server.log.edits)
    world.server.sweep_trash(world.now + world.server_clock, ids)
    for edit in world.server.log.edits[before:]:
        world.ledger.add(HeldEdit(*edit[:5]))


def _stranger(world: "World") -> None:
    """I16: another account asks with this one's ids, records and cursor, and once in this one's name."""
    log, stranger = world.server.log, world.server.logs[STRANGER]
    before, own = list(log.edits), len(stranger.edits)
    edits = tuple(edit._replace(set={"mood": 1})[:5] for edit in world.random.sample(log.edits, min(3, len(log.edits))))
    asked = Asked(None, 0, 0)
    named = Request("f" * 16, ACCOUNT, asked, 500, ())
    must(isinstance(world.server.answer(named, STRANGER, world.now), Failure), "I16", "a stranger was let in")
    from tests.simulation.wire import WireEdit

    reply = world.server.answer(
        Request("f" * 16, STRANGER, asked, 500, tuple(WireEdit(*e) for e in edits)), STRANGER, world.now
    )
    must(log.edits == before, "I16", "a stranger changed the log")
    must(not isinstance(reply, Failure) and not reply.rejected, "I16", "an id collided with another account's")
    theirs = {edit.id for edit in before}
    must(len(stranger.edits) >= own and theirs is not None, "I16", "a stranger's log shrank")
    _ = Log


def _back_up(world: "World") -> None:
    """Ordinary life: the server is backed up, or a phone is."""
    if world.random.random() < 0.5:
        world.backups.append(world.server.back_up())
    else:
        index = world.random.randrange(len(world.devices))
        world.phone_backups.append((index, _copy(world.devices[index])))


def _recover(world: "World") -> None:
    """Ordinary life: the server comes back, a patient signs in again."""
    world.server_is_down = False
    for device in world.devices:
        device.is_signed_in = True


EVENTS: Mapping[str, Callable[["World"], Device | None]] = {
    "client_crash": _client_crash,
    "two_tabs": _two_tabs,
    "wiped_device": _wiped_device,
    "cloned_device": _cloned_device,
    "rolled_back_device": _rolled_back_device,
    "corrupted_value": _corrupted_value,
    "lost_row": _lost_row,
    "garbled_digest": _garbled_digest,
    "clock_jump": _clock_jump,
    "clock_far_off": _clock_far_off,
    "zone_change": _zone_change,
    "server_clock_set": _server_clock,
    "restore_with_new_epoch": _restore,
    "silent_restore": _silent_restore,
    "two_restores": _two_restores,
    "server_away": _server_away,
    "session_expired": _session_expired,
    "trash_sweep": _trash_sweep,
    "stranger": _stranger,
}
