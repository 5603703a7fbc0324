"""Each account's append-only log of sealed edits: appending, reading on from a place, and the journal it folds to.

What is taken and what is refused is judged in `backend.sync`; here is only how it is kept.
"""

import hashlib
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from pydantic_core import from_json, to_json

from backend.computing import computed
from backend.settings import SYNC_BYTES_OUT
from backend.storage.belongings import delete_account_rows
from backend.storage.engine import BUSY_ERRORS, ENGINE, Row
from backend.storage.erasures import ErasureJournal
from backend.storage.sealing import DataKey, Keyring
from backend.storage.tables import Account, StoredEdit
from shared_schemas.clock import wire_instant
from shared_schemas.journal import ERASED_SET, Edit, Journal, LoggedEdit, is_erasing

_ROWS_PER_INSERT = 500
_LAST_SEQ = 2**63 - 1
# Opening these takes a few milliseconds; more are opened beside other requests.
_OPENED_AT_ONCE = 500
# What every sync asks stands here as texts: built from Piccolo's queries each time, they cost more than their answers.
# No word of them comes from outside; values stand in for the braces.
_HEAD = "SELECT last_seq, digest, greatest_stamp, log_bytes, sealed_data_key FROM account WHERE id = {}"
# Each column more is one more value for each of thousands of rows. The key comes with them all the same: to ask for it
# takes as long as a short page, and so it fits them, though keys be changed in between.
# What is worked out there comes as it is; of a column of whole numbers or claims each value is a call of Piccolo's.
_READ = (
    "SELECT edit_id, +seq AS seq, record, kind, stamp, received_at, sealed,"
    " CASE WHEN erased THEN 1 ELSE 0 END AS erased"
)
_KNOWN = _READ + " FROM edit WHERE "
_EDITS = _READ + (
    ", sealed_data_key FROM edit JOIN account ON account.id = edit.account"
    " WHERE edit.account = {} AND seq > {} AND seq <= {} ORDER BY edit.seq LIMIT {}"
)
# The last of those that together weigh no more than so much.
_LAST_LIGHT = (
    "SELECT MAX(seq) AS seq FROM (SELECT seq, SUM(LENGTH(sealed)) OVER (ORDER BY seq) AS weight FROM edit"
    " WHERE account = {} AND seq > {} AND seq <= {} ORDER BY seq LIMIT {}) AS page WHERE weight <= {}"
)
_PAGE = _EDITS.replace("seq <= {}", f"seq <= COALESCE(({_LAST_LIGHT}), {{}})")
_WEIGHT = "SELECT COALESCE(SUM(LENGTH(sealed)), 0) AS bytes FROM edit WHERE edit.account = "
_WEIGH = f"UPDATE account SET log_bytes = ({_WEIGHT}account.id)"  # noqa: S608  # the code's own words
# What is due may have changed; nobody is reminded where `plan_at` is empty.
_ADVANCE = (
    "UPDATE account SET last_seq = {}, digest = {}, greatest_stamp = {}, log_bytes = {}, "
    "plan_at = CASE WHEN plan_at = '' THEN '' ELSE {} END WHERE id = {}"
)


class UnknownAccountError(Exception):
    """The account does not exist, or not any more."""


class LogHead(NamedTuple):
    """Where an account's log stands: its last `seq` (which is also its count), running digest and greatest stamp."""

    seq: int
    digest: str
    greatest_stamp: str


@dataclass(frozen=True)
class StoredEntry:
    """An edit of the log as far as a resend must be compared with it."""

    seq: int
    record: str
    kind: str
    stamp: str
    set: Mapping[str, Any]


class WrittenEdit(NamedTuple):
    """An edit of the log as the JSON that goes to a device."""

    seq: int
    json: bytes


class NewEdit(NamedTuple):
    """An edit to append. `sent_stamp` is empty unless the stamp was replaced, `received_at` unless it came earlier."""

    id: str
    record: str
    kind: str
    stamp: str
    set: Mapping[str, Any]
    sent_stamp: str = ""
    received_at: str = ""


