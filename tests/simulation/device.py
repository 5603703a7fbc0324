"""A device: its store, and the loop that talks to the server (C8, C9), written after `pwa/src/sync/client.ts`."""

from dataclasses import dataclass, field

from tests.simulation.store import HeldEdit, NoRoomError, Store
from tests.simulation.wire import ACCOUNT, Answer, Asked, Failure, Request, WireEdit

BATCH = 10
CLOCKS_FAR_OFF_MS = (0, 316_500_000_000_000)  # 1970 and 12000


@dataclass
class Loop:
    """What one open app knows beside its store; a crash forgets it."""

    batch: int = BATCH
    server_errors: int = 0
    suspect: str | None = None
    is_outdated: bool = False


@dataclass
class Device:
    """`clock` is how many ms its clock shows more than the world's."""

    store: Store
    clock: int = 0
    is_signed_in: bool = True
    has_two_tabs: bool = False
    limit: int = 7
    most: int = BATCH
    run: int = 0
    loop: Loop = field(default_factory=Loop)
    lineages: set[int] = field(default_factory=set)
    is_damaged: bool = False
    # For read-your-writes: the device's newest edit of a field, and what it had of the field before (I6).
    own: dict[tuple[str, str], tuple[str, frozenset[str]]] = field(default_factory=dict)

    def now(self, world_now: int) -> int:
        return world_now + self.clock

    def ask(self, world_now: int) -> Request:
        """The next request: one probe without edits when a single edit is under suspicion."""
        place = self.store.place
        edits = [] if self.loop.suspect else self.store.outbox(min(self.loop.batch, self.most))
        asked = Asked(place.epoch, place.cursor, self.now(world_now))
        wire = tuple(WireEdit(e.id, e.record, e.kind, e.stamp, e.set) for e in edits)
        return Request(self.store.device, ACCOUNT, asked, self.limit, wire, self.loop.suspect is not None)

    def hear(self, request: Request, reply: Answer | Failure, world_now: int) -> bool:
        """Takes in what came of a request; true when another should follow at once."""
        if isinstance(reply, Failure):
            return self._fail(request, reply.kind)
        if request.is_probe:
            return self._acquit_or_refuse()
        self._note_lineage(request, reply)
        try:
            outcome = self.store.take(request.asked, reply, self.now(world_now))
        except NoRoomError:
            return False
        self.loop.server_errors = 0
        if outcome == "unused":
            return True
        self.loop.batch = BATCH
        if self.store.place.cursor == 0:
            self.lineages, self.is_damaged = {reply.lineage}, self.is_damaged and outcome != "again"
        return outcome == "again" or (outcome == "used" and bool(self.store.outbox(1)))

    def _note_lineage(self, request: Request, reply: Answer) -> None:
        """Whether what the device knows of the log is all of one life of the database; for the checkers only."""
        if self.store.place.epoch == request.asked.epoch:
            self.lineages = self.lineages | {reply.lineage}

    def _fail(self, request: Request, kind: str) -> bool:
        self.loop.suspect = None
        self.loop.server_errors = self.loop.server_errors + 1 if kind == "server" else 0
        if kind == "signed_out":
            self.is_signed_in = False
        if kind != "too_large" and self.loop.server_errors < 3:
            return False
        self.loop.server_errors = 0
        if len(request.edits) > 1:
            self.loop.batch = max(1, len(request.edits) // 2)
            return True
        alone = request.edits[0] if request.edits else None
        if alone is None or "erased" in alone.set:
            return False
        if kind == "too_large":
            self.store.refuse(alone.id)
        else:
            self.loop.suspect = alone.id
        return True

    def _acquit_or_refuse(self) -> bool:
        """The server answers without the edit that failed three times: then that one is to blame."""
        if self.loop.suspect is not None:
            self.store.refuse(self.loop.suspect)
        self.loop.suspect = None
        return True

    def restart(self) -> None:
        """The app is closed and opened again: answers to what it asked before reach nobody."""
        self.run += 1
        self.loop = Loop()

    def note_own(self, edit: HeldEdit) -> None:
        for name in edit.set:
            rows = [row.id for row in self.store.of(edit.record) if name in row.set and row.id != edit.id]
            self.own[edit.record, name] = (edit.id, frozenset(rows))
