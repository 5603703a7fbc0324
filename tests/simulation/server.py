"""The server of the simulation: the judging, clock and digest of the real one over a log in memory.

`Server.answer` follows `backend.sync.exchange.exchange` step by step; restores and crashes are what a test of the real
one cannot do a million times.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import cast

from backend.storage.journals import digest_after
from backend.sync.judging import Known, Taken, judge
from shared_schemas.clock import SERVER_DEVICE, next_stamp, stamp
from shared_schemas.journal import Edit, fold, is_erasing
from tests.simulation.wire import ACCOUNT, ERASED, STRANGER, Answer, Failure, LoggedEdit, Request, Safeguards

# Small, so that a short run meets every bound (S10).
EDITS_IN = 16
BULK_IN = 20
EDITS_OUT = 12
TRASH_KEPT_MS = 30 * 86_400_000
_1970 = datetime(1970, 1, 1, tzinfo=UTC)


def moment(ms: int) -> datetime:
    """The moment `ms` after 1970, held within the years a server's clock can show."""
    return _1970 + timedelta(milliseconds=min(max(ms, 0), 250_000_000_000_000))


class ServerFailedError(Exception):
    """The request ended in an error of the server; its transaction is rolled back."""


@dataclass
class Log:
    """One account's log."""

    edits: list[LoggedEdit] = field(default_factory=list)
    by_id: dict[str, LoggedEdit] = field(default_factory=dict)
    erased: set[str] = field(default_factory=set)
    digest: str = ""
    greatest: str = ""

    def copy(self) -> "Log":
        return replace(self, edits=list(self.edits), by_id=dict(self.by_id), erased=set(self.erased))

    def append(self, taken: Taken, received_at: int) -> LoggedEdit:
        edit = LoggedEdit(taken.id, taken.record, taken.kind, taken.stamp, taken.set, len(self.edits) + 1, received_at)
        self.edits.append(edit)
        self.by_id[edit.id] = edit
        self.digest = digest_after(self.digest, edit.seq, edit.id, edit.stamp)
        self.greatest = max(self.greatest, edit.stamp)
        return edit

    def erase(self, records: set[str]) -> None:
        """Every edit of `records` keeps its place and loses its values."""
        for at, edit in enumerate(self.edits):
            if edit.record in records:
                self.edits[at] = self.by_id[edit.id] = edit._replace(set=ERASED)
                self.erased.add(edit.record)


@dataclass(frozen=True)
class Backup:
    """What the database held, its epoch too."""

    epoch: str
    logs: dict[str, Log]