def digest_after(digest: str, seq: int, edit_id: str, stamp: str) -> str:
    """d(n) of rule S8, hex; `digest` is d(n-1), empty at the start of a log."""
    return hashlib.sha256(f"{digest}\n{seq}:{edit_id}:{stamp}".encode()).hexdigest()


class Log:
    """One account's log inside one write transaction. Nothing is kept unless the transaction commits.

    `known` are those of the edits asked about that are in the log, by id, and `erased` those of their records that are
    erased for good.
    """

    def __init__(self, account: str, head: LogHead, size: int, key: DataKey, received_at: str) -> None:
        self.account = account
        self.head = head
        self.bytes = size
        self.known: dict[str, StoredEntry] = {}
        self.erased: set[str] = set()
        self.erased_now: set[str] = set()
        self._key = key
        self._received_at = received_at

    def learn(self, rows: Sequence[Row], ids: Collection[str], records: Collection[str]) -> None:
        """Take up what was asked about `ids` and `records`."""
        for row in rows:
            if row["edit_id"] in ids:
                changes = _unsealed(self._key, row)
                self.known[row["edit_id"]] = StoredEntry(row["seq"], row["record"], row["kind"], row["stamp"], changes)
            if row["erased"] and row["record"] in records:
                self.erased.add(row["record"])

    async def append(self, edits: Sequence[NewEdit]) -> dict[str, int]:
        """The `seq` of each edit appended, by id; one that the database refuses is left out and the rest stays."""
        placed: dict[str, int] = {}
        for start in range(0, len(edits), _ROWS_PER_INSERT):
            chunk = edits[start : start + _ROWS_PER_INSERT]
            if not await self._insert(chunk, placed):
                for edit in chunk:
                    await self._insert([edit], placed)
        await self._erase({edit.record for edit in edits if edit.id in placed and is_erasing(edit.set)})
        return placed

    async def advance(self) -> None:
        """Write down where the log stands now."""
        await ENGINE.ask_last(_ADVANCE, *self.head, self.bytes, self._received_at, self.account)

    async def _insert(self, edits: Sequence[NewEdit], placed: dict[str, int]) -> bool:
        head, rows = self.head, list[dict[str, Any]]()
        for edit in edits:
            seq = head.seq + 1
            digest = digest_after(head.digest, seq, edit.id, edit.stamp)
            head = LogHead(seq, digest, max(head.greatest_stamp, edit.stamp))
            rows.append(self._row(edit, seq))
        try:
            await ENGINE.insert("edit", rows)
        except BUSY_ERRORS:  # none of the rows' fault: the whole request is undone and can be sent again
            raise
        except Exception:  # whatever it is, it concerns these rows only (rule S5)
            return False
        placed.update({edit.id: seq for seq, edit in enumerate(edits, self.head.seq + 1)})
        self.head = head
        self.bytes += sum(len(row["sealed"]) for row in rows)
        return True

    def _row(self, edit: NewEdit, seq: int) -> dict[str, Any]:
        erased = is_erasing(edit.set)
        return {
            "key": _row_key(self.account, edit.id),
            "account": self.account,
            "edit_id": edit.id,
            "seq": seq,
            "record": edit.record,
            "kind": edit.kind,
            "stamp": edit.stamp,
            "sent_stamp": edit.sent_stamp,
            "received_at": edit.received_at or self._received_at,
            "erased": erased,
            "sealed": b"" if erased else self._key.seal(edit.id, _text(edit.set)),
        }

    async def _erase(self, records: set[str]) -> None:
        if not records:
            return
        await _erase_rows(self.account, records)
        [weighed] = await ENGINE.ask(_WEIGHT + "{}", self.account)
        self.bytes = weighed["bytes"]
        self.erased_now |= records


