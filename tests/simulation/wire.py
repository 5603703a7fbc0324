"""What crosses the simulated network, and the switches that take one safeguard of the protocol away."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

ERASED: Mapping[str, Any] = {"erased": True}
ACCOUNT = "0193c000-0000-7000-8000-000000000001"
STRANGER = "0193c000-0000-7000-8000-000000000002"


@dataclass(frozen=True)
class Safeguards:
    """Each is on in a true run; a test switches one off to see the simulation fail."""

    epoch_check: bool = True
    id_check: bool = True
    acknowledgement_merge: bool = True
    clock_rule: bool = True
    cursor_check: bool = True
    late_answers_unused: bool = True
    digest_check: bool = True
    erasing_again: bool = True
    erasure_journal: bool = True


class WireEdit(NamedTuple):
    """An edit as a device sends it."""

    id: str
    record: str
    kind: str
    stamp: str
    set: Mapping[str, Any]


class LoggedEdit(NamedTuple):
    """An edit as the log has it; `received_at` is server time in ms. The names are those `fold` reads."""

    id: str
    record: str
    kind: str
    stamp: str
    set: Mapping[str, Any]
    seq: int
    received_at: int


class Asked(NamedTuple):
    """What the request said, as far as the answer is held against it (C4)."""

    epoch: str | None
    cursor: int
    asked_at: int


@dataclass(frozen=True)
class Request:
    """One request on its way."""

    device: str
    account: str
    asked: Asked
    limit: int
    edits: tuple[WireEdit, ...]
    is_probe: bool = False


@dataclass(frozen=True)
class Answer:
    """One answer on its way. `lineage` counts the restores before it and is seen by the checkers only."""

    epoch: str
    server_time: int
    lineage: int
    reset: bool = False
    acknowledged: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    rejected: tuple[tuple[str, str | None, str], ...] = ()
    edits: tuple[LoggedEdit, ...] = ()
    cursor: int = 0
    more: bool = False
    check: tuple[int, str] | None = None


@dataclass(frozen=True)
class Failure:
    """Anything but an answer: `kind` in the words of the phone's loop."""

    kind: str


@dataclass
class Message:
    """A request or what came of it, between one run of one device and the server."""

    device: int
    run: int
    sent_at: int
    request: Request
    reply: Answer | Failure | None = None
    is_copy: bool = False
