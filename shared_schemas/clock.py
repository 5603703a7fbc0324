"""The hybrid clock of the sync protocol: stamps that sort as text.

`pwa/src/core/clock.ts` is its twin; tests/vectors/clock.json binds both.
"""

import re
from datetime import UTC, datetime, timedelta

STAMP = re.compile(r"(\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):\d\d:\d\d\.\d{3}Z)-([0-9a-f]{4})-([0-9a-f]{16})", re.ASCII)
SERVER_DEVICE = "0" * 16
_LAST_COUNTER = 0xFFFF


def stamp(moment: datetime, counter: int, device: str) -> str:
    """46 characters: UTC milliseconds (cut off, not rounded), counter in 4 hex digits, device in 16."""
    return f"{wire_instant(moment)}-{counter:04x}-{device}"


def moment_of(text: str) -> datetime:
    """The UTC moment of a stamp. Raises ValueError when `text` is no stamp."""
    return _parts(text)[0]


def is_stamp(text: object) -> bool:
    """True for the form of PROTOCOL.md with a day that exists; seconds run to 59 only."""
    if not isinstance(text, str):
        return False
    try:
        _parts(text)
    except ValueError:
        return False
    return True


def device_of(text: str) -> str:
    """The device of a stamp, 16 hex digits. Raises ValueError when `text` is no stamp."""
    return _parts(text)[2]


def next_stamp(after: str, device: str) -> str:
    """The smallest stamp of `device` above every stamp with the moment and counter of `after`: the counter goes up by
    one, and after ffff comes the next millisecond with 0000."""
    moment, counter, _ = _parts(after)
    if counter < _LAST_COUNTER:
        return stamp(moment, counter + 1, device)
    return stamp(moment + timedelta(milliseconds=1), 0, device)


def _parts(text: str) -> tuple[datetime, int, str]:
    match = STAMP.fullmatch(text)
    if match is None:
        raise ValueError("not a stamp")
    return datetime.fromisoformat(match[1]), int(match[2], 16), match[3]


def wire_instant(moment: datetime) -> str:
    """UTC with milliseconds, `2026-11-23T09:15:42.120Z`: fixed width, so that it sorts as text."""
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"
