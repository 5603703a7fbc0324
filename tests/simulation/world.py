"""One run: devices, a server, a network that loses and reorders, and a generator that decides everything."""

from collections import Counter
from random import Random
from typing import Any

from tests.simulation import faults, invariants
from tests.simulation.device import BATCH, Device
from tests.simulation.invariants import Ledger, must
from tests.simulation.server import EDITS_OUT, Backup, Server, ServerFailedError
from tests.simulation.store import HOUR_MS, HeldEdit, NoRoomError, Store
from tests.simulation.wire import ACCOUNT, Answer, Failure, Message, Safeguards

DAY_MS = 24 * HOUR_MS
STARTS_AT = 1_795_424_400_000  # 23 November 2026, nine o'clock UTC
ROUNDS_TO_HEAL = 8
_ERROR_FAULTS = {
    "server_error": "server",
    "too_many_requests": "busy",
    "captive_portal": "not_ours",
    "outdated": "outdated",
}


class World:
    """Everything follows from `seed`; `enabled` limits the faults, None leaves the choice to the seed."""

    def __init__(self, seed: int, safeguards: Safeguards | None = None, enabled: set[str] | None = None) -> None:
        self.random = Random(seed)
        self.safeguards = safeguards or Safeguards()
        self.rates = faults.draw_rates(self.random, enabled)
        self.now = STARTS_AT
        self.server_clock = 0
        self.server = Server(self.safeguards)
        self.server_is_down = False
        self.ledger = Ledger()
        self.backups: list[Backup] = []
        self.phone_backups: list[tuple[int, Device]] = []
        self.wire: list[Message] = []
        self.noted: dict[str, int] = {}
        self.counted: Counter[str] = Counter()
        self.faults: Counter[str] = Counter()
        self.records = [self.new_id() for _ in range(self.random.randint(2, 7))]
        self.devices = [self.new_device() for _ in range(self.random.randint(2, 5))]
        self.actions = [(self.save, 26.0), (self.send, 26.0), (self.deliver, 60.0)]
        self.actions += [(event, rate) for event, rate in faults.events(self)]

    def new_id(self) -> str:
        text = f"{self.random.getrandbits(128):032x}"
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"

    def new_device(self) -> Device:
        store = Store(
            f"{self.random.getrandbits(64) | 1:016x}", self.new_id, self.ledger.add, self.given_up, self.safeguards
        )
        return Device(store, limit=self.random.choice([3, 7, EDITS_OUT, 500]), most=self.random.choice([1, 3, BATCH]))

    def hits(self, fault: str) -> bool:
        """Whether this fault strikes now; counted when it does."""
        rate = self.rates.get(fault, 0.0)
        if rate == 0.0 or self.random.random() >= rate:
            return False
        self.faults[fault] += 1
        return True

    def given_up(self, _: HeldEdit) -> None:
        """An edit left a device for a reason; it may still live elsewhere."""
        self.ledger.expected -= invariants.missing(self)

    def step(self) -> None:
        self.pass_time()
        actions, weights = zip(*self.actions, strict=True)
        touched: Device | None = self.random.choices(actions, weights)[0]()
        invariants.nothing_is_lost(self)
        if touched is not None:
            invariants.device_holds(self, touched)

    def pass_time(self) -> None:
        draw = self.random.random()
        most = 20_000 if draw < 0.85 else 600_000 if draw < 0.95 else 6 * HOUR_MS if draw < 0.995 else 40 * DAY_MS
        self.now += self.random.randint(1, most)

    def save(self) -> Device:
        """A patient's action on one device."""
        device = self.random.choice(self.devices)
        if self.hits("phone_quota"):
            device.store.is_full = True
        record, kind, changes = faults.draw_change(self)
        before = set(device.store.edits)
        try:
            edit = device.store.save(record, kind, changes, device.now(self.now))
        except NoRoomError:
            must(set(device.store.edits) == before, "I21", "a full phone lost something")
        else:
            self.note_saved(device, edit)
        device.store.is_full = False
        if self.hits("client_crash_before_screen"):
            device.restart()
        return device

    def note_saved(self, device: Device, edit: HeldEdit) -> None:
        self.counted["edits"] += 1
        device.note_own(edit)
        if faults.is_bad(edit.set):
            self.ledger.bad.add(edit.id)
        if edit.set.get("deleted") is False:
            self.ledger.undeleted.add(edit.record)

    def send(self) -> Device:
        index = self.random.randrange(len(self.devices))
        device = self.devices[index]
        waiting = [m for m in self.wire if m.device == index and m.run == device.run and not m.is_copy]
        # After 30 s the phone has given a request up and asks again; its answer may still come.
        is_free = all(self.now - message.sent_at > 30_000 for message in waiting)
        if is_free or (device.has_two_tabs and len(waiting) < 3):
            self.post(index)
        return device

    def post(self, index: int) -> None:
        device = self.devices[index]
        request = device.ask(self.now)
        self.wire.append(Message(index, device.run, self.now, request))

    def deliver(self) -> Device | None:
        """One message on the wire, any of them, arrives, is lost, or arrives and will arrive again."""
        if not self.wire:
            return None
        at = self.random.randrange(len(self.wire))
        message = self.wire.pop(at)
        if self.hits("lost_request" if message.reply is None else "lost_answer"):
            return None
        if self.hits("duplicate"):
            self.wire.append(Message(**{**vars(message), "is_copy": True}))
        self.count_lateness(message, at)
        if message.reply is None:
            message.reply = self.serve(message)
            if message.reply is not None:
                self.wire.append(message)
            return None
        return self.hand_over(message)

    def count_lateness(self, message: Message, at: int) -> None:
        late = self.now - message.sent_at
        self.faults["reordered"] += any(other.sent_at < message.sent_at for other in self.wire[:at])
        self.faults["late_duplicate"] += message.is_copy and late > HOUR_MS
        if isinstance(message.reply, Answer):
            self.faults["late_answer"] += late > 30_000
            self.faults["answer_from_before_a_restore"] += message.reply.lineage != self.server.lineage

    def serve(self, message: Message) -> Answer | Failure | None:
        """What the server, or something before it, answers; None when nothing ever comes back."""
        self.counted["requests"] += 1
        if self.server_is_down:
            return Failure("offline")
        for fault, kind in _ERROR_FAULTS.items():
            if self.hits(fault):
                return Failure(kind)
        if not self.devices[message.device].is_signed_in:
            return Failure("signed_out")
        if self.hits("crash_before_commit") or self.hits("disk_full") or self.hits("database_locked"):
            return Failure("server")
        reply = self.answer(message)
        return None if self.crashes_after_commit() else reply

    def answer(self, message: Message) -> Answer | Failure:
        log, request = self.server.log, message.request
        before, greatest = len(log.edits), log.greatest
        faults.check_split(self, request)
        gap = self.hits("crash_between_commit_and_journal")
        reply: Answer | Failure
        try:
            reply = self.server.answer(request, ACCOUNT, self.now + self.server_clock, dies_before_noting=gap)
        except ServerFailedError:
            self.faults["edit_that_makes_the_server_fail"] += 1
            must(len(log.edits) == before, "I21", "a failed request left something behind")
            return Failure("server")
        invariants.appended(self.server, before, greatest, self)
        invariants.answered(self, request, reply)
        if gap:
            self.server.start()
            return Failure("offline")
        return reply

    def crashes_after_commit(self) -> bool:
        if not self.hits("crash_between_write_and_answer"):
            return False
        self.server.start()
        return True

    def hand_over(self, message: Message) -> Device | None:
        """The answer reaches the run of the app that asked, if that still lives."""
        device = self.devices[message.device]
        reply = message.reply
        if message.run != device.run or reply is None:
            return None
        device.store.is_full = self.hits("phone_quota")
        before = dict(device.store.edits)
        was_full = device.store.is_full
        again = device.hear(message.request, reply, self.now)
        device.store.is_full = False
        if isinstance(reply, Failure) or was_full:
            kept = {edit_id: edit._replace(rejection=None, field=None) for edit_id, edit in device.store.edits.items()}
            stripped = {edit_id: edit._replace(rejection=None, field=None) for edit_id, edit in before.items()}
            must(kept == stripped, "I21", "an error answer changed an edit")
        elif reply.lineage == self.server.lineage:
            self.noted |= {edit_id: seq for edit_id, (seq, _) in reply.acknowledged.items()}
            invariants.acknowledged_stay(self.server.log.edits, self.noted)
        if again and not message.is_copy:
            self.post(message.device)
        return device

    def heal(self) -> None:
        """Everything works from now on; clocks stay as wrong as they are."""
        self.server_is_down = False
        self.rates = {}
        self.random.shuffle(self.wire)
        while self.wire:
            self.deliver()
        for device in self.devices:
            device.is_signed_in = True
        for round_number in range(ROUNDS_TO_HEAL):
            # More than the hour that a device waits between two attempts to heal, and once more than the week of C6.
            self.now += 8 * DAY_MS if round_number == 2 else 2 * HOUR_MS
            if round_number == ROUNDS_TO_HEAL // 2:
                faults.force_mismatches(self)
            for index in range(len(self.devices)):
                self.settle(index)

    def settle(self, index: int) -> None:
        """One device talks until it has nothing to say, within bounds (I1, I22); its patient mends what is refused."""
        device = self.devices[index]
        self.mend(device)
        pages = len(self.server.log.edits) // min(device.limit, EDITS_OUT) + len(device.store.edits)
        for _ in range(40 + 3 * pages):
            request = device.ask(self.now)
            reply = self.serve(Message(index, device.run, self.now, request))
            must(reply is not None, "I1", "no answer after healing")
            again = reply is not None and device.hear(request, reply, self.now)
            if not again and not (isinstance(reply, Failure) and device.store.outbox(1)):
                break
        else:
            raise invariants.BrokenError("I22", "a device does not come to rest")
        invariants.nothing_is_lost(self)
        invariants.device_holds(self, device)

    def mend(self, device: Device) -> None:
        """The patient looks at what needs attention and enters it anew, so that nothing is dropped unseen (I11)."""
        for refused in [edit for edit in device.store.edits.values() if edit.rejection is not None]:
            if refused.id not in device.store.edits:
                continue
            good = faults.mended(refused.set)
            edit = device.store.save(refused.record, refused.kind, good, device.now(self.now))
            must(set(refused.set) <= set(edit.set) | self.newer(device, refused), "I11", "a field was dropped unseen")
            self.note_saved(device, edit)

    def newer(self, device: Device, refused: HeldEdit) -> set[str]:
        rows = device.store.of(refused.record)
        return {name for row in rows if row.stamp >= refused.stamp for name in row.set} | {"bulk", "breaks_server"}


def summary(world: World) -> dict[str, Any]:
    return {"edits": world.counted["edits"], "requests": world.counted["requests"], "batch": BATCH}