class Journals:
    """All logs. Data keys are opened once per account and kept in memory, until another one stands on its row."""

    def __init__(self, keyring: Keyring, erasures: ErasureJournal) -> None:
        self._keyring = keyring
        self._erasures = erasures
        self._keys: dict[str, tuple[bytes, DataKey]] = {}

    async def head(self, account: str) -> LogHead:
        """Where the log stands. Raises UnknownAccountError."""
        return _head(await self._row(account))

    async def key(self, account: str) -> DataKey:
        """The account's data key, for what the server keeps of it beside the log. Raises UnknownAccountError.

        Asked for after the rows that it is to unseal, it fits them, though keys be changed in between.
        """
        return self._opened(account, (await self._row(account))["sealed_data_key"])

    async def keys(self, accounts: Collection[str]) -> dict[str, DataKey]:
        """The data keys of those of `accounts` that exist, by account."""
        if not accounts:
            return {}
        rows = await Account.select(Account.id, Account.sealed_data_key).where(Account.id.is_in(list(accounts)))
        return {row["id"]: self._opened(row["id"], row["sealed_data_key"]) for row in rows}

    def _opened(self, account: str, sealed: bytes) -> DataKey:
        known = self._keys.get(account)
        if known is None or known[0] != sealed:
            known = self._keys[account] = (sealed, self._keyring.open_data_key(account, sealed))
        return known[1]

    async def edits(
        self, account: str, after: int = 0, limit: int = _LAST_SEQ, up_to: int = _LAST_SEQ
    ) -> list[LoggedEdit]:
        """Edits with `after` < seq <= `up_to`, in the order of `seq`, at most `limit`. Raises UnknownAccountError."""
        key, rows = await self._rows(account, _EDITS, after, up_to, limit)
        if len(rows) <= _OPENED_AT_ONCE:
            return [_logged(key, row) for row in rows]
        return await computed(lambda: [_logged(key, row) for row in rows])

    async def page(self, account: str, after: int, limit: int, up_to: int) -> list[WrittenEdit]:
        """The same as `edits`, as JSON: what was sealed as JSON need not be read to be sent.

        Of large edits come only as many as go into an answer, and at least one: work is bounded by bytes, too.
        """
        key, rows = await self._rows(
            account, _PAGE, after, account, after, up_to, limit, SYNC_BYTES_OUT, after + 1, limit
        )
        return [_written(key, row) for row in rows]

    async def _rows(self, account: str, text: str, *values: Any) -> tuple[DataKey, Sequence[Row]]:
        rows = await ENGINE.ask(text, account, *values)
        return self._opened(account, (rows or [await self._row(account)])[0]["sealed_data_key"]), rows

    async def history(self, account: str, record: str) -> list[tuple[LoggedEdit, str]]:
        """Edits of one record in the order of `seq`, each with the stamp first sent if it was replaced, else empty."""
        rows = await (
            StoredEdit.select()
            .where((StoredEdit.account == account) & (StoredEdit.record == record))
            .order_by(StoredEdit.seq)
        )
        key = await self.key(account)
        return [(_logged(key, row), row["sent_stamp"]) for row in rows]

    async def load(self, account: str) -> Journal:
        """The folded, typed journal of an account. Raises UnknownAccountError."""
        key, rows = await self._rows(account, _EDITS, 0, _LAST_SEQ, _LAST_SEQ)
        # Beside other requests: opening and reading the log of years takes tenths of a second.
        return await computed(lambda: Journal.from_edits([_logged(key, row) for row in rows]))

    @asynccontextmanager
    async def writing(
        self, account: str, now: datetime, ids: Collection[str] = (), records: Collection[str] = ()
    ) -> AsyncIterator[Log]:
        """One write transaction on one log, which says what it has of `ids` and which of `records` are erased.

        Erasures are noted outside the database after the commit (rule S9). Raises UnknownAccountError.
        """
        async with ENGINE.transaction(account):
            heads, rows = await ENGINE.ask_together((_HEAD, (account,)), _about(account, ids, records))
            row = self._only(account, heads)
            key = self._opened(account, row["sealed_data_key"])
            log = Log(account, _head(row), row["log_bytes"], key, wire_instant(now))
            log.learn(rows, ids, records)
            yield log
            if log.head != _head(row):
                await log.advance()
        self._erasures.add_records(account, log.erased_now)

    async def append_edits(self, account: str, edits: Sequence[Edit], now: datetime) -> None:
        """Append edits as they are, unjudged, and received now unless they say when; for the example patient."""
        new = [_new_edit(edit) for edit in edits]
        async with self.writing(account, now) as log:
            await log.append(new)

    async def apply_erasures(self) -> None:
        """Erase again all that was ever erased: a restored backup may have brought it back (rule S9)."""
        records: dict[str, set[str]] = {}
        for account, record in self._erasures:
            if record is None:
                await delete_account_rows(account)
            else:
                records.setdefault(account, set()).add(record)
        for account, erased in records.items():
            await _erase_rows(account, erased)

    async def erase_account(self, account: str) -> None:
        """Delete an account with its log and its data key, and note it outside the database. Raises NotNotedError."""
        # Noted first: once its rows are gone nobody is signed in to ask for it again.
        self._erasures.add_account(account)
        await delete_account_rows(account)
        self._keys.pop(account, None)

    async def _row(self, account: str) -> Row:
        return self._only(account, await ENGINE.ask(_HEAD, account))

    def _only(self, account: str, rows: Sequence[Row]) -> Row:
        if not rows:
            self._keys.pop(account, None)
            raise UnknownAccountError(account)
        return rows[0]


