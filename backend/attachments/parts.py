"""Which part of an attachment a request brings: `Content-Range`, or without it the whole."""

import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass

from backend.settings import ATTACHMENT_BYTES, ATTACHMENT_PART_BYTES

# Fifteen digits are more than any file has and less than an integer of any database.
_RANGE = re.compile(r"bytes ([0-9]{1,15})-([0-9]{1,15})/([0-9]{1,15})")


class RangeError(Exception):
    """`Content-Range` is malformed, or does not describe the body."""


class LengthMissingError(Exception):
    """A whole body that does not say how long it is."""


class TooLargeError(Exception):
    """The attachment or the part is above its limit."""


@dataclass(frozen=True)
class Part:
    """Bytes `start` up to and without `end` of an attachment of `total` bytes."""

    start: int
    end: int
    total: int


def part_of(headers: Mapping[str, str]) -> Part:
    """The part that these request headers announce. Raises RangeError, LengthMissingError or TooLargeError."""
    announced = headers.get("content-length")
    length = int(announced) if announced is not None and re.fullmatch("[0-9]{1,15}", announced) else None
    content_range = headers.get("content-range")
    part = _whole(length) if content_range is None else _ranged(content_range, length)
    if part.total > ATTACHMENT_BYTES:
        raise TooLargeError
    return part


def _whole(length: int | None) -> Part:
    if length is None:
        raise LengthMissingError
    return Part(0, length, length)


def _ranged(content_range: str, length: int | None) -> Part:
    match = _RANGE.fullmatch(content_range.strip())
    if match is None:
        raise RangeError
    first, last, total = (int(number) for number in match.groups())
    if not first <= last < total or length not in (None, last + 1 - first):
        raise RangeError
    if last + 1 - first > ATTACHMENT_PART_BYTES:
        raise TooLargeError
    return Part(first, last + 1, total)


async def pieces(stream: AsyncIterator[bytes], size: int) -> AsyncIterator[bytes]:
    """The stream in pieces of `size` bytes; the last may be shorter, and none is empty."""
    waiting = bytearray()
    async for received in stream:
        waiting += received
        while len(waiting) >= size:
            yield bytes(waiting[:size])
            del waiting[:size]
    if waiting:
        yield bytes(waiting)
