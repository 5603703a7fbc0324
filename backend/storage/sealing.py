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
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from backend.settings import DATABASE_FILE, Settings

_NONCE_BYTES = 12
_KEY_BYTES = 32
_PROBE = b"casebook"
KEY_FILE = "master.key"


class MasterKeyError(Exception):
    """The master key is missing, malformed, or not the one this database was sealed with. Carries no key material."""


class UnsealError(Exception):
    """A sealed value is damaged, or stands where it was not sealed for."""


class DataKey:
    """Seals and unseals for one account. While its key is changed it has two: the newer seals, both unseal."""

    def __init__(
        self, account: str, key: bytes, *older: bytes, random_bytes: Callable[[int], bytes] = os.urandom
    ) -> None:
        self._account = account
        self._ciphers = [AESGCM(key), *map(AESGCM, older)]
        self._random_bytes = random_bytes

    def seal(self, place: str, plain: bytes) -> bytes:
        """Nonce and ciphertext, 28 bytes longer than `plain`; only `unseal` with the same `place` reads it."""
        nonce = self._random_bytes(_NONCE_BYTES)
        return nonce + self._ciphers[0].encrypt(nonce, plain, f"{self._account}:{place}".encode())

    def unseal(self, place: str, sealed: bytes) -> bytes:
        """What was sealed. Raises UnsealError when it was changed or sealed for another account or place."""
        nonce, text = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        for cipher in self._ciphers:
            try:
                return cipher.decrypt(nonce, text, f"{self._account}:{place}".encode())
            except (InvalidTag, ValueError):
                continue
        raise UnsealError(place)

    def resealed(self, place: str, sealed: bytes) -> bytes | None:
        """The same sealed by the newest key; None when it is already. Raises UnsealError."""
        nonce, text = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        with suppress(InvalidTag, ValueError):
            self._ciphers[0].decrypt(nonce, text, f"{self._account}:{place}".encode())
            return None
        return self.seal(place, self.unseal(place, sealed))


class Keyring:
    """Makes data keys and opens them with the master key.

    While the master key is changed there are two, the newer first. `read_again` gives those that are set now: a server
    that started before the change learns of the new one when it needs it.
    """

    def __init__(self, *master_keys: bytes, read_again: Callable[[], Sequence[bytes]] | None = None) -> None:
        self._read_again = read_again
        self._learn(master_keys)

    def _learn(self, master_keys: Sequence[bytes]) -> None:
        self._keys = tuple(master_keys)
        self._master = DataKey("master", *master_keys)
        # Never the key itself for two purposes.
        self._blinding_key = hmac.digest(master_keys[0], b"casebook blinding", "sha256")

    def make_data_key(self, account: str, probe: bytes | None = None) -> bytes:
        """A new data key, wrapped, to stand on the account's row; by the master key that sealed `probe`."""
        master = self._master if probe is None else DataKey("master", self._key_of(probe))
        return master.seal(account, os.urandom(_KEY_BYTES))

    def open_data_key(self, account: str, sealed: bytes) -> DataKey:
        """The data key of an account. Raises UnsealError when the wrapped key is not this account's."""
        return DataKey(account, *_parts(self._unwrap(account, sealed)))

    def with_new_data_key(self, account: str, sealed: bytes) -> bytes:
        """A new data key in front of the one that is wrapped, or the same when there are two already."""
        keys = _parts(self._unwrap(account, sealed))
        return sealed if len(keys) > 1 else self._master.seal(account, os.urandom(_KEY_BYTES) + keys[0])

    def without_old_data_key(self, account: str, sealed: bytes) -> bytes:
        """The newest data key alone."""
        return self._master.seal(account, _parts(self._unwrap(account, sealed))[0])

    def rewrapped(self, account: str, sealed: bytes) -> bytes | None:
        """The same data key wrapped by the newest master key; None when it is already."""
        return self._master.resealed(account, sealed)

    def blind(self, text: str) -> str:
        """A hash that tells nothing of `text` to whoever has not the key, and is the same each time."""
        return hmac.digest(self._blinding_key, text.encode(), "sha256").hex()

    def make_probe(self) -> bytes:
        """A known word, sealed: it tells at the next start whether the key is still the same."""
        return self._master.seal("probe", _PROBE)

    def check_probe(self, sealed: bytes) -> None:
        """Raises MasterKeyError when the database was sealed with another key."""
        self._key_of(sealed)

    def _key_of(self, probe: bytes) -> bytes:
        key = self._opening(probe)
        if key is None and self._look_again():
            key = self._opening(probe)
        if key is None:
            raise MasterKeyError("the master key is not the one this database was sealed with")
        return key

    def _opening(self, probe: bytes) -> bytes | None:
        for key in self._keys:
            with suppress(UnsealError):
                DataKey("master", key).unseal("probe", probe)
                return key
        return None

    def _unwrap(self, account: str, sealed: bytes) -> bytes:
        with suppress(UnsealError):
            return self._master.unseal(account, sealed)
        self._look_again()
        return self._master.unseal(account, sealed)

    def _look_again(self) -> bool:
        """Whether other master keys are set by now; they are known from here on."""
        now = self._keys if self._read_again is None else tuple(self._read_again())
        if now == self._keys:
            return False
        self._learn(now)
        return True


