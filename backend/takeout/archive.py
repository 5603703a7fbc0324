"""A ZIP that is sent while it is made: never more of it in memory than one piece of one file."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo


@dataclass(frozen=True)
class Member:
    """One file of the ZIP. `is_packed`: its content is compressed already, as photos and PDF are."""

    name: str
    content: AsyncIterator[bytes]
    is_packed: bool = False


class _Sink:
    """Where the ZIP is written to and taken from. It cannot go back, so lengths stand behind each file."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, part: bytes, /) -> int:
        self._parts.append(bytes(part))
        return len(part)

    def flush(self) -> None:
        """Nothing waits."""

    def close(self) -> None:
        """Nothing is open."""

    def taken(self) -> bytes:
        parts, self._parts = self._parts, []
        return b"".join(parts)


async def archived(members: AsyncIterator[Member], now: datetime) -> AsyncIterator[bytes]:
    """The ZIP of `members`, piece by piece, each file dated `now`."""
    sink = _Sink()
    with ZipFile(sink, "w") as archive:
        async for member in members:
            with archive.open(_entry(member, now), "w") as file:
                async for piece in member.content:
                    await asyncio.to_thread(file.write, piece)
                    if part := sink.taken():
                        yield part
    yield sink.taken()


async def at_once(text: str) -> AsyncIterator[bytes]:
    """The content of a file that is made in one piece."""
    yield text.encode("utf-8", "replace")


def _entry(member: Member, now: datetime) -> ZipInfo:
    entry = ZipInfo(member.name, (now.year, now.month, now.day, now.hour, now.minute, now.second))
    entry.compress_type = ZIP_STORED if member.is_packed else ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry
