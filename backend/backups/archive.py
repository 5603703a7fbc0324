"""The form of a backup file: a short open header, then one stream of bytes sealed in numbered chunks.

    CASEBOOK-BACKUP 1 <made at> <salt> <check>\\n
    chunk 0, chunk 1, ... the last chunk

Two keys come from the passphrase by argon2id: one seals, the other only tells whether the passphrase is the right one.
Each chunk is sealed with AES-256-GCM. Its nonce is its number and whether it is the last, and the header is its
additional data: a file that was cut, put in another order, lengthened or changed at any place does not open. That is
the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár: "Online Authenticated-Encryption and its Nonce-Reuse
Misuse-Resistance", 2015). A nonce is never used twice under one key, because the salt is new for each file.

Nothing here knows what the bytes mean; that is in `entries`.
"""

import hmac
import os
import re
import unicodedata
from collections.abc import Callable
from datetime import datetime
from typing import BinaryIO

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared_schemas.clock import wire_instant

FORMAT = 1
_NAME = b"CASEBOOK-BACKUP"
_HEADER = re.compile(rb"CASEBOOK-BACKUP 1 ([0-9T:.Z-]{24}) ([0-9a-f]{32}) ([0-9a-f]{32})\n")
_HEADER_BYTES = len(_NAME) + len(" 1 ") + 24 + 1 + 32 + 1 + 32 + 1

# RFC 9106, section 4, second recommended option. They are the format's and not a setting: a changed header must not
# make the reader take more memory, and who has the file can guess offline, so it costs more than signing in does.
_ARGON2_PASSES = 3
_ARGON2_MEMORY_KIB = 65_536
_ARGON2_LANES = 4

_SALT_BYTES = 16
_KEY_BYTES = 32
_CHECK_BYTES = 16
_TAG_BYTES = 16
# What is in memory at a time; the 28 bytes around it do not count.
CHUNK_BYTES = 65_536
# The heads of entries are a few hundred bytes.
LINE_BYTES = 100_000


class ArchiveError(Exception):
    """The file cannot be read as a backup; the message says why, for the operator."""


class PassphraseError(ArchiveError):
    """The passphrase is not the one of this backup."""


class ArchiveWriter:
    """Seals a stream into `file`, which must be open for binary writing. Nothing is complete before `finish`."""

    def __init__(
        self, file: BinaryIO, passphrase: str, made_at: datetime, random_bytes: Callable[[int], bytes] = os.urandom
    ) -> None:
        salt = random_bytes(_SALT_BYTES)
        key, check = _keys(passphrase, salt)
        words = (_NAME.decode(), str(FORMAT), wire_instant(made_at), salt.hex(), check.hex())
        self._header = (" ".join(words) + "\n").encode()
        self._cipher = AESGCM(key)
        self._file = file
        self._buffer = bytearray()
        self._number = 0
        file.write(self._header)

    def write(self, plain: bytes) -> None:
        """Add bytes to the stream."""
        self._buffer += plain
        # The last chunk is marked, so one that is full waits until something follows it.
        while len(self._buffer) > CHUNK_BYTES:
            self._seal(bytes(self._buffer[:CHUNK_BYTES]), is_last=False)
            del self._buffer[:CHUNK_BYTES]

    def finish(self) -> None:
        """Write the last chunk. The file stays open and is not flushed."""
        self._seal(bytes(self._buffer), is_last=True)

    def _seal(self, plain: bytes, is_last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number, is_last), plain, self._header))
        self._number += 1


class ArchiveReader:
    """Opens the stream in `file`, which must be open for binary reading.

    Raises ArchiveError when it is no backup, or one of a later format, and PassphraseError. Every reading method
    raises ArchiveError when the file was changed or cut: what was returned before that is as it was written.
    """

    def __init__(self, file: BinaryIO, passphrase: str) -> None:
        file.seek(0)
        self._header = file.read(_HEADER_BYTES)
        match = _header_of(self._header)
        self.made_at = match[1].decode()
        key, check = _keys(passphrase, bytes.fromhex(match[2].decode()))
        if not hmac.compare_digest(check, bytes.fromhex(match[3].decode())):
            raise PassphraseError("the passphrase does not open this backup")
        self._cipher = AESGCM(key)
        self._file = file
        self.rewind()

    def rewind(self) -> None:
        """Read the stream from its beginning again."""
        self._file.seek(_HEADER_BYTES)
        self._buffer = bytearray()
        self._number = 0
        self._ahead = self._block()

    def read(self, size: int) -> bytes:
        """The next `size` bytes."""
        while len(self._buffer) < size:
            self._open_next()
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        return taken

    def read_line(self) -> bytes:
        """The bytes up to the next line end, which is taken and left out."""
        while (end := self._buffer.find(b"\n")) < 0:
            if len(self._buffer) > LINE_BYTES:
                raise ArchiveError("the backup has a line without an end")
            self._open_next()
        return self.read(end + 1)[:-1]

    def expect_end(self) -> None:
        """Raises ArchiveError when anything follows, or when the last chunk is not the last that was written."""
        if not self._buffer and (self._ahead or self._number == 0):
            self._open_next()
        if self._buffer or self._ahead:
            raise ArchiveError("the backup goes on after its end")

    def _open_next(self) -> None:
        if not self._ahead:
            raise ArchiveError("the backup ends too early")
        block, self._ahead = self._ahead, self._block()
        try:
            self._buffer += self._cipher.decrypt(_nonce(self._number, not self._ahead), block, self._header)
        except (InvalidTag, ValueError) as error:
            raise ArchiveError(f"the backup is damaged or cut short (at chunk {self._number + 1})") from error
        self._number += 1

    def _block(self) -> bytes:
        return self._file.read(CHUNK_BYTES + _TAG_BYTES)


def _header_of(header: bytes) -> re.Match[bytes]:
    match = _HEADER.fullmatch(header)
    if match is not None:
        return match
    if re.match(rb"CASEBOOK-BACKUP [1-9]\d* ", header) and not header.startswith(b"CASEBOOK-BACKUP 1 "):
        raise ArchiveError("this backup was made by a later release of Casebook")
    raise ArchiveError("this is not a backup of Casebook, or its first line is damaged")


def _keys(passphrase: str, salt: bytes) -> tuple[bytes, bytes]:
    # The same letters typed on another keyboard may be composed differently.
    secret = unicodedata.normalize("NFC", passphrase).encode()
    derived = hash_secret_raw(
        secret,
        salt,
        time_cost=_ARGON2_PASSES,
        memory_cost=_ARGON2_MEMORY_KIB,
        parallelism=_ARGON2_LANES,
        hash_len=_KEY_BYTES + _CHECK_BYTES,
        type=Type.ID,
    )
    return derived[:_KEY_BYTES], derived[_KEY_BYTES:]


def _nonce(number: int, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])
