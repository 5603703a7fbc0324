"""Bodies of `POST /api/sync` (PROTOCOL.md). Edits come in untyped, because each is judged on its own (S5)."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from shared_schemas.base import DEVICE_ID, RECORD_ID, RequestBody, Schema, Whole
from shared_schemas.journal import Edit

PROTOCOL = 1


class SyncRequest(RequestBody):
    """What a device sends: where it stands, and edits the server has not acknowledged."""

    protocol: Literal[1]
    device: Annotated[str, Field(pattern=DEVICE_ID)]
    account: Annotated[str, Field(pattern=RECORD_ID)] | None = None
    epoch: Annotated[str, Field(max_length=64)] | None = None
    cursor: Annotated[Whole, Field(ge=0, le=2**53)] = 0
    limit: Whole = 500
    edits: list[Any] = []


class Acknowledgement(Schema):
    """The place of an edit in the log, with the stamp it has there."""

    seq: int
    stamp: str


class Rejection(Schema):
    """Why one edit was not taken. The message never echoes a value."""

    id: str
    field: str | None = None
    code: str
    message: str


class LogCheck(Schema):
    """Count and running digest of the whole log (S8)."""

    count: int
    digest: str


class SyncAnswer(Schema):
    """What the server took, refused and has that is new."""

    epoch: str
    server_time: datetime
    acknowledged: dict[str, Acknowledgement] = {}
    rejected: list[Rejection] = []
    edits: list[Edit] = []
    cursor: int
    more: bool = False
    check: LogCheck | None = None


class SyncReset(Schema):
    """The device's place is not one of this log: keep every edit, forget every `seq`, start again (C5)."""

    reset: Literal[True]
    epoch: str
    server_time: datetime


class HistoryEntry(Schema):
    """One edit of a record's history: entered at its stamp, by `device`, received by this database at `received_at`.

    `sent_stamp` is the stamp as the device sent it, where the server replaced it. `won` names the fields of the record
    whose value is this edit's. The instant is text, with milliseconds as in every answer of sync.
    """

    id: str
    seq: int | None = None
    stamp: str
    sent_stamp: str | None = None
    received_at: str | None = None
    device: str
    set: dict[str, Any]
    won: list[str] = []