def master_keys_in(body: bytes) -> list[bytes]:
    """Master keys that stand one behind the other, as in a backup."""
    return _parts(body)


def _parts(keys: bytes) -> list[bytes]:
    return [keys[start : start + _KEY_BYTES] for start in range(0, len(keys), _KEY_BYTES)]


def read_master_keys(settings: Settings) -> list[bytes]:
    """The master key, 32 bytes: from the environment, from a command, or from `master.key` in the data folder.

    While it is changed there are two, the newer first, with white space between. The file is made (mode 0600) when
    there is none and neither of the others is set. Raises MasterKeyError when the text is not 32 bytes in base64, or
    the command fails.
    """
    if settings.master_key is not None:
        return _decoded(settings.master_key, "CASEBOOK_MASTER_KEY")
    if settings.master_key_command is not None:
        return _decoded(_printed_by(settings.master_key_command), "the output of CASEBOOK_MASTER_KEY_COMMAND")
    path = settings.data_dir / KEY_FILE
    if not path.exists():
        if (settings.data_dir / DATABASE_FILE).exists():
            # A new key would open nothing, and would stand in the way of the old one when that is found.
            raise MasterKeyError(f"{path.name} is missing from the data folder; put it back beside the database")
        _write_new_key(path)
    return _decoded(path.read_text(encoding="utf-8", errors="replace"), str(path.name))


def write_master_keys(settings: Settings, keys: Sequence[bytes]) -> None:
    """Let `master.key` hold these; it is on disk, and was never anything between the old and the new, on return."""
    path = settings.data_dir / KEY_FILE
    draft = path.with_name(f".{KEY_FILE}.new")
    draft.unlink(missing_ok=True)
    _write_private(draft, keys)
    draft.replace(path)
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _printed_by(command: str) -> str:
    # The operator names this command in the server's own environment.
    try:
        finished = subprocess.run(shlex.split(command), capture_output=True, text=True, check=False, timeout=60)  # noqa: S603
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise MasterKeyError("CASEBOOK_MASTER_KEY_COMMAND cannot be run") from error
    if finished.returncode != 0:
        raise MasterKeyError("CASEBOOK_MASTER_KEY_COMMAND failed")
    return finished.stdout


def _decoded(text: str, source: str) -> list[bytes]:
    try:
        keys = [base64.b64decode(part, validate=True) for part in text.split()]
    except (binascii.Error, ValueError) as error:
        raise MasterKeyError(f"{source} is not base64") from error
    if not keys or any(len(key) != _KEY_BYTES for key in keys):
        raise MasterKeyError(f"{source} does not hold {_KEY_BYTES} bytes")
    return keys


def new_master_key() -> bytes:
    """A master key that nobody has yet."""
    return os.urandom(_KEY_BYTES)


def _write_new_key(path: Path) -> None:
    _write_private(path, [new_master_key()])


def _write_private(path: Path, keys: Sequence[bytes]) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write("".join(base64.b64encode(key).decode() + "\n" for key in keys))
        file.flush()
        os.fsync(file.fileno())