class Server:
    """Logs, epoch, and the journal of erasures that no restore touches."""

    def __init__(self, safeguards: Safeguards) -> None:
        self.safeguards = safeguards
        self.epoch = "epoch-0"
        self.lineage = 0
        self.logs = {ACCOUNT: Log(), STRANGER: Log()}
        self.journal: set[tuple[str, str]] = set()
        self.replaced: set[str] = set()

    @property
    def log(self) -> Log:
        return self.logs[ACCOUNT]

    def answer(
        self, request: Request, session: str, now_ms: int, *, dies_before_noting: bool = False
    ) -> Answer | Failure:
        """Raises ServerFailedError, with nothing stored, when an edit in the request makes the server fail."""
        if request.account != session:
            return Failure("signed_out")
        if len(request.edits) > EDITS_IN or sum(edit.set.get("bulk", 1) for edit in request.edits) > BULK_IN:
            return Failure("too_large")
        log, asked = self.logs[session], request.asked
        if self._must_reset(asked.epoch, asked.cursor, log):
            return Answer(self.epoch, now_ms, self.lineage, reset=True)
        acknowledged, rejected = self._take(request, session, now_ms, dies_before_noting)
        page = log.edits[asked.cursor : asked.cursor + min(request.limit, EDITS_OUT)]
        more = bool(page) and page[-1].seq < len(log.edits)
        return Answer(
            self.epoch,
            now_ms,
            self.lineage,
            acknowledged=acknowledged,
            rejected=rejected,
            edits=tuple(page),
            cursor=page[-1].seq if more else len(log.edits),
            more=more,
            check=None if more else (len(log.edits), log.digest),
        )

    def _must_reset(self, epoch: str | None, cursor: int, log: Log) -> bool:
        if epoch is None:
            return cursor > 0
        return (self.safeguards.epoch_check and epoch != self.epoch) or cursor > len(log.edits)

    def _take(
        self, request: Request, session: str, now_ms: int, dies_before_noting: bool
    ) -> tuple[dict[str, tuple[int, str]], tuple[tuple[str, str | None, str], ...]]:
        log = self.logs[session]
        if any("breaks_server" in edit.set and edit.id not in log.by_id for edit in request.edits):
            raise ServerFailedError
        stored = {edit.id: log.by_id[edit.id] for edit in request.edits if edit.id in log.by_id}
        seen = stored if self.safeguards.id_check else {}
        records = {edit.record for edit in request.edits}
        verdicts = judge(
            [edit._asdict() for edit in request.edits],
            known={e.id: Known(e.record, e.kind, e.stamp, e.set, e.seq) for e in seen.values()},
            erased=records & self._erased(session),
            greatest_stamp=log.greatest if self.safeguards.clock_rule else "9999-12-31T23:59:59.999Z",
            device=request.device,
            now=moment(now_ms),
        )
        self.replaced |= {taken.id for taken in verdicts.taken if taken.sent_stamp}
        self._append(session, verdicts.taken, now_ms, dies_before_noting)
        places = {edit_id: log.by_id[edit_id] for edit_id in [*verdicts.known, *(t.id for t in verdicts.taken)]}
        refused = tuple((refusal.id, refusal.field, refusal.code) for refusal in verdicts.rejected)
        return {edit_id: (edit.seq, edit.stamp) for edit_id, edit in places.items()}, refused

    def _erased(self, session: str) -> set[str]:
        """Of the log, and of the journal: a restore may have taken away every edit that said so (I15)."""
        noted = {record for owner, record in self.journal if owner == session}
        return self.logs[session].erased | (noted if self.safeguards.erasure_journal else set())

    def _append(self, session: str, taken: list[Taken], now_ms: int, dies_before_noting: bool) -> None:
        log = self.logs[session]
        for edit in taken:
            log.append(edit, now_ms)
        if erasing := {edit.record for edit in taken if is_erasing(edit.set)}:
            log.erase(erasing)
            if not dies_before_noting:
                self.journal |= {(session, record) for record in erasing}

    def sweep_trash(self, now_ms: int, new_ids: list[str]) -> list[str]:
        """Erases what lies in the trash for 30 days, by edits of the server's own; answers their ids."""
        log, received = self.log, dict[str, int]()
        for edit in log.edits:
            received[edit.record] = max(edit.received_at, received.get(edit.record, 0))
        folded = fold(cast("list[Edit]", log.edits))
        old = [r for r, f in sorted(folded.items()) if f.is_deleted and now_ms - received[r] >= TRASH_KEPT_MS]
        used = []
        for record, edit_id in zip(old, new_ids, strict=False):
            latest = next_stamp(max(stamp(moment(now_ms), 0, SERVER_DEVICE), log.greatest), SERVER_DEVICE)
            taken = Taken(edit_id, record, folded[record].kind, latest, dict(ERASED))
            self._append(ACCOUNT, [taken], now_ms, dies_before_noting=False)
            used.append(edit_id)
        return used

    def back_up(self) -> Backup:
        return Backup(self.epoch, {account: log.copy() for account, log in self.logs.items()})

    def restore(self, backup: Backup, epoch: str | None) -> None:
        """Goes back to `backup`; `epoch` is None when a file was copied back and nobody told the server."""
        self.logs = {account: log.copy() for account, log in backup.logs.items()}
        self.epoch = epoch or backup.epoch
        self.lineage += 1
        self.start()

    def start(self) -> None:
        """Every start applies the journal of erasures (S9)."""
        if self.safeguards.erasure_journal:
            for account, log in self.logs.items():
                log.erase({record for owner, record in self.journal if owner == account})