async def weigh_logs() -> None:
    """Work out anew what every log takes: rows of an older backup do not say."""
    await ENGINE.ask(_WEIGH)


async def _erase_rows(account: str, records: Collection[str]) -> None:
    await StoredEdit.update({StoredEdit.erased: True, StoredEdit.sealed: b""}).where(
        (StoredEdit.account == account) & StoredEdit.record.is_in(sorted(records))
    )


def _about(account: str, ids: Collection[str], records: Collection[str]) -> tuple[str, Sequence[str]]:
    keys = [_row_key(account, edit_id) for edit_id in ids]
    asked = f"key IN ({_braces(keys)}) OR account = {{}} AND erased AND record IN ({_braces(records)})"
    return _KNOWN + asked, (*keys, account, *records)


def _new_edit(edit: Edit) -> NewEdit:
    received_at = "" if edit.received_at is None else wire_instant(edit.received_at)
    return NewEdit(edit.id, edit.record, edit.kind, edit.stamp, edit.set, received_at=received_at)


def _braces(values: Collection[str]) -> str:
    return ", ".join(["{}"] * len(values)) or "NULL"  # PostgreSQL takes no empty list


def _row_key(account: str, edit_id: str) -> str:
    return f"{account}:{edit_id}"


def _head(row: Row) -> LogHead:
    return LogHead(row["last_seq"], row["digest"], row["greatest_stamp"])


def _text(changes: Mapping[str, Any]) -> bytes:
    return to_json(changes)


def _written(key: DataKey, row: Row) -> WrittenEdit:
    head = {"id": row["edit_id"], **{name: row[name] for name in ("record", "kind", "stamp", "seq", "received_at")}}
    changes = _text(ERASED_SET) if row["erased"] else key.unseal(row["edit_id"], row["sealed"])
    return WrittenEdit(row["seq"], b'%b,"set":%b}' % (to_json(head)[:-1], changes))


def _unsealed(key: DataKey, row: Row) -> dict[str, Any]:
    if row["erased"]:
        return dict(ERASED_SET)
    # In a third of the time that `json` takes; nothing that was taken nests as deep as this can go.
    changes: dict[str, Any] = from_json(key.unseal(row["edit_id"], row["sealed"]), cache_strings="keys")
    return changes


def _logged(key: DataKey, row: Row) -> LoggedEdit:
    return LoggedEdit(
        row["edit_id"],
        row["record"],
        row["kind"],
        row["stamp"],
        _unsealed(key, row),
        row["seq"],
        datetime.fromisoformat(row["received_at"]).astimezone(UTC),
    )
