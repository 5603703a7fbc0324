"""Whether an edit is taken, known or refused, and with which stamp: pure, edit by edit (rules S2, S4-S6)."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from backend.settings import CLOCK_AHEAD, EDIT_DEPTH
from shared_schemas.base import FIELD_NAME, KIND_NAME, RECORD_ID
from shared_schemas.clock import SERVER_DEVICE, device_of, moment_of, next_stamp, stamp
from shared_schemas.journal import DELETED, ERASED, ERASED_SET, is_erasing, problem_with
from shared_schemas.sync import Rejection

_ID = re.compile(RECORD_ID)


class Known(NamedTuple):
    """An edit the log already has, as far as a resend must be compared with it. `seq` is None while being taken."""

    record: str
    kind: str
    stamp: str
    set: Mapping[str, Any]
    seq: int | None = None


class Taken(NamedTuple):
    """An edit to append. `sent_stamp` is empty unless the stamp was replaced."""

    id: str
    record: str
    kind: str
    stamp: str
    set: Mapping[str, Any]
    sent_stamp: str = ""


@dataclass
class Verdicts:
    """What became of each edit of a request, in its order."""

    taken: list[Taken] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    rejected: list[Rejection] = field(default_factory=list)


class EditRefusedError(Exception):
    """One edit is not taken. Carries field, code and rule, never the value."""

    def __init__(self, code: str, message: str, name: str | None = None) -> None:
        super().__init__(code)
        self.code, self.message, self.name = code, message, name


def ids_of(edits: Sequence[Any], name: str) -> set[str]:
    """The well-formed ids under `name` in edits of whatever shape."""
    return {
        edit[name]
        for edit in edits
        if isinstance(edit, dict) and isinstance(edit.get(name), str) and _ID.fullmatch(edit[name])
    }


def judge(
    edits: Sequence[Any],
    *,
    known: Mapping[str, Known],
    erased: set[str],
    greatest_stamp: str,
    device: str,
    now: datetime,
) -> Verdicts:
    """The verdict on each edit of one request.

    `known` holds the edits of the log with an id in the request, `erased` the erased records it names. `greatest_stamp`
    is the greatest of the account's log, empty for an empty one. An edit that raises any error is refused alone.
    """
    verdicts, seen, erased = Verdicts(), dict(known), set(erased)
    for edit in edits:
        try:
            _check_form(edit)
            if edit["id"] in seen:
                _check_same(seen[edit["id"]], edit)
                verdicts.known.append(edit["id"])
            else:
                _check_contents(edit)
                accepted, sent = _accepted_stamp(edit["stamp"], greatest_stamp, device, now)
                greatest_stamp = max(greatest_stamp, accepted)
                verdicts.taken.append(Taken(edit["id"], edit["record"], edit["kind"], accepted, edit["set"], sent))
                changes = ERASED_SET if edit["record"] in erased else edit["set"]
                seen[edit["id"]] = Known(edit["record"], edit["kind"], accepted, changes)
        except EditRefusedError as refused:
            verdicts.rejected.append(_rejection(edit, refused.code, refused.message, refused.name))
        except Exception:  # rule S5: whatever it is, it concerns this edit alone
            verdicts.rejected.append(_rejection(edit, "unreadable", "this edit cannot be read"))
        else:
            if is_erasing(edit["set"]):
                erased.add(edit["record"])
    # Only now is it known what the request erases: an erasing edit that is refused erases nothing.
    verdicts.taken = [one._replace(set=dict(ERASED_SET)) if one.record in erased else one for one in verdicts.taken]
    return verdicts


def same_json(one: Any, other: Any) -> bool:
    """Equal as JSON values: numbers by their double, so 1 equals 1.0, but true never equals 1."""
    if isinstance(one, bool) or isinstance(other, bool) or one is None or other is None:
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return float(one) == float(other)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same_json, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same_json(one[name], other[name]) for name in one)
    return type(one) is type(other) and bool(one == other)


def _check_form(edit: Any) -> None:
    if not isinstance(edit, dict):
        raise EditRefusedError("edit_form", "an edit must be an object")
    for name in ("id", "record"):
        if not isinstance(edit.get(name), str) or not _ID.fullmatch(edit[name]):
            raise EditRefusedError("id_form", "must be a lower-case UUID", name)
    if not isinstance(edit.get("kind"), str) or not KIND_NAME.fullmatch(edit["kind"]):
        raise EditRefusedError("name_form", "must be a name like check_in", "kind")
    if not isinstance(edit.get("set"), dict) or not edit["set"]:
        raise EditRefusedError("set_form", "must be an object with at least one field", "set")
    if "stamp" not in edit:
        raise EditRefusedError("stamp_missing", "must be there", "stamp")
    _check_values(edit["set"])


def _check_values(changes: dict[str, Any]) -> None:
    for name, value in changes.items():
        if not isinstance(name, str) or not FIELD_NAME.fullmatch(name):
            shown = name if name.isascii() and len(name) <= 64 else None
            raise EditRefusedError("field_name", "is no field name", shown)
        _check_value(name, value)


def _check_value(name: str, value: Any) -> None:
    # A loop, not recursion: the depth is the sender's choice.
    waiting: list[tuple[int, Any]] = [(1, value)]
    while waiting:
        depth, part = waiting.pop()
        if depth > EDIT_DEPTH:
            raise EditRefusedError("too_deep", f"must not nest deeper than {EDIT_DEPTH}", name)
        if isinstance(part, str):
            _check_text(name, part)
        elif isinstance(part, int | float) and not isinstance(part, bool):
            _check_number(name, part)
        elif isinstance(part, list):
            waiting += [(depth + 1, element) for element in part]
        elif isinstance(part, dict):
            for key, element in part.items():
                _check_text(name, key)
                waiting.append((depth + 1, element))


def _check_text(name: str, text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise EditRefusedError("not_unicode", "must be valid Unicode", name) from error


def _check_number(name: str, number: float) -> None:
    try:
        finite = math.isfinite(float(number))
    except OverflowError:
        finite = False
    if not finite:
        raise EditRefusedError("not_finite", "must be a finite number", name)


def _check_contents(edit: Mapping[str, Any]) -> None:
    changes = edit["set"]
    if ERASED in changes and not is_erasing(changes):
        raise EditRefusedError("erased_form", "must be true and stand alone", ERASED)
    if DELETED in changes and not isinstance(changes[DELETED], bool):
        raise EditRefusedError("deleted_form", "must be true or false", DELETED)
    problem = problem_with(edit["kind"], changes)
    if problem is not None:
        raise EditRefusedError(problem.code, problem.message, problem.field)


def _check_same(stored: Known, edit: Mapping[str, Any]) -> None:
    either_erased = is_erasing(stored.set) or is_erasing(edit["set"])
    same_set = either_erased or same_json(dict(stored.set), edit["set"])
    if stored.record != edit["record"] or stored.kind != edit["kind"] or not same_set:
        raise EditRefusedError("id_taken", "this id belongs to another edit", "id")


def _accepted_stamp(sent: Any, greatest: str, device: str, now: datetime) -> tuple[str, str]:
    """The stamp of the log, and the stamp as sent where it was replaced (rule S4)."""
    moment = _moment(sent)
    if moment is not None and (sent <= greatest or moment <= now + CLOCK_AHEAD):
        return sent, ""
    after = max(stamp(now, 0, SERVER_DEVICE), greatest)
    if moment is None:
        return next_stamp(after, device), _shown(sent)
    lowered = next_stamp(after, device_of(sent))
    # Just above the log by its device alone, the stamp sent is below the next one: replacing it would raise it, past an
    # edit that the same phone made after it.
    return (lowered, sent) if lowered < sent else (sent, "")


def _moment(sent: Any) -> datetime | None:
    """The moment of a stamp, None for what is none."""
    try:
        return moment_of(sent) if isinstance(sent, str) else None
    except ValueError:
        return None


def _shown(sent: Any) -> str:
    """A replaced stamp as far as it can be kept beside the edit."""
    if isinstance(sent, str) and sent.isascii() and sent.isprintable() and 0 < len(sent) <= 64:
        return sent
    return "unreadable"


def _rejection(edit: Any, code: str, message: str, name: str | None = None) -> Rejection:
    given = edit.get("id") if isinstance(edit, dict) else None
    # What is no id is not sent back: it could be anything.
    known_id = given if isinstance(given, str) and _ID.fullmatch(given) else ""
    return Rejection(id=known_id, field=name, code=code, message=message)
