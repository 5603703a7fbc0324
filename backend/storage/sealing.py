"""Sealing: AES-256-GCM under a data key per account, which the master key wraps.

The master key is never in the database. Additional data binds a sealed value to its account and its place, so that it
cannot be moved to another row.
"""

import base64
import binascii
import hmac
import os
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from backend.settings import DATABASE_FILE, Settings

_NONCE_BYTES = 12
_KEY_BYTES = 32
_PROBE = b"casebook"


class MasterKeyError(Exception):
    """The master key is missing, malformed, or not the one this database was sealed with. Carries no key material."""


class UnsealError(Exception):
    """A sealed value is damaged, or stands where it was not sealed for."""


class DataKey:
    """Seals and unseals for one account."""

    def __init__(self, account: str, key: bytes, random_bytes: Callable[[int], bytes] = os.urandom) -> None:
        self._account = account
        self._cipher = AESGCM(key)
        self._random_bytes = random_bytes

    def seal(self, place: str, plain: bytes) -> bytes:
        """Nonce and ciphertext, 28 bytes longer than `plain`; only `unseal` with the same `place` reads it."""
        nonce = self._random_bytes(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, plain, f"{self._account}:{place}".encode())

    def unseal(self, place: str, sealed: bytes) -> bytes:
        """What was sealed. Raises UnsealError when it was changed or sealed for another account or place."""
        nonce, text = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            return self._cipher.decrypt(nonce, text, f"{self._account}:{place}".encode())
        except (InvalidTag, ValueError) as error:
            raise UnsealError(place) from error


class Keyring:
    """Makes data keys and opens them with the master key."""

    def __init__(self, master_key: bytes) -> None:
        self._master = DataKey("master", master_key)
        # Never the key itself for two purposes.
        self._blinding_key = hmac.digest(master_key, b"casebook blinding", "sha256")

    def make_data_key(self, account: str) -> bytes:
        """A new data key, wrapped, to stand on the account's row."""
        return self._master.seal(account, os.urandom(_KEY_BYTES))

    def open_data_key(self, account: str, sealed: bytes) -> DataKey:
        """The data key of an account. Raises UnsealError when the wrapped key is not this account's."""
        return DataKey(account, self._master.unseal(account, sealed))

    def blind(self, text: str) -> str:
        """A hash that tells nothing of `text` to whoever has not the key, and is the same each time."""
        return hmac.digest(self._blinding_key, text.encode(), "sha256").hex()

    def make_probe(self) -> bytes:
        """A known word, sealed: it tells at the next start whether the key is still the same."""
        return self._master.seal("probe", _PROBE)

    def check_probe(self, sealed: bytes) -> None:
        """Raises MasterKeyError when the database was sealed with another key."""
        try:
            self._master.unseal("probe", sealed)
        except UnsealError as error:
            raise MasterKeyError("the master key is not the one this database was sealed with") from error


def read_master_key(settings: Settings) -> bytes:
    """The 32 bytes of the master key: from the environment, from a command, or from `master.key` in the data folder.

    The file is made (mode 0600) when there is none and neither of the others is set. Raises MasterKeyError when the
    text is not 32 bytes in base64 or the command fails.
    """
    if settings.master_key is not None:
        return _decoded(settings.master_key, "CASEBOOK_MASTER_KEY")
    if settings.master_key_command is not None:
        return _decoded(_printed_by(settings.master_key_command), "the output of CASEBOOK_MASTER_KEY_COMMAND")
    path = settings.data_dir / "master.key"
    if not path.exists():
        if (settings.data_dir / DATABASE_FILE).exists():
            # A new key would open nothing, and would stand in the way of the old one when that is found.
            raise MasterKeyError(f"{path.name} is missing from the data folder; put it back beside the database")
        _write_new_key(path)
    return _decoded(path.read_text(encoding="utf-8", errors="replace"), str(path.name))


def _printed_by(command: str) -> str:
    # The operator names this command in the server's own environment.
    try:
        finished = subprocess.run(shlex.split(command), capture_output=True, text=True, check=False, timeout=60)  # noqa: S603
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise MasterKeyError("CASEBOOK_MASTER_KEY_COMMAND cannot be run") from error
    if finished.returncode != 0:
        raise MasterKeyError("CASEBOOK_MASTER_KEY_COMMAND failed")
    return finished.stdout


def _decoded(text: str, source: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError) as error:
        raise MasterKeyError(f"{source} is not base64") from error
    if len(key) != _KEY_BYTES:
        raise MasterKeyError(f"{source} does not hold {_KEY_BYTES} bytes")
    return key


def _write_new_key(path: Path) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(base64.b64encode(os.urandom(_KEY_BYTES)).decode() + "\n")
        file.flush()
        os.fsync(file.fileno())
